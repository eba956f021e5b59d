"""A fault says where, what, why and the remedy; a notice says the same and stops nothing.

Bad input is refused whole: readers collect every fault of a text and raise one `Refused` that holds them all.

>>> print(Fault(Place(clause="8.1", line=186), "'target' is 0.9, and share on time takes a percentage",
...             "write 90 %, or 0.9 % if that is meant"))
Clause 8.1, line 186: 'target' is 0.9, and share on time takes a percentage; write 90 %, or 0.9 % if that is meant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class RemitError(Exception):
    """Anything that Remit refuses to do, said so that a person can mend it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: a clause and line of a text, or a row and column of a table, or both names and lines of a file."""

    clause: str | None = None
    line: int | None = None
    file: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def field(self) -> str | None:
        """The field of a form, where the place is that and nothing else."""
        return self.column if (self.clause, self.line, self.file, self.row) == (None, None, None, None) else None

    def __str__(self) -> str:
        words = []
        if self.file is not None:
            words.append(self.file)
        if self.clause is not None:
            words.append(f"clause {self.clause}")
        if self.line is not None:
            words.append(f"line {self.line}")
        if self.row is not None:
            words.append(f"row {self.row:,}")
        if self.column is not None:
            words.append(f"column '{self.column}'")
        text = ", ".join(words)
        return text if self.file is not None else text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `what` holds the figures, `remedy` says what to write; neither ends in a full stop."""

    place: Place
    what: str
    remedy: str = ""
    notice: bool = False

    @property
    def said(self) -> str:
        """What is wrong and the remedy, without the place."""
        said = f"{self.what}; {self.remedy}" if self.remedy else self.what
        return said if said.endswith(".") else f"{said}."

    def __str__(self) -> str:
        place = str(self.place) + (" (notice)" if self.notice else "")
        return f"{place}: {self.said}" if place else self.said


class Refused(RemitError):
    """The input has faults and nothing of it was used; `faults` holds all of them, in the order of the input."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
