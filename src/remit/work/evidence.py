"""All that was known at the cut about a month's work: what metrics measure and reliefs judge.

Events received before the cut count, and nothing else; an event that came twice counts once. Everything is computed when it is first asked
for and kept. Relief enters as plain frames: time that is taken out of clocks (`time_out`), and the notice that makes an outage planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TypeVar

import polars as pl

from remit.clock.schedule import Schedule
from remit.terms.document import Clause, Terms
from remit.terms.typed import Length
from remit.values.period import Month, Period
from remit.work.clocks import ClockRule, clock_rules, schedules
from remit.work.fold import EXCUSED, Folded, fold_clock
from remit.work.population import Population, covered, population, values_at
from remit.work.steps import instants_in
from remit.work.targets import always

T = TypeVar("T")

COUNTED_AT: Mapping[str, tuple[str, ...]] = {
    "when closed": ("closed", "resolved", "completed", "answered"),
    "when created": ("created", "received", "asked"),
    "when completed": ("completed", "resolved", "closed"),
}
"""Which event makes a unit count: the first of these words that the record knows."""
OPENINGS = ("created", "received", "asked")


class Evidence:
    """What was known at the instant `cut` about the month, on the wall clock of `zone`."""

    def __init__(
        self,
        terms: Terms,
        events: pl.DataFrame,
        facts: pl.DataFrame,
        month: Month,
        cut: int,
        zone: str,
        *,
        rules: Mapping[str, ClockRule] | None = None,
        time_out: Mapping[str, pl.DataFrame] | None = None,
        notice: Mapping[str, Length] | None = None,
        words: Mapping[str, frozenset[str]] | None = None,
        billed: Mapping[str, pl.DataFrame] | None = None,
    ) -> None:
        """`time_out` are intervals (`fold.EXCUSED`) by record; `notice` is how early an outage of a record must be announced.

        `words` are the kinds of event that each record knows; a shard of a log must be given those of the whole, because they decide
        which word of several a clause means. `billed` are the units of services, by name, where they were found before, shard by shard.
        """
        self.terms, self.month, self.cut, self.zone = terms, month, cut, zone
        self.bounds: Period = month.bounds(zone)
        self.facts = facts.filter(pl.col("received_at") < cut)
        self.time_out, self.notice = dict(time_out or {}), dict(notice or {})
        self._events, self._rules, self._words = events, rules, words
        self._billed = dict(billed or {})
        self._kept: dict[object, object] = {}

    def with_relief(self, time_out: Mapping[str, pl.DataFrame], notice: Mapping[str, Length]) -> Evidence:
        """The same evidence after relief; what relief does not touch is shared."""
        found = Evidence(
            self.terms,
            self._events,
            self.facts,
            self.month,
            self.cut,
            self.zone,
            rules=self.rules,
            time_out=time_out,
            notice=notice,
            words=self._words,
            billed=self._billed,
        )
        found.__dict__["events"] = self.events
        found._kept = {key: value for key, value in self._kept.items() if not (isinstance(key, tuple) and key[0] == "clock")}
        for key, value in self._kept.items():
            if isinstance(key, tuple) and key[0] == "clock" and self.rules[str(key[1])].record not in time_out:
                found._kept[key] = value
        return found

    def in_month(self, month: Month, terms: Terms | None = None) -> Evidence:
        """The same evidence, with the same cut, about another month; the log and the clocks are shared and worked out once.

        `terms` may be others with the same term, calendars, records, services, clocks and relief.
        """
        found = Evidence(
            terms if terms is not None else self.terms,
            self._events,
            self.facts,
            month,
            self.cut,
            self.zone,
            rules=self.rules,
            time_out=self.time_out,
            notice=self.notice,
            words=self._words,
            billed=self._billed,
        )
        found.__dict__["events"] = self.events
        found._kept = self._kept
        if terms is not None:
            found._kept = {key: value for key, value in self._kept.items() if not (isinstance(key, tuple) and key[0] == "population")}
        return found

    def _once(self, key: object, make: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]  # type: ignore[return-value]

    # ── the log ──

    @cached_property
    def events(self) -> pl.DataFrame:
        """The events known at the cut, each once."""
        known = self._events.filter(pl.col("received_at") < self.cut)
        if known.select("record", "id").is_duplicated().any():
            known = known.sort("received_at", maintain_order=True).unique(["record", "id"], keep="first", maintain_order=True)
        return known

    def record(self, name: str) -> pl.DataFrame:
        """The events of one record."""
        return self._once(("record", name), lambda: self.events.filter(pl.col("record") == name))

    def words(self, record: str) -> frozenset[str]:
        """Every kind of event that the record knows."""
        if self._words is not None:
            return self._words.get(record, frozenset())
        return self._once(("words", record), lambda: frozenset(self.record(record)["event"].unique().to_list()))

    def word(self, record: str, choices: Iterable[str]) -> str | None:
        """The first of several words that the record knows."""
        known = self.words(record)
        return next((word for word in choices if word in known), None)

    def of(self, record: str, event: str) -> pl.DataFrame:
        """The events of one kind that happened before the cut, in order."""

        def found() -> pl.DataFrame:
            rows = self.record(record).filter((pl.col("event") == event) & (pl.col("at") < self.cut))
            return rows.sort("item", "at", "sequence", "value", "id", nulls_last=True)

        return self._once(("of", record, event), found)

    def first(self, record: str, event: str | None) -> pl.DataFrame:
        """`item` and `at`: when each item's first event of one kind happened."""
        if event is None:
            return pl.DataFrame(schema={"item": pl.String, "at": pl.Int64})
        return self._once(("first", record, event), lambda: self.of(record, event).group_by("item").agg(pl.col("at").min()).sort("item"))

    # ── populations ──

    def within(self, wanted: Population, rows: pl.DataFrame, instant: str = "at") -> pl.DataFrame:
        """The rows (with `item` and the column `instant`) whose items belong to the population, by their fields at that instant."""
        if not wanted.fields or not rows.height:
            return rows if not rows.height or not wanted.parts or wanted.holds({}) else rows.clear()
        valued = values_at(self.record(wanted.record), wanted.fields, rows.select("item", instant), instant)
        return rows.filter(wanted.mask(valued))

    def population(self, clause: Clause) -> Population:
        return self._once(("population", clause.number), lambda: population(self.terms, clause))

    def values(self, record: str, field: str, rows: pl.DataFrame, instant: str = "at") -> pl.Series:
        """The field's value of each row's item at that instant."""
        return values_at(self.record(record), (field,), rows.select("item", instant), instant)[field]

    # ── clocks ──

    @cached_property
    def rules(self) -> Mapping[str, ClockRule]:
        """The clocks by name."""
        return self._rules if self._rules is not None else clock_rules(self.terms)

    @cached_property
    def schedules(self) -> Mapping[str, Schedule]:
        return schedules(self.terms)

    def hours(self, calendar: str | None) -> Schedule:
        """The working hours of a calendar; day and night where none is named."""
        return always(self.zone) if calendar is None else self.schedules[calendar]

    def clock(self, name: str) -> Folded:
        """A clock over all items it covers, after relief."""
        rule = self.rules[name]

        def folded() -> Folded:
            return fold_clock(self.events, rule, self.cut, self.time_out.get(rule.record, pl.DataFrame(schema=EXCUSED)))

        return self._once(("clock", name), folded)

    def runs(self, level: Clause) -> pl.DataFrame:
        """The runs of a level's clock, of the items the level counts."""
        runs = self.clock(level["clock"]).runs
        where, unless = level.get("where") or {}, level.get("except") or {}
        return self.within(Population(self.rules[level["clock"]].record, (), where, unless), runs, "start") if where or unless else runs

    # ── units and answers ──

    def units(self, clause: Clause, counts: str | None = None) -> pl.DataFrame:
        """`item` and `at` of every unit that a clause covers: an item counts once, at its first event of the kind that makes it count."""
        wanted = self.population(clause)
        service = next((one for one in self.terms.section(6) if one["record"] == wanted.record), None)
        words = (counts,) if counts is not None else COUNTED_AT[service["unit counts"] if service is not None else "when created"]
        return self.within(wanted, self.first(wanted.record, self.word(wanted.record, words)))

    def billed(self, service: Clause) -> pl.DataFrame:
        """`item`, `at` and `arrived` of every unit of a service, over all time."""
        if service.name in self._billed:
            return self._billed[service.name]
        wanted = covered(self.terms, service.name)
        units = self.within(wanted, self.first(wanted.record, self.word(wanted.record, COUNTED_AT[service["unit counts"]])))
        arrived = self.first(wanted.record, self.word(wanted.record, OPENINGS)).rename({"at": "arrived"})
        return units.join(arrived, on="item", how="left", maintain_order="left").with_columns(pl.col("arrived").fill_null(pl.col("at")))

    def evidence_record(self, level: Clause) -> str:
        """The record that holds a level's evidence: its own, or that of what it covers."""
        return str(level.get("record") or self.population(level).record)

    def related(self, level: Clause, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of the level's evidence record whose items the level covers, where the two records name items alike.

        A level that covers a whole service counts all answers of its survey; one that covers a component, or names fields, those of the
        items that fit.
        """
        wanted, record = self.population(level), self.evidence_record(level)
        if record == wanted.record:
            return self.within(wanted, rows)
        whole = any(level.get("covers") == service.name for service in self.terms.section(6))
        return self.within(Population(wanted.record, () if whole else wanted.parts, wanted.where, wanted.unless), rows)


def in_seconds(value: str = "value") -> pl.Expr:
    """A text of seconds, with or without decimals, as microseconds; null where it is no number."""
    return (pl.col(value).cast(pl.Decimal(38, 6), strict=False) * 1_000_000).cast(pl.Int64, strict=False)


__all__ = ["COUNTED_AT", "OPENINGS", "Evidence", "in_seconds", "instants_in"]
