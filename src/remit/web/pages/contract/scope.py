"""Scope and responsibility: what is entrusted, down to the task, with who, when and how; what is not said; roles and their deputies."""

from __future__ import annotations

from typing import Any

from remit.records.models.draft import Draft
from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.add_component import add_component
from remit.stages.contract.scope import Part, parts, roles_of
from remit.stages.contract.sentences import count
from remit.stages.contract.start_draft import start_draft
from remit.stages.workspace.directory import Entry, directory
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/scope", may=roles.is_party, label="Scope and RACI", place=2, visible_to=None)


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
        "held": _holders(visit),
        "services": [clause.name for clause in terms.section(6)],
        "calendars": [clause.name for clause in terms.section(4)],
        "fields": sorted({name for clause in terms.section(5) for name in clause.get("fields") or {}}),
        "every_role": [one.name for one in roles_of(terms)],
        "may_write": row is not None and row.state == "draft" and row.side == visit.by.side and add_component.allowed(visit.by),
        "may_start": row is None and start_draft.allowed(visit.by),
    }


def _holders(visit: Visit) -> dict[str, list[Entry]]:
    """Who holds each role of section 1 now, with how they are reached."""
    found: dict[str, list[Entry]] = {}
    for one in directory(visit.by, visit.now):
        if one.member.contract_role:
            found.setdefault(one.member.contract_role, []).append(one)
    return found


def _answer(listed: tuple[Part, ...]) -> str:
    tasks = sum(len(part.tasks) for part in listed)
    lacking = [part for part in listed if part.lacks]
    unclear = [part for part in listed if part.vague]
    if not listed:
        return "The contract names no service yet."
    if not lacking and unclear:
        word = unclear[0].vague[0][0]
        return f"Every component says who, when and how, but “{word}” in the tasks of {unclear[0].name} has no measure."
    if not lacking:
        return f"Every one of {count(len(listed), 'component')} with {count(tasks, 'task')} says who does it, when, and how it is measured."
    first = lacking[0]
    verb = "lacks" if len(lacking) == 1 else "lack"
    return f"{count(len(lacking), 'component')} of {len(listed)} {verb} something: {first.name} does not say {first.lacks[0]}."
