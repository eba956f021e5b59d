"""Recurring jobs run once, whoever ticks; what fails is tried again; on both databases."""

from __future__ import annotations

from tests.promises.conftest import Installed
from tests.promises.installation import Installation, answer

NIGHT = 1_800_000_000 - 1_800_000_000 % 86_400 + 4 * 3600  # four in the morning, after every daily job's hour


def test_several_processes_tick_and_each_job_runs_once(installation: Installation) -> None:
    racing = [installation.start("tick_and_work", NIGHT) for _ in range(3)]
    called = [name for process in racing for name in answer(process)]
    assert len(called) == len(set(called)) and {"checkpoint_database", "clear_expired", "keep_audit_checkpoint"} <= set(called)
    done = installation.run("queue")
    names = [name for name, _, _ in done]
    assert len(names) == len(set(names)) and {"clear_expired", "keep_audit_checkpoint"} <= set(names)
    assert [state for _, _, state in done] == ["SUCCESSFUL"] * len(done)
    assert installation.run("checkpoints") == [2]


def test_a_day_that_was_missed_is_caught_up_once(installed: Installed) -> None:
    later = NIGHT + 5 * 86_400
    called = installed("sqlite").run("tick_and_work", f"{NIGHT},{NIGHT + 20},{NIGHT + 40},{later}")
    assert called.count("clear_expired") == 2 and called.count("checkpoint_database") == 3


def test_a_job_that_fails_is_tried_again_with_growing_pauses_and_then_left_as_failed(installed: Installed) -> None:
    tried = installed("sqlite").run("failing_job")
    assert tried == {"runs": 3, "pauses": [10, 60], "left": "FAILED FAILED FAILED"}


def test_a_job_called_for_in_a_transaction_that_fails_does_not_exist(installed: Installed) -> None:
    assert installed("sqlite").run("job_of_failed_transaction") == 0


def test_pages_are_read_while_somebody_writes_and_a_second_writer_is_told_why_it_waits(installed: Installed) -> None:
    found = installed("sqlite").run("pages_while_somebody_writes")
    assert found["status"] == [200, 200]
    assert "database is locked: another writer has held remit.sqlite3.lock for 0.2 s" in found["refused"]
