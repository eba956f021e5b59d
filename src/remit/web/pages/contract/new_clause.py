"""A further clause for a draft: first its rule, then its form."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from remit.catalogue import standard_catalogue
from remit.exchange.reference import summary
from remit.stages import roles
from remit.stages.contract import clause_form
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fields import Field
from remit.values.fault import Refused
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/new", may=roles.writes_terms, label="New clause", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """`section` is the section's number, `rule` the rule chosen; without a rule the rules of the section are listed with what they do."""
    row = found(visit, number)
    asked, rule = visit.asked("section", "8"), visit.asked("rule")
    section = int(asked) if asked.isdecimal() else 0
    if row.side != visit.by.side or row.state != "draft" or SECTIONS.get(section) is None or section in (1, 2, 3, 12, 16):
        raise Http404
    rules = standard_catalogue().sections.get(section, {})
    fields: tuple[Field, ...] = ()
    if rule or section in DEFINITIONS:
        try:
            fields = clause_form.blank(bytes(row.content), section, rule)
        except Refused:
            raise Http404 from None
    what = f"the rule '{rule}'" if rule else DEFINITIONS[section][0] if section in DEFINITIONS else ""
    return {
        "answer": f"Fill in {what}, and the clause joins section {section}." if what else f"Choose what the new clause {section} is to do.",
        "row": row,
        "section": section,
        "section_name": SECTIONS[section],
        "rule": rule,
        "rules": [(name, summary(one)) for name, one in sorted(rules.items())],
        "main_fields": [field for field in fields if field.required],
        "more_fields": [field for field in fields if not field.required],
        "ready": bool(fields),
        "signed": {},
        "field_faults": {},
    }
