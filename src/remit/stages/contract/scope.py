"""The scope of a contract as a tree: services, their components and tasks, each with who does it, when, and how it is measured.

What is not said is listed: a task that nobody answers for, a component that no clock or level covers, a role without a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from remit.lints.vague_word import vague
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Duration, Length
from remit.terms.words import listed


@dataclass(frozen=True, slots=True)
class Part:
    """A component of a service (or a service without components). `when` are the clocks that cover it with their limits, `how` the levels;
    both as (clause, words). `lacks` names what is not said, `vague` the words of tasks without a measure, each with what to write."""

    service: str
    service_name: str
    name: str
    which: str
    tasks: tuple[str, ...]
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    when: tuple[tuple[str, str], ...]
    how: tuple[tuple[str, str], ...]
    lacks: tuple[str, ...]
    vague: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A role of one party with its deputy; `steps` are the clauses of section 13 that reach it."""

    side: str
    name: str
    deputy: str
    steps: tuple[str, ...]


def parts(terms: Terms) -> tuple[Part, ...]:
    """Every component, in the order of the text.

    >>> from remit.catalogue import standard_catalogue
    >>> from remit.exchange import starters
    >>> from remit.terms.reader import read
    >>> first = parts(read(starters.contract("customer support"), standard_catalogue()))[0]
    >>> first.name, first.lacks
    ('email', ('what is done', 'who does it', 'who answers for it'))
    """
    found = []
    for service in terms.section(6):
        components: Mapping[str, Mapping[str, object]] = service.get("components") or {}
        if not components:
            found.append(_part(terms, service, service.name, {}))
        found += [_part(terms, service, name, said) for name, said in components.items()]
    return tuple(found)


def _part(terms: Terms, service: Clause, name: str, said: Mapping[str, object]) -> Part:
    clocks = [one for one in terms.section(7) if one.get("covers") in (name, service.name)]
    levels = [one for one in terms.section(8) if one.get("covers") in (name, service.name) or one.get("clock") in {c.name for c in clocks}]
    responsible, accountable = str(said.get("responsible") or ""), str(said.get("accountable") or "")
    tasks = tuple(str(task) for task in said.get("tasks") or ())  # type: ignore[attr-defined]
    lacks = [
        what
        for what, there in (
            ("what is done", tasks),
            ("who does it", responsible),
            ("who answers for it", accountable),
            ("when: no clock covers it", clocks),
            ("how it is measured", levels),
        )
        if not there
    ]
    where = said.get("where") or {}
    which = "; ".join(f"{field}: {_values(wanted)}" for field, wanted in where.items())  # type: ignore[attr-defined]
    return Part(
        service.number,
        service.name,
        name,
        which,
        tasks,
        responsible,
        accountable,
        tuple(said.get("consulted") or ()),  # type: ignore[arg-type]
        tuple(said.get("informed") or ()),  # type: ignore[arg-type]
        tuple((one.number, _limit(one)) for one in clocks),
        tuple((one.number, one.name) for one in levels),
        tuple(lacks),
        tuple(dict.fromkeys(found for task in tasks for found in vague(task))),
    )


def _values(wanted: object) -> str:
    return listed([str(one) for one in wanted], "or") if isinstance(wanted, tuple) else str(wanted)


def _limit(clock: Clause) -> str:
    within = clock.get("within")
    return f"{clock.name}: {Duration().write(within)}" if isinstance(within, Length) else clock.name


def roles_of(terms: Terms) -> tuple[Role, ...]:
    """The roles of both parties with their deputies and the clauses that name them."""
    found = []
    for side in ("client", "provider"):
        party = terms.parties[side]
        for role, deputy in (party.get("roles and deputies") or {}).items():
            found.append(Role(side, str(role), str(deputy or ""), tuple(_naming(terms, str(role)))))
    return tuple(found)


def _naming(terms: Terms, role: str) -> Iterator[str]:
    for clause in terms.section(13):
        if role in set(_texts(list(clause.settings.values()))):
            yield f"{clause.number} {clause.name}"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
