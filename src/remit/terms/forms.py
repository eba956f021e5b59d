"""What a contract's form allows. `simple` keeps a first contract small; `advanced` has every rule; `regulated` asks for more.

A form limits the rules and never changes a default.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from remit.terms.document import Clause, Terms
from remit.values.fault import Fault, Place

NOT_SIMPLE = frozenset(
    {
        "accepted share",
        "bonus and credit",
        "credit pool",
        "currency share",
        "gain share",
        "repeat failure",
        "rising target",
        "same incident",
        "service points",
        "share at risk",
        "take or pay",
        "volume band",
    }
)
"""Rules with pools, points, ratchets, or more than one currency: a first contract does without."""
PAID_LEVELS = 5
AT_RISK = Fraction(10, 100)


def unfit(terms: Terms) -> Iterator[Fault]:
    """What the form of these terms does not have."""
    if terms.form == "simple":
        yield from _rules(terms)
        yield from _paid(terms)
        yield from _at_risk(terms)
    if terms.form == "regulated":
        for number, section, duty in ((14, "data protection", "processing"), (15, "exit", "undertaking")):
            if not any(clause.rule == duty for clause in terms.section(number)):
                what = f"the form regulated has a section {number}, '{section}', with the rule {duty}, and here is none"
                yield Fault(Place(line=form_line(terms)), what, f"add a clause {number}.1, or write 'form: advanced'")


def form_line(terms: Terms) -> int | None:
    """The line that names the form; 1 where it is left at its default."""
    lines = terms.text.decode("utf-8-sig").split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith("form:")), 1)


def _rules(terms: Terms) -> Iterator[Fault]:
    for clause in terms.clauses:
        if clause.rule in NOT_SIMPLE:
            what = f"the form simple has no {clause.rule}, but clause {clause.number} (line {clause.lines.get('rule')}) is one"
            yield Fault(Place(line=form_line(terms)), what, f"remove clause {clause.number}, or write 'form: advanced'")


def _paid(terms: Terms) -> Iterator[Fault]:
    """At most five levels with a price adjustment."""
    paid: dict[str, Clause] = {}
    for clause in terms.section(11):
        for level in (clause.get("credits") or {}) or [clause.get("service level")]:
            if isinstance(level, str):
                paid.setdefault(level, clause)
    if len(paid) > PAID_LEVELS:
        level, clause = list(paid.items())[PAID_LEVELS]
        sixth = f"'{level}' is number {PAID_LEVELS + 1} (clause {clause.number})"
        what = f"the form simple has at most {PAID_LEVELS} levels with a price adjustment, and {sixth}"
        yield Fault(Place(line=form_line(terms)), what, "keep the ones that matter most, or write 'form: advanced'")


def _at_risk(terms: Terms) -> Iterator[Fault]:
    for clause in terms.section(11):
        share = clause.get("at most") if clause.rule == "cap" else None
        if isinstance(share, Fraction) and share > AT_RISK:
            what = f"the form simple is meant for at most 10 % at risk, and this limit is {100 * share} %"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("at most")), what, "write 10 %, or 'form: advanced'", notice=True)
