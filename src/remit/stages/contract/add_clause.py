"""Add a clause to a draft, at the end of its section."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, own_draft, signed
from remit.terms.document import SECTIONS
from remit.terms.fields import filled
from remit.terms.node import Entry, Pairs, Scalar
from remit.terms.patch import next_number, with_clause
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="added a clause to a draft", shared=False)
def add_clause(*, by: Member, draft: str, section: int, name: str, rule: str = "", settings: dict[str, str] | None = None) -> Draft:
    """`section` is 4 to 11 or 13 to 15; sections 8 to 11 and 13 to 15 want a rule of the catalogue. A number that a removed clause had is
    never used again."""
    row = own_draft(by, draft)
    asked = clause_form.blank(bytes(row.content), section, rule)
    if not name.strip() or ":" in name:
        raise Refused([Fault(Place(column="name"), "the clause needs a name, and it has no colon", "write a few words")])
    written = filled(asked, settings or {})
    if rule:
        written = Pairs((Entry("rule", 0, Scalar(rule, 0)), *written.entries), 0)
    before = signed(by)
    number = next_number(SECTIONS[section], bytes(row.content), *([before.text] if before is not None else []))
    text, number = with_clause(bytes(row.content), SECTIONS[section], name.strip(), written, number)
    return changed(by, row, text, f"{number} added")
