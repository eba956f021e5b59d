"""What the summaries of a month depend on in the text of a contract: equal keys, equal sums over the same work at the same cut.

So an edit that a level cannot feel (a credit, a price, a target) leaves its sums as they are, and a replay takes them over.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from remit.terms.document import Clause, Terms

JUDGED = frozenset(
    ("target", "minimum", "owed by", "minimum sample", "rounded to", "averaged over", "exactly at", "target misses", "confidence")
)
"""The settings of a level that say how its result is judged; nothing is counted by them."""
COUNTED = (4, 5, 6, 7, 9)
"""The sections that say what work is, when it runs, and what is excused."""


def ground(versions: Iterable[Terms]) -> str:
    """The key of all that any level may depend on: term, statement calendar, calendars, records, services, clocks and relief.

    All versions of the terms belong to it, because a clock under way at an amendment knows both.
    """
    texts = [
        said(clause)
        for terms in versions
        for clause in (terms.term, terms.statement, *(one for number in COUNTED for one in terms.section(number)))
    ]
    return _digest(texts)


def of_level(level: Clause, ground: str) -> str:
    """The key of a level's sums: its own clause, without what only judges the result, upon the ground."""
    return _digest([ground, said(level, JUDGED)])


def said(clause: Clause, without: frozenset[str] = frozenset()) -> str:
    """A clause as its numbers, rule, days and typed settings say it; not where in the file it stands."""
    settings = sorted((name, repr(value)) for name, value in clause.settings.items() if name not in without)
    return repr((clause.number, clause.name, clause.rule, settings, clause.starts, clause.until))


def _digest(texts: Iterable[str]) -> str:
    return sha256("\x00".join(texts).encode()).hexdigest()
