"""Another name for a definition, a level, a charge, a component or a role, and with it for everything in the contract that names it.

Which words of a clause are names is known from the kinds of its settings, so a charge that is called like a service keeps its name.

>>> from remit.catalogue import standard_catalogue
>>> text = b"remit terms: 1\\nservice levels:\\n  8.1 in time:\\n    rule: share on time\\n    clock: reply\\n"
>>> print(following(text, standard_catalogue(), {"clocks": {"reply": "answer"}}).decode().split("\\n")[-2])
    clock: answer
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.terms.bands import BandsOf
from remit.terms.catalogue import Catalogue
from remit.terms.clauses import EVERY_RULE
from remit.terms.compose import compose
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.terms.patch import plain, with_many
from remit.terms.references import Base, Covers, Name, Names, Role, Roles
from remit.terms.setting import Kind, Setting
from remit.terms.shapes import Either, Group, ListOf, MapOf, RowsOf
from remit.terms.tables import TableOf

COMPONENTS, ROLES = "components", "roles"
"""What is renamed besides the clauses of a section."""
Renamed = Mapping[str, Mapping[str, str]]
"""New names by old ones, by section; those of components and roles under their words."""


def following(text: bytes, catalogue: Catalogue, renamed: Renamed) -> bytes:
    """The text in which all clauses that name something say its new name; the renamed clauses themselves are not touched."""
    names = _Names({key: dict(value) for key, value in renamed.items() if value})
    if not names.renamed:
        return text
    wanted: dict[str, Pairs] = {}
    for section in compose(text.decode("utf-8").replace("\r\n", "\n"))[0]:
        if not isinstance(section.value, Pairs):
            continue
        if section.key in FIXED:
            _edited(wanted, section.key, section.value, FIXED[section.key], names)
        elif section.key in SECTIONS.values() and section.key != "amendments":
            number = next(one for one, name in SECTIONS.items() if name == section.key)
            for clause in section.value:
                if isinstance(clause.value, Pairs):
                    settings = _settings(catalogue, number, clause.value)
                    _edited(wanted, clause.key.partition(" ")[0], clause.value, settings, names)
    return with_many(text, wanted) if wanted else text


def _settings(catalogue: Catalogue, number: int, clause: Pairs) -> tuple[Setting, ...]:
    if number in DEFINITIONS:
        return DEFINITIONS[number][1]
    rule = clause.get("rule")
    found = catalogue.find(number, rule.text) if isinstance(rule, Scalar) else None
    return (*found.every_setting.values(), *EVERY_RULE) if found is not None else ()


def _edited(wanted: dict[str, Pairs], number: str, clause: Pairs, settings: tuple[Setting, ...], names: _Names) -> None:
    made = names.in_settings(clause, {one.name: one for one in settings})
    if plain(made) != plain(clause):
        wanted[number] = made


@dataclass(frozen=True)
class _Names:
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def in_settings(self, clause: Pairs, settings: Mapping[str, Setting]) -> Pairs:
        entries = (
            Entry(entry.key, entry.line, self.of(settings[entry.key].kind, entry.value)) if entry.key in settings else entry
            for entry in clause
        )
        return Pairs(tuple(entries), clause.line, clause.flow)

    def of(self, kind: Kind, value: Node) -> Node:
        """A value as its kind names things."""
        if isinstance(kind, Role | Roles):
            return self._roles(value)
        if isinstance(kind, Covers):
            return self._word(value, ("services", COMPONENTS, "records"))
        if isinstance(kind, Name):
            return self._word(value, kind.sections)
        if isinstance(kind, Names | Base):
            one = kind.one if isinstance(kind, Names) else kind.charges.one
            return self._each(one, value)
        if isinstance(kind, ListOf):
            return self._each(kind.kind, value)
        if isinstance(kind, Either):
            for inner in kind.kinds:
                value = self.of(inner, value)
            return value
        return self._inside(kind, value)

    def _inside(self, kind: Kind, value: Node) -> Node:
        if isinstance(kind, MapOf) and isinstance(value, Pairs):
            entries = (Entry(self._key(kind, entry.key), entry.line, self.of(kind.value, entry.value)) for entry in value)
            return Pairs(tuple(entries), value.line, value.flow)
        if isinstance(kind, TableOf):
            return self.in_settings(value, kind.outer.settings) if isinstance(value, Pairs) else self._each(kind.row, value)
        if isinstance(kind, Group) and isinstance(value, Pairs):
            return self.in_settings(value, kind.settings)
        if isinstance(kind, RowsOf | BandsOf) and isinstance(value, Items):
            return self._each(kind.row, value)
        return value

    def _key(self, kind: MapOf, key: str) -> str:
        found = self.of(kind.key, Scalar(key, 0))
        return found.text if isinstance(found, Scalar) else key

    def _each(self, kind: Kind, value: Node) -> Node:
        if isinstance(value, Items):
            return Items(tuple(self.of(kind, item) for item in value.items), value.line, value.flow)
        return self.of(kind, value)

    def _word(self, value: Node, sections: tuple[str, ...]) -> Node:
        if not isinstance(value, Scalar):
            return value
        new = next((self.renamed[one][value.text] for one in sections if value.text in self.renamed.get(one, {})), None)
        return value if new is None else Scalar(new, value.line)

    def _roles(self, value: Node) -> Node:
        known = self.renamed.get(ROLES, {})
        if isinstance(value, Items):
            return Items(tuple(self._roles(item) for item in value.items), value.line, value.flow)
        if not isinstance(value, Scalar):
            return value
        parts = re.split("(, | and )", value.text)
        return Scalar("".join(known.get(part, part) for part in parts), value.line)
