"""A limit on credits that all credits of a month together never reach: the share said to be at risk is more than what is at risk.

Only limits on credits are looked at. A limit on a bonus that is not reached misleads nobody; it protects a budget when bands change.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.context import listed
from remit.terms.document import Terms
from remit.terms.kinds import Percent
from remit.terms.stakes import credits_of
from remit.values.fault import Fault


class LimitNeverReached(Lint):
    triggers: ClassVar[Changes] = (
        ("    limits: [service credits]\n    at most: 12 %", "    limits: [service credits]\n    at most: 20 %"),
    )
    spares: ClassVar[Changes] = (("    limits: [service credits]\n    at most: 12 %", "    limits: [service credits]\n    at most: 16 %"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        growing = {name for clause in terms.section(11) if clause.rule == "repeat failure" for name in clause["increases"]}
        for cap in terms.section(11):
            if cap.rule != "cap" or cap["each"] != "month" or not isinstance(cap["at most"], Fraction):
                continue
            limited = [clause for clause in terms.section(11) if clause.name in cap["limits"]]
            plain = all(one.rule in ("credit per miss", "banded credit") and one["of"] == cap["of"] for one in limited)
            shares = [share for one in limited for share in credits_of(one).values()]
            if not plain or growing & set(cap["limits"]) or not all(isinstance(share, Fraction) for share in shares):
                continue
            total = sum((share for share in shares if isinstance(share, Fraction)), Fraction(0))
            if total < cap["at most"]:
                numbers = listed([one.number for one in limited])
                clauses = f"clauses {numbers} come" if len(limited) > 1 else f"clause {numbers} comes"
                most, limit = Percent().write(total), Percent().write(cap["at most"])
                what = f"{clauses} to at most {most} in a month, so the limit of {limit} never binds"
                yield notice(cap, "at most", what, f"write {most}, or raise the credits to what is meant to be at risk")


RULE = LimitNeverReached()
