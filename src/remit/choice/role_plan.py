"""What becomes of the people: each affected role ends, moves, is not hired or does something else, and only some of that is money.

cash       the cost ends against the budget: somebody leaves, goes to the provider, or moves into a vacancy that is in the budget anyway
avoided    a cost that would have come: somebody is not hired
freed      hours of people who stay, for other work; counted in hours, and never in pounds, because the payroll does not change

    >>> roles = [Role("Agency", 4, "leaves", Fraction(15300)), Role("Clerks", 2, "moves to budget", Fraction(7480)),
    ...          Role("Supervisor", 1, "redeployed", Fraction(3000), Fraction(40))]
    >>> found = plan(roles)
    >>> found.cash, found.avoided, found.freed_hours, found.covers(Fraction(22780))
    (Fraction(22780, 1), Fraction(0, 1), Fraction(40, 1), Fraction(0, 1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "leaves": ("cash", "leaves, or the contract ends"),
    "moves to budget": ("cash", "moves into a vacancy that is in the budget"),
    "goes over": ("cash", "goes to the provider with the work"),
    "hire avoided": ("avoided", "is not hired"),
    "redeployed": ("freed", "does other work here"),
    "stays": ("none", "stays as it is"),
}
"""Each outcome with the column it counts in, and in words."""
GOES_OVER = "goes over"
"""The outcome of people whose contracts the provider takes over; laws on transfers ask for an order then (`staff_transfer`)."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role: how many people, what becomes of them, what they cost a month together, how many hours a month are set free."""

    name: str
    people: int
    outcome: str
    monthly: Fraction
    hours: Fraction = Fraction(0)
    severance: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Plan:
    """Totals of the columns; money a month, hours a month, severance once."""

    cash: Fraction
    avoided: Fraction
    freed_hours: Fraction
    severance: Fraction
    people: int

    def covers(self, baseline: Fraction) -> Fraction:
        """What of the baseline no role explains (positive), or too much (negative): 0 where the plan ties to the saving."""
        return baseline - self.cash - self.avoided


def column(outcome: str) -> str:
    return OUTCOMES.get(outcome, ("none", ""))[0]


def plan(roles: Sequence[Role]) -> Plan:
    """The sums. Hours count only where they are freed; what leaves is money and no hours."""
    return Plan(
        sum((one.monthly for one in roles if column(one.outcome) == "cash"), Fraction(0)),
        sum((one.monthly for one in roles if column(one.outcome) == "avoided"), Fraction(0)),
        sum((one.hours for one in roles if column(one.outcome) == "freed"), Fraction(0)),
        sum((one.severance for one in roles), Fraction(0)),
        sum(one.people for one in roles if column(one.outcome) != "none"),
    )
