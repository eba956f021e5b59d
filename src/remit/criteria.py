"""What a pilot gate asks, read from the contract: its gate clause, or the minimums of its service levels where it has none.

The figures, the clause of each level, the scale and what is counted come from the terms that both companies signed, so a gate measures the
pilot by the contract and by nothing else. A count whose name ends in "of each company" is a result that both companies give. A level that
is only reported (no target, no minimum) is no criterion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from remit.catalogue import standard_catalogue
from remit.measure import Metric, Result
from remit.readiness import Criterion, Kind
from remit.terms.document import Clause, Terms
from remit.terms.typed import Length

EACH = "of each company"
_KINDS: Mapping[Result, Kind] = {"percentage": "share", "score": "mean", "time": "time", "count": "count"}


def gate_clauses(terms: Terms) -> tuple[Clause, ...]:
    """The gate clauses of section 13, in order."""
    return tuple(clause for clause in terms.section(13) if clause.rule == "gate")


def criteria(terms: Terms, clause: Clause | None) -> tuple[Criterion, ...]:
    """The criteria of a gate clause; without one each service level's minimum, or its target where it has no minimum."""
    return tuple(_of_clause(terms, clause) if clause is not None else _of_levels(terms))


def _of_clause(terms: Terms, clause: Clause) -> Iterator[Criterion]:
    for row in clause["criteria"]:
        least, most = _number(row["at least"]), _number(row["at most"])
        sample, proven = int(row["sample"] or 0), row["proven at"]
        if row["service level"] is not None:
            one = of_level(terms, terms.named(8, str(row["service level"])))
            yield replace(one, at_least=least, at_most=most, proven_at=proven, sample=sample)
        else:
            name = str(row["count"])
            if name.endswith(EACH):
                yield Criterion(name.removesuffix(EACH).strip(), "mean", least, most, sample=sample, noun="answer", of_each=True)
            else:
                yield Criterion(name, "count", least, most, sample=sample)


def _of_levels(terms: Terms) -> Iterator[Criterion]:
    for level in terms.section(8):
        limit = level.get("minimum") if level.get("minimum") is not None else level.get("target")
        if limit is not None:
            yield of_level(terms, level)


def of_level(terms: Terms, level: Clause) -> Criterion:
    """A service level as a criterion at its minimum (its target, where it has none)."""
    limit = level.get("minimum") if level.get("minimum") is not None else level.get("target")
    metric = standard_catalogue().rule(8, str(level.rule))
    assert isinstance(metric, Metric)
    kind, scale = _KINDS[metric.result_kind(level)], level.get("scale")
    more = metric.better_when(level) == "more"
    return Criterion(
        level.name,
        kind,
        at_least=_number(limit) if more else None,
        at_most=None if more else _number(limit),
        unit=_unit(limit, level.get("target")) if kind == "time" else "",
        noun="answer" if kind == "mean" else _noun(terms, level),
        best=scale.high if kind == "mean" and scale is not None else None,
        clause=level.number,
    )


def _number(value: object) -> Fraction | None:
    """A limit as a number; a length in its own unit."""
    if isinstance(value, Length):
        return value.amount
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _unit(*limits: object) -> str:
    length = next((one for one in limits if isinstance(one, Length)), None)
    return "" if length is None else f"{'business ' if length.business else ''}{length.unit}s"


def _noun(terms: Terms, level: Clause) -> str:
    """What the level counts: the unit of the service that it covers, itself or by its clock."""
    covers = level.get("covers")
    if covers is None and level.get("clock") is not None:
        covers = terms.named(7, str(level["clock"])).get("covers")
    for service in terms.section(6):
        if covers == service.name or covers in (service.get("components") or {}):
            return str(service.get("unit") or "item")
    return "item"
