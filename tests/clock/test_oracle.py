"""Random timelines with pauses, against an oracle that reads the wall clock second by second: nothing may be off, not by a microsecond."""

from __future__ import annotations

import random
from datetime import date

import pytest

from remit.clock.days import due_in_days
from remit.clock.deadline import due
from remit.clock.elapsed import elapsed, running
from remit.clock.schedule import Schedule
from remit.clock.windows import Window, weekly
from remit.values.period import SECOND, Period
from tests.clock.oracle import Calendar, Walk
from tests.clock.timelines import Timeline, timeline
from tests.conftest import PROVE

TIMELINES = 20_000 if PROVE else 1_000
BATCH = 50


def schedule(calendar: Calendar) -> Schedule:
    def windows(pairs: list[list[str]]) -> tuple[Window, ...]:
        return tuple(Window.read(*pair) for pair in pairs)

    return Schedule(
        calendar.timezone,
        weekly({day: windows(pairs) for day, pairs in calendar.weekly.items()}),
        frozenset(date.fromisoformat(day) for day in calendar.holidays),
        calendar.holiday_scope,
        {date.fromisoformat(day): windows(pairs) for day, pairs in calendar.overrides.items()},
        calendar.overrides_beat_holidays,
        {date.fromisoformat(day): windows(pairs) for day, pairs in calendar.breaks.items()},
    )


@pytest.mark.parametrize("batch", range(TIMELINES // BATCH))
def test_agrees_with_the_second_by_second_oracle(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        asked = timeline(random.Random(seed))
        walk = Walk(asked.calendar, asked.first, asked.last)
        hours = schedule(asked.calendar)
        pauses = [Period(start * SECOND, end * SECOND) for start, end in asked.pauses]
        said = f"seed {seed}: {asked}"
        assert (
            running(hours, asked.start * SECOND, asked.stop * SECOND, pauses)
            == walk.running(asked.start, asked.stop, asked.pauses) * SECOND
        ), said
        check_due(asked, hours, walk, pauses, said)
        check_days(asked, hours, walk, said)


def check_due(asked: Timeline, hours: Schedule, walk: Walk, pauses: list[Period], said: str) -> None:
    """Due at the earliest instant, running time and due agree, and the next opening is the closing time or a later instant like it."""
    expected = walk.due(asked.start, asked.length, asked.pauses)
    found = due(hours, asked.start * SECOND, asked.length * SECOND, pauses)
    if expected is None:
        assert not asked.first * SECOND < found < asked.last * SECOND, said
        return
    assert found == expected * SECOND, said
    assert running(hours, asked.start * SECOND, found, pauses) == asked.length * SECOND, said
    later = due(hours, asked.start * SECOND, asked.length * SECOND, pauses, boundary="next opening")
    if asked.length > 0:
        opening = walk.next_open(expected) if expected < asked.last else None
        assert later == opening * SECOND if opening is not None else later >= found, said
    if asked.length == 0:
        assert found == later == asked.start * SECOND, said


def check_days(asked: Timeline, hours: Schedule, walk: Walk, said: str) -> None:
    """Working days by the dates that the wall clock shows, where the oracle sees all of the day."""
    days, arrival = walk.working_days(), walk.next_open(asked.start)
    if arrival is None:
        return
    index = days.index(int(walk.dates[arrival - asked.first])) + asked.days
    # The last date walked may go on beyond, and so might the one before it where clocks go back over midnight.
    if index < len(days) and days[index] < walk.dates[-1] - 1:
        assert due_in_days(hours, asked.start * SECOND, asked.days) == walk.end_of_day(days[index]) * SECOND, said


def test_elapsed_adds_up_to_the_microsecond() -> None:
    for seed in range(300):
        chance = random.Random(seed)
        asked = timeline(chance)
        hours = schedule(asked.calendar)
        a, b, c = (chance.randrange(asked.first * SECOND, asked.last * SECOND) for _ in range(3))
        assert elapsed(hours, a, b) == -elapsed(hours, b, a)
        assert elapsed(hours, a, b) + elapsed(hours, b, c) == elapsed(hours, a, c)
        assert 0 <= elapsed(hours, min(a, b), max(a, b)) <= abs(a - b)
