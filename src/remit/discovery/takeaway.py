"""What a discovered map says in a sentence: where the time goes.

Where the log says when steps began, the time counted is waiting, and the step named is the one before which most of it passes; otherwise
it is the time between the events of a case, and the step the one after which most of it passes. It is counted over all cases, so a rare
detour that takes long can lead, and so can a short wait that everybody has.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from remit.discovery.footprint import Footprint
from remit.values.period import DAY, HOUR, MINUTE


@dataclass(frozen=True, slots=True)
class Takeaway:
    """`step` is where most time goes (`before` it, or after), in so many of the `cases`, with that `median`, a `share` of it all. Empty
    words and zeros where nothing was counted."""

    step: str
    cases: Fraction
    median: int
    share: Fraction
    before: bool = False


def takeaway(found: Footprint) -> Takeaway:
    """The figures of the sentence."""
    rows = list(found.steps.iter_rows(named=True))
    kind, middle = ("waited", "waiting") if found.has_handling else ("total", "until")
    total = sum(row[kind] for row in rows)
    if not rows or not found.cases or not total:
        return Takeaway("", Fraction(0), 0, Fraction(0))
    slow = max(rows, key=lambda row: (row[kind], row["activity"]))
    return Takeaway(
        slow["activity"], Fraction(slow["cases"], found.cases), slow[middle] or 0, Fraction(slow[kind], total), found.has_handling
    )


def said(found: Takeaway, case: str = "case") -> str:
    """The sentence.

    >>> said(Takeaway("Ask merchandising", Fraction(1340, 12000), 18_720_000_000, Fraction(93, 100), True), "line")
    'One line in nine waits 5 h 12 for “Ask merchandising”, where 93 % of all waiting goes.'
    """
    if not found.step:
        return "The log holds no times between events."
    where, what = ("for", "waiting") if found.before else ("after", "the time")
    return (
        f"{_who(found.cases, case)} {length(found.median)} {where} “{found.step}”, where {round(found.share * 100)} % of all {what} goes."
    )


_NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _who(share: Fraction, case: str) -> str:
    if share >= Fraction(995, 1000):
        return f"Every {case} waits"
    if share >= Fraction(9, 10):
        return f"Nearly every {case} waits"
    if share > Fraction(1, 2):
        return f"{round(share * 100)} % of {case}s wait"
    number = round(1 / share) if share else 0
    if not 1 < number <= 1_000:
        return f"A rare {case} waits"
    return f"One {case} in {_NUMBERS[number] if number <= 12 else f'{number:,}'} waits"


def length(microseconds: int | None) -> str:
    """A time for people: `31 s`, `20 min`, `5 h 12`, `5.0 days`; empty where it is not known."""
    if microseconds is None:
        return ""
    if microseconds >= 2 * DAY:
        return f"{microseconds / DAY:.1f} days"
    if microseconds >= HOUR:
        hours, rest = divmod(microseconds // MINUTE, 60)
        return f"{hours} h {rest:02}"
    return f"{microseconds // MINUTE} min" if microseconds >= 2 * MINUTE else f"{microseconds // 1_000_000} s"
