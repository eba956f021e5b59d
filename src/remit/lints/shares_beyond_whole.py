"""Shares that together exceed the whole, or leave a part of it that can never be paid.

Weights of what is at risk should come to 100 %: above, a month can cost more than what is at risk; below, the headline figure is never at
stake. Two currency shares on the same charges may link at most 100 % of them. A credit pool has a check of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.context import listed
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Percent
from remit.values.fault import Fault


class SharesBeyondWhole(Lint):
    triggers: ClassVar[Changes] = (
        ("rule: credit per miss", "rule: share at risk\n    at risk: 12 %"),
        ("    credits:\n      email first reply: 4 %", "    weights:\n      email first reply: 94 %"),
    )
    spares: ClassVar[Changes] = (
        ("rule: credit per miss", "rule: share at risk\n    at risk: 12 %"),
        ("    credits:\n      email first reply: 4 %", "    weights:\n      email first reply: 88 %"),
    )

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.section(11):
            if clause.rule == "share at risk":
                yield from _weights(clause)
            elif clause.rule == "credit pool":
                yield from _pool(clause)
        linked = [clause for clause in terms.section(10) if clause.rule == "currency share"]
        yield from _together(linked, "linked share", "the currency shares of clauses")
        sampled = [clause for clause in terms.section(10) if clause.rule == "accepted share"]
        yield from _together(sampled, "service share", "the sampled shares of clauses", "amount")


def _weights(clause: Clause) -> Iterator[Fault]:
    total = sum(clause["weights"].values(), Fraction(0))
    figure = Percent().write(total)
    if total > 1:
        what = f"the weights come to {figure}, so a month can cost more than what is at risk"
        yield notice(clause, "weights", what, "make them 100 %, or use the rule credit pool, which may exceed 100 %")
    elif total < 1 and len(clause["weights"]) > 1:
        what = f"the weights come to {figure}, so {Percent().write(1 - total)} of what is at risk is never paid"
        yield notice(clause, "weights", what, "make them 100 %, or put less at risk")


def _pool(clause: Clause) -> Iterator[Fault]:
    """A pool that may exceed 100 % can, times what is at risk, come to more than the charges themselves."""
    total = sum((part["share"] for part in clause["pool"].values()), Fraction(0))
    if isinstance(clause["at risk"], Fraction) and clause["at risk"] * total > 1:
        figures = f"{Percent().write(total)} of {Percent().write(clause['at risk'])}"
        yield notice(clause, "at risk", f"the pool comes to {figures}, which is more than all charges it is taken of", "put less at risk")


def _together(clauses: list[Clause], setting: str, said: str, alike: str = "of") -> Iterator[Fault]:
    """Clauses that take shares of the same sum, and together more than all of it."""
    for last, clause in enumerate(clauses):
        same = [one for one in clauses[: last + 1] if one[alike] == clause[alike] and _overlap(one, clause)]
        total = sum((one[setting] for one in same), Fraction(0))
        if len(same) > 1 and total > 1:
            numbers = listed([one.number for one in same])
            yield notice(
                clause, setting, f"{said} {numbers} come to {Percent().write(total)} of the same charges", "make them 100 % or less"
            )


def _overlap(one: Clause, other: Clause) -> bool:
    """Whether both hold on some day."""
    return all(a.starts is None or b.until is None or a.starts <= b.until for a, b in ((one, other), (other, one)))


RULE = SharesBeyondWhole()
