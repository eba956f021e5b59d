"""Copy a clause of a draft under another name, to the end of its section: a second price, another level of the same kind."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft, signed
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.patch import next_number, with_clause
from remit.terms.spots import HEAD
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="copied clause {clause} of a draft", shared=False)
def copy_clause(*, by: Member, draft: str, clause: str, revision: int, name: str) -> Draft:
    """The copy has every setting of the clause, and a number that no clause had before."""
    row = own_draft(by, draft)
    if clause in FIXED or clause == HEAD:
        raise Refused([Fault(Place(column="clause"), f"the section '{clause}' stands once in a contract", "copy a numbered clause")])
    if not name.strip() or ":" in name:
        raise Refused([Fault(Place(column="name"), "the copy needs a name, and it has no colon", "write a few words")])
    settings, text, before = clause_as_seen(by, row, clause, revision), bytes(row.content), signed(by)
    section = SECTIONS[clause_form.section_of(clause)]
    number = next_number(section, text, *([before.text] if before is not None else []))
    made, number = with_clause(text, section, name.strip(), settings, number)
    return changed(by, row, made, f"{number} copied from {clause}")
