"""Change the text of a draft itself."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import changed, own_draft, refuse_if_changed


@action(may=roles.writes_terms, says="changed the text of a draft", shared=False)
def edit_text(*, by: Member, draft: str, revision: int, text: str) -> Draft:
    """The whole text in the language of terms; `Refused` where it cannot be taken apart, or where somebody changed it meanwhile. Faults of
    what it says do not keep it from being saved: a draft is on its way."""
    row = own_draft(by, draft)
    if revision != row.revision:
        refuse_if_changed(row, revision, "the text", lambda content: content)
    crlf = b"\r\n" in bytes(row.content)
    plain = text.replace("\r\n", "\n").rstrip("\n") + "\n"
    return changed(by, row, (plain.replace("\n", "\r\n") if crlf else plain).encode(), "text changed")
