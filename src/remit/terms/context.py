"""Where a value stands while it is read: its clause and setting, what is defined above it, and where faults are told."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from remit.terms.node import Node, Scalar, shown
from remit.values.fault import Fault, Place

if TYPE_CHECKING:
    from remit.terms.document import Clause

INVALID: Any = type("Invalid", (), {"__repr__": lambda self: "INVALID"})()
"""What a kind gives when it told a fault."""


def nearest(word: str, words: Iterable[str], least: float = 0.6) -> str | None:
    """The one of `words` that a person most likely meant, or None."""
    found = difflib.get_close_matches(word.lower(), list(words), n=1, cutoff=least)
    return found[0] if found else None


def shortened(text: str, most: int = 80) -> str:
    """A text that a message can hold: one line, and not longer than a person reads there."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`.

    >>> listed(["whole", "by days", "none"], "or")
    'whole, by days or none'
    """
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else "none"


@dataclass(slots=True)
class Defined:
    """What stands above the clause being read: clauses by section name, components and their services, roles, the currency.

    `below` has number and line of every definition of the whole text by section and name, so that a name used too early can be told.
    `broken` are sections with faults of their own: a name missing there may be there once they are mended, so nobody is blamed for it.
    """

    clauses: dict[str, dict[str, Clause]] = field(default_factory=dict)
    components: dict[str, list[Clause]] = field(default_factory=dict)
    below: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    currency: str | None = None
    broken: set[str] = field(default_factory=set)

    def names(self, sections: Iterable[str]) -> Iterator[str]:
        for section in sections:
            yield from self.clauses.get(section, {})

    def find(self, name: str, sections: Iterable[str]) -> Clause | None:
        for section in sections:
            if name in self.clauses.get(section, {}):
                return self.clauses[section][name]
        return None


@dataclass(slots=True)
class Context:
    """One place in the text. Contexts of one reading share `faults`, `defined`, `lines` and `typed`.

    `path` names the place within the clause (`credits/entry accuracy`), `lines` remembers the line of each path, `typed` the settings of
    the clause and of the row that were read before this one, `result` the sort of result the clause's own metric has.
    `numbers` gives the settings of the fixed sections their numbers (2.6).
    """

    clause: str | None
    rule: str
    defined: Defined
    faults: list[Fault]
    path: str = ""
    setting: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    result: Callable[[], str] | None = None
    metrics: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)

    def fault(self, line: int | None, what: str, remedy: str = "") -> Any:
        """Tells a fault and gives `INVALID`."""
        self.faults.append(Fault(Place(clause=self.clause, line=line), what, remedy))
        return INVALID

    def notice(self, line: int | None, what: str, remedy: str = "") -> None:
        self.faults.append(Fault(Place(clause=self.clause, line=line), what, remedy, notice=True))

    def under(self, name: str, line: int, setting: str | None = None) -> Context:
        """The place one step down."""
        path = f"{self.path}/{name}" if self.path else name
        self.lines[path] = line
        return replace(self.numbered(name), path=path, setting=name if setting is None else setting)

    def numbered(self, setting: str) -> Context:
        """This place under the number of a fixed setting, where it is one."""
        number = None if self.path else self.numbers.get(setting)
        return self if number is None else replace(self, clause=number)

    def text(self, node: Node, noun: str, example: str) -> Any:
        """The text of a scalar, or `INVALID` with a fault where the node is none, is empty or an alias."""
        if not isinstance(node, Scalar):
            return self.fault(
                node.line, f"'{self.setting}' is {shown(node)}, and {self.rule} takes {noun} there", f"write for example {example}"
            )
        if node.alias:
            return self.fault(node.line, f"'{node.text}' is a YAML alias", "a contract repeats its words: write them out")
        if not node.text:
            if noun == "words":
                return self.fault(node.line, f"'{self.setting}' has no value", "write one, or take the line out")
            return self.fault(node.line, f"'{self.setting}' has no value, and {self.rule} takes {noun}", f"write for example {example}")
        return node.text
