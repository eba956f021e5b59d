"""All figures of a draft on one page: names, dates, volumes, targets, prices, clause by clause."""

from __future__ import annotations

from typing import Any

from remit.stages import roles
from remit.stages.contract import clause_form, fault_places, queries
from remit.stages.contract.edit_figures import edit_figures
from remit.stages.contract.figures import COLON, figures
from remit.stages.contract.sentences import answer
from remit.terms.patch import settings_of
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/figures", may=roles.is_party, label="Figures", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """Each with its faults beside it."""
    row = found(visit, number)
    text = bytes(row.content)
    reading = queries.reading(visit.by, row)
    sections = figures(text, with_head=not row.base)
    told: dict[str, Any] = {}
    for _, _, rows in sections:
        for one in rows:
            about = reading.about(one.clause)
            if about:
                asked = clause_form.of_clause(text, one.clause, settings_of(text, one.clause))
                places = fault_places.by_field(text, one.clause, asked, about)
                told |= {f"{one.clause}{COLON}{address}": faults for address, faults in places.items()}
    shown = [f"{one.clause}{COLON}{field.address}" for _, _, rows in sections for one in rows for _, field in one.figures]
    return {
        "answer": answer(row, reading, None, visit.engagement.client.short_name),
        "row": row,
        "sections": sections,
        "shown": "\n".join(shown),
        "told": told,
        "count": len(shown),
        "may_write": row.state == "draft" and row.side == visit.by.side and edit_figures.allowed(visit.by),
    }
