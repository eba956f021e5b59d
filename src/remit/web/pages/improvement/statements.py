"""Every month's statement, the latest first: where each stands, and what runs now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from remit.exchange.statement_words import reasons
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.improvement.queries import Standing
from remit.statement import Statement
from remit.terms.words import money
from remit.values.period import Month
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page


@dataclass(frozen=True, slots=True)
class Row:
    """A month: where it stands, its latest version, and why that differs from the base charges."""

    month: Month
    standing: Standing
    statement: Statement
    because: str


PAGE = page("statements/", may=roles.is_party, label="Statements", place=3)
STANDS = ("open", "in dispute", "accepted", "signed")
HEADS = ("month", "version", "stands", "base charges", "total due", "agreed", "disputed", "currency", "because", "digest")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """One row a month: total, what made it differ from the base charges, versions, signatures. `stands` and `year` narrow the list,
    `form` gives it as a file."""
    by, now = visit.by, visit.now
    every = []
    for month, where in queries.standings(by, now).items():
        assert where.latest is not None
        value = queries.issued(by, where.latest)
        every.append(Row(month, where, value, reasons(value, gettext)))
    stands, year = visit.asked("stands"), visit.asked("year")
    rows = [row for row in every if stands in ("", row.standing.word) and year in ("", str(row.month.first.year))]
    if (file := as_file(visit, "statements", HEADS, map(_cells, rows))) is not None:
        return file
    found: dict[str, Any] = {
        "answer": _said(visit, every),
        "rows": rows,
        "is_narrowed": len(rows) < len(every),
        "running": queries.this_month(by, now),
        "stands": stands,
        "every_stand": STANDS,
        "year": year,
        "years": sorted({str(row.month.first.year) for row in every}, reverse=True),
        "columns": HEADS,
    }
    return found


def _cells(row: Row) -> tuple[object, ...]:
    value, latest = row.statement, row.standing.latest
    assert latest is not None
    amounts = (value.base, value.total, value.agreed, value.disputed)
    return str(row.month), latest.version, row.standing.word, *amounts, value.currency, row.because, latest.digest


def _said(visit: Visit, rows: Sequence[Row]) -> str:
    if not rows:
        return "No month is closed yet. Bring work in, then look at the preview of the month that runs."
    total = money(queries.total_billed(visit.by), rows[0].statement.currency)
    months = f"{len(rows)} month{'s' if len(rows) != 1 else ''}"
    waiting = next((row for row in rows if row.standing.word in ("open", "in dispute")), None)
    stands = {"open": "is open to objection", "in dispute": "is in dispute"}
    rest = f"{waiting.month.name} {stands[waiting.standing.word]}" if waiting is not None else "nothing waits for either company"
    return f"{total} has been settled in {months}; {rest}."
