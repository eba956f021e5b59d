"""Every month's statement, the latest first: where each stands, and what runs now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from remit.exchange.statement_words import reasons
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.improvement.queries import Standing
from remit.statement import Statement
from remit.terms.words import money
from remit.values.period import Month
from remit.web.page import Visit, page


@dataclass(frozen=True, slots=True)
class Row:
    """A month: where it stands, its latest version, and why that differs from the base charges."""

    month: Month
    standing: Standing
    statement: Statement
    because: str


PAGE = page("statements/", may=roles.is_party, label="Statements", place=3)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """One row a month: total, what made it differ from the base charges, versions, signatures."""
    by, now = visit.by, visit.now
    rows = []
    for month, where in queries.standings(by, now).items():
        assert where.latest is not None
        value = queries.issued(by, where.latest)
        rows.append(Row(month, where, value, reasons(value)))
    return {"answer": _said(visit, rows), "rows": rows, "running": queries.this_month(by, now)}


def _said(visit: Visit, rows: Sequence[Row]) -> str:
    if not rows:
        return "No month is closed yet. Bring work in, then look at the preview of the month that runs."
    total = money(queries.total_billed(visit.by), rows[0].statement.currency)
    months = f"{len(rows)} month{'s' if len(rows) != 1 else ''}"
    waiting = next((row for row in rows if row.standing.word in ("open", "in dispute")), None)
    stands = {"open": "is open to objection", "in dispute": "is in dispute"}
    rest = f"{waiting.month.name} {stands[waiting.standing.word]}" if waiting is not None else "nothing waits for either company"
    return f"{total} has been settled in {months}; {rest}."
