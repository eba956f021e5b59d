"""Columns of items: the table, NumPy, Numba and plain Python give the bits of the scalar functions."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import numpy as np
import pytest

from remit.clock import kernels
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed, running
from remit.clock.runs import Pauses, runs
from remit.clock.schedule import Schedule
from remit.clock.table import table
from remit.clock.windows import Window, weekly
from remit.values.period import DAY, HOUR, SECOND, Period, instant
from tests.clock.test_oracle import schedule
from tests.clock.timelines import timeline

ENGINES = ["numpy", *(["numba"] if kernels.compiled else [])]


def office(place: str, *windows: tuple[str, str], days: str = "mon tue wed thu fri", holidays: frozenset[date] = frozenset()) -> Schedule:
    return Schedule(place, weekly({day: [Window.read(*window) for window in windows] for day in days.split()}), holidays)


SCHEDULES = {
    "nine to five": office("Europe/London", ("09:00", "17:00"), holidays=frozenset({date(2026, 5, 4), date(2026, 12, 25)})),
    "half hours": office("Australia/Lord_Howe", ("08:15", "12:00"), ("12:30", "16:45")),
    "odd minutes": office("America/St_Johns", ("09:07", "17:01"), ("22:00", "06:11")),
    "half minutes": office("America/New_York", ("09:00:30", "17:00")),
    "odd seconds": office("Asia/Tehran", ("09:00:07", "12:00"), ("20:13:01", "04:00")),
    "day and night": Schedule.always_open("Europe/Paris"),
    "all week but Sunday": office("Europe/Warsaw", ("00:00", "24:00"), days="mon tue wed thu fri sat"),
    "never": Schedule("UTC", ((),) * 7),
    "one day": Schedule("UTC", ((),) * 7, overrides={date(2026, 6, 1): (Window.read("09:00", "10:00"),)}),
    "a quarter of an hour a week": office("Asia/Kathmandu", ("10:00", "10:15"), days="wed"),
}


def items(seed: int, count: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray, Pauses]:
    chance = np.random.default_rng(seed)
    first = instant(datetime(2025, 11, 3, tzinfo=UTC))
    start = first + chance.integers(0, 400 * DAY, count)
    start[::7] -= start[::7] % HOUR
    stop = start + chance.integers(0, 9 * DAY, count)
    length = chance.choice([0, 1, HOUR, 8 * HOUR, 40 * HOUR, 7 * 60 * SECOND + 1], count)
    starts = np.sort(start + chance.integers(-DAY, 6 * DAY, (5, count)), axis=0)
    ends = starts + chance.integers(0, 3 * DAY, (5, count))
    present = np.arange(5)[:, None] < chance.choice([0, 0, 1, 2, 5], count)
    return start, stop, length, Pauses(np.where(present, starts, stop), np.where(present, ends, stop))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("boundary", ["closing time", "next opening"])
@pytest.mark.parametrize("name", SCHEDULES)
def test_columns_give_what_single_items_give(name: str, boundary: str, engine: str) -> None:
    hours = SCHEDULES[name]
    start, stop, length, pauses = items(len(name))
    found = runs(hours, start, stop, length, pauses, boundary=boundary, engine=engine)
    for item in range(len(start)):
        held = [Period(int(a), int(b)) for a, b in zip(pauses.starts[:, item], pauses.ends[:, item], strict=True)]
        assert found.running[item] == running(hours, int(start[item]), int(stop[item]), held)
        assert found.due[item] == due(hours, int(start[item]), int(length[item]), held, boundary=boundary)


@pytest.mark.parametrize("boundary", ["closing time", "next opening"])
@pytest.mark.parametrize("name", SCHEDULES)
def test_plain_python_gives_the_same_bits(name: str, boundary: str) -> None:
    start, _, length, _ = items(3, 200)
    known = table(SCHEDULES[name], int(start.min()), int(start.max()), int(length.max()))
    look, closing = known.lookup, boundary == "closing time"
    before = getattr(kernels.open_before_one, "py_func", kernels.open_before_one)
    at = getattr(kernels.instant_at_one, "py_func", kernels.instant_at_one)
    passed = known.open_before(start)
    assert [before(look, int(one)) for one in start] == passed.tolist()
    target = np.maximum(passed + length, 1)
    assert [at(look, int(one), closing) for one in target] == known.instant_at(target, boundary).tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_are_exact_at_every_break_and_beside_it(engine: str) -> None:
    for seed in range(60):
        chance = random.Random(seed)
        asked = timeline(chance)
        hours = schedule(asked.calendar)
        first, last = asked.first * SECOND, asked.last * SECOND
        compiled = hours.hours(first, last)
        edges = np.concatenate([compiled.starts, compiled.ends])
        edges = edges[(edges > first + 1) & (edges < last - 1)]
        starts = np.concatenate([edges - 1, edges, edges + 1, [first]])
        stops = np.full(len(starts), last)
        found = runs(hours, starts, stops, elapsed(hours, first, last) // 2, engine=engine)
        assert found.running.tolist() == elapsed(hours, starts, stops).tolist()
        assert found.due.tolist() == due(hours, starts, elapsed(hours, first, last) // 2).tolist()


def test_what_the_hours_never_fill_is_unreachable() -> None:
    monday = np.array([instant(datetime(2026, 6, 1, 9, 30, tzinfo=UTC))])
    for name, reached in (("never", UNREACHABLE), ("one day", UNREACHABLE), ("nine to five", monday[0] + HOUR)):
        for engine in ENGINES:
            assert runs(SCHEDULES[name], monday, monday, HOUR, engine=engine).due.tolist() == [reached]


def test_no_items_give_no_runs() -> None:
    none = np.empty(0, np.int64)
    assert len(runs(SCHEDULES["never"], none, none, HOUR).due) == 0
