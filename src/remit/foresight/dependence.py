"""What the summaries of a month depend on in the text of a contract: equal keys, equal sums over the same work at the same cut.

So an edit that a level cannot feel (a credit, a price, a target) leaves its sums as they are, and a replay takes them over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from remit.terms.document import Clause, Terms

JUDGED = frozenset(
    ("target", "minimum", "owed by", "minimum sample", "rounded to", "averaged over", "exactly at", "target misses", "confidence")
)
"""The settings of a level that say how its result is judged; nothing is counted by them."""
COUNTED = (4, 5, 6, 9)
"""The sections that say what work is, when a calendar is open, and what is excused."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What sums depend on. `work` is the key of what every level may depend on: term, statement calendar, calendars, records, services and
    relief. `whole` is that of the clocks as well, `clocks` says each clock by its name.

    All versions of the terms belong to it, because a clock under way at an amendment knows both.
    """

    work: str
    whole: str
    clocks: Mapping[str, str]


def ground(versions: Iterable[Terms]) -> Ground:
    """The ground of a contract's versions."""
    work, clocks = list[str](), dict[str, list[str]]()
    for terms in versions:
        work += [said(one) for one in (terms.term, terms.statement, *(one for number in COUNTED for one in terms.section(number)))]
        for clock in terms.section(7):
            clocks.setdefault(clock.name, []).append(said(clock))
    found = {name: _digest(texts) for name, texts in clocks.items()}
    return Ground(_digest(work), _digest([*work, *(f"{name} {found[name]}" for name in sorted(found))]), found)


def of_level(level: Clause, ground: Ground) -> str:
    """The key of a level's sums: its own clause, without what only judges the result, and its clock if it has one, upon the ground."""
    clock = level.get("clock")
    return _digest([ground.work, said(level, JUDGED), ground.clocks.get(clock, "") if isinstance(clock, str) else ""])


def said(clause: Clause, without: frozenset[str] = frozenset()) -> str:
    """A clause as its numbers, rule, days and typed settings say it; not where in the file it stands."""
    settings = sorted((name, repr(value)) for name, value in clause.settings.items() if name not in without)
    return repr((clause.number, clause.name, clause.rule, settings, clause.starts, clause.until))


def _digest(texts: Iterable[str]) -> str:
    return sha256("\x00".join(texts).encode()).hexdigest()
