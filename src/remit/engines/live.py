"""The running month, row by row, kept up to date: new events cost what the items they touch cost, and time passing costs what falls due.

`incremental` keeps sums at a cut that stands still, for statements. A page needs the rows behind the sums as well (which items, at which
hour), and the cut of a page is now. So this keeps every level's contributions by item, and replaces those of an item when one of its events
comes in, when its open clock passes its due instant, or when relief treats it otherwise than before. Levels that no share of the items can
give are counted anew when an event of their records comes in. The rows are those of `local.contributions` on the whole log at the same cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from remit.agreement import Agreement
from remit.engines import local
from remit.engines.portion import UNIT, Asked, units, words
from remit.line import Earlier
from remit.measure import Summary, summed
from remit.relief import Granted
from remit.scorecard import Scorecard
from remit.terms.document import Clause
from remit.values.period import Month
from remit.work.clocks import ClockRule

RUNNING = pl.Schema(
    {
        "item": pl.String,
        "cycle": pl.Int64,
        "start": pl.Int64,
        "due": pl.Int64,
        "elapsed": pl.Int64,
        "outcome": pl.String,
        "stands": pl.Boolean,
    }
)
"""Clocks that nothing has stopped, with the columns of `fold.RUNS` that matter then; `stands`: paused, so that it is
due later and later."""


@dataclass(frozen=True)
class Live:
    """A month as it stands at `asked.cut`. A value: `at` gives another one.

    `rows` are the contributions of each level, by its clause; `excused` how many items relief left out of it; `running` are the clocks
    that still run, by name, and `undecided` those of a level that nobody can judge yet.
    """

    asked: Asked
    rows: Mapping[str, pl.DataFrame]
    excused: Mapping[str, frozenset[str]]
    running: Mapping[str, pl.DataFrame]
    undecided: Mapping[str, frozenset[str]]
    units: pl.DataFrame
    keys: Mapping[str, pl.DataFrame]

    @cached_property
    def summaries(self) -> Mapping[str, Summary]:
        """The sums of the month by the clause of the level."""
        return {number: summed(rows) for number, rows in self.rows.items()}

    def scorecard(self, history: Sequence[Earlier] = ()) -> Scorecard:
        """The levels as they stand, judged."""
        excused, undecided = ({number: len(items) for number, items in found.items()} for found in (self.excused, self.undecided))
        return self.asked.agreement.scorecard(self.summaries, self.asked.month, history, excused, undecided)


def live(
    agreement: Agreement,
    events: pl.DataFrame,
    facts: pl.DataFrame,
    month: Month,
    cut: int,
    *,
    rules: Mapping[str, ClockRule] | None = None,
) -> Live:
    """The month from the whole log; the arguments of `local.summaries`, and the cost of it without digests."""
    asked = replace(Asked.of(agreement, facts, month, cut, rules=rules), words=words(events.filter(pl.col("received_at") < cut)))
    evidence = asked.evidence(events)
    billed = units(asked, evidence)
    asked = asked.with_grants(billed)
    known = asked.relieved(evidence)
    keys = {level.number: agreement.metric(level).keys(level, evidence) for level in asked.parted("by key")}
    rows = {level.number: _rows(asked, level, known) for level in asked.levels}
    return Live(asked, rows, _excused(rows), _running(asked, known), _undecided(asked, known), billed, keys)


def at(
    before: Live,
    events: pl.DataFrame,
    touched: Iterable[str],
    facts: pl.DataFrame,
    cut: int,
    *,
    of_items: Callable[[Iterable[str]], pl.DataFrame] | None = None,
) -> Live:
    """The month at a later cut. `events` are the whole log, `touched` the items with new events in it; other `facts` begin anew, and so
    does a kind of event that its record never knew. `of_items` gives the events of some items, where that is quicker than a search."""
    asked = replace(before.asked, cut=cut)
    look_up = of_items if of_items is not None else lambda items: events.filter(pl.col("item").is_in(list(items)))
    if not facts.filter(pl.col("received_at") < cut).equals(asked.facts):
        return live(asked.agreement, events, facts, asked.month, cut, rules=asked.rules)
    items = {*touched, *_falling_due(before, cut), *_claimed(asked)}
    timed = [level for level in asked.levels if asked.agreement.metric(level).rests_on_cut]
    if not items and not timed:
        return replace(before, asked=asked)
    mine = look_up(items)
    if is_new_kind(before, mine):
        return live(asked.agreement, events, facts, asked.month, cut, rules=asked.rules)
    fresh = units(asked, asked.evidence(mine))
    billed = pl.concat([_without(before.units, items), fresh]).cast(UNIT)
    asked = asked.with_grants(billed)
    more = _regranted(before.asked, asked)
    if more - items:
        items |= more
        mine = look_up(items)
    known = asked.relieved(asked.evidence(mine))
    rows = dict(before.rows)
    for level in asked.parted("by item"):
        rows[level.number] = _exchanged(before.rows[level.number], _rows(asked, level, known), items)
    keys = _with_keys(before, asked, look_up, mine, items, rows)
    records = set(mine["record"].unique())
    for level in (*asked.parted("whole"), *timed):
        if level in timed or records & asked.records(level):
            held = events.filter(pl.col("record").is_in(list(asked.records(level))))
            rows[level.number] = _rows(asked, level, asked.relieved(asked.evidence(held)))
    running = {name: _exchanged(frame, _running(asked, known)[name], items) for name, frame in before.running.items()}
    undecided = _undecided(asked, known)
    kept = {number: frozenset(one for one in held if one not in items) | undecided[number] for number, held in before.undecided.items()}
    return Live(asked, rows, _excused(rows), running, kept, billed, keys)


def is_new_kind(before: Live, events: pl.DataFrame) -> bool:
    """Whether some of the events are of a kind that their record never knew: it may decide which event a clause means."""
    return any(said - before.asked.words.get(record, frozenset()) for record, said in words(events).items())


def _rows(asked: Asked, level: Clause, known: local.Known) -> pl.DataFrame:
    return local.contributions(asked.agreement, level, known)[0]


def _exchanged(before: pl.DataFrame, fresh: pl.DataFrame, items: set[str]) -> pl.DataFrame:
    return pl.concat([_without(before, items), fresh.select(before.columns)])


def _without(rows: pl.DataFrame, items: Iterable[str]) -> pl.DataFrame:
    return rows.filter(~pl.col("item").is_in(list(items)))


def _excused(rows: Mapping[str, pl.DataFrame]) -> Mapping[str, frozenset[str]]:
    relieved = ~pl.col("counted") & pl.col("why").str.starts_with("relief ")
    return {number: frozenset(found.filter(relieved)["item"]) for number, found in rows.items()}


def _running(asked: Asked, known: local.Known) -> Mapping[str, pl.DataFrame]:
    """The clocks that run on, by name."""
    found = {}
    for clock in asked.agreement.terms.section(7):
        folded = known.evidence.clock(clock.name)
        still = folded.pauses.filter(pl.col("end") >= asked.cut).select("item", "cycle", stands=pl.lit(True)).unique()
        runs = folded.runs.join(still, on=["item", "cycle"], how="left", maintain_order="left").with_columns(
            pl.col("stands").fill_null(False)
        )
        on = pl.col("stop").is_null() & pl.col("outcome").is_in(["open", "overdue"]) & (pl.col("why") != "never answered")
        found[clock.name] = runs.filter(on).select(RUNNING.names())
    return found


def _undecided(asked: Asked, known: local.Known) -> Mapping[str, frozenset[str]]:
    found = {}
    for level in asked.levels:
        runs = known.evidence.runs(level) if level.get("clock") is not None else pl.DataFrame(schema=RUNNING)
        waits = (pl.col("outcome") == "open") & (pl.col("start") < known.evidence.bounds.end)
        found[level.number] = frozenset(runs.filter(waits)["item"])
    return found


def _falling_due(before: Live, cut: int) -> set[str]:
    """Items whose clock was open and is not any more, because its due instant has passed; and paused ones, whose due instant moves."""
    passed = (pl.col("outcome") == "open") & ((pl.col("due") < cut) | pl.col("stands"))
    return {item for frame in before.running.values() for item in frame.filter(passed)["item"]}


def _claimed(asked: Asked) -> set[str]:
    """Items of claims made for this month or the one before that nobody has answered: silence may accept them at any time."""
    facts = asked.facts
    answered = facts.filter((pl.col("kind") == "relief") & (pl.col("approved_by").is_not_null() | (pl.col("unit") == "refused")))
    asks = facts.filter((pl.col("kind") == "relief") & (pl.col("day") >= asked.month.previous().first))
    return set(asks["subject"].to_list()) - set(answered["subject"].to_list())


def _regranted(before: Asked, after: Asked) -> set[str]:
    """The items to which reliefs that look at all units do something else than before."""
    found: set[str] = set()
    for number, grants in after.granted.items():
        old, new = (_effects(one) for one in (before.granted.get(number, ()), grants))
        found |= {item for item, _ in old ^ new}
    return found


def _effects(grants: Sequence[Granted]) -> set[tuple[str, str]]:
    return {(item, f"{one.record} {effect}") for one in grants for item, effect in one.items.select("item", "effect").iter_rows()}


def _with_keys(
    before: Live,
    asked: Asked,
    look_up: Callable[[Iterable[str]], pl.DataFrame],
    mine: pl.DataFrame,
    items: set[str],
    rows: dict[str, pl.DataFrame],
) -> Mapping[str, pl.DataFrame]:
    """Levels with a key of their own: the rows of all items of the keys that touched items had and have, put into `rows`."""
    keys = dict(before.keys)
    for level in asked.parted("by key"):
        metric, table = asked.agreement.metric(level), keys[level.number]
        held = mine.filter(pl.col("record").is_in(list(asked.records(level))))
        fresh = metric.keys(level, asked.evidence(held))
        own = table.filter(pl.col("item").is_in(list(items)))
        concerned = pl.concat([own["key"], fresh["key"]]).drop_nulls().unique()
        members = {*items, *table.filter(pl.col("key").is_in(concerned.implode()))["item"]}
        keys[level.number] = pl.concat([_without(table, items), fresh])
        known = asked.relieved(asked.evidence(look_up(members)))
        rows[level.number] = _exchanged(before.rows[level.number], _rows(asked, level, known), members)
    return keys
