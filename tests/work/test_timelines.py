"""Random timelines against the second-by-second oracle, and the vectorised fold against the state machine."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import polars as pl
import pytest

from remit.clock.schedule import Schedule
from remit.clock.windows import Window
from remit.terms.typed import Length, Row, Table
from remit.values.period import SECOND
from remit.work.clocks import ClockRule
from remit.work.fold import fold_clock
from remit.work.log import EVENTS
from remit.work.population import Population
from tests.work.oracle import Answer, Case, answers

PROVE = os.environ.get("REMIT_PROVE") == "1"
TIMELINES = 20_000 if PROVE else 1_000
SPANS = (
    ("Europe/London", 2026, 3, 27),
    ("Europe/London", 2026, 10, 23),
    ("America/New_York", 2026, 3, 6),
    ("Asia/Kathmandu", 2026, 6, 3),
    ("UTC", 2026, 2, 26),
)
HOURS = (
    {day: [(9 * 3600, 17 * 3600)] for day in range(5)},
    {day: [(22 * 3600, 30 * 3600)] for day in range(7)},
    {day: [(8 * 3600 + 1800, 12 * 3600), (13 * 3600, 18 * 3600 + 16)] for day in range(6)},
    {day: [(0, 86_400)] for day in range(7)},
)
REOPENED = ("continues without closed time", "continues with closed time", "starts a new cycle", "first close is final")
CHANGED = ("new target from the same start", "remaining time kept", "remaining time scaled", "new clock")


def case(seed: int) -> Case:
    chance = random.Random(seed)
    zone, year, month, day = chance.choice(SPANS)
    seconds = 6 * 86_400
    first = int(datetime(year, month, day, tzinfo=UTC).timestamp())
    reach = chance.choice((6 * 3600, 86_400, 3 * 86_400))
    begin = 2 * chance.randrange(0, 86_400)
    moments = sorted(begin + 2 * chance.randrange(0, reach // 2) for _ in range(chance.randrange(0, 12)))
    kinds = ("state", "state", "state", "reply", "resolved", "reopened", "priority")
    events = []
    for moment in moments:
        kind = chance.choice(kinds)
        value = {
            "state": chance.choice(("waiting", "open")),
            "priority": chance.choice(("urgent", "normal")),
            "reply": chance.choice(("agent", "customer", "system")),
        }.get(kind, "")
        events.append((moment, kind, value))
    events += [(begin, "priority", chance.choice(("urgent", "normal"))), (begin, "created", "")]
    events.sort(key=lambda event: event[0])
    urgent, scaled = chance.choice((60, 3600, 4 * 3600)), chance.choice(CHANGED)
    # Scaling halves and doubles even seconds, so that every due instant is a whole second.
    normal = 2 * urgent if scaled == "remaining time scaled" else chance.choice((1800, 8 * 3600, 20 * 3600))
    return Case(
        zone,
        chance.choice(HOURS),
        first,
        seconds,
        _priority_first(events, begin),
        {"urgent": urgent, "normal": normal},
        chance.random() < 0.8,
        chance.choice(REOPENED),
        "when due",
        scaled,
        chance.random() < 0.2,
        chance.random() < 0.7,
        chance.choice((None, None, 5400)),
        begin + chance.randrange(3600, 3 * 86_400),
        chance.choice(("resolved", "resolved", "first reply")),
    )


def _priority_first(events: list[tuple[int, str, str]], begin: int) -> list[tuple[int, str, str]]:
    """The first priority, then the creation, then whatever else happens at that second."""
    opening = [event for event in events if event[0] == begin and event[1] in ("priority", "created")][:2]
    opening.sort(key=lambda event: event[1] == "created")
    return opening + [event for event in events if event not in opening]


def rule_of(case: Case) -> ClockRule:
    weekly = tuple(tuple(Window(start * SECOND, end * SECOND) for start, end in case.weekly.get(day, [])) for day in range(7))

    def length(seconds: int) -> Length:
        return Length(Fraction(seconds), "second", business=case.business)

    rows = tuple(Row({"priority": (name,)}, length(seconds)) for name, seconds in case.targets.items())
    return ClockRule(
        "7.1",
        "clock",
        Population("desk"),
        Schedule(case.zone, weekly),
        "created",
        case.stop,
        Table(rows, "stop"),
        pauses_while=("waiting",),
        longest_pause=length(case.longest_pause) if case.longest_pause else None,
        pauses_after_due=case.pauses_after_due,
        outside_left_out=case.outside_left_out,
        reopened=case.reopened,
        cycle_counted="all",
        priority_changed=case.priority_changed,
    )


def events_of(case: Case, item: str = "A-1") -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number, (second, kind, value) in enumerate(case.events):
        row = {
            "record": "desk",
            "item": item,
            "at": (case.first + second) * SECOND,
            "received_at": 0,
            "sequence": number,
            "id": f"{item}/{number}",
        }
        named = {
            "priority": ("field", "priority", value, None),
            "reply": ("reply", None, None, value),
            "state": ("state", None, value, None),
        }
        event, field, said, who = named.get(kind, (kind, None, None, None))
        rows.append({**row, "id": f"{item}/{number}", "event": event, "field": field, "value": said, "who": who})
    return rows


def told(case: Case, machine_only: bool = True) -> list[Answer]:
    events = pl.DataFrame(events_of(case), schema=EVENTS)
    runs = fold_clock(events, rule_of(case), (case.first + case.cut) * SECOND, machine_only=machine_only).runs

    def second(at: int | None) -> int | None:
        assert at is None or at % SECOND == 0
        return None if at is None else at // SECOND - case.first

    return [
        Answer(second(row["start"]) or 0, second(row["stop"]), second(row["due"]), row["elapsed"] // SECOND, row["outcome"])
        for row in runs.iter_rows(named=True)
    ]


def same(left: Answer, right: Answer, seconds: int) -> bool:
    dues = [due if due is not None and due < seconds else None for due in (left.due, right.due)]
    return (left.start, left.stop, left.elapsed, left.outcome) == (right.start, right.stop, right.elapsed, right.outcome) and dues[
        0
    ] == dues[1]


def test_no_random_timeline_is_a_second_off() -> None:
    off = []
    for seed in range(TIMELINES):
        made = case(seed)
        found, wanted = told(made), answers(made)
        if len(found) != len(wanted) or not all(same(a, b, made.seconds) for a, b in zip(found, wanted, strict=True)):
            off.append((seed, found, wanted))
    assert not off, f"{len(off)} of {TIMELINES} timelines off, the first {off[0]}"


@pytest.mark.parametrize("settings", range(12))
def test_whole_columns_fold_like_one_item_at_a_time(settings: int) -> None:
    rule = rule_of(case(settings))
    rows = [row for seed in range(150) for row in events_of(case(1_000 * settings + seed), f"A-{seed}")]
    events = pl.DataFrame(rows, schema=EVENTS)
    cut = int(events["at"].quantile(0.9) or 0)
    one, other = fold_clock(events, rule, cut), fold_clock(events, rule, cut, machine_only=True)
    assert one.runs.equals(other.runs)
    assert one.pauses.sort(pl.all()).equals(other.pauses.sort(pl.all()))
    assert one.anomalies.sort(pl.all()).equals(other.anomalies.sort(pl.all()))


WITHIN: tuple[tuple[Length | None, dict[str, str]], ...] = (
    (Length(Fraction(1), "day", business=True), {}),
    (Length(Fraction(0), "day", business=True), {}),
    (Length(Fraction(2), "day", business=True), {"day_due": "same time"}),
    (Length(Fraction(1), "day", business=True), {"day_means": "24 business hours"}),
    (Length(Fraction(4), "hour", business=True), {"boundary": "next opening"}),
    (Length(Fraction(4), "hour"), {"counted": "when stopped"}),
    (Length(Fraction(4), "hour", business=True), {"counted": "when started"}),
    (None, {}),
    (None, {"deadline": "due"}),
)


@pytest.mark.parametrize("place", range(len(WITHIN)))
@pytest.mark.parametrize("hours", range(len(HOURS)))
def test_whole_columns_agree_for_every_unit_of_target(place: int, hours: int) -> None:
    within, changes = WITHIN[place]
    rule = replace(rule_of(case(100 * place + hours)), within=within, longest_pause=None, pauses_after_due=True, **changes)  # type: ignore[arg-type]
    rows = [row for seed in range(120) for row in events_of(case(9_000 + 150 * place + seed), f"A-{seed}")]
    due = [{**row, "event": "due", "at": row["at"] + 5_000 * SECOND, "id": f"d{row['id']}"} for row in rows if row["event"] == "created"]
    events = pl.DataFrame([*rows, *due[::2]], schema=EVENTS)
    cut = int(events["at"].quantile(0.8) or 0)
    one, other = fold_clock(events, rule, cut), fold_clock(events, rule, cut, machine_only=True)
    assert one.runs.equals(other.runs)
    assert one.pauses.sort(pl.all()).equals(other.pauses.sort(pl.all()))


def test_whole_columns_leave_what_came_before_the_start_to_the_machine() -> None:
    """Items that were paused, or stopped, before their clock started."""
    rule = replace(rule_of(case(3)), start="assigned", stop="resolved", longest_pause=None, pauses_after_due=True)
    chance, rows = random.Random(5), []
    for number in range(60):
        kinds = ["assigned", "waiting", "open", "resolved"]
        chance.shuffle(kinds)
        for place, kind in enumerate(kinds):
            state = kind in ("waiting", "open")
            row = {"record": "desk", "item": f"A-{number}", "event": "state" if state else kind, "value": kind if state else None}
            rows.append({**dict.fromkeys(EVENTS.names()), **row, "at": place * 3_600 * SECOND, "received_at": 0, "id": f"{number}/{place}"})
    events = pl.DataFrame(rows, schema=EVENTS)
    one, other = fold_clock(events, rule, 90_000 * SECOND), fold_clock(events, rule, 90_000 * SECOND, machine_only=True)
    assert one.runs.equals(other.runs) and one.pauses.equals(other.pauses) and one.anomalies.equals(other.anomalies)
    assert one.anomalies.height and one.pauses.height
