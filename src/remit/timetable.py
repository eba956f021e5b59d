"""The calendar of a month's close: when records freeze, when the draft is seen, until when to object, when money is due.

All instants follow from section 12 of the terms and its calendar's business days: business day 3 ends with the last closing time of the
third day on which that calendar is open in the month after. Nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from remit.clock.days import due_in_days
from remit.terms.document import Terms
from remit.terms.typed import Length
from remit.values.period import Month, moment
from remit.work.clocks import instant_of_day, schedules


@dataclass(frozen=True, slots=True)
class Timetable:
    """Instants in microseconds UTC. `silence` is what no answer means at `objections_until`: accepts or objects."""

    month: Month
    zone: str
    ends: int
    frozen: int
    preview: int
    objections_until: int
    silence: str

    def undisputed_due(self, terms: Terms, accepted: int) -> date:
        """The day on which the undisputed part is due, counted from the instant of acceptance."""
        length = terms.statement["undisputed part due"]
        return day_after(terms, moment(accepted, self.zone).date(), length)


def timetable(terms: Terms, month: Month) -> Timetable:
    """The close of a month under its terms."""
    clause = terms.named(4, terms.statement["calendar"])
    zone = str(clause["zone"])
    begins = instant_of_day(month.next().first, zone)
    frozen, preview, objections = (
        business_day(terms, month.next(), int(terms.statement[name])) for name in ("records frozen", "preview", "objections until")
    )
    return Timetable(month, zone, begins, frozen, preview, objections, str(terms.statement["silence"]))


def business_day(terms: Terms, month: Month, number: int) -> int:
    """The end of the month's business day of that number (1 is the first), in the statement's calendar."""
    clause = terms.named(4, terms.statement["calendar"])
    hours = schedules(terms)[clause.name]
    return due_in_days(hours, instant_of_day(month.first, str(clause["zone"])), Fraction(number - 1))


def reopened_until(terms: Terms, issued: int) -> int:
    """Until when a later version may be objected to: as many business days after its issue as lie between freeze and objection."""
    clause = terms.named(4, terms.statement["calendar"])
    days = int(terms.statement["objections until"]) - int(terms.statement["records frozen"])
    return due_in_days(schedules(terms)[clause.name], issued, Fraction(days))


def day_after(terms: Terms, day: date, length: Length) -> date:
    """The day a length of days after another: calendar days, or business days of the statement's calendar."""
    if not length.business:
        return day + timedelta(days=int(length.amount) * {"day": 1, "week": 7, "month": 30}.get(length.unit, 1))
    clause = terms.named(4, terms.statement["calendar"])
    zone = str(clause["zone"])
    return moment(due_in_days(schedules(terms)[clause.name], instant_of_day(day, zone), length.amount), zone).date()


def business_days_left(terms: Terms, start: int, end: int) -> int:
    """How many business days of the statement's calendar still end between two instants; 0 once the end has passed."""
    clause = terms.named(4, terms.statement["calendar"])
    hours = schedules(terms)[clause.name]
    count = 0
    while start < end and count < 400 and due_in_days(hours, start, Fraction(count)) <= end:
        count += 1
    return count
