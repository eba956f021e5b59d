"""When the term ends, until when notice can be given, and how often the contract has renewed meanwhile.

A notice period is counted back from the last day of the term: of a term that ends on 30 April with three months' notice, the last day to
give it is 30 January; where that month is shorter, its last day. Business days are those of the statement's calendar and are counted back
from the last day of the term, which is not one of them. That notice was given is no part of the terms, so nothing here knows of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from remit.terms.document import Clause, Terms
from remit.terms.typed import Length
from remit.values.period import Month
from remit.work.holidays import holidays_of


@dataclass(frozen=True, slots=True)
class Renewal:
    """`ends` is the last day of the running term, `notice_by` the last one to give notice. `renews` is None where it ends by itself;
    `renewed` counts the terms that have run out before."""

    ends: date
    notice_by: date
    renews: Length | None
    renewed: int


def renewal(terms: Terms, today: date) -> Renewal:
    """The running term on a day.

    >>> from remit.catalogue import standard_catalogue
    >>> from remit.demo.specimen import demo_terms
    >>> from remit.terms.reader import read
    >>> terms = read(demo_terms().encode(), standard_catalogue())
    >>> found = renewal(terms, date(2026, 11, 12))
    >>> str(found.ends), str(found.notice_by), found.renewed
    ('2028-04-30', '2028-01-30', 0)
    >>> found = renewal(terms, date(2028, 5, 1))
    >>> str(found.ends), str(found.notice_by), found.renewed
    ('2029-04-30', '2029-01-30', 1)
    """
    ends, notice, renews = terms.term["ends"], terms.term["notice"], terms.term["renews for"]
    length = renews if isinstance(renews, Length) else None
    renewed = 0
    while length is not None and ends < today:
        ends, renewed = _later(terms.term["ends"], length, renewed + 1), renewed + 1
    return Renewal(ends, _earlier(ends, notice, terms), length, renewed)


def _later(first_end: date, length: Length, times: int) -> date:
    """The end of the term after so many renewals, counted from the first one, so that short months leave no trace."""
    whole = length.amount * times
    if length.unit in ("month", "year"):
        return _moved(first_end, int(whole) * (12 if length.unit == "year" else 1), keeps_last=True)
    return first_end + timedelta(days=max(1, int(whole * {"week": 7, "day": 1}.get(length.unit, 1))))


def _earlier(ends: date, notice: Length, terms: Terms) -> date:
    if notice.unit in ("month", "year"):
        return _moved(ends, -int(notice.amount) * (12 if notice.unit == "year" else 1), keeps_last=False)
    if notice.unit == "day" and notice.business:
        calendar, day, left = terms.named(4, terms.statement["calendar"]), ends, int(notice.amount)
        while left:
            day -= timedelta(days=1)
            left -= _is_open(calendar, day)
        return day
    return ends - timedelta(days=int(notice.amount * {"week": 7, "day": 1}.get(notice.unit, 1)))


def _moved(day: date, months: int, *, keeps_last: bool) -> date:
    """The same day of another month; the last where it has none, or (`keeps_last`) where the day was the last of its own."""
    month = Month.of(day).plus(months)
    is_last = keeps_last and day == Month.of(day).last
    return month.last if is_last else date(month.year, month.month, min(day.day, month.last.day))


def _is_open(calendar: Clause, day: date) -> bool:
    own = calendar["dates"].get(day) if calendar.get("dates") else None
    if own is not None:
        return bool(own)
    holidays = {found for place in calendar.get("holidays") or () for found, _ in holidays_of(str(place), day.year, day.year)}
    return bool(calendar["hours"].get(day.weekday())) and day not in holidays
