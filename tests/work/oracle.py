"""A clock by brute force: one boolean per second. Is it open, is it paused, is it running?

Written from the settings' explanations alone, by another method than the product's: the seconds of a span are laid out as arrays, events
paint over them, and elapsed time and due instants are counts of the seconds that are left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """A calendar (windows in seconds after midnight by weekday), the settings, and events (second, kind, value) in order."""

    zone: str
    weekly: dict[int, list[tuple[int, int]]]
    first: int
    seconds: int
    events: list[tuple[int, str, str]]
    targets: dict[str, int]
    business: bool
    reopened: str
    counted: str
    priority_changed: str
    outside_left_out: bool
    pauses_after_due: bool
    longest_pause: int | None
    cut: int
    stop: str = "resolved"


def open_seconds(case: Case) -> np.ndarray:
    """For every second of the span whether its wall clock lies in a window."""
    return _open_seconds(case.zone, case.first, case.seconds, tuple((day, tuple(spans)) for day, spans in case.weekly.items()))


@cache
def _open_seconds(place: str, first: int, seconds: int, windows: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]) -> np.ndarray:
    zone, weekly = ZoneInfo(place), dict(windows)
    shown = np.zeros(seconds, dtype=bool)
    quarter = np.arange(900)
    for start in range(0, seconds, 900):
        # Offsets of the zones used change on quarter hours only.
        there = (EPOCH + timedelta(seconds=first + start)).astimezone(zone)
        of_day = there.hour * 3600 + there.minute * 60 + there.second + quarter
        for day in (there.weekday(), (there.weekday() + 1) % 7):
            at = of_day if day == there.weekday() else of_day - 86_400
            now = (at >= 0) & (at < 86_400)
            for begin, end in weekly.get(day, []):
                shown[start : start + 900] |= (now & (at >= begin) & (at < end))[: seconds - start]
            for begin, end in weekly.get((day - 1) % 7, []):
                shown[start : start + 900] |= (now & (at + 86_400 >= begin) & (at + 86_400 < end))[: seconds - start]
    return shown


@dataclass
class Answer:
    start: int
    stop: int | None
    due: int | None
    elapsed: int
    outcome: str


class Walk:
    """The events walked in order, with what they mean painted on the seconds."""

    def __init__(self, case: Case, opened: np.ndarray) -> None:
        self.case = case
        self.opened = opened if case.business else np.ones_like(opened)
        self.held = np.zeros(case.seconds, dtype=bool)
        self.closed = np.zeros(case.seconds, dtype=bool)
        self.cycles: list[dict[str, int | None]] = []
        self.waiting: int | None = None
        self.state = "open"
        self.priority = ""
        self.changes: list[list[tuple[int, str]]] = []

    def hold(self, until: int) -> None:
        if self.waiting is None:
            return
        end = until
        if self.case.longest_pause is not None:
            end = min(end, self.nth(self.waiting, self.case.longest_pause))
        self.held[self.waiting : end] = True
        self.waiting = None

    def nth(self, since: int, count: int) -> int:
        """The earliest second at which `count` open seconds have passed, in the calendar of the pause's length."""
        passed = np.cumsum(self.opened[since:])
        found = np.searchsorted(passed, count)
        return since + int(found) + 1 if found < len(passed) else 10**9

    def run(self) -> None:
        for second, kind, value in self.case.events:
            if second >= self.case.cut:
                break
            current = self.cycles[-1] if self.cycles else None
            going = current is not None and current["stop"] is None
            if kind == "created" and current is None:
                self.cycles.append({"start": second, "stop": None})
                self.changes.append([(second, self.priority)])
                if self.state == "waiting":
                    self.waiting = second
            elif kind == "state":
                if value == "waiting" and self.state != "waiting" and going:
                    self.waiting = second
                if value != "waiting":
                    self.hold(second)
                self.state = value
            elif kind == "priority":
                known = self.priority
                self.priority = value
                if going and value != known:
                    self.changes[-1].append((second, value))
            elif going and (kind == self.case.stop or (kind == "reply" and value == "agent" and self.case.stop == "first reply")):
                assert current is not None
                self.hold(second)
                if kind == "resolved":
                    self.state = "open"
                current["stop"] = second
            elif (
                kind == "reopened"
                and self.case.stop == "resolved"
                and current is not None
                and not going
                and self.case.reopened != "first close is final"
            ):
                stopped = current["stop"]
                assert stopped is not None
                if self.case.reopened == "starts a new cycle":
                    self.cycles.append({"start": second, "stop": None})
                    self.changes.append([(second, self.priority)])
                else:
                    if self.case.reopened == "continues without closed time":
                        self.closed[stopped:second] = True
                    current["stop"] = None
                    if self.changes[-1][-1][1] != self.priority:
                        self.changes[-1].append((second, self.priority))
                if self.state == "waiting":
                    self.waiting = second
        self.hold(self.case.cut)


def answers(case: Case) -> list[Answer]:
    """Every cycle of the clock."""
    walk = Walk(case, open_seconds(case))
    walk.run()
    return [_answer(case, walk, cycle, changes) for cycle, changes in zip(walk.cycles, walk.changes, strict=True)]


def _answer(case: Case, walk: Walk, cycle: dict[str, int | None], changes: list[tuple[int, str]]) -> Answer:
    start, stop = cycle["start"], cycle["stop"]
    assert start is not None
    end = stop if stop is not None else case.cut
    working = walk.opened & ~walk.closed
    running = working & ~walk.held
    running[end:] = walk.opened[end:]
    start, due = _due(case, walk, start, changes, running)
    if not case.pauses_after_due and due is not None:
        running = running.copy()
        running[due:] = working[due:]
    elapsed = int(running[start:end].sum())
    if case.outside_left_out and not open_seconds(case)[start]:
        outcome = "left out"
    elif stop is not None:
        outcome = "met" if due is None or stop <= due else "late"
    else:
        outcome = "overdue" if due is not None and due < case.cut else "open"
    return Answer(start, stop, due, elapsed, outcome)


def _due(case: Case, walk: Walk, start: int, changes: list[tuple[int, str]], running: np.ndarray) -> tuple[int, int | None]:
    """Second by second: how much of the time allowed has been used, with the allowance changed where the priority changes."""
    allowed = case.targets[changes[0][1]]
    later = dict(changes[1:])
    if case.priority_changed == "new target from the same start" and later:
        allowed, later = case.targets[changes[-1][1]], {}
    since, base, used, nominal = start, 0, 0, allowed
    due: int | None = None
    points = sorted(later)
    for point in [*points, None]:
        end = point if point is not None else case.seconds
        passed = np.cumsum(running[since:end])
        index = int(np.searchsorted(passed, allowed - base))
        if due is None and allowed - base > 0 and index < len(passed):
            due = since + index + 1
        elif due is None and allowed - base <= 0:
            due = since
        used = base + (int(passed[-1]) if len(passed) else 0)
        if point is None:
            break
        target = case.targets[later[point]]
        if case.priority_changed == "new clock":
            start, base, allowed, due = point, 0, target, None
        elif case.priority_changed == "remaining time kept":
            allowed, base = target, used
            if target > used:
                due = None
            elif due is None or due > point:
                due = point
        else:
            left = allowed - used
            if due is None or due > point:
                allowed, base = used + int(left * target / nominal), used
                due = None if allowed > used else point
        since, nominal = point, target
    return start, due
