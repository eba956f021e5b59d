"""Say from when a draft is to hold, and what it is called."""

from __future__ import annotations

from datetime import date

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import own_draft


@action(may=roles.writes_terms, says="dated a draft for {starts}", shared=False)
def date_draft(*, by: Member, draft: str, starts: date, title: str = "") -> Draft:
    """Whether a contract can hold from that day is told when it is offered: what settles a month begins with the first of one."""
    row = own_draft(by, draft)
    row.starts, row.title, row.changed_at = starts, title or row.title, by.engagement.now()
    row.save(update_fields=["starts", "title", "changed_at"])
    return row
