"""A stop before the start makes an item one for the state machine, wherever it stands in the log."""

from __future__ import annotations

import polars as pl

from remit.clock.schedule import Schedule
from remit.terms.typed import Length
from remit.values.period import HOUR
from remit.work.clocks import ClockRule
from remit.work.fold import fold_clock
from remit.work.log import EVENTS
from remit.work.population import Population


def test_a_stop_before_the_start_is_no_stop() -> None:
    rows = [("T-1", "created", 0), ("T-1", "resolved", HOUR), ("T-2", "resolved", HOUR), ("T-2", "created", 2 * HOUR)]
    events = pl.DataFrame(
        [("desk", item, event, None, None, None, at, at, None, str(number)) for number, (item, event, at) in enumerate(rows)],
        schema=EVENTS,
        orient="row",
    )
    rule = ClockRule("7.1", "resolution", Population("desk"), Schedule.always_open(), "created", "resolved", Length(4, "hour"))  # type: ignore[arg-type]
    found = fold_clock(events, rule, 24 * HOUR).runs
    assert found["outcome"].to_list() == ["met", "overdue"]
    assert found.equals(fold_clock(events, rule, 24 * HOUR, machine_only=True).runs)
