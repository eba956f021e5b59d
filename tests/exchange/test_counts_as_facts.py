"""Audits and surveys as facts: from a CSV of counts to the statement, and never beside events in silence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from remit.cli.commands.check import COMMAND as CHECK
from remit.cli.commands.explain import COMMAND as EXPLAIN
from remit.cli.commands.import_ import COMMAND as IMPORT
from remit.cli.commands.statement import COMMAND as STATEMENT
from remit.exchange.folder import Folder
from remit.work.facts import FACTS
from tests.metrics.month import agreement, channel, events, measured

SAMPLE = "rule: accuracy\ncovers: contact\nevidence: sample\ntarget: 99 %\nminimum: 95 %\nminimum sample: 10"
FULL = "rule: accuracy\ncovers: contact\nrecord: survey\ntarget: 99 %\nminimum: 95 %\nminimum sample: 10"
MEAN = "rule: satisfaction\ncovers: contact\nrecord: survey\nscale: 1 to 5\ntarget: 4.2\nminimum sample: 10"
TOP = "rule: satisfaction\ncovers: contact\nrecord: survey\nscale: 1 to 5\nresult: top box\ntarget: 80 %\nminimum sample: 10"
NPS = "rule: promoters\ncovers: contact\nrecord: survey\ntarget: 30\nminimum sample: 10"
WORK = [channel("T-1", "email"), ("T-1", "Mon 09:00", "created"), ("T-1", "Mon 09:30", "reply"), ("T-1", "Mon 10:00", "closed")]
CHECKED = ("T-1", "Tue 10:00", "checked")


def told(kind: str, subject: str, *figures: tuple[str, str], day: str = "2026-06-30") -> pl.DataFrame:
    made = {"kind": kind, "subject": subject, "day": date.fromisoformat(day), "source": "sheet", "received_at": 0}
    rows = [{**made, "unit": unit, "value": value, "id": f"{subject} {day} {unit}"} for unit, value in figures]
    return pl.DataFrame([{**dict.fromkeys(FACTS.names()), **row} for row in rows], schema=FACTS)


def called(command: object, *words: object) -> Result:
    result = CliRunner().invoke(command, [str(word) for word in words])  # type: ignore[arg-type]
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(
    ("level", "facts", "value", "count"),
    [
        (SAMPLE, told("audit", "level", ("sampled", "200"), ("defects", "3")), Fraction(197, 200), 200),
        (FULL, told("audit", "survey", ("sampled", "200"), ("defects", "0")), Fraction(1), 200),
        (
            f"{SAMPLE}\nout of: opportunities",
            told("audit", "contact", ("opportunities", "4000"), ("defects", "8")),
            Fraction(499, 500),
            4000,
        ),
        (MEAN, told("survey", "survey", ("answers", "120"), ("sum of scores", "528")), Fraction(22, 5), 120),
        (TOP, told("survey", "level", ("answers", "120"), ("in the boxes", "90")), Fraction(3, 4), 120),
        (NPS, told("survey", "survey", ("answers", "50"), ("promoters", "30"), ("detractors", "10")), Fraction(40), 50),
    ],
)
def test_facts_tell_a_month_that_the_log_does_not(level: str, facts: pl.DataFrame, value: Fraction, count: int) -> None:
    found = measured(level, events(WORK), facts)
    assert (found.value, found.count) == (value, count)


@pytest.mark.parametrize(
    ("level", "facts"),
    [
        (SAMPLE, told("audit", "level", ("sampled", "200"))),
        (SAMPLE, told("audit", "level", ("sampled", "2"), ("defects", "3"))),
        (SAMPLE, told("audit", "level", ("sampled", "200.5"), ("defects", "3"))),
        (SAMPLE, told("audit", "somebody else", ("sampled", "200"), ("defects", "3"))),
        (SAMPLE, told("audit", "level", ("sampled", "200"), ("defects", "3"), day="2026-05-31")),
        (SAMPLE, told("survey", "level", ("sampled", "200"), ("defects", "3"))),
        (MEAN, told("survey", "survey", ("answers", "120"), ("sum of scores", "601"))),
        (f"{MEAN}\nresponse rate: 20 %", told("survey", "survey", ("answers", "120"), ("sum of scores", "528"))),
        (NPS, told("survey", "survey", ("answers", "30"), ("promoters", "30"), ("detractors", "10"))),
    ],
)
def test_figures_that_do_not_fit_give_no_result(level: str, facts: pl.DataFrame) -> None:
    assert measured(level, events(WORK), facts).value is None


def test_days_add_up_and_a_correction_replaces() -> None:
    first = told("audit", "level", ("sampled", "100"), ("defects", "3"), day="2026-06-15")
    last = told("audit", "level", ("sampled", "100"), ("defects", "1"))
    corrected = told("audit", "level", ("defects", "2")).with_columns(received_at=pl.lit(1, pl.Int64), id=pl.lit("again"))
    assert measured(SAMPLE, events(WORK), pl.concat([first, last])).value == Fraction(196, 200)
    assert measured(SAMPLE, events(WORK), pl.concat([first, last, corrected])).value == Fraction(195, 200)


def test_events_of_the_month_count_and_the_facts_do_not() -> None:
    facts = told("audit", "level", ("sampled", "200"), ("defects", "3"))
    assert measured(SAMPLE, events([*WORK, CHECKED]), facts).count == 1
    assert measured(SAMPLE, events([*WORK, ("T-1", "2026-05-29 10:00", "checked")]), facts).count == 200, "checked in May"


def folder(path: Path, level: str, work: Sequence[object], rows: str) -> Path:
    (path / "terms.yaml").write_bytes(agreement(level).terms.text)
    Folder.open(path).add_events(events(work), {"file": "tickets.csv"})  # type: ignore[arg-type]
    (path / "counts.csv").write_text(f"kind,subject,day,value,unit,source\n{rows}", encoding="utf-8")
    said = called(IMPORT, path / "counts.csv", "--into", path, "--facts")
    assert said.exit_code == 0, said.output
    return path


AUDIT = "audit,level,2026-06-30,200,sampled,audit sheet of June\naudit,level,2026-06-30,3,defects,audit sheet of June\n"


def test_from_a_file_of_counts_to_the_statement(tmp_path: Path) -> None:
    home = folder(tmp_path, SAMPLE, WORK, AUDIT)
    values = json.loads(called(STATEMENT, home, "2026-06", "--json").stdout)
    level = values["scorecard"]["levels"][0]
    assert (level["measure"]["value"], level["measure"]["count"], level["status"]) == ("197/200", 200, "amber")
    assert values["notes"] == []
    story = called(EXPLAIN, home, "2026-06", "8.1").output
    assert "told by facts: 200 sampled, 3 defects; source: audit sheet of June" in " ".join(story.split())
    assert "checked" not in called(CHECK, home).output


def test_both_are_told_in_the_statement(tmp_path: Path) -> None:
    home = folder(tmp_path, SAMPLE, [*WORK, CHECKED], AUDIT)
    values = json.loads(called(STATEMENT, home, "2026-06", "--json").stdout)
    said = "8.1 level: audit of level came as facts and as events of the month; the events count, the facts do not."
    assert values["notes"] == [said]
    assert said in called(STATEMENT, home, "2026-06").stdout
