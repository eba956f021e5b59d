"""What a process costs a month, and how completely it is described: volume × minutes × loaded rate, exactly.

A loaded rate is what an hour of the people who do the work costs with everything that comes with them (employer's contributions, holiday,
desk), and is typed by the client. Tools that only this work needs are told beside the hours and never mixed into the rate.

    >>> email = Effort(Decimal(2400), Decimal("10.5"), Decimal(24))
    >>> email.hours, email.cost
    (Fraction(420, 1), Fraction(10080, 1))

An audit that asks for everything at once is never finished; `missing` says what is still unknown of a process, in the order in which it is
easiest to find out, and `complete` the share that is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

RATINGS: Mapping[str, tuple[str, str, str]] = {
    "core": ("Core to what sets us apart", "any firm would do it alike", "customers choose us for it"),
    "specialist": ("Needs specialists we lack", "our people know it all", "we cannot hire for it"),
    "risk": ("Harm if it goes wrong", "an annoyed customer", "the firm stands still"),
    "data_sensitivity": ("Sensitive data in it", "public anyway", "health, wages, payments"),
    "describe": ("Easy to describe", "only in people's heads", "written step by step"),
    "check": ("Easy to check", "a matter of taste", "right or wrong at a glance"),
    "teach": ("Easy to teach", "takes a year", "takes a week"),
}
"""Each rating with what it asks, what a 1 means and what a 5 means."""
LEAST, MOST = 1, 5


@dataclass(frozen=True, slots=True)
class Effort:
    """How much of a process there is a month: `volume` units of `minutes` each, by people whose hour costs `rate`."""

    volume: Decimal
    minutes: Decimal
    rate: Decimal

    @property
    def hours(self) -> Fraction:
        """Hours a month, exact."""
        return Fraction(self.volume) * Fraction(self.minutes) / 60

    @property
    def cost(self) -> Fraction:
        """What the hours cost a month, exact; rounded only where it is written."""
        return self.hours * Fraction(self.rate)


@dataclass(frozen=True, slots=True)
class Audited:
    """A process as the audit knows it. `effort` is None while a figure is missing; `tools` is a sum a month."""

    key: str
    name: str
    unit: str = ""
    volume: Decimal | None = None
    minutes: Decimal | None = None
    rate: Decimal | None = None
    tools: Decimal = Decimal(0)
    figures_from: str = ""
    begins: str = ""
    ends: str = ""
    components: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    owner: str = ""
    management_hours: Decimal | None = None
    ratings: Mapping[str, int] = field(default_factory=dict)
    intent: str = ""

    @property
    def effort(self) -> Effort | None:
        if self.volume is None or self.minutes is None or self.rate is None:
            return None
        return Effort(self.volume, self.minutes, self.rate)

    @property
    def hours(self) -> Fraction:
        return self.effort.hours if self.effort is not None else Fraction(0)

    @property
    def cost(self) -> Fraction:
        return self.effort.cost if self.effort is not None else Fraction(0)


ASKED: Sequence[tuple[str, str]] = (
    ("unit", "what one unit of it is"),
    ("volume", "how many units a month"),
    ("minutes", "how many minutes each takes"),
    ("rate", "what a loaded hour costs"),
    ("figures_from", "where these figures come from"),
    ("begins", "what it begins with"),
    ("ends", "what it ends with"),
    ("components", "which parts it is made of"),
    ("systems", "which systems it needs"),
    ("owner", "who answers for it"),
    ("management_hours", "how many hours of managers it costs"),
)
"""What an audit asks of each process beside its ratings, the easiest first."""
DEFINING = ("unit", "begins", "ends", "components")
"""Without these nobody outside could say what the process is: it is vague."""


def missing(process: Audited) -> tuple[str, ...]:
    """What is still unknown, in words.

    >>> missing(Audited("1", "Returns", unit="return"))[:2]
    ('how many units a month', 'how many minutes each takes')
    """
    asked = [said for name, said in ASKED if getattr(process, name) in (None, "", ())]
    return (*asked, *(f"the rating “{words[0].lower()}”" for name, words in RATINGS.items() if name not in process.ratings))


def complete(processes: Sequence[Audited]) -> Fraction:
    """The share of the answers that is known, over all processes; 0 for none.

    >>> complete([Audited("1", "Returns", unit="return")])
    Fraction(1, 18)
    """
    asked = (len(ASKED) + len(RATINGS)) * len(processes)
    return Fraction(asked - sum(len(missing(one)) for one in processes), asked) if asked else Fraction(0)


def vague(process: Audited) -> tuple[str, ...]:
    """Why nobody outside could say what the process is: what is missing of its definition."""
    return tuple(said for name, said in ASKED if name in DEFINING and getattr(process, name) in (None, "", ()))
