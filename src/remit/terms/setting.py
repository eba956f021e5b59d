"""What a rule of the catalogue says about itself: its settings, an example, the practice it comes from, its prose.

A `Setting` has a `Kind` that turns the contract's text into a typed value and back. Readers, JSON Schema, prose, the reference and
(later) forms are all made from these objects, so a rule is described once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from remit.values.fault import Fault

if TYPE_CHECKING:
    from remit.terms.document import Clause, Terms
    from remit.terms.words import Words

REQUIRED: Any = type("Required", (), {"__repr__": lambda self: "REQUIRED"})()
"""The default of a setting that must be written."""


class Kind(ABC):
    """How one sort of value is written: text to value, value to text, JSON Schema. Kinds live in `terms/kinds.py`."""

    @abstractmethod
    def read(self, node: Any, context: Any) -> Any:
        """The typed value of a node of the text (`terms.reader.Node`); faults are told to `context` and give `INVALID`."""

    @abstractmethod
    def write(self, value: Any) -> str:
        """The value as the contract would write it: `90 %`, `£2.60`, `4 business hours`."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """JSON Schema of the text."""


EVER = 1_200
"""Months back that reach before every contract."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One named parameter of a rule or definition: `Setting("points", Choice("full", "started", "in proportion"), "…", "full")`.

    `default` is a typed value, `REQUIRED`, or None where the setting may be absent. `doc` is one sentence for the reference.
    """

    name: str
    kind: Kind
    doc: str
    default: Any = None

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


class Rule(ABC):
    """A named rule with parameters. Its file's docstring is its reference page; its name is the file's name with spaces."""

    settings: ClassVar[tuple[Setting, ...]] = ()
    common: ClassVar[tuple[Setting, ...]] = ()
    """Settings that every rule of this family has."""
    section: ClassVar[int]
    example: ClassVar[str] = ""
    """A clause in YAML that reads without faults, with its number and name; it stands in the reference and in the conformance suite."""
    practice: ClassVar[str] = ""
    """The contract practice, paper or standard that the rule comes from."""

    @property
    def name(self) -> str:
        return type(self).__module__.rsplit(".", 1)[-1].replace("_", " ")

    @property
    def every_setting(self) -> Mapping[str, Setting]:
        """The rule's own settings first, then those of its family."""
        return {setting.name: setting for setting in (*self.settings, *self.common)}

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        """Faults between the figures of this clause and the rest of the contract; none by default."""
        return ()

    def looks_back(self, clause: Clause) -> int:
        """How many months before the one that is settled the clause reads the statements of; `EVER` where it may read them all."""
        return 0

    @abstractmethod
    def prose(self, clause: Clause, words: Words) -> str:
        """The clause as one or more plain sentences, without its number; readings left at their default stand in *[brackets]*."""
