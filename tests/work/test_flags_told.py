"""`remit explain` tells what looks like gaming a level's clock; the statement says nothing of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli.commands.explain import COMMAND as EXPLAIN
from remit.cli.commands.statement import COMMAND as STATEMENT
from remit.exchange.folder import Folder
from tests.metrics.month import agreement, channel, events


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Forty tickets that are all answered five minutes before they are due, and three that are answered at once."""
    level = "rule: share on time\nclock: reply\ntarget: 90 %"
    (tmp_path / "terms.yaml").write_bytes(agreement(level).terms.text)
    late = [(f"T-{number}", when, what) for number in range(40) for when, what in (("Mon 09:00", "created"), ("Mon 12:55", "reply"))]
    soon = [(f"T-{number}", when, what) for number in range(40, 43) for when, what in (("Tue 09:00", "created"), ("Tue 09:05", "reply"))]
    Folder.open(tmp_path).add_events(
        events([*late, *soon, *[channel(f"T-{number}", "email") for number in range(43)]]), {"file": "tickets.csv"}
    )
    return tmp_path


def test_a_burst_at_the_deadline_is_told_with_the_level(desk: Path) -> None:
    told = CliRunner().invoke(EXPLAIN, [str(desk), "2026-06", "8.1"]).output
    assert "  Looks like: 40 of 43 stops in time came in the last 5 % of the time allowed (Mon 01 Jun 2026 12:55:00)." in told
    story = json.loads(CliRunner().invoke(EXPLAIN, [str(desk), "2026-06", "8.1", "--json"]).output)[0]
    assert [flag["what"] for flag in story["looks like"]] == ["40 of 43 stops in time came in the last 5 % of the time allowed"]
    assert len(story["looks like"][0]["items"]) == 40


def test_a_statement_accuses_nobody(desk: Path) -> None:
    for options in ((), ("--json",)):
        assert "stops in time" not in CliRunner().invoke(STATEMENT, [str(desk), "2026-06", *options]).output


def test_honest_work_has_no_such_line(desk: Path) -> None:
    assert "Looks like" not in CliRunner().invoke(EXPLAIN, [str(desk), "2026-07", "8.1"]).output
