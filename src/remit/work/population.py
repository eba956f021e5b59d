"""Which items a clause covers, and what a field of an item was at an instant.

A population is a conjunction of conditions by field, within the service, component or record that the clause covers. It is no expression
language: a field has one of some values, or lies in a range. Ranges compare numbers as numbers and everything else as text, so dates
written year first compare as dates.

>>> holds({"priority": ("urgent",), "lines": Between("1", "9")}, {"priority": "urgent", "lines": "7"})
True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from remit.terms.document import Clause, Terms
from remit.terms.typed import Between, Condition


@dataclass(frozen=True)
class Population:
    """The items of a record that fit one of `parts` (each a where and an except), and `where`, and not `unless`."""

    record: str
    parts: tuple[tuple[Condition, Condition], ...] = ()
    where: Condition = None  # type: ignore[assignment]
    unless: Condition = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", self.where or {})
        object.__setattr__(self, "unless", self.unless or {})

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that decides, in order of name."""
        conditions = [self.where, self.unless, *(condition for part in self.parts for condition in part)]
        return tuple(sorted({field for condition in conditions for field in condition}))

    def holds(self, values: Mapping[str, str | None]) -> bool:
        """Whether an item with these values belongs to it."""
        covered = not self.parts or any(holds(where, values) and not excluded(unless, values) for where, unless in self.parts)
        return covered and holds(self.where, values) and not excluded(self.unless, values)

    def mask(self, values: pl.DataFrame) -> pl.Series:
        """One boolean per row of a frame that has a text column per field."""
        distinct = values.select(self.fields).unique() if self.fields else pl.DataFrame()
        if not self.fields:
            return pl.repeat(self.holds({}), values.height, dtype=pl.Boolean, eager=True)
        kept = distinct.with_columns(pl.Series("\0holds", [self.holds(row) for row in distinct.iter_rows(named=True)], pl.Boolean))
        joined = values.select(self.fields).join(kept, on=self.fields, how="left", nulls_equal=True, maintain_order="left")
        return joined["\0holds"]


def holds(condition: Condition, values: Mapping[str, str | None]) -> bool:
    """Whether every field of the condition fits; an item without the field does not."""
    return all(_fits(wanted, values.get(field)) for field, wanted in condition.items())


def excluded(condition: Condition, values: Mapping[str, str | None]) -> bool:
    return bool(condition) and holds(condition, values)


def _fits(wanted: tuple[str, ...] | Between, value: str | None) -> bool:
    if value is None:
        return False
    if not isinstance(wanted, Between):
        return value in wanted
    ends = [end for end in (wanted.low, wanted.high) if end is not None]
    numbers = [_number(text) for text in (value, *ends)]
    comparable = None not in numbers
    at, low, high = (_number(text) if comparable and text is not None else text for text in (value, wanted.low, wanted.high))
    return (low is None or low <= at) and (high is None or at <= high)  # type: ignore[operator]


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def population(terms: Terms, clause: Clause) -> Population:
    """The population of a clock, a level or a relief: what it covers, narrowed by its own `where` and `except`."""
    where, unless = clause.get("where") or {}, clause.get("except") or {}
    covers = clause.get("covers")
    if covers is None and clause.get("clock") is not None:
        of_clock = population(terms, terms.named(7, clause["clock"]))
        if not of_clock.where and not of_clock.unless:
            return Population(of_clock.record, of_clock.parts, where, unless)
        narrowed = tuple(({**dict(part), **dict(of_clock.where)}, dict(without)) for part, without in of_clock.parts or (({}, {}),))
        return Population(of_clock.record, narrowed, where, unless)
    found = covered(terms, str(covers))
    return Population(found.record, found.parts, where, unless)


def covered(terms: Terms, name: str) -> Population:
    """What a name stands for: a record (all of it), a service (its components), or one component."""
    for service in terms.section(6):
        components = service.get("components") or {}
        if name == service.name:
            parts = tuple((part.get("where") or {}, part.get("except") or {}) for part in components.values())
            return Population(service["record"], () if any(not where and not unless for where, unless in parts) else parts)
        if name in components:
            part = components[name]
            where, unless = part.get("where") or {}, part.get("except") or {}
            return Population(service["record"], ((where, unless),) if where or unless else ())
    terms.named(5, name)
    return Population(name)


def service_of(terms: Terms, name: str) -> Clause | None:
    """The service that a covered name is, or belongs to; None for a record."""
    for service in terms.section(6):
        if name == service.name or name in (service.get("components") or {}):
            return service
    return None


def values_at(events: pl.DataFrame, fields: tuple[str, ...], at: pl.DataFrame, instant: str) -> pl.DataFrame:
    """`at` (with `item` and the column `instant`) and a text column per field: its value at that instant.

    A field that was first filled later has that first value: a source that categorises a ticket after it was opened still means the
    ticket. `events` are those of one record.
    """
    changes = events.filter((pl.col("event") == "field") & pl.col("field").is_in(fields)) if fields else events.clear()
    found = at
    for field in fields:
        of_field = changes.filter(pl.col("field") == field)
        if not of_field["item"].is_duplicated().any():
            found = found.join(of_field.select("item", pl.col("value").alias(field)), on="item", how="left", maintain_order="left")
            continue
        found = _as_at(of_field, field, found, instant)
    return found


def _as_at(changes: pl.DataFrame, field: str, at: pl.DataFrame, instant: str) -> pl.DataFrame:
    ordered = changes.sort("item", "at", "sequence", "value", "id", nulls_last=True)
    rows = at.with_row_index("\0row")
    joined = rows.select("\0row", "item", pl.col(instant).alias("\0at")).join(ordered.select("item", "at", "value"), on="item", how="inner")
    before = pl.col("at") <= pl.col("\0at")
    values = joined.group_by("\0row", maintain_order=True).agg(
        pl.coalesce(pl.col("value").filter(before).last(), pl.col("value").first()).alias(field)
    )
    return rows.join(values, on="\0row", how="left", maintain_order="left").drop("\0row")
