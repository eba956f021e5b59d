"""The clock of one item: its events replayed through one state machine. This is the definition of every clock.

The same machine serves a closed month, a live queue (the cut is now) and the timeline that `explain` prints. The vectorised fold and the
streaming engine give the same runs faster, and are held against it.

A clock is idle until it starts, runs until it stops, and stands still while paused. Running time is start to stop less the union of the
pauses, cut by the calendar. What happens when work is opened again, or its target changes, are the settings of `ClockRule`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import running, union
from remit.clock.schedule import Schedule
from remit.values.period import Period
from remit.work.clocks import ClockRule
from remit.work.steps import DEADLINE, Role
from remit.work.targets import Target, after, target_for

MET, LATE, OVERDUE, OPEN, DONE, LEFT_OUT = "met", "late", "overdue", "open", "done", "left out"


@dataclass(frozen=True, slots=True)
class Step:
    """One event in one role; see `work.steps`."""

    at: int
    role: Role
    field: str | None = None
    value: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One cycle of a clock on one item; see docs/internals.md. Instants and lengths in microseconds."""

    cycle: int
    start: int
    stop: int | None
    due: int | None
    elapsed: int
    paused: int
    outcome: str
    counted_at: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Time taken out of a cycle: the state it comes from, or `closed` or `relief`, and who caused it, where that is known."""

    cycle: int
    start: int
    end: int
    cause: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in the log that cannot be, as the clock sees it; nothing is decided by it."""

    at: int
    what: str


@dataclass(frozen=True, slots=True)
class Replay:
    """All that one clock says about one item. `timeline` are plain words with instants, in order."""

    runs: tuple[Run, ...] = ()
    pauses: tuple[Pause, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    timeline: tuple[tuple[int, str], ...] = ()
    warnings: tuple[tuple[int, Mapping[str, object]], ...] = ()


@dataclass(slots=True)
class Cycle:
    """A cycle under way. `since` and `allowed` are where its target is measured from, and the target: a length, or microseconds left."""

    rule: ClockRule
    start: int
    since: int
    target: Target | None
    left: int | None = None
    fixed: int | None = None
    """The due instant where a change has settled it for good."""
    segments: list[tuple[int, Schedule]] = field(default_factory=list)
    pauses: list[tuple[int, int, str, str | None]] = field(default_factory=list)
    paused_at: int | None = None
    paused_by: tuple[str, str | None] = ("", None)
    stop: int | None = None
    ended: int | None = None

    @property
    def runs(self) -> bool:
        return self.stop is None and self.ended is None


def replay(steps: Iterable[Step], rule: ClockRule, cut: int, excused: Sequence[tuple[int, int, str | None]] = ()) -> Replay:
    """The runs of one item, from its steps in the order of replay, as known at the instant `cut`.

    `excused` are intervals that accepted relief takes out, with who caused them.
    """
    machine = _Machine(rule, cut, excused)
    for step in steps:
        if step.at >= cut:
            break
        machine.take(step)
    return machine.result()


class _Machine:
    def __init__(self, rule: ClockRule, cut: int, excused: Sequence[tuple[int, int, str | None]]) -> None:
        self.rule, self.cut, self.excused = rule, cut, excused
        self.later = list(rule.amended)
        self.values: dict[str, str | None] = {}
        self.deadline: int | None = None
        self.cycles: list[Cycle] = []
        self.state: tuple[str, str | None] | None = None
        self.final = False
        self.anomalies: list[Anomaly] = []
        self.timeline: list[tuple[int, str]] = []

    @property
    def cycle(self) -> Cycle | None:
        return self.cycles[-1] if self.cycles else None

    @property
    def running(self) -> Cycle | None:
        return self.cycles[-1] if self.cycles and self.cycles[-1].runs else None

    # ── events ──

    def take(self, step: Step) -> None:
        self.amend(step.at)
        match step.role:
            case Role.FIELD:
                self.change(step)
            case Role.START:
                if not self.cycles:
                    self.begin(step.at, "started")
            case Role.MESSAGE:
                self.message(step.at)
            case Role.REOPEN:
                self.reopen(step.at)
            case Role.RESUME:
                self.resume(step.at)
            case Role.PAUSE:
                self.pause(step.at, (step.value or "", step.who))
            case Role.STOP:
                self.stop(step.at)
            case Role.END:
                self.end(step.at)

    def begin(self, at: int, how: str) -> None:
        rule = self.rule
        target = target_for(rule, self.values)
        cycle = Cycle(rule, at, at, target, segments=[(at, target.hours if target else rule.schedule)])
        self.cycles.append(cycle)
        self.note(at, how)
        if self.state is not None:
            self.hold(cycle, at, self.state)

    def message(self, at: int) -> None:
        cycle = self.cycle
        if cycle is None:
            return
        if not cycle.runs:
            self.begin(at, "started again by a customer's message")
        elif self.rule.next_reply_from == "latest message" and at > cycle.start:
            self.cycles.pop()
            self.begin(at, "started anew by the latest message")

    def reopen(self, at: int) -> None:
        cycle = self.cycle
        if cycle is None or cycle.runs or self.final:
            return
        closed = cycle.stop if cycle.stop is not None else cycle.ended
        assert closed is not None
        limit = self.rule.reopen_within
        if limit is not None and at > after(self.rule, closed, limit):
            self.final = True
            self.note(at, "opened again too late to count")
        elif self.rule.kind == "update" or self.rule.reopened == "starts a new cycle":
            self.begin(at, "opened again: a new cycle")
        else:
            cycle.stop = cycle.ended = None
            if self.rule.reopened == "continues without closed time":
                cycle.pauses.append((closed, at, "closed", None))
            self.reconsider(cycle, at)
            self.note(at, "opened again")
            if self.state is not None:
                self.hold(cycle, at, self.state)

    def pause(self, at: int, by: tuple[str, str | None]) -> None:
        cycle = self.running
        if self.state is None and cycle is not None:
            self.hold(cycle, at, by)
            self.note(at, f"paused: {by[0]}")
        self.state = self.state or by

    def hold(self, cycle: Cycle, at: int, by: tuple[str, str | None]) -> None:
        cycle.paused_at, cycle.paused_by = at, by

    def resume(self, at: int) -> None:
        self.state = None
        cycle = self.running
        if cycle is not None and cycle.paused_at is not None:
            self.release(cycle, at)
            self.note(at, "running again")

    def release(self, cycle: Cycle, at: int) -> None:
        """Ends the pause under way; one longer than allowed has ended by itself before."""
        assert cycle.paused_at is not None
        cycle.pauses.append((cycle.paused_at, self.pause_end(cycle.paused_at, at), *cycle.paused_by))
        cycle.paused_at = None

    def pause_end(self, begun: int, at: int) -> int:
        longest = self.rule.longest_pause
        return at if longest is None else min(at, after(self.rule, begun, longest))

    def stop(self, at: int) -> None:
        cycle = self.running
        if cycle is None:
            if not self.cycles:
                self.anomalies.append(Anomaly(at, f"{self.rule.stop} before the clock had started"))
            elif self.rule.kind == "work" and not self.final and self.rule.reopened != "first close is final":
                self.anomalies.append(Anomaly(at, f"{self.rule.stop} although nothing was running"))
            return
        self.finish(cycle, at)
        self.note(at, "stopped")
        if self.rule.kind == "update":
            self.begin(at, "the next update is owed from here")

    def end(self, at: int) -> None:
        """The item is closed: a clock to `resolved` stops, one that waits for a reply or an update owes it no longer."""
        cycle = self.running
        if cycle is None:
            return
        if self.rule.kind == "work":
            self.finish(cycle, at)
            self.note(at, "stopped by the closing")
            return
        if cycle.paused_at is not None:
            self.release(cycle, at)
        cycle.ended = at
        self.state = None
        self.note(at, "ended by the closing")

    def finish(self, cycle: Cycle, at: int) -> None:
        if cycle.paused_at is not None:
            self.release(cycle, at)
        cycle.stop = at
        if self.rule.kind == "work":
            # Work that is done waits for nobody: when it is opened again it runs until the next pausing state.
            self.state = None

    # ── changes under way ──

    def change(self, step: Step) -> None:
        if step.field == DEADLINE:
            self.deadline = int(step.value) if step.value is not None else None
            return
        assert step.field is not None
        before = self.values.get(step.field)
        self.values[step.field] = step.value
        for cycle in self.cycles:
            # A field that is first filled later meant the item from its start.
            if before is None or step.at == cycle.start:
                self.aim(cycle, step.at, "new target from the same start")
        if self.running is not None and before is not None and self.running.start != step.at:
            self.reconsider(self.running, step.at)

    def reconsider(self, cycle: Cycle, at: int) -> None:
        """The fields of the target table have changed: whether and how the target does."""
        if not self.rule.retargets:
            return
        if getattr(self.rule.within, "as_at", "") == "due" and at > self.due_of(cycle, at):
            return
        if self.aim(cycle, at, self.rule.priority_changed):
            self.note(at, "the target changes")

    def aim(self, cycle: Cycle, at: int, reading: str) -> bool:
        """Gives the cycle the target of the item's values, by one reading; False where it has it already, or there is none."""
        target = target_for(cycle.rule, self.values)
        if target is None or (cycle.target is not None and target.length == cycle.target.length):
            return False
        if cycle.target is None or reading == "new target from the same start":
            cycle.since, cycle.target, cycle.left, cycle.fixed = cycle.start, target, None, None
            cycle.segments = [(cycle.start, target.hours)]
        elif reading == "new clock":
            cycle.start = cycle.since = at
            cycle.target, cycle.left, cycle.fixed = target, None, None
            cycle.segments = [(at, target.hours)]
        else:
            granted = target.allowance(cycle.start)
            left = granted - self.ran(cycle, at)
            if reading == "remaining time scaled":
                before, remains = cycle.target.allowance(cycle.start), self.granted(cycle, at) - self.ran(cycle, at)
                left = UNREACHABLE if UNREACHABLE in (before, granted) else int(Fraction(remains) * granted / before) if before else 0
            self.go_on(cycle, at, target, left)
        return True

    def amend(self, at: int) -> None:
        """Amended terms split the clock at the instant from which they hold; those that pin it never come here (see `fold`)."""
        while self.later and self.later[0][0] <= at:
            since, changed = self.later.pop(0)
            self.rule = changed
            cycle = self.running
            if cycle is None:
                continue
            spent, cycle.rule = self.ran(cycle, since), changed
            target = target_for(changed, self.values)
            self.note(since, "amended terms hold from here")
            if target is not None:
                self.go_on(cycle, since, target, target.allowance(cycle.start) - spent)

    def go_on(self, cycle: Cycle, at: int, target: Target, left: int) -> None:
        """From `at` the cycle has `left` to run in the target's hours; with nothing left it is due then, or was before."""
        cycle.fixed = min(self.due_of(cycle, at), at) if left <= 0 else None
        cycle.since, cycle.target, cycle.left = at, target, max(left, 0)
        cycle.segments.append((at, target.hours))

    def granted(self, cycle: Cycle, at: int) -> int:
        """The whole time allowed as it stands at `at`."""
        if cycle.left is not None:
            return self.ran(cycle, cycle.since) + cycle.left
        assert cycle.target is not None
        return cycle.target.allowance(cycle.since)

    # ── sums ──

    def taken_out(self, cycle: Cycle, until: int) -> list[Period]:
        """The pauses of a cycle up to an instant, with the one under way and what relief takes out; those after due only if they count."""
        states = [Period(begin, end) for begin, end, cause, _ in cycle.pauses if cause != "closed"]
        if cycle.paused_at is not None:
            states.append(Period(cycle.paused_at, self.pause_end(cycle.paused_at, until)))
        other = [Period(begin, end) for begin, end, cause, _ in cycle.pauses if cause == "closed"]
        other += [Period(begin, end) for begin, end, _ in self.excused]
        inside = [
            [Period(max(p.start, cycle.start), min(p.end, until)) for p in part if p.start < until and p.end > cycle.start]
            for part in (states, other)
        ]
        return union(
            [*inside[0], *inside[1]] if cycle.rule.pauses_after_due else self.before_due(cycle, union(inside[0]), union(inside[1]))
        )

    def before_due(self, cycle: Cycle, states: list[Period], other: list[Period]) -> list[Period]:
        """Pauses that begin before the due instant as it then stands; closed time and relief are taken out whenever they are."""
        kept = other
        for pause in states:
            if pause.start >= self.due_with(cycle, kept):
                break
            kept = [*kept, Period(pause.start, min(pause.end, max(pause.start, self.due_with(cycle, [*kept, pause]))))]
        return kept

    def due_with(self, cycle: Cycle, pauses: Sequence[Period]) -> int:
        if cycle.rule.deadline is not None:
            return UNREACHABLE if self.deadline is None else self.deadline
        if cycle.fixed is not None:
            return cycle.fixed
        if cycle.target is None:
            return UNREACHABLE
        if cycle.left is None:
            return cycle.target.due(cycle.since, pauses)
        return (
            cycle.left
            if cycle.left == UNREACHABLE
            else due(cycle.target.hours, cycle.since, cycle.left, pauses, cycle.target.rule.boundary)
        )

    def due_of(self, cycle: Cycle, until: int) -> int:
        return self.due_with(cycle, self.taken_out(cycle, until))

    def ran(self, cycle: Cycle, until: int) -> int:
        """Running time from the start until an instant."""
        held = self.taken_out(cycle, until)
        edges = [begin for begin, _ in cycle.segments[1:]] + [until]
        total = 0
        for (begin, hours), end in zip(cycle.segments, edges, strict=True):
            if begin < min(end, until):
                total += running(hours, begin, min(end, until), held)
        return total

    def note(self, at: int, what: str) -> None:
        self.timeline.append((at, what))

    # ── result ──

    def result(self) -> Replay:
        self.amend(self.cut - 1)
        runs = [self.run(number, cycle) for number, cycle in enumerate(self.cycles, 1)]
        pauses = [pause for number, cycle in enumerate(self.cycles, 1) for pause in self.pauses_of(number, cycle)]
        told = [warning for number, cycle in enumerate(self.cycles, 1) for warning in self.warnings_of(cycle)]
        return Replay(
            tuple(counted(runs, self.rule.cycle_counted)), tuple(pauses), tuple(self.anomalies), tuple(self.timeline), tuple(told)
        )

    def run(self, number: int, cycle: Cycle) -> Run:
        end = next((at for at in (cycle.stop, cycle.ended) if at is not None), self.cut)
        elapsed, limited = self.ran(cycle, end), cycle.target is not None or self.deadline is not None
        paused = sum(running(cycle.segments[-1][1], p.start, p.end) for p in self.taken_out(cycle, end))
        last = self.due_of(cycle, end) if limited else None
        outcome, why = self.outcome(cycle, last)
        stopped = cycle.stop if cycle.stop is not None else cycle.ended
        on_due = stopped if last is None or last == UNREACHABLE else last
        at: int | None = {"when due": on_due, "when stopped": stopped, "when started": cycle.start}[cycle.rule.counted]
        if outcome in (LEFT_OUT, OPEN):
            at = None
        return Run(number, cycle.start, cycle.stop, last, elapsed, paused, outcome, at, why)

    def outcome(self, cycle: Cycle, last: int | None) -> tuple[str, str]:
        if cycle.rule.outside_left_out and not cycle.rule.schedule.is_open(cycle.start):
            return LEFT_OUT, "begun outside hours"
        if cycle.ended is not None:
            missed = last is not None and last < cycle.ended
            return (OVERDUE, "never answered") if missed else (LEFT_OUT, "closed before it was due")
        if cycle.stop is not None:
            return (DONE, "") if last is None else (MET, "") if cycle.stop <= last else (LATE, "")
        if last is not None and last < self.cut:
            return OVERDUE, "" if cycle.rule.counted != "when stopped" else "still open past its due instant; counts when it stops"
        return OPEN, "still open at the cut and not yet due"

    def pauses_of(self, number: int, cycle: Cycle) -> list[Pause]:
        end = next((at for at in (cycle.stop, cycle.ended) if at is not None), self.cut)
        found = [Pause(number, begin, until, cause, who) for begin, until, cause, who in cycle.pauses]
        if cycle.paused_at is not None:
            found.append(Pause(number, cycle.paused_at, self.pause_end(cycle.paused_at, end), *cycle.paused_by))
        relief = [Pause(number, max(begin, cycle.start), min(until, end), "relief", who) for begin, until, who in self.excused]
        return sorted((p for p in (*found, *relief) if p.start < p.end), key=lambda pause: (pause.start, pause.end))

    def warnings_of(self, cycle: Cycle) -> list[tuple[int, Mapping[str, object]]]:
        """When each warning of the clock falls due, with the pauses known so far."""
        if not cycle.rule.warnings or cycle.target is None or cycle.rule.deadline is not None:
            return []
        held = self.taken_out(cycle, cycle.stop if cycle.stop is not None else self.cut)
        last, granted = self.due_with(cycle, held), self.granted(cycle, self.cut)
        told: list[tuple[int, Mapping[str, object]]] = []
        for warning in cycle.rule.warnings:
            share = warning["at"]
            if isinstance(share, Fraction):
                ran_before = granted - (cycle.left if cycle.left is not None else granted)
                begin = cycle.since if cycle.left is not None else cycle.start
                told.append(
                    (
                        due(cycle.target.hours, begin, int(granted * share) - ran_before, held) if granted != UNREACHABLE else UNREACHABLE,
                        warning,
                    )
                )
            elif share.length is not None:
                told.append(
                    (Target(share.length, cycle.rule).due(last) if not share.before else self.ahead(cycle, last, share.length), warning)
                )
        return told

    def ahead(self, cycle: Cycle, last: int, length: object) -> int:
        assert cycle.target is not None
        reach = Target(length, cycle.rule)  # type: ignore[arg-type]
        return due(reach.hours, last, -(reach.microseconds or reach.allowance(cycle.start)))


def counted(runs: list[Run], which: str) -> list[Run]:
    """The runs, those that do not count beside the one that does left out."""
    eligible = [run for run in runs if run.outcome != LEFT_OUT]
    if which == "all" or len(eligible) < 2:
        return runs
    chosen = {"last": eligible[-1], "first": eligible[0], "longest": max(eligible, key=lambda run: run.elapsed)}[which]
    said = f"another cycle counts: the {which}"
    return [run if run is chosen or run.outcome == LEFT_OUT else replace(run, outcome=LEFT_OUT, counted_at=None, why=said) for run in runs]
