"""What pages and alerts say of a clock and of a level: whole sentences with figures, in the contract's zone first, then the provider's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from remit.clock.elapsed import elapsed
from remit.foresight.forecast import Outlook
from remit.scorecard import Attainment, rounded
from remit.stages.operations.timeline import Refusal, Timeline
from remit.terms.typed import Length, Table
from remit.terms.words import Words
from remit.values.period import HOUR, MINUTE, SECOND, Month, moment

_DOING = {
    "first reply": (gettext_noop("reply"), gettext_noop("Replied"), gettext_noop("the reply")),
    "next reply": (gettext_noop("reply"), gettext_noop("Replied"), gettext_noop("the reply")),
    "update": (gettext_noop("update"), gettext_noop("Updated"), gettext_noop("the update")),
    "answered": (gettext_noop("answer"), gettext_noop("Answered"), gettext_noop("the answer")),
    "completed": (gettext_noop("complete it"), gettext_noop("Completed"), gettext_noop("it")),
    "resolved": (gettext_noop("resolve it"), gettext_noop("Resolved"), gettext_noop("it")),
    "closed": (gettext_noop("close it"), gettext_noop("Closed"), gettext_noop("it")),
}
"""What ends a clock: what is to be done, that it was done, and what was owed."""


def _doing(stop: str) -> tuple[str, str, str]:
    do, did, owed = _DOING.get(stop, (f"get it {stop}", stop.capitalize(), gettext_noop("it")))
    return _(do), _(did), _(owed)


@dataclass(frozen=True, slots=True)
class Places:
    """The two wall clocks of an engagement: zone and town of the contract, then of the provider (the same one where there is none)."""

    zone: str
    town: str
    other_zone: str
    other_town: str

    def both(self, at: int, now: int | None = None) -> str:
        """`14:56 in Bristol, 16:56 in Cape Town`; with the date where it is another day than that of `now`."""
        first = self._in_town(self._time(at, self.zone, now), self.town)
        if not self.other_town or moment(at, self.zone).utcoffset() == moment(at, self.other_zone).utcoffset():
            return first
        same_day = moment(at, self.zone).date() == moment(at, self.other_zone).date()
        other = f"{moment(at, self.other_zone):%H:%M}" if same_day else self._time(at, self.other_zone, now)
        return f"{first}, {self._in_town(other, self.other_town)}"

    @staticmethod
    def _in_town(clock: str, town: str) -> str:
        return _("%(clock)s in %(town)s") % {"clock": clock, "town": town} if town else clock

    @staticmethod
    def _time(at: int, zone: str, now: int | None) -> str:
        when = moment(at, zone)
        today = now is not None and moment(now, zone).date() == when.date()
        clock = f"{when:%H:%M}"
        return clock if today else _("%(clock)s on %(day)s") % {"clock": clock, "day": dateformat.format(when, "l j F")}


def spell(length: int, business: bool) -> str:
    """A length in words: `36 business minutes`, `2 h 10 of business time`, `45 seconds`.

    >>> spell(36 * MINUTE, True), spell(130 * MINUTE, True), spell(45 * SECOND, False), spell(2 * HOUR, True)
    ('36 business minutes', '2 h 10 of business time', '45 seconds', '2 business hours')
    """
    if length < MINUTE:
        return _seconds(length // SECOND, business)
    if length < HOUR:
        return _minutes(length // MINUTE, business)
    hours, minutes = divmod(length // MINUTE, 60)
    if not minutes:
        return _hours(hours, business)
    said = f"{hours:,} h {minutes:02}"
    return _("%(length)s of business time") % {"length": said} if business else said


def short(length: int) -> str:
    """`4 h 36`, `50 min`, `42 s`."""
    hours, minutes = divmod(length // MINUTE, 60)
    return f"{hours:,} h {minutes:02}" if length >= HOUR else f"{minutes} min" if length >= MINUTE else f"{length // SECOND} s"


def _seconds(count: int, business: bool) -> str:
    if business:
        return ngettext("%(count)s business second", "%(count)s business seconds", count) % {"count": f"{count:,}"}
    return ngettext("%(count)s second", "%(count)s seconds", count) % {"count": f"{count:,}"}


def _minutes(count: int, business: bool) -> str:
    if business:
        return ngettext("%(count)s business minute", "%(count)s business minutes", count) % {"count": f"{count:,}"}
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": f"{count:,}"}


def _hours(count: int, business: bool) -> str:
    if business:
        return ngettext("%(count)s business hour", "%(count)s business hours", count) % {"count": f"{count:,}"}
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": f"{count:,}"}


def answer(timeline: Timeline, places: Places) -> tuple[str, str, str, str]:
    """The sentence of a clock in four parts: before the marked phrase, the phrase, after it, and the status that colours it."""
    run, now = timeline.run, timeline.now
    do, did, owed = _doing(timeline.rule.stop)
    if run.outcome == "left out":
        return _("This item counts for no time limit: %(why)s.") % {"why": run.why}, "", "", ""
    if timeline.due is None:
        words = {"clock": timeline.story.clock.name, "length": spell(run.elapsed, timeline.business)}
        took = _("The clock %(clock)s took %(length)s; it has no time limit.")
        return (
            (took if run.stop is not None else _("The clock %(clock)s has run for %(length)s; it has no time limit.")) % words,
            "",
            "",
            "",
        )
    was_due = _(": %(owed)s was due at %(when)s.") % {"owed": owed, "when": places.both(timeline.due, now)}
    if run.stop is not None and run.outcome == "met":
        spare = spell(elapsed(timeline.hours, run.stop, timeline.due), timeline.business)
        return _("%(did)s in time, with %(spare)s to spare.") % {"did": did, "spare": spare}, "", "", "met"
    if run.stop is not None:
        late = _("%(length)s too late") % {"length": short(timeline.late)} if timeline.late else _("too late, after closing time")
        return f"{did} ", late, was_due, "missed"
    if timeline.due < now:
        over = _("Overdue by %(length)s") % {"length": spell(timeline.late, timeline.business)} if timeline.late else _("Overdue")
        return "", over, was_due, "missed"
    return _still_to_do(timeline, places, do), "", "", ""


def _still_to_do(timeline: Timeline, places: Places, do: str) -> str:
    """How much of the clock's time is left, and by when what is to be done."""
    assert timeline.due is not None
    left = spell(timeline.left or 0, timeline.business)
    words = {"left": left, "do": do, "when": places.both(timeline.due, timeline.now)}
    if timeline.paused is not None:
        cause = timeline.paused.why.removeprefix("paused: ")
        return _("Paused, %(cause)s: %(left)s will be left, to %(do)s by %(when)s if it resumed now.") % {**words, "cause": cause}
    said = _("%(left)s are left: %(do)s by %(when)s.") if left.endswith("s") else _("%(left)s is left: %(do)s by %(when)s.")
    return said % {**words, "left": left[0].upper() + left[1:]}


def refused(refusal: Refusal, timeline: Timeline, places: Places) -> str:
    """What a refused pause would come to, as one sentence."""
    run, now = refusal.run, timeline.now
    owed = _doing(timeline.rule.stop)[2]
    if run.due is None or run.due >= 2**62:
        return _("Nothing would change: the clock has no time limit.")
    words = {"owed": f"{owed[0].upper()}{owed[1:]}", "when": places.both(run.due, now)}
    if run.stop is not None:
        if run.outcome == timeline.run.outcome:
            still = _("%(owed)s would have been due at %(when)s: still in time.")
            return (still if run.outcome == "met" else _("%(owed)s would have been due at %(when)s: still late.")) % words
        miss = _("%(owed)s would have been due at %(when)s, and this item would be a miss.")
        return (miss if run.outcome == "late" else _("%(owed)s would have been due at %(when)s, and this item would be in time.")) % words
    if run.due < now:
        return _("%(owed)s was due at %(when)s: this item would be overdue now.") % words
    return _("%(owed)s is due at %(when)s, in %(left)s.") % {
        **words,
        "left": spell(elapsed(timeline.hours, now, run.due), timeline.business),
    }


def limit(timeline: Timeline) -> str:
    """The clock's limit as the contract writes it: `4 business hours`."""
    within = timeline.rule.within
    if isinstance(within, Length):
        return Words().length(within)
    if isinstance(within, Table):
        return _("by the item's fields")
    return _("the item's own deadline") if timeline.rule.deadline is not None else _("no limit")


def how_it_runs(timeline: Timeline) -> Iterator[str]:
    """Start, stop and pauses of the clock in words."""
    rule = timeline.rule
    words = {"start": _(rule.start), "stop": _(rule.stop)}
    if rule.stop.endswith(("reply", "update")):
        yield _("It starts when the item is %(start)s and stops at its %(stop)s.") % words
    else:
        yield _("It starts when the item is %(start)s and stops when it is %(stop)s.") % words
    if rule.pauses_while:
        yield _("It pauses while the item is %(states)s.") % {"states": _(" or ").join(rule.pauses_while)}
    else:
        yield _("No state pauses it; time that another party caused comes out by relief only.")
    if rule.outside_left_out:
        yield _("Items begun outside hours are left out.")


# ── levels ──


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with at most one phrase marked in the colour of its status."""

    before: str
    marked: str = ""
    after: str = ""
    status: str = ""


_NUMBERS = (
    gettext_noop("No"),
    gettext_noop("One"),
    gettext_noop("Two"),
    gettext_noop("Three"),
    gettext_noop("Four"),
    gettext_noop("Five"),
    gettext_noop("Six"),
    gettext_noop("Seven"),
    gettext_noop("Eight"),
    gettext_noop("Nine"),
    gettext_noop("Ten"),
)


def standing(found: Sequence[Attainment], worst: Attainment | None, left: int | None) -> Said:
    """How a month's levels stand, from the worst: `left` is how many more items may miss until the month's end, where that is drawn."""
    if worst is None:
        return Said(_("There is no work of this month yet, so no level can be judged: no data is not 100 %."))
    met = sum(level.status == "met" for level in found)
    count = _(_NUMBERS[met]) if met < len(_NUMBERS) else f"{met:,}"
    words = {
        "level": f"{worst.name[0].upper()}{worst.name[1:]}",
        "result": worst.written(worst.judged) if worst.judged is not None else "",
        "room": _(", and can miss %(left)s more before it costs") % {"left": f"{left:,}"} if left is not None else "",
    }
    if worst.status == "met":
        every = _("All levels that can be judged meet their targets.")
        said = every if met == len(found) or met > 1 else _("%(count)s level meets its target.") % {"count": count}
        return Said(f"{said} {_('%(level)s has the least room: it is at %(result)s%(room)s.') % words}", status="met")
    opening = ngettext("%(count)s level meets its target.", "%(count)s levels meet their targets.", met) % {"count": count} + " "
    if worst.status == "too little evidence":
        rests = _("%(level)s rests on %(count)s of at least %(least)s: too little evidence.")
        return Said(opening + rests % {**words, "count": f"{worst.measure.count:,}", "least": f"{worst.minimum_sample:,}"})
    if worst.status == "amber":
        return Said(opening, _("%(level)s is at %(result)s, between minimum and target") % words, f"{words['room']}.", "amber")
    return _missed(opening, worst, words)


def _missed(opening: str, worst: Attainment, words: dict[str, str]) -> Said:
    """That a level is on the wrong side of its minimum, or of its target where it has none."""
    limit = worst.minimum if worst.minimum is not None else worst.target
    assert limit is not None
    sides = {
        (True, True): _("%(level)s is at %(result)s, below its minimum of %(limit)s"),
        (True, False): _("%(level)s is at %(result)s, below its target of %(limit)s"),
        (False, True): _("%(level)s is at %(result)s, above its minimum of %(limit)s"),
        (False, False): _("%(level)s is at %(result)s, above its target of %(limit)s"),
    }
    side = sides[worst.better == "more", worst.minimum is not None] % {**words, "limit": worst.written(limit)}
    more = _("; %(count)s more in time would have met it.") % {"count": f"{worst.short_by:,}"} if worst.short_by is not None else "."
    return Said(opening, side, more, "missed")


def month_end(level: Attainment, outlook: Outlook, month: Month, draws: int) -> str:
    """`At this pace chat answered ends November at 81 %: above the minimum in 87 runs of 100.`"""
    if outlook.result is None:
        return ""
    value = outlook.result.p50
    middle = level.written(rounded(value, 1, Fraction(1, 100)) if level.result == "percentage" else value)
    words = {
        "level": level.name,
        "month": dateformat.format(month.first, "F"),
        "result": middle,
        "good": draws - int(outlook.missed * draws),
        "draws": draws,
    }
    if level.target is None:
        return _("At this pace %(level)s ends %(month)s at %(result)s.") % words
    sides = {
        (True, True): _("At this pace %(level)s ends %(month)s at %(result)s: above the minimum in %(good)s runs of %(draws)s."),
        (True, False): _("At this pace %(level)s ends %(month)s at %(result)s: above the target in %(good)s runs of %(draws)s."),
        (False, True): _(
            "At this pace %(level)s ends %(month)s at %(result)s: on the good side of the minimum in %(good)s runs of %(draws)s."
        ),
        (False, False): _(
            "At this pace %(level)s ends %(month)s at %(result)s: on the good side of the target in %(good)s runs of %(draws)s."
        ),
    }
    return sides[level.better != "less", level.minimum is not None] % words


def what_saves(level: Attainment, outlook: Outlook) -> str:
    """What of the work to come must be good, as a sentence; empty where that cannot be said in items."""
    if outlook.to_come is None or outlook.must_be_good is None:
        said = _("Drawn from the days of this month and of earlier ones; it rests on %(count)s in the middle of the draws.")
        return said % {"count": f"{int(outlook.counted.p50):,}"}
    words = {
        "all": f"{outlook.to_come:,}",
        "must": f"{outlook.must_be_good:,}",
        "more": f"{outlook.more_in_time or 0:,}",
        "miss": f"{outlook.may_miss or 0:,}",
        "limit": _("minimum") if level.minimum is not None else _("target"),
        "good": _("in time") if level.rule in ("share on time", "answered in time") else _("good"),
    }
    if outlook.saved:
        return _("Nothing of the %(all)s still expected can make it missed.") % words
    if outlook.lost:
        return _("Even if all %(all)s still expected were %(good)s, it would stay below the %(limit)s.") % words
    if outlook.more_in_time:
        return _("%(more)s more %(good)s than at this pace save the month: %(must)s of the next %(all)s.") % words
    return _("%(must)s of the next %(all)s %(good)s keep the %(limit)s; %(miss)s may miss.") % words


def next_item(running: pl.DataFrame, items: pl.DataFrame, places: Places, now: int) -> str:
    """What to take next: the running item that is due soonest; `items` are all that the filters leave."""
    overdue = items.filter(pl.col("left") < 0).height
    late = ngettext("%(count)s is overdue.", "%(count)s are overdue.", overdue) % {"count": f"{overdue:,}"} if overdue else ""
    if not running.height:
        return f"{_('No clock is running.')} {late}".strip() if items.height else _("Nothing is open.")
    row = running.row(0, named=True)
    words = {"item": row["item"], "left": short(row["left"]), "when": places.both(row["due"], now)}
    return f"{_('Next is %(item)s: %(left)s left, due at %(when)s.') % words} {late}".strip()
