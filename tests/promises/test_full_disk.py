"""Promise 9: a full disk refuses cleanly (507, nothing half done), and work goes on when there is room again."""

from __future__ import annotations

from tests.promises.conftest import Installed


def test_a_full_disk_answers_507_keeps_nothing_half_done_and_recovers(installed: Installed) -> None:
    place = installed("sqlite")
    found = place.run("fill_the_disk")
    assert found["page"]["status"] == 507 and "Nothing was changed" in found["page"]["said"]
    assert found["api"] == 507 and found["retry"] == "30"
    assert found["events_when_full"] == 0 and found["batches_when_full"] == 0
    assert found["reads_when_full"] == 200
    assert found["events_with_room"] > 0
    assert all(place.run("stored_numbers")["checks"])
