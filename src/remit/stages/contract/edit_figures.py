"""Change many figures of a draft at once: the page of all figures, saved."""

from __future__ import annotations

from collections.abc import Mapping

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft
from remit.stages.contract.edit_clause import with_names
from remit.stages.contract.figures import as_settings
from remit.terms.fields import sent
from remit.terms.node import Pairs
from remit.terms.patch import plain, settings_of, with_many
from remit.terms.spots import HEAD
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="changed figures of a draft", shared=False)
def edit_figures(*, by: Member, draft: str, revision: int, figures: dict[str, str] | None = None, shown: str = "") -> Draft:
    """`figures` are texts by clause and address (`8.1:target`), a clause's name has no address (`8.1:`). What is not given stays; of
    what is listed in `shown`, one a line, what is not given is taken out. Clauses that somebody else changed since `revision` are
    `Refused`, unless nothing of them differs."""
    row = own_draft(by, draft)
    text, given = bytes(row.content), dict(figures or {})
    for name in shown.split("\n"):
        if name.strip():
            given.setdefault(name.strip(), "")
    wanted: dict[str, Pairs] = {}
    names: dict[str, str] = {}
    faults: list[Fault] = []
    for clause, texts in as_settings(text, given).items():
        now = settings_of(text, clause)
        name = texts.get("", "").strip()
        if name and clause != HEAD and name != clause_form.name_of(text, clause):
            names[clause] = name
        try:
            settings = clause_form.settled(text, clause, now, dict(sent(clause_form.of_clause(text, clause, now))) | _inner(texts))
        except Refused as refused:
            faults += [Fault(Place(clause=clause, column=one.place.column), one.what, one.remedy) for one in refused.faults]
            continue
        if plain(settings) != plain(now) or clause in names:
            clause_as_seen(by, row, clause, revision)
            wanted[clause] = settings
    if HEAD in wanted and row.base:
        faults.append(Fault(Place(), "an amendment cannot change what stands above the sections", "sign new terms for that"))
    if faults:
        raise Refused(faults)
    text = with_many(text, wanted)
    text = with_names(text, names)
    return changed(by, row, text, f"figures of {_told(list(wanted))} changed")


def _inner(texts: Mapping[str, str]) -> dict[str, str]:
    return {address: value for address, value in texts.items() if address}


def _told(clauses: list[str]) -> str:
    return ", ".join(clauses) if len(clauses) < 6 else f"{len(clauses)} clauses"
