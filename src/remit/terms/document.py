"""The contract as a frozen value. `reader.read` makes it from text; everything later reads it and never changes it.

Sections have fixed numbers in every contract: 1 parties, 2 term, 3 money, 4 calendars, 5 records, 6 services, 7 clocks,
8 service levels, 9 relief, 10 charges, 11 adjustments, 12 statement, 13 governance, 14 data protection, 15 exit, 16 amendments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from remit.values.period import Month

SECTIONS: Mapping[int, str] = {
    1: "parties",
    2: "term",
    3: "money",
    4: "calendars",
    5: "records",
    6: "services",
    7: "clocks",
    8: "service levels",
    9: "relief",
    10: "charges",
    11: "adjustments",
    12: "statement",
    13: "governance",
    14: "data protection",
    15: "exit",
    16: "amendments",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered clause or definition: `8.1 email first reply`.

    `settings` holds every setting of its rule, typed, defaults filled in; `written` names those that the parties wrote, so the others
    are readings left at their default. `lines` gives the line of each written setting, and of the clause itself under "".
    `rule` is None for the definitions of sections 4 to 7. `starts` and `until` bound the days on which the clause holds (inclusive).
    """

    number: str
    name: str
    rule: str | None
    settings: Mapping[str, Any]
    written: frozenset[str] = frozenset()
    lines: Mapping[str, int] = field(default_factory=dict)
    starts: date | None = None
    until: date | None = None

    @property
    def section(self) -> int:
        return int(self.number.split(".")[0])

    @property
    def line(self) -> int | None:
        return self.lines.get("")

    def __getitem__(self, setting: str) -> Any:
        return self.settings[setting]

    def get(self, setting: str, default: Any = None) -> Any:
        return self.settings.get(setting, default)

    def holds_on(self, day: date) -> bool:
        return (self.starts is None or self.starts <= day) and (self.until is None or day <= self.until)

    def holds_in(self, month: Month) -> bool:
        """Whether the clause holds on at least one day of the month."""
        return (self.starts is None or self.starts <= month.last) and (self.until is None or month.first <= self.until)


@dataclass(frozen=True, slots=True)
class Terms:
    """The whole text, read. `digest` is the SHA-256 of its bytes (`sha256:…`); `text` are those bytes.

    `parties`, `term`, `money` and `statement` are the fixed sections as clauses numbered 1, 2, 3 and 12, whose settings carry the
    schema's own numbers in the prose (2.6 is always notice). `clauses` holds sections 4 to 11 and 13 to 15 in the order of the text.
    """

    version: int
    title: str
    form: str
    schedule_to: str | None
    precedence: tuple[str, ...]
    parties: Clause
    term: Clause
    money: Clause
    statement: Clause
    clauses: tuple[Clause, ...]
    amendments: tuple[Mapping[str, Any], ...]
    text: bytes
    digest: str

    def section(self, number: int) -> Iterator[Clause]:
        return (clause for clause in self.clauses if clause.section == number)

    def clause(self, number: str) -> Clause:
        """By number; an unknown one raises `KeyError`."""
        for clause in self.clauses:
            if clause.number == number:
                return clause
        raise KeyError(number)

    def named(self, section: int, name: str) -> Clause:
        """By name within a section; an unknown one raises `KeyError`."""
        for clause in self.section(section):
            if clause.name == name:
                return clause
        raise KeyError(name)

    @property
    def currency(self) -> str:
        return str(self.money["currency"])

    @property
    def services_start(self) -> date:
        start = self.term["services start"]
        assert isinstance(start, date)
        return start
