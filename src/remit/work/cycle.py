"""One cycle of a clock on one item, and its sums: what was taken out, how long it ran, when it is due, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import running, union
from remit.clock.schedule import Schedule
from remit.terms.typed import Length
from remit.values.period import Period
from remit.work.clocks import ClockRule
from remit.work.run import DONE, LATE, LEFT_OUT, MET, OPEN, OVERDUE, Pause, Run
from remit.work.targets import Target, after


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
    merged: bool = False
    """Whether it ended because the item went into another one."""

    excused: Sequence[tuple[int, int, str | None]] = ()
    """What accepted relief takes out: from, to, and who caused it."""
    deadline: int | None = None
    """The item's own deadline, where the clock has such."""

    @property
    def runs(self) -> bool:
        return self.stop is None and self.ended is None

    def until(self, cut: int) -> int:
        """Where it stopped or ended, else the cut."""
        return next((at for at in (self.stop, self.ended) if at is not None), cut)

    # ── pauses ──

    def hold(self, at: int, by: tuple[str, str | None]) -> None:
        self.paused_at, self.paused_by = at, by

    def release(self, at: int) -> None:
        """Ends the pause under way; one longer than allowed has ended by itself before."""
        if self.paused_at is not None:
            self.pauses.append((self.paused_at, self.pause_end(self.paused_at, at), *self.paused_by))
            self.paused_at = None

    def pause_end(self, begun: int, at: int) -> int:
        longest = self.rule.longest_pause
        return at if longest is None else min(at, after(self.rule, begun, longest))

    # ── targets ──

    def aim(self, target: Target, at: int, reading: str) -> None:
        """Gives it a target at an instant, by one reading of a change."""
        if self.target is None or reading == "new target from the same start":
            self.since, self.target, self.left, self.fixed = self.start, target, None, None
            self.segments = [(self.start, target.hours)]
        elif reading == "new clock":
            self.start = self.since = at
            self.target, self.left, self.fixed = target, None, None
            self.segments = [(at, target.hours)]
        else:
            granted = target.allowance(self.start)
            left = granted - self.spent(at)
            if reading == "remaining time scaled":
                before, remains = self.target.allowance(self.start), self.granted() - self.spent(at)
                left = UNREACHABLE if UNREACHABLE in (before, granted) else int(Fraction(remains) * granted / before) if before else 0
            self.go_on(at, target, left)

    def go_on(self, at: int, target: Target, left: int) -> None:
        """From `at` there is `left` to run in the target's hours; with nothing left it is due then, or was before."""
        self.fixed = min(self.due_of(at), at) if left <= 0 else None
        self.since, self.target, self.left = at, target, max(left, 0)
        self.segments.append((at, target.hours))

    def granted(self) -> int:
        """The whole time allowed as it stands."""
        if self.left is not None:
            return self.spent(self.since) + self.left
        assert self.target is not None
        return self.target.allowance(self.since)

    def taken_out(self, until: int, *, every: bool = False) -> list[Period]:
        """The pauses up to an instant, with the one under way and what relief takes out; those after due if they count, or `every` one."""
        states = [Period(begin, end) for begin, end, cause, _ in self.pauses if cause != "closed"]
        if self.paused_at is not None:
            states.append(Period(self.paused_at, self.pause_end(self.paused_at, until)))
        other = [Period(begin, end) for begin, end, cause, _ in self.pauses if cause == "closed"]
        other += [Period(begin, end) for begin, end, _ in self.excused]
        inside = [
            [Period(max(p.start, self.start), min(p.end, until)) for p in part if p.start < until and p.end > self.start]
            for part in (states, other)
        ]
        return union(
            [*inside[0], *inside[1]] if every or self.rule.pauses_after_due else self.before_due(union(inside[0]), union(inside[1]))
        )

    def before_due(self, states: list[Period], other: list[Period]) -> list[Period]:
        """Pauses that begin before the due instant as it then stands; closed time and relief are taken out whenever they are."""
        kept = other
        for pause in states:
            if pause.start >= self.due_with(kept):
                break
            kept = [*kept, Period(pause.start, min(pause.end, max(pause.start, self.due_with([*kept, pause]))))]
        return kept

    def due_with(self, pauses: Sequence[Period]) -> int:
        if self.rule.deadline is not None:
            return UNREACHABLE if self.deadline is None else self.deadline
        if self.fixed is not None:
            return self.fixed
        if self.target is None:
            return UNREACHABLE
        if self.left is None:
            return self.target.due(self.since, pauses)
        return self.left if self.left == UNREACHABLE else due(self.target.hours, self.since, self.left, pauses, self.target.rule.boundary)

    def due_of(self, until: int) -> int:
        return self.due_with(self.taken_out(until))

    def spent(self, at: int) -> int:
        """The time used at a change of target. Every pause so far counts: while time is left, all of them lie before due."""
        return self.ran(at, every=True)

    def ran(self, until: int, *, every: bool = False) -> int:
        """Running time from the start until an instant."""
        held = self.taken_out(until, every=every)
        edges = [begin for begin, _ in self.segments[1:]] + [until]
        total = 0
        for (begin, hours), end in zip(self.segments, edges, strict=True):
            if begin < min(end, until):
                total += running(hours, begin, min(end, until), held)
        return total

    # ── result ──

    def run(self, number: int, cut: int) -> Run:
        end = self.until(cut)
        elapsed, limited = self.ran(end), self.target is not None or self.deadline is not None
        paused = sum(running(self.segments[-1][1], p.start, p.end) for p in self.taken_out(end))
        last = self.due_of(end) if limited else None
        outcome, why = self.outcome(last, cut)
        stopped = self.stop if self.stop is not None else self.ended
        on_due = stopped if last is None or last == UNREACHABLE else last
        at: int | None = {"when due": on_due, "when stopped": stopped, "when started": self.start}[self.rule.counted]
        if outcome in (LEFT_OUT, OPEN):
            at = None
        return Run(number, self.start, self.stop, last, elapsed, paused, outcome, at, why)

    def outcome(self, last: int | None, cut: int) -> tuple[str, str]:
        if self.rule.outside_left_out and not self.rule.schedule.is_open(self.start):
            return LEFT_OUT, "begun outside hours"
        if self.ended is not None:
            missed = last is not None and last < self.ended
            how = "merged into another item" if self.merged else "closed"
            return (OVERDUE, "never answered") if missed else (LEFT_OUT, f"{how} before it was due")
        if self.stop is not None:
            return (DONE, "") if last is None else (MET, "") if self.stop <= last else (LATE, "")
        if last is not None and last < cut:
            return OVERDUE, "" if self.rule.counted != "when stopped" else "still open past its due instant; counts when it stops"
        return OPEN, "still open at the cut and not yet due"

    def all_pauses(self, number: int, cut: int) -> list[Pause]:
        end = self.until(cut)
        found = [Pause(number, begin, until, cause, who) for begin, until, cause, who in self.pauses]
        if self.paused_at is not None:
            found.append(Pause(number, self.paused_at, self.pause_end(self.paused_at, end), *self.paused_by))
        relief = [Pause(number, max(begin, self.start), min(until, end), "relief", who) for begin, until, who in self.excused]
        return sorted((p for p in (*found, *relief) if p.start < p.end), key=lambda pause: (pause.start, pause.end))

    def warnings(self, cut: int) -> list[tuple[int, Mapping[str, object]]]:
        """When each warning of the clock falls due, with the pauses known so far."""
        if not self.rule.warnings or self.target is None or self.rule.deadline is not None:
            return []
        held = self.taken_out(self.stop if self.stop is not None else cut)
        last, granted = self.due_with(held), self.granted()
        told: list[tuple[int, Mapping[str, object]]] = []
        for warning in self.rule.warnings:
            when = warning["at"]
            if isinstance(when, Fraction):
                told.append((self.share_used(when, granted, held), warning))
            elif when.length is not None:
                told.append((self.ahead(last, when.length) if when.before else Target(when.length, self.rule).due(last), warning))
        return told

    def share_used(self, share: Fraction, granted: int, held: Sequence[Period]) -> int:
        """The instant at which a share of the time allowed is used."""
        assert self.target is not None
        if granted == UNREACHABLE:
            return UNREACHABLE
        used = granted - self.left if self.left is not None else 0
        return due(self.target.hours, self.since if self.left is not None else self.start, int(granted * share) - used, held)

    def ahead(self, last: int, length: Length) -> int:
        assert self.target is not None
        reach = Target(length, self.rule)
        return due(reach.hours, last, -(reach.microseconds or reach.allowance(self.start)))
