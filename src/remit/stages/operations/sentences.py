"""What pages and alerts say of a clock and of a level: whole sentences with figures, in the contract's zone first, then the provider's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from remit.clock.elapsed import elapsed
from remit.foresight.forecast import Outlook
from remit.scorecard import Attainment, rounded
from remit.stages.operations.timeline import Refusal, Timeline
from remit.terms.typed import Length, Table
from remit.terms.words import Words
from remit.values.period import HOUR, MINUTE, SECOND, Month, moment

_DOING = {
    "first reply": ("reply", "Replied", "the reply"),
    "next reply": ("reply", "Replied", "the reply"),
    "update": ("update", "Updated", "the update"),
    "answered": ("answer", "Answered", "the answer"),
    "completed": ("complete it", "Completed", "it"),
    "resolved": ("resolve it", "Resolved", "it"),
    "closed": ("close it", "Closed", "it"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The two wall clocks of an engagement: zone and town of the contract, then of the provider (the same one where there is none)."""

    zone: str
    town: str
    other_zone: str
    other_town: str

    def both(self, at: int, now: int | None = None) -> str:
        """`14:56 in Bristol, 16:56 in Cape Town`; with the date where it is another day than that of `now`."""
        first = f"{self._time(at, self.zone, now)} in {self.town}" if self.town else self._time(at, self.zone, now)
        if not self.other_town or moment(at, self.zone).utcoffset() == moment(at, self.other_zone).utcoffset():
            return first
        same_day = moment(at, self.zone).date() == moment(at, self.other_zone).date()
        other = f"{moment(at, self.other_zone):%H:%M}" if same_day else self._time(at, self.other_zone, now)
        return f"{first}, {other} in {self.other_town}"

    @staticmethod
    def _time(at: int, zone: str, now: int | None) -> str:
        when = moment(at, zone)
        today = now is not None and moment(now, zone).date() == when.date()
        return f"{when:%H:%M}" if today else f"{when:%H:%M} on {when:%A} {when.day} {when:%B}"


def spell(length: int, business: bool) -> str:
    """A length in words: `36 business minutes`, `2 h 10 of business time`, `45 seconds`.

    >>> spell(36 * MINUTE, True), spell(130 * MINUTE, True), spell(45 * SECOND, False), spell(2 * HOUR, True)
    ('36 business minutes', '2 h 10 of business time', '45 seconds', '2 business hours')
    """
    word = "business " if business else ""
    if length < MINUTE:
        return _counted(length // SECOND, f"{word}second")
    if length < HOUR:
        return _counted(length // MINUTE, f"{word}minute")
    hours, minutes = divmod(length // MINUTE, 60)
    if not minutes:
        return _counted(hours, f"{word}hour")
    return f"{hours:,} h {minutes:02}" + (" of business time" if business else "")


def short(length: int) -> str:
    """`4 h 36`, `50 min`, `42 s`."""
    hours, minutes = divmod(length // MINUTE, 60)
    return f"{hours:,} h {minutes:02}" if length >= HOUR else f"{minutes} min" if length >= MINUTE else f"{length // SECOND} s"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def answer(timeline: Timeline, places: Places) -> tuple[str, str, str, str]:
    """The sentence of a clock in four parts: before the marked phrase, the phrase, after it, and the status that colours it."""
    run, now = timeline.run, timeline.now
    do, did, noun = _DOING.get(timeline.rule.stop, (f"get it {timeline.rule.stop}", timeline.rule.stop.capitalize(), "it"))
    if run.outcome == "left out":
        return f"This item counts for no time limit: {run.why}.", "", "", ""
    if timeline.due is None:
        word = "took" if run.stop is not None else "has run for"
        return f"The clock {timeline.story.clock.name} {word} {spell(run.elapsed, timeline.business)}; it has no time limit.", "", "", ""
    when = places.both(timeline.due, now)
    if run.stop is not None and run.outcome == "met":
        spare = elapsed(timeline.hours, run.stop, timeline.due)
        return f"{did} in time, with {spell(spare, timeline.business)} to spare.", "", "", "met"
    if run.stop is not None:
        late = f"{short(timeline.late)} too late" if timeline.late else "too late, after closing time"
        return f"{did} ", late, f": {noun} was due at {when}.", "missed"
    if timeline.due < now:
        over = f"Overdue by {spell(timeline.late, timeline.business)}" if timeline.late else "Overdue"
        return "", over, f": {noun} was due at {when}.", "missed"
    left = spell(timeline.left or 0, timeline.business)
    if timeline.paused is not None:
        cause = timeline.paused.why.removeprefix("paused: ")
        return f"Paused, {cause}: {left} will be left, to {do} by {when} if it resumed now.", "", "", ""
    many = left.endswith("s")
    return f"{left[0].upper()}{left[1:]} {'are' if many else 'is'} left: {do} by {when}.", "", "", ""


def refused(refusal: Refusal, timeline: Timeline, places: Places) -> str:
    """What a refused pause would come to, as one sentence."""
    run, now = refusal.run, timeline.now
    owed = _DOING.get(timeline.rule.stop, ("", "", "it"))[2]
    noun = f"{owed[0].upper()}{owed[1:]}"
    if run.due is None or run.due >= 2**62:
        return "Nothing would change: the clock has no time limit."
    when = places.both(run.due, now)
    if run.stop is not None:
        if run.outcome == timeline.run.outcome:
            word = "still in time" if run.outcome == "met" else "still late"
            return f"{noun} would have been due at {when}: {word}."
        return f"{noun} would have been due at {when}, and this item would be {'a miss' if run.outcome == 'late' else 'in time'}."
    if run.due < now:
        return f"{noun} was due at {when}: this item would be overdue now."
    return f"{noun} is due at {when}, in {spell(elapsed(timeline.hours, now, run.due), timeline.business)}."


def limit(timeline: Timeline) -> str:
    """The clock's limit as the contract writes it: `4 business hours`."""
    within = timeline.rule.within
    if isinstance(within, Length):
        return Words().length(within)
    if isinstance(within, Table):
        return "by the item's fields"
    return "the item's own deadline" if timeline.rule.deadline is not None else "no limit"


def how_it_runs(timeline: Timeline) -> Iterator[str]:
    """Start, stop and pauses of the clock in words."""
    rule = timeline.rule
    yield (
        f"It starts when the item is {rule.start} and stops at its {rule.stop}."
        if rule.stop.endswith(("reply", "update"))
        else (f"It starts when the item is {rule.start} and stops when it is {rule.stop}.")
    )
    if rule.pauses_while:
        yield f"It pauses while the item is {' or '.join(rule.pauses_while)}."
    else:
        yield "No state pauses it; time that another party caused comes out by relief only."
    if rule.outside_left_out:
        yield "Items begun outside hours are left out."


# ── levels ──


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with at most one phrase marked in the colour of its status."""

    before: str
    marked: str = ""
    after: str = ""
    status: str = ""


_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def standing(found: Sequence[Attainment], worst: Attainment | None, left: int | None) -> Said:
    """How a month's levels stand, from the worst: `left` is how many more items may miss until the month's end, where that is drawn."""
    if worst is None:
        return Said("There is no work of this month yet, so no level can be judged: no data is not 100 %.")
    met = sum(level.status == "met" for level in found)
    count = _NUMBERS[met] if met < len(_NUMBERS) else f"{met:,}"
    name = f"{worst.name[0].upper()}{worst.name[1:]}"
    result = worst.written(worst.judged) if worst.judged is not None else ""
    if worst.status == "met":
        room = f", and can miss {left:,} more before it costs" if left is not None else ""
        every = "All levels that can be judged meet" if met == len(found) or met > 1 else f"{count} level meets"
        return Said(f"{every} their targets. {name} has the least room: it is at {result}{room}.", status="met")
    opening = f"{count} level{'' if met == 1 else 's'} meet{'s' if met == 1 else ''} {'its target' if met == 1 else 'their targets'}. "
    if worst.status == "too little evidence":
        return Said(f"{opening}{name} rests on {worst.measure.count:,} of at least {worst.minimum_sample:,}: too little evidence.")
    if worst.status == "amber":
        more = left if left is not None else worst.misses_left
        after = f", and can miss {more:,} more before it costs." if left is not None and more is not None else "."
        return Said(opening, f"{name} is at {result}, between minimum and target", after, "amber")
    limit = worst.minimum if worst.minimum is not None else worst.target
    assert limit is not None
    word = "minimum" if worst.minimum is not None else "target"
    side = "below" if worst.better == "more" else "above"
    short_of = f"; {worst.short_by:,} more in time would have met it." if worst.short_by is not None else "."
    return Said(opening, f"{name} is at {result}, {side} its {word} of {worst.written(limit)}", short_of, "missed")


def month_end(level: Attainment, outlook: Outlook, month: Month, draws: int) -> str:
    """`At this pace chat answered ends November at 81 %: above the minimum in 87 runs of 100.`"""
    if outlook.result is None:
        return ""
    value = outlook.result.p50
    middle = level.written(rounded(value, 1, Fraction(1, 100)) if level.result == "percentage" else value)
    name = month.name.split()[0]
    good = draws - int(outlook.missed * draws)
    noun = "minimum" if level.minimum is not None else "target"
    if level.target is None:
        return f"At this pace {level.name} ends {name} at {middle}."
    side = "on the good side of" if level.better == "less" else "above"
    return f"At this pace {level.name} ends {name} at {middle}: {side} the {noun} in {good} runs of {draws}."


def what_saves(level: Attainment, outlook: Outlook) -> str:
    """What of the work to come must be good, as a sentence; empty where that cannot be said in items."""
    if outlook.to_come is None or outlook.must_be_good is None:
        return (
            f"Drawn from the days of this month and of earlier ones; it rests on {int(outlook.counted.p50):,} in the middle of the draws."
        )
    noun = "minimum" if level.minimum is not None else "target"
    good = "in time" if level.rule in ("share on time", "answered in time") else "good"
    if outlook.saved:
        return f"Nothing of the {outlook.to_come:,} still expected can make it missed."
    if outlook.lost:
        return f"Even if all {outlook.to_come:,} still expected were {good}, it would stay below the {noun}."
    needed = f"{outlook.must_be_good:,} of the next {outlook.to_come:,}"
    if outlook.more_in_time:
        return f"{outlook.more_in_time:,} more {good} than at this pace save the month: {needed}."
    return f"{needed} {good} keep the {noun}; {outlook.may_miss or 0:,} may miss."


def next_item(running: pl.DataFrame, items: pl.DataFrame, places: Places, now: int) -> str:
    """What to take next: the running item that is due soonest; `items` are all that the filters leave."""
    overdue = items.filter(pl.col("left") < 0).height
    also = f" {overdue:,} {'are' if overdue != 1 else 'is'} overdue." if overdue else ""
    if not running.height:
        return f"No clock is running.{also}" if items.height else "Nothing is open."
    row = running.row(0, named=True)
    return f"Next is {row['item']}: {short(row['left'])} left, due at {places.both(row['due'], now)}.{also}"
