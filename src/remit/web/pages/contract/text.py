"""The whole text of a draft, in the language of terms."""

from __future__ import annotations

from typing import Any

from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.edit_text import edit_text
from remit.stages.contract.sentences import answer
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/text", may=roles.is_party, label="Text", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    row = found(visit, number)
    reading = queries.reading(visit.by, row)
    text = bytes(row.content).decode().replace("\r\n", "\n")
    return {
        "answer": answer(row, reading, None, "") if reading.terms is None else "Every clause of the text reads well.",
        "row": row,
        "text": text,
        "lines": text.count("\n"),
        "faults": [*reading.faults, *reading.notices],
        "may_write": row.state == "draft" and row.side == visit.by.side and edit_text.allowed(visit.by),
    }
