"""Promises 1, 3, 4 and 6: one statement for one month, the same bytes however the work came in, and for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PROVE
from tests.promises.conftest import Installed
from tests.promises.installation import Installation, answer

ORDERS = 12 if PROVE else 2


@pytest.fixture(scope="module")
def expected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The statement of April on SQLite, from one file in its own order."""
    ready: Installation = request.getfixturevalue("ready_sqlite")
    place = ready.copy(tmp_path_factory.mktemp("expected") / "home")
    found: dict[str, str] = place.run("bring_and_close", 0, 1)
    return found


def test_any_order_any_chunks_any_database_give_the_same_bytes(installation: Installation, expected: dict[str, str]) -> None:
    assert expected["digest"].startswith("sha256:") and expected["version"] == 1
    for seed in range(1, ORDERS + 1):  # each in a transaction that is rolled back, so that one installation serves
        assert installation.run("bring_and_close", seed, 5 + seed, "and take it back") == expected
    assert installation.run("bring_and_close", 99, 7) == expected


def test_a_restart_between_the_chunks_changes_nothing(installation: Installation, expected: dict[str, str], tmp_path: Path) -> None:
    for part in installation.run("chunks", 3, 2, tmp_path):
        installation.run("bring", f"@{part}")
    assert installation.run("close") == expected


def test_what_is_sent_again_changes_nothing_and_another_body_under_the_same_key_is_refused(installation: Installation) -> None:
    found = installation.run("replay_then_forge")
    assert found["again"] == {"new": 0, "known": found["first"]["new"]} and found["first"]["known"] == 0
    assert found["after"] == found["first"]["new"], "a forged event was stored, or one twice"
    assert found["id"] in found["refused"] and "known with another content" in found["refused"]


def test_processes_that_close_the_same_month_at_once_make_one_statement(installation: Installation) -> None:
    installation.run("bring")
    racing = [installation.start("close") for _ in range(8 if PROVE else 3)]
    told = [answer(process) for process in racing]
    made = [one for one in told if "digest" in one]
    assert len(made) == 1 and made[0]["version"] == 1
    assert all("nothing has changed since version 1" in one["refused"] for one in told if one not in made)
    assert installation.run("statements") == made


def test_an_issued_statement_stays_as_it_is_when_terms_and_holidays_change(installation: Installation, expected: dict[str, str]) -> None:
    assert installation.run("bring_and_close", 0, 1) == expected
    found = installation.run("amend_everything")
    assert found["before"] == found["after"] == [expected]
    assert found["proved"], "the stored statement no longer proves itself"


def test_postgresql_gives_the_log_as_arrow_as_it_gives_it_row_by_row(installed: Installed) -> None:
    found = installed("postgres").run("read_both_ways")
    assert found["same"] and found["rows"] == found["new"] > 500
