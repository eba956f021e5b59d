"""The clock of one item: its events replayed through one state machine. This is the definition of every clock.

The same machine serves a closed month, a live queue (the cut is now) and the timeline that `explain` prints. The vectorised fold and the
streaming engine give the same runs faster, and are held against it.

A clock is idle until it starts, runs until it stops, and stands still while paused. Running time is start to stop less the union of the
pauses, cut by the calendar. What happens when work is opened again, or its target changes, are the settings of `ClockRule`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from remit.work.clocks import ClockRule
from remit.work.cycle import Cycle
from remit.work.run import Anomaly, Replay, Step, counted
from remit.work.steps import DEADLINE, Role
from remit.work.targets import after, target_for


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
            case Role.MERGED:
                self.merge(step.at)

    def begin(self, at: int, how: str) -> None:
        rule = self.rule
        target = target_for(rule, self.values)
        segments = [(at, target.hours if target else rule.schedule)]
        cycle = Cycle(rule, at, at, target, segments=segments, excused=self.excused, deadline=self.deadline)
        self.cycles.append(cycle)
        self.note(at, how)
        if self.state is not None:
            cycle.hold(at, self.state)

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
                cycle.hold(at, self.state)

    def pause(self, at: int, by: tuple[str, str | None]) -> None:
        cycle = self.running
        if self.state is None and cycle is not None:
            cycle.hold(at, by)
            self.note(at, f"paused: {by[0]}")
        self.state = self.state or by

    def resume(self, at: int) -> None:
        self.state = None
        cycle = self.running
        if cycle is not None and cycle.paused_at is not None:
            cycle.release(at)
            self.note(at, "running again")

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
        cycle.release(at)
        cycle.ended = at
        self.state = None
        self.note(at, "ended by the closing")

    def merge(self, at: int) -> None:
        """The item went into another one: whatever kind the clock is of, it ends unanswered, so what was due before stays a miss."""
        cycle = self.running
        if cycle is None:
            return
        cycle.release(at)
        cycle.ended, cycle.merged = at, True
        self.state = None
        self.note(at, "merged into another item")

    def finish(self, cycle: Cycle, at: int) -> None:
        cycle.release(at)
        cycle.stop = at
        if self.rule.kind == "work":
            # Work that is done waits for nobody: when it is opened again it runs until the next pausing state.
            self.state = None

    # ── changes under way ──

    def change(self, step: Step) -> None:
        if step.field == DEADLINE:
            self.deadline = int(step.value) if step.value is not None else None
            for cycle in self.cycles:
                cycle.deadline = self.deadline
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
        if getattr(self.rule.within, "as_at", "") == "due" and at > cycle.due_of(at):
            return
        if self.aim(cycle, at, self.rule.priority_changed):
            self.note(at, "the target changes")

    def aim(self, cycle: Cycle, at: int, reading: str) -> bool:
        """Gives the cycle the target of the item's values, by one reading; False where it has it already, or there is none."""
        target = target_for(cycle.rule, self.values)
        if target is None or (cycle.target is not None and target.length == cycle.target.length):
            return False
        cycle.aim(target, at, reading)
        return True

    def amend(self, at: int) -> None:
        """Amended terms split the clock at the instant from which they hold; those that pin it never come here (see `fold`)."""
        while self.later and self.later[0][0] <= at:
            since, changed = self.later.pop(0)
            self.rule = changed
            cycle = self.running
            if cycle is None:
                continue
            spent, cycle.rule = cycle.spent(since), changed
            target = target_for(changed, self.values)
            self.note(since, "amended terms hold from here")
            if target is not None:
                cycle.go_on(since, target, target.allowance(cycle.start) - spent)

    def note(self, at: int, what: str) -> None:
        self.timeline.append((at, what))

    # ── result ──

    def result(self) -> Replay:
        self.amend(self.cut - 1)
        cycles = list(enumerate(self.cycles, 1))
        runs = [cycle.run(number, self.cut) for number, cycle in cycles]
        pauses = [pause for number, cycle in cycles for pause in cycle.all_pauses(number, self.cut)]
        told = [warning for cycle in self.cycles for warning in cycle.warnings(self.cut)]
        chosen = counted(runs, self.rule.cycle_counted)
        return Replay(tuple(chosen), tuple(pauses), tuple(self.anomalies), tuple(self.timeline), tuple(told))
