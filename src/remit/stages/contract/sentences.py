"""What is said of drafts, in sentences made of their figures."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from remit.prose.document import runs
from remit.records.models.draft import Draft
from remit.stages.contract.effect import Effect
from remit.stages.contract.queries import Reading
from remit.stages.contract.trial import Trial
from remit.terms.document import Terms
from remit.terms.words import listed, money, plural
from remit.values.period import Month

Piece = tuple[str, str]
"""Words, and what became of them: "" where they stay, "new", or "gone"."""


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def answer(row: Draft, reading: Reading, found: Effect | None, client: str) -> str:
    """The one thing to know of a draft: its faults while it has any, else what it would have moved."""
    if reading.terms is None:
        first = reading.faults[0]
        rest = f", and {count(len(reading.faults) - 1, 'further fault')}" if len(reading.faults) > 1 else ""
        return f"{row.title} cannot be offered yet: {str(first).rstrip('.')}{rest}."
    if not row.base:
        return _of_first(row, reading, reading.terms)
    if not reading.changes:
        return f"{row.title} says what the signed contract says; change a clause to see what it would move."
    changes = count(len({change.clause for change in reading.changes}), "clause")
    if found is None:
        return f"{row.title} changes {changes}; no month is closed yet to try it on."
    span = last_months(found.months)
    currency = found.after.currency
    if not found.difference:
        return f"{row.title} changes {changes}, and would have moved nothing in {span}."
    more = "more" if found.difference > 0 else "less"
    return f"With “{row.title}” {client} would have paid {money(abs(found.difference), currency)} {more} in {span}."


def _of_first(row: Draft, reading: Reading, terms: Terms) -> str:
    """A first contract has nothing to be tried on yet: it is told by what it has, or by what it changes of the offer it answers."""
    has = f"{count(len(terms.clauses), 'clause')} and no fault"
    if row.state == "signed":
        return f"{row.title} is signed by both: {count(len(terms.clauses), 'clause')} from {terms.term['in force from']:%-d %B %Y}."
    if reading.before is not None:
        changes = count(len({change.clause for change in reading.changes}), "clause")
        return f"{row.title} has {has}; it changes {changes if reading.changes else 'nothing'} of their offer."
    return f"{row.title} has {has}; it holds from {terms.term['in force from']:%-d %B %Y} once both have signed it."


def of_trial(found: Trial) -> str:
    """What a first contract would have charged on the work it was tried on."""
    first, last = found.months[0].month.name, found.months[-1].month.name
    span = first if first == last else f"{first} to {last}"
    on = f"On the sample of its preset, {span}," if found.sample else f"On your work of {span}"
    credits = -sum((one.credits for one in found.months), Decimal(0))
    currency = found.replay.currency
    of_it = f", after {money(credits, currency)} of credits" if credits else ""
    return f"{on} this contract would have cost {money(found.replay.total, currency)}{of_it}."


def last_months(months: Sequence[Month]) -> str:
    if len(months) == 1:
        return months[0].name
    return f"the last {_NUMBERS.get(len(months), str(len(months)))} closed months"


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}


def moves(amount: Decimal, currency: str) -> str:
    """ "this moves £1,240.00 a year": what one clause or a whole draft changes."""
    if not amount:
        return "moves nothing"
    return f"the client pays {money(abs(amount), currency)} {'more' if amount > 0 else 'less'} a year"


def takeaway(found: Effect, clause: str) -> str:
    """What a change of one clause comes to on the months that are closed: levels that would stand otherwise, and a year's money."""
    first, last = found.months[0].name, found.months[-1].name
    span = first if first == last else f"{first.split(' ')[0]} to {last}"
    pairs = [(one.statement.scorecard.get(clause), two.statement.scorecard.get(clause)) for one, two in found.pairs]
    worse = [two.status for one, two in pairs if one is not None and two is not None and one.status == "met" and two.status != "met"]
    better = [one for one, two in pairs if one is not None and two is not None and one.status != "met" and two.status == "met"]
    parts = [f"{count(len(worse), 'month')} that met would not"] if worse else []
    parts += [f"{count(len(better), 'month')} more would meet"] if better else []
    paid = moves(found.a_year, found.after.currency) if found.difference else "nothing else would have been paid"
    return f"Settled again for {span}: {listed([*parts, paid])}."


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """The words of a text with what was put in and taken out, word by word.

    >>> marked("is at least 90 %.", "is at least 92 %.")
    (('is at least ', ''), ('90', 'gone'), ('92', 'new'), (' %.', ''))
    """
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: list[Piece] = []
    for kind, one, two, three, four in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("".join(new[three:four]), ""))
            continue
        if two > one:
            pieces.append(("".join(old[one:two]), "gone"))
        if four > three:
            pieces.append(("".join(new[three:four]), "new"))
    return tuple(piece for piece in pieces if piece[0])


def bare(prose: str) -> str:
    """Running text without its marks for bold and italic."""
    return "".join(text for text, _ in runs(prose))


def paragraphs(prose: str) -> Iterator[str]:
    return (part for part in prose.split("\n\n") if part.strip())
