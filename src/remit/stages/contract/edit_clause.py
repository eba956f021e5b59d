"""Change a clause of a draft by its form: what is left empty is left out, and every other byte of the text stays."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft
from remit.terms.patch import renamed, with_settings


@action(may=roles.writes_terms, says="changed clause {clause} of a draft", shared=False)
def edit_clause(
    *, by: Member, draft: str, clause: str, revision: int, name: str = "", rule: str = "", settings: dict[str, str] | None = None
) -> Draft:
    """`settings` are the texts of the form's fields by their addresses; a field that is not given leaves its setting out. `revision` is the
    one that the person saw. A fixed section is named by its word (`term`). `Refused` where somebody else changed the same clause meanwhile,
    or where a text cannot be read."""
    row = own_draft(by, draft)
    before = clause_as_seen(by, row, clause, revision)
    text = bytes(row.content)
    text = with_settings(text, clause, clause_form.settled(text, clause, before, settings or {}, rule))
    if name and name != clause_form.name_of(text, clause):
        text = renamed(text, clause, name)
    return changed(by, row, text, f"{clause} changed")
