"""The rules that a reader may use, by section. It is passed in as a value, so a reading depends on nothing but its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from remit.terms.setting import Rule

RULE_OF: Mapping[int, str] = {
    8: "service level rule",
    9: "relief rule",
    10: "charge rule",
    11: "adjustment rule",
    13: "governance rule",
    14: "data protection rule",
    15: "exit rule",
}
"""What the rules of a section are called in messages; the sections that have clauses with a rule."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Rules by section number and name."""

    sections: Mapping[int, Mapping[str, Rule]]

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Catalogue:
        """Sorts rules into the sections they may stand in."""
        sections: dict[int, dict[str, Rule]] = {number: {} for number in RULE_OF}
        for rule in rules:
            for number in getattr(rule, "sections", None) or (rule.section,):
                sections[number][rule.name] = rule
        return cls(sections)

    def find(self, section: int, name: str) -> Rule | None:
        return self.sections.get(section, {}).get(name)

    def rule(self, section: int, name: str) -> Rule:
        """A rule that must exist; an unknown one raises `KeyError`."""
        return self.sections[section][name]

    def __iter__(self) -> Iterator[tuple[int, Rule]]:
        """Every section number with each of its rules."""
        return ((number, rule) for number, rules in self.sections.items() for rule in rules.values())
