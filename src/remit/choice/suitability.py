"""Whether a process can be handed over: how close it is to the core, and how easy it is to describe, check and teach.

Two axes from 1 to 5. *Ready* is the mean of describe, check and teach. *Close to the core* is three parts the core rating and one part the
skills we have ourselves (6 less the rating of specialists we lack): a lack of specialists decides in the middle of the scale and never
makes a core process one to give away. The middle, 3, parts the four quarters:

close to the core, not ready   keep in house
close to the core, ready       keep, but standardise
else, ready                    suits outsourcing
else                           improve first

A process that is not core and costs managers `MANY_HOURS` a month or more distracts from the core, and is a candidate also where it must
be improved first. The scheme follows the usual quadrant of make-or-buy texts (strategic weight against ease of transfer); the
weights are ours.

    >>> place({"core": 1, "specialist": 2, "describe": 5, "check": 4, "teach": 4}, Decimal(4)).verdict
    'suits outsourcing'
    >>> place({"core": 3, "specialist": 1, "describe": 4, "check": 4, "teach": 4}).verdict
    'keep, but standardise'
    >>> place({"core": 3, "specialist": 5, "describe": 4, "check": 4, "teach": 4}).verdict
    'suits outsourcing'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.choice.audit import Audited

MIDDLE = Fraction(3)
MANY_HOURS = Decimal(10)
"""So many hours of managers a month distract from the core."""
CRITICAL = 4
"""A rating of risk or of sensitive data from here on makes a process critical."""
KEEP, STANDARDISE, SUITS, IMPROVE = "keep in house", "keep, but standardise", "suits outsourcing", "improve first"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a process stands. `candidate` where it suits outsourcing, or distracts from the core without being core itself; `distracts`
    says the latter. `critical` where it going wrong, or its data, is no first experiment."""

    close: Fraction
    ready: Fraction
    verdict: str
    candidate: bool
    distracts: bool
    critical: bool

    @property
    def core(self) -> bool:
        return self.verdict in (KEEP, STANDARDISE)


def place(ratings: Mapping[str, int], management_hours: Decimal | None = None) -> Place | None:
    """The place by the ratings; None while one of the five that decide it is missing."""
    needed = ("core", "specialist", "describe", "check", "teach")
    if any(name not in ratings for name in needed):
        return None
    close = Fraction(3 * ratings["core"] + 6 - ratings["specialist"], 4)
    ready = Fraction(ratings["describe"] + ratings["check"] + ratings["teach"], 3)
    eased, held = (STANDARDISE, KEEP) if close >= MIDDLE else (SUITS, IMPROVE)
    verdict = eased if ready >= MIDDLE else held
    distracts = close < MIDDLE and management_hours is not None and management_hours >= MANY_HOURS
    critical = close >= MIDDLE or max(ratings.get("risk", 0), ratings.get("data_sensitivity", 0)) >= CRITICAL
    return Place(close, ready, verdict, verdict == SUITS or distracts, distracts, critical)


def starter(processes: Sequence[Audited]) -> Audited | None:
    """One function to begin with: of those that suit outsourcing and are not critical the one with the least risk and the least sensitive
    data, of several the one that is easiest to hand over, then the dearest.

    >>> def one(key, **ratings):
    ...     return Audited(key, key, ratings={"core": 1, "specialist": 1, "describe": 4, "check": 4, "teach": 4, **ratings})
    >>> starter([one("payroll", data_sensitivity=5, risk=4), one("orders", data_sensitivity=2, risk=2)]).key
    'orders'
    """
    fitting = []
    for one in processes:
        where = place(one.ratings, one.management_hours)
        if where is not None and where.verdict == SUITS and not where.critical:
            harm = one.ratings.get("risk", UNRATED) + one.ratings.get("data_sensitivity", UNRATED)
            fitting.append((harm, -where.ready, -one.cost, one.name, one))
    return min(fitting, key=lambda found: found[:4])[4] if fitting else None


UNRATED = 3
"""What is not rated is taken for the middle."""


def warnings(process: Audited) -> tuple[str, ...]:
    """Why the process is no good choice to outsource first, each in a sentence without its full stop; empty where nothing is against it."""
    where = place(process.ratings, process.management_hours)
    found = []
    if where is None:
        found.append(f"{process.name} is not rated, so nobody can say whether it suits")
    elif where.core:
        found.append(f"{process.name} is close to the core (core {process.ratings['core']} of 5)")
    elif where.verdict == IMPROVE:
        found.append(f"{process.name} is hard to describe, check or teach: improve it first")
    if process.ratings.get("risk", 0) >= CRITICAL:
        found.append(f"{process.name} is critical: its risk is rated {process.ratings['risk']} of 5")
    if process.ratings.get("data_sensitivity", 0) >= CRITICAL:
        found.append(f"{process.name} holds sensitive data (rated {process.ratings['data_sensitivity']} of 5)")
    return tuple(found)
