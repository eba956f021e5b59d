"""Change a clause of a draft by its form: what is left empty is left out, and every other byte of the text stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from remit.catalogue import standard_catalogue
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import clause_form
from remit.stages.contract.drafts import changed, clause_as_seen, own_draft
from remit.terms.document import SECTIONS
from remit.terms.node import Pairs
from remit.terms.patch import renamed, settings_of, with_settings
from remit.terms.renaming import COMPONENTS, ROLES, following
from remit.terms.spots import HEAD
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="changed clause {clause} of a draft", shared=False)
def edit_clause(
    *, by: Member, draft: str, clause: str, revision: int, name: str = "", rule: str = "", settings: dict[str, str] | None = None
) -> Draft:
    """`settings` are the texts of the form's fields by their addresses; a field that is not given leaves its setting out. `revision` is the
    one that the person saw. A fixed section is named by its word (`term`), the lines above all sections are the `head`. Clauses that name
    the clause, one of its components or a role follow another name of it. `Refused` where somebody else changed the same clause meanwhile,
    or where a text cannot be read."""
    row = own_draft(by, draft)
    if clause == HEAD and row.base:
        raise Refused([Fault(Place(), "an amendment cannot change what stands above the sections", "sign new terms for that")])
    before = clause_as_seen(by, row, clause, revision)
    text = bytes(row.content)
    text = with_settings(text, clause, clause_form.settled(text, clause, before, settings or {}, rule))
    text = following(text, standard_catalogue(), dict(_renamed_inside(clause, before, settings_of(text, clause))))
    if name and name != clause_form.name_of(text, clause):
        text = with_names(text, {clause: name})
    return changed(by, row, text, f"{clause} changed")


def with_names(text: bytes, names: Mapping[str, str]) -> bytes:
    """The text with other names on clauses, and on everything that names them."""
    wrong = [clause for clause, name in names.items() if ":" in name or not name.strip()]
    if wrong:
        what = "the name of a clause has no colon, and is not empty"
        raise Refused([Fault(Place(clause=clause, column="name"), what, "write a few words") for clause in wrong])
    told: dict[str, dict[str, str]] = {}
    for clause, name in names.items():
        told.setdefault(SECTIONS[clause_form.section_of(clause)], {})[clause_form.name_of(text, clause)] = name.strip()
        text = renamed(text, clause, name.strip())
    return following(text, standard_catalogue(), told)


def _renamed_inside(clause: str, before: Pairs, after: Pairs) -> Iterator[tuple[str, dict[str, str]]]:
    """What the form gave another name in its place: components of a service, roles of a party."""
    if clause == "parties":
        roles_before = [_keys(before, side, "roles and deputies") for side in ("client", "provider")]
        roles_after = [_keys(after, side, "roles and deputies") for side in ("client", "provider")]
        yield ROLES, {old: new for one, two in zip(roles_before, roles_after, strict=True) for old, new in _exchanged(one, two)}
    elif clause.startswith("6."):
        yield COMPONENTS, dict(_exchanged(_keys(before, "components"), _keys(after, "components")))


def _keys(settings: Pairs, *path: str) -> list[str]:
    found: object = settings
    for name in path:
        found = found.get(name) if isinstance(found, Pairs) else None
    return [entry.key for entry in found] if isinstance(found, Pairs) else []


def _exchanged(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Names that are gone, each with the new one in its place."""
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            if old not in after and new and new not in before:
                yield old, new
