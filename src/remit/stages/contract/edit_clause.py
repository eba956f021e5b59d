"""Change a clause of a draft by its form: what is left empty is left out, and every other byte of the text stays."""

from __future__ import annotations

from collections.abc import Mapping

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft
from remit.stages.inputs import JsonInput
from remit.terms.patch import renamed, with_settings
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="changed clause {clause} of a draft", shared=False)
def edit_clause(
    *, by: Member, draft: str, clause: str, revision: int, name: str = "", rule: str = "", set: JsonInput | None = None
) -> Draft:
    """`set` are the texts of the form's fields by their addresses, `revision` the one that the person saw. A fixed section is named by its
    word (`term`). `Refused` where somebody else changed the same clause meanwhile, or where a text cannot be read."""
    row = own_draft(by, draft)
    before = clause_as_seen(by, row, clause, revision)
    if set is not None and not isinstance(set, Mapping):
        raise Refused([Fault(Place(column="set"), "is no group of fields", "name them set.target and so on")])
    given = {str(address): str(text) for address, text in (set or {}).items()}
    text = with_settings(bytes(row.content), clause, clause_form.settled(bytes(row.content), clause, before, given, rule))
    if name and name != clause_form.name_of(text, clause):
        text = renamed(text, clause, name)
    return changed(by, row, text, f"{clause} changed")
