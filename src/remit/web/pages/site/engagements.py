"""Every engagement that the person has a place in, and the way to a new one."""

from __future__ import annotations

from typing import Any

from remit.records.models.issued_statement import IssuedStatement
from remit.records.scoping import places, visible
from remit.values.period import Month
from remit.web.page import Visit, page, signed_in

PAGE = page("engagements/", may=signed_in, label="Engagements", place=3, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """One row an engagement: both companies, the person's place, the last statement."""
    rows = [(place, visible(IssuedStatement, place).order_by("-month", "-version").first()) for place in places(visit.user)]
    return {"answer": _said(len(rows)), "rows": [(place, last, Month.read(last.month) if last else None) for place, last in rows]}


def _said(count: int) -> str:
    if not count:
        return "You have no place in an engagement yet: open one, or ask for an invitation."
    return f"You have a place in {count} engagement{'s' if count != 1 else ''}."
