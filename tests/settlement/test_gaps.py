"""A statement whose history is incomplete says so, where a clause reads the history, and only there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from remit.cli.commands.statement import COMMAND as STATEMENT
from remit.exchange.folder import Folder
from tests.metrics.month import agreement, channel, events

LEVEL = "rule: share on time\nclock: reply\ntarget: 90 %\nminimum: 85 %"
CREDITS = """
adjustments:
  11.1 credits:
    rule: credit per miss
    credits: {level: 4 %}
"""
EARN_BACK = """
  11.2 earn back:
    rule: earn back
    returns: [credits]
    share: 100 %
    after: 2 months
"""


def desk(folder: Path, level: str = LEVEL, adjustments: str = "") -> Path:
    folder.mkdir()
    (folder / "terms.yaml").write_text(agreement(level).terms.text.decode() + adjustments, encoding="utf-8")
    work = [("T-1", "2026-04-01 09:00", "created"), ("T-1", "2026-04-01 09:05", "reply")]
    Folder.open(folder).add_events(events([*work, channel("T-1", "email", "2026-04-01 09:00")]), {"file": "tickets.csv"})
    return folder


def statement(folder: Path, *words: str) -> Result:
    result = CliRunner().invoke(STATEMENT, [str(folder), *words])
    assert result.exit_code == 0, result.output
    return result


def test_months_that_nobody_issued_are_named(tmp_path: Path) -> None:
    home = desk(tmp_path / "desk", adjustments=CREDITS + EARN_BACK)
    told = statement(home, "2026-06")
    said = "No statement of April 2026 or May 2026 is issued: what reads earlier months (11.2) starts from those that are.\n"
    assert said in told.stderr and said not in told.stdout
    values = json.loads(statement(home, "2026-06", "--json").stdout)
    assert values["not issued"] == {"clauses": ["11.2"], "months": ["2026-04", "2026-05"]}
    statement(home, "2026-04", "--issue", "--cut", "2026-05-04T18:00:00+01:00")
    assert "No statement of May 2026 is issued" in statement(home, "2026-06").stderr
    assert "4 months from May 2026 to August 2026" in statement(home, "2026-09").stderr
    issuing = statement(home, "2026-05..2026-06", "--issue", "--cut", "2026-07-03T18:00:00+01:00")
    assert "No statement" not in issuing.stderr, "each month is issued before the next one reads it"


def test_the_first_month_has_no_history(tmp_path: Path) -> None:
    assert "No statement" not in statement(desk(tmp_path / "desk", adjustments=CREDITS + EARN_BACK), "2026-04").output


@pytest.mark.parametrize(
    ("more", "adjustments", "lacking"),
    [
        ("", CREDITS, []),
        ("\ntarget misses: 2 in any 3 months", "", ["2026-07", "2026-08"]),
        ("\naveraged over: 2 months", "", ["2026-08"]),
        ("", CREDITS + "  11.2 limit: {rule: cap, limits: [credits], at most: 10 %}\n", []),
        ("", CREDITS + "  11.2 limit: {rule: cap, limits: [credits], at most: 10 %, excess: carried forward}\n", ["2026-08"]),
        (
            "",
            CREDITS + "  11.2 limit: {rule: cap, limits: [credits], at most: 10 %, each: twelve months}\n",
            ["2026-04", "2026-05", "2026-06", "2026-07", "2026-08"],
        ),
        ("", CREDITS + "    settled: in the next statement\n", ["2026-08"]),
    ],
)
def test_only_months_that_a_clause_reads(tmp_path: Path, more: str, adjustments: str, lacking: list[str]) -> None:
    told = statement(desk(tmp_path / "desk", LEVEL + more, adjustments), "2026-09", "--json")
    assert json.loads(told.stdout)["not issued"]["months"] == lacking
    assert ("No statement" in told.stderr) == bool(lacking)
