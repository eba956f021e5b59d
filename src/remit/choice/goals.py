"""What a company wants of outsourcing, as kinds of goal with a preset each: a goal without baseline, target and date is a wish.

>>> progress(Fraction(22780), Fraction(17070), Fraction(20000), "less")
Fraction(278, 571)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of goal: what it is for, and how it is usually measured."""

    title: str
    measures: str
    unit: str
    better: str


KINDS: Mapping[str, Kind] = {
    "saving": Kind("Cost saving", "what the work costs a month", "a month", "less"),
    "skill": Kind("Specialist skills", "hours of a skill that is missing", "hours a month", "more"),
    "quality": Kind("Quality", "share done right", "%", "more"),
    "speed": Kind("Speed", "share answered in time", "%", "more"),
    "flexibility": Kind("Flexibility", "how much more volume it bears", "%", "more"),
    "practice": Kind("Best practice", "ideas adopted with a measured effect", "a year", "more"),
    "focus": Kind("Focus on the core", "hours of managers lost to it", "hours a month", "less"),
}


def progress(baseline: Fraction, target: Fraction, now: Fraction, better: str) -> Fraction:
    """The share of the way from baseline to target that is done; below 0 where it got worse, above 1 beyond the target."""
    way = target - baseline
    return (now - baseline) / way if way else Fraction(1 if (now >= target if better == "more" else now <= target) else 0)
