"""Forty-eight months of a real help desk under a contract in which everything moves, line by line against a sheet worked apart from it.

The sheet (`ledger_oracle`) is given the monthly counts alone. Every mechanism must have moved money or a target at some time, or agreement
would prove little.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from remit import closing, rehearsal
from remit.catalogue import standard_catalogue
from remit.exchange import intake, statement_json
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.foresight.replay import Replay
from remit.line import Line
from remit.statement import Statement, rights
from remit.values.period import Month
from tests.conftest import PROVE
from tests.real.ledger_oracle import LEVELS, Row, ledger
from tests.real.test_italian_helpdesk import CUT
from tests.shared import REPOSITORY, shared

EXAMPLES = REPOSITORY / "examples"
FIRST = Month(2010, 1)
MONTHS = [FIRST.plus(number) for number in range(48)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    log = shared("logs", "helpdesk_italian.csv.gz")
    path: Path = tmp_path_factory.mktemp("four-years")
    (path / "mappings").mkdir()
    (path / "terms.yaml").write_bytes((EXAMPLES / "italian-helpdesk-four-years.terms.yaml").read_bytes())
    (path / "mappings" / "helpdesk.yaml").write_bytes((EXAMPLES / "italian-helpdesk.mapping.yaml").read_bytes())
    home = Folder.open(path)
    name, mapping = intake.chosen(home, None, log)
    intake.bring_work(home, log, name, mapping, CUT)
    intake.bring_facts(home, EXAMPLES / "italian-helpdesk.facts.csv", CUT)
    return home


@pytest.fixture(scope="module")
def replay(folder: Folder) -> Replay:
    contract = rehearsal.Contract.read("terms.yaml", folder.terms_text(), standard_catalogue())
    return rehearsal.replay(rehearsal.Kept(rehearsal.Work.of(folder, CUT)), [contract], MONTHS)[1][0]


@pytest.fixture(scope="module")
def sheet(replay: Replay) -> list[Row]:
    with (EXAMPLES / "italian-helpdesk.facts.csv").open(encoding="utf-8", newline="") as file:
        index = [Fraction(row["value"]) for row in csv.DictReader(file) if row["day"].endswith("-01")]
    counts = []
    for one in replay.months:
        levels = {name: one.statement.scorecard[name].measure.parts for name in LEVELS}
        counts.append((one.statement.volumes[0].billed, {name: (parts["met"], parts["of"]) for name, parts in levels.items()}))
    return ledger(counts, index)


def expected(row: Row) -> dict[str, Decimal]:
    """The row's money as lines, by their titles; what comes to nothing is no line."""
    cents = {
        "10.1 tickets": row.charges["tickets"],
        "10.2 desk": row.charges["desk"],
        "10.3 consumer prices / tickets": row.charges["tickets, indexed"],
        "10.3 consumer prices / desk": row.charges["desk, indexed"],
        **{f"11.1 service credits / {name}": -amount for name, amount in row.credit.items()},
        **{f"11.3 earn back / {name}": amount for name, amount in row.returned.items()},
    }
    return {title: Decimal(amount).scaleb(-2) for title, amount in cents.items() if amount}


def summed(lines: tuple[Line, ...]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.title] = found.get(line.title, Decimal(0)) + line.amount
    return found


def rights_of(row: Row) -> dict[str, tuple[Month, Month]]:
    return {clause: (FIRST.plus(since), FIRST.plus(last)) for clause, (since, last) in row.rights.items()}


def test_every_line_of_every_month(replay: Replay, sheet: list[Row]) -> None:
    assert len(replay.months) == len(sheet) == 48
    for one, row in zip(replay.months, sheet, strict=True):
        levels = one.statement.scorecard
        assert {name: levels[name].status for name in LEVELS} == row.standing, one.month
        assert levels["resolved in time"].target == row.target, one.month
        assert summed(one.statement.lines) == expected(row), one.month
        assert one.total == Decimal(row.total).scaleb(-2), one.month
        asked = {line.part: abs(line.asked) for line in one.statement.lines if line.clause == "11.1" and line.asked is not None}
        assert asked == {
            name: Decimal(sum_asked).scaleb(-2) for name, sum_asked in row.asked.items() if 0 < row.credit[name] < sum_asked
        }, one.month
        assert {right.clause.number: (right.since, Month.of(right.until or one.month.first)) for right in one.rights} == rights_of(row), (
            one.month
        )
        told = {note.split(" ")[0] for note in one.statement.notes if note.startswith("15.")}
        assert told == set(row.rights), one.month


def test_every_mechanism_moves_something(sheet: list[Row]) -> None:
    rises = [(row.month, row.target - before.target) for before, row in pairwise(sheet) if row.target != before.target]
    assert len(rises) == 4 and all(step > 0 for _, step in rises)
    assert [step == Fraction(3, 100) for _, step in rises] == [True, True, False, False]  # the step's limit, then halfway, then the ceiling
    assert sheet[-1].target == Fraction(86, 100)
    assert (
        sum(row.standing["resolved in time"] == "amber" and share_of(row) >= Fraction(75, 100) for row in sheet) == 2
    )  # for the risen target
    added = [sheet[year * 12].charges["desk, indexed"] for year in range(4)]
    assert added == [0, 1890, 4647, 4647]  # 2.1 %; then 3.8 %, limited to 3 %; then 0.4 %, below the threshold
    assert sum(bool(row.asked) for row in sheet) == 19
    cut = [row.month for row in sheet if sum(row.asked.values()) > sum(row.credit.values())]
    spread = [row.month for row in sheet if 0 < sum(row.credit.values()) < sum(row.asked.values()) and len(row.asked) == 2]
    assert len(cut) >= 6 and len(spread) >= 3
    assert [row.month for row in sheet if row.returned] == [6]  # May 2010, in July; April 2010 and January 2011 lose the chance
    stands = {clause: [row.month for row in sheet if clause in row.rights] for clause in ("15.1", "15.2")}
    assert stands["15.1"] == list(range(34, 48)) and stands["15.2"] == list(
        range(34, 43)
    )  # the second lapses while the limit eats the credits
    assert {row.standing["resolved in time"] for row in sheet} == {"met", "amber", "missed", "too little evidence"}


def share_of(row: Row) -> Fraction:
    return Fraction(*row.counts["resolved in time"])


def test_issued_month_by_month_it_is_the_same(folder: Folder, sheet: list[Row]) -> None:
    """Closed one after the other, each on those issued before; all of the four years with REMIT_PROVE=1, else the first nine months."""
    for row in sheet if PROVE else sheet[:9]:
        known = closing.Knowledge.of(folder)
        one: Statement = closing.settle(known, FIRST.plus(row.month), CUT)
        folder.issue(one, statement_json.write(one, Envelope()))
        assert summed(one.lines) == expected(row), one.month
        assert [right.clause.number for right in rights(known.agreements(one.month), one, known.issued)] == list(row.rights)
