"""What the designer answers an edit with: the contract read anew, every difference in words, and a year of work settled by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from bench.desks import contract
from bench.log import write_log
from bench.table import Entry, Setting, Table
from bench.tables.replay import CUT, YEAR
from remit import rehearsal
from remit.catalogue import standard_catalogue
from remit.foresight.replay import Replay
from remit.prose.clauses import clause_prose
from remit.terms.difference import difference
from remit.terms.document import Terms
from remit.terms.reader import read
from remit.terms.versions import Version
from remit.work.facts import FACTS

CATALOGUE = standard_catalogue()
CLAUSES = 200
TARGET = "an edit of a target: read, compared, said in words, and a year settled by it"
CLOCK = "an edit of a clock: the same, with the whole year's work folded anew"
VERSIONS = f"two versions of a contract of {CLAUSES} clauses: every difference, in words and in effect"
PROMISED = 1.0
"""Seconds."""


@dataclass(frozen=True)
class Tried:
    """A contract in force with its year settled: what an edit is held against."""

    before: Terms
    settled: Replay
    kept: rehearsal.Kept

    def answer(self, text: str) -> tuple[int, int, Decimal]:
        """What the page of a clause works out at an edit: how many differences, how many words they take, what they move."""
        after = read(text, CATALOGUE)
        changes = difference(self.before, after, CATALOGUE)
        numbers = {one.clause for one in changes}
        said = [_words(terms, number) for terms in (self.before, after) for number in numbers]
        _, (new,) = rehearsal.replay(self.kept, [_as(after)], YEAR, extremes=False)
        return len(changes), sum(len(one.split()) for one in said), new.total - self.settled.total


def _words(terms: Terms, number: str) -> str:
    found = next((one for one in terms.clauses if one.number == number and one.rule is not None), None)
    return clause_prose(terms, CATALOGUE, number) if found is not None else ""


def _as(terms: Terms) -> rehearsal.Contract:
    return rehearsal.Contract("tried", (Version(terms.term["in force from"], terms),), CATALOGUE)


def tried(text: str, log: pl.DataFrame) -> Tried:
    before = read(text, CATALOGUE)
    work = rehearsal.Work(log, pl.DataFrame(schema=FACTS), (), CUT)
    kept, (settled,) = rehearsal.replay(rehearsal.Kept(work), [_as(before)], YEAR, extremes=False)
    return Tried(before, settled, kept)


def large() -> str:
    """The contract of the desks, grown to 200 clauses by what large contracts have many of: prices, limits, credits and reviews."""
    text = contract().replace("title: Follow the sun\n", "title: Follow the sun\nform: advanced\n")
    levels = [one for one in read(text, CATALOGUE).clauses if one.section == 8]
    lacking = CLAUSES - len(read(text, CATALOGUE).clauses)
    adjustments = [
        f"  11.{at} credit {at}:\n    rule: credit per miss\n    of: base charges\n    credits: {{{one.name}: 0.{1 + at % 4} %}}\n"
        for at, one in enumerate(levels, 1)
    ]
    reviews = [
        f"  13.{at} review {at}: {{rule: review, every: month, attended by: [team lead {at}], agenda: [statement]}}\n"
        for at in range(1, 31)
    ]
    fees = [f"  10.{at} fee {at}: {{rule: fixed, amount: £{at}.00}}\n" for at in range(2, lacking - len(adjustments) - len(reviews) + 2)]
    return text.replace("statement:\n", "".join(fees) + "adjustments:\n" + "".join(adjustments) + "statement:\n", 1) + (
        "governance:\n" + "".join(reviews)
    )


def amended(text: str) -> str:
    """Its next version: a hundred settings differ."""
    for at in range(2, 40):
        text = text.replace(f"fee {at}: {{rule: fixed, amount: £{at}.00}}", f"fee {at}: {{rule: fixed, amount: £{at + 1}.00}}")
    return text.replace("target: 80 %", "target: 82 %").replace("target: 70 %", "target: 71 %").replace("0.1 %}", "0.2 %}")


def table(setting: Setting) -> Table:
    items = 2_000 if setting.small else 100_000
    packed = write_log(setting.folder / "packed", items, "item")
    log = pl.concat([packed.unpacked(part, packed.names()) for part in packed.parts])
    small, text = tried(contract(), log), large()
    whole = tried(text, log)
    assert len(whole.before.clauses) == CLAUSES
    target = contract().replace("london reply, target: 80 %", "london reply, target: 85 %")
    clock = contract().replace("within: 3 business hours", "within: 4 business hours", 1)
    entries = (
        Entry(TARGET, lambda: small.answer(target)),
        Entry(CLOCK, lambda: small.answer(clock), rounds=3),
        Entry(VERSIONS, lambda: whole.answer(amended(text))),
    )
    intro = f"""
A year of {items:,} items with {log.height:,} events under the contract of twelve desks (24 clocks, 24 levels), edited clause by clause as
in the designer; and the same work under a contract of {CLAUSES} clauses of which a hundred settings are changed at once.
"""
    return Table("The designer", intro, entries, after=_said)


def _said(medians: Mapping[str, float]) -> Iterator[str]:
    for name in (TARGET, VERSIONS):
        kept = "kept" if medians[name] <= PROMISED else "**not kept**"
        yield f"{name[:1].upper()}{name[1:]}: {medians[name]:.2f} seconds; promised within one: {kept}."
    yield f"{CLOCK[:1].upper()}{CLOCK[1:]}: {medians[CLOCK]:.2f} seconds."
