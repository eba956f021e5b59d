"""What the figures of a service level must be: target and minimum on the right sides, results that its scale or percentage can reach."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from remit.terms.document import Clause, Terms
from remit.terms.references import written
from remit.terms.scalars import ScaleOf, numeral
from remit.terms.typed import Length
from remit.values.fault import Fault, Place


def level_figures(clause: Clause, rule: Any, terms: Terms) -> Iterator[Fault]:
    """Every fault among the figures of one level. `rule` is its metric."""
    yield from thresholds(clause, rule)
    yield from reachable(clause, rule)
    yield from timed(clause, rule, terms)


def thresholds(clause: Clause, rule: Any) -> Iterator[Fault]:
    """Target and minimum on the right sides of each other."""
    target, minimum = clause.get("target"), clause.get("minimum")
    result = rule.result_kind(clause)
    if minimum is not None and target is None:
        what = f"there is a minimum of {written(minimum, result)} and no target"
        yield Fault(
            Place(clause=clause.number, line=clause.lines.get("minimum")), what, "add 'target'; without one the level is only reported"
        )
    if target is None or minimum is None:
        return
    more = rule.better_when(clause) == "more"
    left, right = _size(target), _size(minimum)
    if left is not None and right is not None and (right > left if more else right < left):
        side, better = ("above", "more") if more else ("below", "less")
        figures = f"the minimum {written(minimum, result)} is {side} the target {written(target, result)}"
        what = f"{figures}, and for {clause.rule} {better} is better"
        yield Fault(Place(clause=clause.number, line=clause.lines.get("minimum")), what, "exchange them")


def _size(value: Any) -> Any:
    """A number to compare by; lengths of time of different kinds cannot be compared."""
    if not isinstance(value, Length):
        return value
    return None if value.unit in ("month", "year") or (value.business and value.unit == "day") else value.microseconds


def reachable(clause: Clause, rule: Any) -> Iterator[Fault]:
    """Targets that a percentage or a scale can reach, and a percentile that exists."""
    result, scale = rule.result_kind(clause), clause.get("scale")
    low, high = (Fraction(0), Fraction(1)) if result == "percentage" and rule.name != "promoters" else (None, None)
    said = "0 % and 100 %"
    if result == "score" and scale is not None:
        low, high, said = scale.low, scale.high, ScaleOf().write(scale).replace(" to ", " and ")
    for setting in ("target", "minimum"):
        value = clause.get(setting)
        if value is not None and low is not None and high is not None and not low <= value <= high:
            what = f"'{setting}' is {written(value, result)}, and {clause.rule} gives results between {said}"
            yield Fault(Place(clause=clause.number, line=clause.lines.get(setting)), what, "write one between them")
    percentile = clause.get("percentile")
    if percentile is not None and not 0 < percentile <= 100:
        what = f"there is no percentile {numeral(percentile)}"
        yield Fault(
            Place(clause=clause.number, line=clause.lines.get("percentile")), what, "write a number above 0 and up to 100; 50 is the median"
        )


def timed(clause: Clause, rule: Any, terms: Terms) -> Iterator[Fault]:
    """A share of items in time needs a clock that says until when."""
    clock = next((one for one in terms.section(7) if one.name == clause.get("clock")), None)
    if clock is not None and clock.get("within") is None and clock.get("deadline") is None and rule.result_kind(clause) == "percentage":
        what = f"{clause.rule} needs a clock with a limit, and clause {clock.number} has no 'within'"
        yield Fault(Place(clause=clause.number, line=clause.lines.get("clock")), what, f"add 'within' to clause {clock.number}")
