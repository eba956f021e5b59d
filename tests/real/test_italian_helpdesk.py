"""Four years of a real help desk: forty-eight monthly statements in one run (a year of them unless REMIT_PROVE=1)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from remit import closing
from remit.exchange import intake
from remit.exchange.decidable import undecided
from remit.exchange.folder import Folder
from remit.values.period import Month, instant
from tests.conftest import PROVE
from tests.shared import REPOSITORY, shared

CUT = instant(datetime(2014, 2, 1, tzinfo=UTC))


def test_a_statement_for_every_month(tmp_path: Path) -> None:
    log = shared("logs", "helpdesk_italian.csv.gz")
    (tmp_path / "mappings").mkdir()
    (tmp_path / "terms.yaml").write_bytes((REPOSITORY / "examples" / "italian-helpdesk.terms.yaml").read_bytes())
    (tmp_path / "mappings" / "helpdesk.yaml").write_bytes((REPOSITORY / "examples" / "italian-helpdesk.mapping.yaml").read_bytes())
    folder = Folder.open(tmp_path)
    name, mapping = intake.chosen(folder, None, log)
    done = intake.bring_work(folder, log, name, mapping, CUT, totals={"rows": 21_348, "items": 4_580})
    assert done.read.repeats == 230
    known = closing.Knowledge.of(folder)
    assert undecided(known.agreements(Month(2010, 1)).terms, tmp_path) == ()
    months = [Month(2010, 1).plus(number) for number in range(48)]
    statements = [closing.settle(known, month, CUT, preview=True) for month in (months if PROVE else months[30:42])]
    assert all(statement.total == sum(line.amount for line in statement.lines) for statement in statements)
    assert all(statement.volumes[0].billed > 0 for statement in statements)
    levels = [statement.scorecard["resolved in time"] for statement in statements]
    assert {level.status for level in levels} >= {"met", "missed"}
