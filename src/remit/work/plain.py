"""Plain items folded together on whole columns: one start, a stop or none, pauses, nothing reopened, one target.

Gives the same bits as `work.replay`, which is the definition; a property test holds them against each other. Time adds up, so running time
is a difference of open time at four kinds of event, and a due instant is one look-up after the open time of the pauses met on the way.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from remit.clock.days import due_by_day
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed
from remit.clock.schedule import Schedule
from remit.terms.typed import Length, Table
from remit.work.clocks import ClockRule
from remit.work.population import holds
from remit.work.run import DONE, LATE, LEFT_OUT, MET, OPEN, OVERDUE
from remit.work.steps import DEADLINE, Role
from remit.work.targets import Target

Integers = npt.NDArray[np.int64]
_PAUSING = (int(Role.PAUSE), int(Role.RESUME))
_STOPPING = (int(Role.STOP), int(Role.END))


def plain_items(plan: pl.DataFrame, rule: ClockRule, excused: pl.DataFrame | None) -> pl.Series:
    """The items whose steps this module can fold."""
    if rule.kind not in ("once", "work") or rule.longest_pause is not None or not rule.pauses_after_due:
        return plan["item"].clear()
    if _lengths(rule) is None:
        return plan["item"].clear()
    # A column of its own: a range inside `over` would count within each item.
    role, place = pl.col("role"), pl.col("place")
    start = pl.when(role == int(Role.START)).then(place).min().over("item")
    early = role.is_in([int(Role.PAUSE), *_STOPPING]) & (place < start)
    odd = (
        plan.with_row_index("place")
        .select("item", (early | start.is_null() | role.is_in([int(Role.REOPEN), int(Role.MERGED)])).alias("odd"))
        .filter("odd")["item"]
    )
    changed = plan.filter(role == int(Role.FIELD)).filter(pl.struct("item", "field").is_duplicated())["item"]
    relieved = excused["item"] if excused is not None else plan["item"].clear()
    not_plain = pl.concat([odd, changed, relieved]).unique()
    return (
        plan["item"].unique(maintain_order=True).to_frame().join(not_plain.to_frame(), on="item", how="anti", maintain_order="left")["item"]
    )


def fold_plain(plan: pl.DataFrame, rule: ClockRule, cut: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Runs, pauses and anomalies of plain items; the steps are in the order of replay."""
    steps = plan.with_row_index("place")
    role = pl.col("role")
    items = steps.filter(role == int(Role.START)).unique("item", keep="first", maintain_order=True)
    items = items.select("item", start="at", begun="place")
    stopping = steps.filter(role.is_in(_STOPPING))
    stops = stopping.unique("item", keep="first", maintain_order=True).select("item", stop="at", stopped="place")
    items = items.join(stops, on="item", how="left", maintain_order="left")
    items = items.with_columns(end=pl.col("stop").fill_null(cut), index=pl.int_range(pl.len()))
    own = steps.filter((role == int(Role.FIELD)) & (pl.col("field") == DEADLINE)).select("item", deadline=pl.col("value").cast(pl.Int64))
    items = items.join(own, on="item", how="left", maintain_order="left")
    held = _pauses(steps, items)
    out = _run(items, held, _targets(steps, items, rule), rule, cut)
    return out, _told(items, held), _anomalies(stopping, rule)


def _pauses(steps: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """Every pause of every item: from the pausing step to the next one that resumes, or to the end."""
    pausing = steps.filter(pl.col("role").is_in(_PAUSING)).join(items, on="item", how="inner", maintain_order="left")
    before_stop = pl.col("stopped").is_null() | (pl.col("place") < pl.col("stopped"))
    inside = pausing.filter(before_stop & (pl.col("place") > pl.col("begun")))
    begins = pl.col("role") == int(Role.PAUSE)
    fresh = begins & (begins.shift(1).over("item").fill_null(False) != begins)
    marked = inside.filter(fresh | ~begins)
    upto = pl.col("at").shift(-1).over("item")
    spans = marked.with_columns(until=pl.coalesce(upto, pl.col("end"))).filter(begins & (pl.col("at") < pl.col("until")))
    ordered = spans.select("item", "index", begin="at", until="until", cause=pl.col("value").fill_null(""), who="who")
    return ordered.with_columns(rank=pl.int_range(pl.len()).over("item"))


def _lengths(rule: ClockRule) -> list[Length] | None:
    """The lengths that targets may have; None where one has no meaning for whole columns (months)."""
    within = rule.within
    lengths = [within] if isinstance(within, Length) else [] if within is None else [row.value for row in within.rows]
    if isinstance(within, Table) and within.otherwise is not None:
        lengths.append(within.otherwise)
    return None if any(length.unit in ("month", "year") for length in lengths) else list(dict.fromkeys(lengths))


def _targets(steps: pl.DataFrame, items: pl.DataFrame, rule: ClockRule) -> Integers:
    """For each item the place of its target among `_lengths`, or -1."""
    lengths = _lengths(rule) or []
    if not isinstance(rule.within, Table):
        return np.full(items.height, 0 if lengths else -1)
    fields = rule.target_fields
    valued = items.select("item")
    values = steps.filter((pl.col("role") == int(Role.FIELD)) & (pl.col("field") != DEADLINE))
    for name in fields:
        valued = valued.join(
            values.filter(pl.col("field") == name).select("item", pl.col("value").alias(name)), on="item", how="left", maintain_order="left"
        )
    distinct = valued.select(fields).unique()
    places = []
    for row in distinct.iter_rows(named=True):
        length = next((each.value for each in rule.within.rows if holds(each.where, row)), rule.within.otherwise)
        places.append(-1 if length is None else lengths.index(length))
    known = distinct.with_columns(pl.Series("\0target", places, pl.Int64))
    return valued.join(known, on=fields, how="left", nulls_equal=True, maintain_order="left")["\0target"].to_numpy()


def _run(items: pl.DataFrame, held: pl.DataFrame, chosen: Integers, rule: ClockRule, cut: int) -> pl.DataFrame:
    start, end = items["start"].to_numpy(), items["end"].to_numpy()
    last = np.full(len(start), UNREACHABLE)
    ran, paused = np.zeros(len(start), np.int64), np.zeros(len(start), np.int64)
    lengths = _lengths(rule) or []
    for place in np.unique(chosen):
        where = np.flatnonzero(chosen == place)
        target = Target(lengths[place], rule) if place >= 0 else None
        hours = target.hours if target is not None else rule.schedule
        part = held.filter(pl.Series(chosen == place)[held["index"]]) if held.height else held
        taken, pushed = _taken(part, hours, start, len(start), target, where)
        paused[where] = taken[where]
        ran[where] = elapsed(hours, start[where], end[where]) - taken[where]
        if target is not None:
            last[where] = _due(target, start[where], pushed[where])
    limited = chosen >= 0
    if rule.deadline is not None:
        last = items["deadline"].fill_null(UNREACHABLE).to_numpy()
        limited = limited | items["deadline"].is_not_null().to_numpy()
    return _settled(items, last, limited, ran, paused, rule, cut)


def _taken(
    held: pl.DataFrame, hours: Schedule, start: Integers, count: int, target: Target | None, where: Integers
) -> tuple[Integers, Integers]:
    """The open time of each item's pauses, and the part of it that is met before the target is used up."""
    taken, pushed = np.zeros(count, np.int64), np.zeros(count, np.int64)
    if not held.height:
        return taken, pushed
    index, begin, until = (held[name].to_numpy() for name in ("index", "begin", "until"))
    opened = elapsed(hours, begin, until)
    np.add.at(taken, index, opened)
    if target is not None:
        granted = np.zeros(count, np.int64)
        granted[where] = _granted(target, start[where])
        # Pauses push the due instant one after the other: each only if it begins before the instant it would push.
        passed = elapsed(hours, start[index], begin)
        rank = held["rank"].to_numpy()
        for turn in range(int(rank.max()) + 1):
            now = rank == turn
            at = index[now]
            met = (opened[now] > 0) & (passed[now] < granted[at] + pushed[at])
            pushed[at[met]] += opened[now][met]
    return taken, pushed


def _granted(target: Target, start: Integers) -> Integers:
    fixed = target.microseconds
    if fixed is not None:
        return np.full(len(start), fixed)
    ends = due_by_day(target.hours, start, int(target.length.amount), target.rule.day_due)
    reached = ends != UNREACHABLE
    return np.where(reached, elapsed(target.hours, start, np.where(reached, ends, start)), UNREACHABLE // 2)


def _due(target: Target, start: Integers, pushed: Integers) -> Integers:
    fixed = target.microseconds
    if fixed is not None:
        return due(target.hours, start, fixed + pushed, (), target.rule.boundary)
    ends = due_by_day(target.hours, start, int(target.length.amount), target.rule.day_due)
    moved = (pushed > 0) & (ends != UNREACHABLE)
    if moved.any():
        granted = elapsed(target.hours, start[moved], ends[moved])
        ends[moved] = due(target.hours, start[moved], granted + pushed[moved], (), target.rule.boundary)
    return ends


def _settled(
    items: pl.DataFrame, last: Integers, limited: npt.NDArray[np.bool_], ran: Integers, paused: Integers, rule: ClockRule, cut: int
) -> pl.DataFrame:
    """What the instants mean: outcome, the instant that decides the month, and why an item does not count."""
    found = items.select("item", "start", "stop").with_columns(
        cycle=pl.lit(1, pl.Int64),
        due=pl.when(pl.Series(limited)).then(pl.Series(last)),
        elapsed=pl.Series(ran),
        paused=pl.Series(paused),
    )
    if rule.outside_left_out:
        begun = items["start"].to_numpy()
        # Windows lie on whole seconds, so an instant is open exactly if time runs in the microsecond after it.
        outside = pl.Series(elapsed(rule.schedule, begun, begun + 1) == 0)
    else:
        outside = pl.repeat(False, items.height, eager=True)
    stop, due_at = pl.col("stop"), pl.col("due")
    overdue = due_at.is_not_null() & (due_at < cut)
    outcome = (
        pl.when(outside).then(pl.lit(LEFT_OUT))
        .when(stop.is_not_null() & due_at.is_null()).then(pl.lit(DONE))
        .when(stop.is_not_null()).then(pl.when(stop <= due_at).then(pl.lit(MET)).otherwise(pl.lit(LATE)))
        .when(overdue).then(pl.lit(OVERDUE))
        .otherwise(pl.lit(OPEN))
    )  # fmt: skip
    on_due = pl.when(due_at.is_null() | (due_at == UNREACHABLE)).then(stop).otherwise(due_at)
    decided = {"when due": on_due, "when stopped": stop, "when started": pl.col("start")}[rule.counted]
    waiting = "still open past its due instant; counts when it stops" if rule.counted == "when stopped" else ""
    why = (
        pl.when(pl.col("outcome") == LEFT_OUT).then(pl.lit("begun outside hours"))
        .when(pl.col("outcome") == OVERDUE).then(pl.lit(waiting))
        .when(pl.col("outcome") == OPEN).then(pl.lit("still open at the cut and not yet due"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    found = found.with_columns(outcome=outcome).with_columns(
        counted_at=pl.when(~pl.col("outcome").is_in([LEFT_OUT, OPEN])).then(decided), why=why
    )
    return found.select("item", "cycle", "start", "stop", "due", "elapsed", "paused", "outcome", "counted_at", "why")


def _told(items: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    return held.select("item", pl.lit(1, pl.Int64).alias("cycle"), start="begin", end="until", cause="cause", who="who")


def _anomalies(stopping: pl.DataFrame, rule: ClockRule) -> pl.DataFrame:
    """Stops after the one that stopped the clock."""
    repeated = (
        stopping.filter(~pl.col("item").is_first_distinct())
        if rule.kind == "work" and rule.reopened != "first close is final"
        else stopping.clear()
    )
    repeated = repeated.filter(pl.col("role") == int(Role.STOP))
    return repeated.select("item", "at", pl.lit(f"{rule.stop} although nothing was running").alias("what"))
