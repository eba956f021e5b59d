"""The dates of an engagement as iCalendar: the close, answers that are due, reviews, holidays of both companies, notice and renewal.

Instants stand in UTC, which every calendar program shows on its own clock, and on both companies' clocks in the text. A date keeps its UID
when it moves, so a program moves its entry instead of adding one. A review has a rhythm in the contract and no date: what is shown is the
last day of the period in which it must be held.

Source: RFC 5545; RFC 7986 (REFRESH-INTERVAL).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from icalendar import Calendar, Event

from remit.intake.knowledge import kept, knowledge
from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.improvement import queries
from remit.stages.improvement.dates import Coming, ahead
from remit.terms.document import Clause, Terms
from remit.values.period import Month, moment

DAYS = 400
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WEEKS = {"week": 1, "two weeks": 2}
_PERIODS_SHOWN = 13


def calendar(member: Member, now: int) -> bytes:
    """The calendar of a member's engagement from `now` on; empty before there is a contract."""
    engagement = member.engagement
    found = Calendar()
    found.add("prodid", "-//Remit//Dates of an outsourcing relationship//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"{engagement.name} (Remit)")
    found.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in dates(member, now):
        found.add_component(_event(member, one, now))
    return bytes(found.to_ical())


def dates(member: Member, now: int) -> tuple[Coming, ...]:
    """All that the feed shows, the soonest first."""
    found = [*ahead(member, now, DAYS), *_answers(member)]
    if kept(member.engagement).versions:
        terms = knowledge(member.engagement).agreements(queries.this_month(member, now)).terms
        found += _reviews(terms, Month.of(moment(now, member.engagement.zone).date()))
    return tuple(sorted(found, key=lambda one: (one.day, one.at or 0, one.what)))


def _answers(member: Member) -> Iterator[Coming]:
    for dispute in visible(Dispute, member).filter(state="open", answer_until__isnull=False):
        at = int(dispute.answer_until or 0)
        what = f"Objection {dispute.number} to {Month.read(dispute.month).name}: answer due"
        yield Coming(moment(at, member.engagement.zone).date(), what, at, kind="dispute")


def _reviews(terms: Terms, running: Month) -> Iterator[Coming]:
    for clause in terms.section(13):
        if clause.rule == "review":
            yield from _periods(clause, terms, running)


def _periods(clause: Clause, terms: Terms, running: Month) -> Iterator[Coming]:
    """The last day of each period in which a review must be held, counted from the clause's first day."""
    start, every = clause.starts or terms.services_start, str(clause["every"])
    if every in _WEEKS:
        length = timedelta(weeks=_WEEKS[every])
        passed = max(0, (running.first - start) // length)
        days = [start + (passed + number + 1) * length - timedelta(days=1) for number in range(_PERIODS_SHOWN)]
    else:
        months, first = _MONTHS[every], Month.of(start)
        passed = max(0, (running - first) // months)
        days = [first.plus((passed + number + 1) * months - 1).last for number in range(_PERIODS_SHOWN)]
    for day in days:
        if running.first <= day <= running.first + timedelta(days=DAYS) and (clause.until is None or day <= clause.until):
            yield Coming(day, f"{clause.name.capitalize()} ({clause.number}): last day to hold it", kind="review")


def _event(member: Member, one: Coming, now: int) -> Event:
    engagement = member.engagement
    event = Event()
    number = sha256(f"{engagement.key}|{one.kind}|{one.what}|{'' if one.kind == 'close' else one.day}".encode()).hexdigest()[:32]
    event.add("uid", f"{number}@remit")
    event.add("dtstamp", moment(now))
    event.add("summary", one.what[:1].upper() + one.what[1:])
    event.add("dtstart", moment(one.at) if one.at is not None else one.day)
    if one.at is None:
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    event.add("description", "\n".join([*_said(member, one), f"{settings.ORIGIN}/e/{engagement.code}/"]))
    event.add("categories", [one.kind])
    return event


def _said(member: Member, one: Coming) -> Iterator[str]:
    """Both companies' clocks, or which of them has the day off."""
    engagement = member.engagement
    provider = engagement.provider
    if one.at is not None:
        sides = [engagement.client, *([provider] if provider is not None else [])]
        for side, place in zip(sides, (engagement.zone, provider.zone if provider is not None else ""), strict=False):
            yield f"{moment(one.at, place):%H:%M on %A} {moment(one.at, place).day} {moment(one.at, place):%B %Y} in {side.town or place}"
    elif one.closed_for:
        yield "Closed: " + " and ".join(str(engagement.organisation(side)) for side in one.closed_for)
