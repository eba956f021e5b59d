"""The client's draft in the demonstration: a stricter first reply, tried on the closed months and not offered yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from remit.records import row_level
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages.contract.clause_form import of_clause
from remit.stages.contract.date_draft import date_draft
from remit.stages.contract.edit_clause import edit_clause
from remit.stages.contract.start_draft import start_draft
from remit.terms.fields import sent
from remit.terms.patch import settings_of

Done = tuple[datetime, str, Callable[[], object]]
TITLE = "Stricter first reply"


def negotiation(people: Mapping[str, Member]) -> Iterator[Done]:
    """On the eve of the demonstration's day, 92 and 88 % instead of 90 and 85, at 5 % instead of 4."""
    owner = people["owner"]
    yield datetime(2026, 11, 11, 16, 40), "draft started", lambda: start_draft(by=owner, title=TITLE)
    yield datetime(2026, 11, 11, 16, 41), "draft dated", lambda: _dated(owner)
    yield datetime(2026, 11, 11, 16, 44), "target drafted", lambda: _edited(owner, "8.1", {"target": "92 %", "minimum": "88 %"})
    yield datetime(2026, 11, 11, 16, 52), "credit drafted", lambda: _edited(owner, "11.1", {"credits/0/value": "5 %"})


def _draft(by: Member) -> Draft:
    with row_level.as_user(by.user_id):
        return Draft.objects.get(engagement=by.engagement, title=TITLE)


def _dated(by: Member) -> Draft:
    return date_draft(by=by, draft=_draft(by).public_id, starts=date(2027, 1, 1))


def _edited(by: Member, clause: str, changes: Mapping[str, str]) -> Draft:
    """As the form sends it: every field with what it has, and what was typed over."""
    row = _draft(by)
    text = bytes(row.content)
    given = dict(sent(of_clause(text, clause, settings_of(text, clause)))) | dict(changes)
    return edit_clause(by=by, draft=row.public_id, clause=clause, revision=row.revision, settings=given)
