"""Scope and responsibility: what is entrusted, down to the task, with who, when and how; what is not said; roles and their deputies."""

from __future__ import annotations

from typing import Any

from remit.records.models.draft import Draft
from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.scope import Part, parts, roles_of
from remit.stages.contract.sentences import count
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/scope", may=roles.is_party, label="Scope and RACI", place=2)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`draft` shows a draft's scope instead of the one in force."""
    asked = visit.asked("draft")
    row: Draft | None = found(visit, int(asked)) if asked.isdecimal() else None
    known = queries.versions(visit.by)
    terms = queries.reading(visit.by, row).terms if row is not None else known[-1].terms if known else None
    if terms is None:
        said = f"{row.title} has faults; mend them to see its scope." if row is not None else "There is no signed contract yet."
        return {"answer": said, "parts": (), "row": row}
    listed = parts(terms)
    return {
        "answer": _answer(listed),
        "row": row,
        "parts": listed,
        "client_roles": [one for one in roles_of(terms) if one.side == "client"],
        "provider_roles": [one for one in roles_of(terms) if one.side == "provider"],
    }


def _answer(listed: tuple[Part, ...]) -> str:
    tasks = sum(len(part.tasks) for part in listed)
    lacking = [part for part in listed if part.lacks]
    if not listed:
        return "The contract names no service yet."
    if not lacking:
        return f"Every one of {count(len(listed), 'component')} with {count(tasks, 'task')} says who does it, when, and how it is measured."
    first = lacking[0]
    verb = "lacks" if len(lacking) == 1 else "lack"
    return f"{count(len(lacking), 'component')} of {len(listed)} {verb} something: {first.name} does not say {first.lacks[0]}."
