"""Every engagement that the person has a place in, and the way to a new one."""

from __future__ import annotations

from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import places, visible
from remit.values.period import Month
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page, signed_in

PAGE = page("engagements/", may=signed_in, label="Engagements", place=3, visible_to=None)
HEADS = ("code", "engagement", "client", "provider", "your place", "last statement", "total due", "currency")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """One row an engagement: both companies, the person's place, the last statement; `form` gives the list as a file."""
    rows = [(place, visible(IssuedStatement, place).order_by("-month", "-version").first()) for place in places(visit.user)]
    if (file := as_file(visit, "engagements", HEADS, (_cells(place, last) for place, last in rows))) is not None:
        return file
    months = [(place, last, Month.read(last.month) if last else None) for place, last in rows]
    return {"columns": HEADS, "answer": _said(len(rows)), "rows": months}


def _cells(place: Member, last: IssuedStatement | None) -> tuple[object, ...]:
    engagement = place.engagement
    companies = (engagement.client.name, engagement.provider.name if engagement.provider is not None else "")
    settled = (last.month, last.total, last.currency) if last is not None else ("", None, "")
    return engagement.code, engagement.name, *companies, place.role, *settled


def _said(count: int) -> str:
    if not count:
        return "You have no place in an engagement yet: open one, or ask for an invitation."
    return f"You have a place in {count} engagement{'s' if count != 1 else ''}."
