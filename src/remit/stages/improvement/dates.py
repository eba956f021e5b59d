"""The dates that come: deadlines of requests, steps of a staff transfer, gates and waves of the handover, the close's calendar, holidays of
either company, notice, renewal and amendments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from remit.intake.knowledge import kept, knowledge
from remit.records.models.gate import Gate
from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.records.models.wave import Wave
from remit.records.scoping import visible
from remit.stages.improvement import queries
from remit.stages.needs import staff_transfer
from remit.terms.document import Terms
from remit.terms.kinds import Duration
from remit.terms.words import listed
from remit.timetable import timetable
from remit.values.period import moment
from remit.work.clocks import instant_of_day
from remit.work.holidays import holidays_of
from remit.work.renewal import renewal


@dataclass(frozen=True, slots=True)
class Coming:
    """A date: `at` is an instant, or None for a whole day. `open_at` names the sides that work on it, where it is a holiday."""

    day: date
    what: str
    at: int | None = None
    kind: str = "close"
    closed_for: tuple[str, ...] = ()


def coming(member: Member, now: int, days: int = 60) -> tuple[Coming, ...]:
    """The dates of the next days that both companies share, the soonest first. Whoever bids has none: others hold that contract."""
    if member.side not in ("client", "provider") or not kept(member.engagement).versions:
        return ()
    today = moment(now, member.engagement.zone).date()
    terms = knowledge(member.engagement).agreements(queries.this_month(member, now)).terms
    found = [*_closes(member, terms, now), *_holidays(terms, today, days), *term_dates(member, now), *_pilot(member)]
    return _in_order(found, today, days)


def ahead(member: Member, now: int, days: int = 60) -> tuple[Coming, ...]:
    """The same with what the other company does not see: the deadlines of the requests that the member asks or bids for, and the last days
    of what people who go over with the work must be told."""
    today = moment(now, member.engagement.zone).date()
    return _in_order([*coming(member, now, days), *_requests(member, now), *_staff(member, today)], today, days)


def _in_order(found: Iterable[Coming], today: date, days: int) -> tuple[Coming, ...]:
    last = today + timedelta(days=days)
    return tuple(sorted((one for one in found if today <= one.day <= last), key=lambda one: (one.day, one.at or 0, one.what)))


def _requests(member: Member, now: int) -> Iterator[Coming]:
    """What is still ahead of the requests that bidders have before them."""
    for row in visible(Request, member).filter(state="published"):
        times = {"questions until": row.questions_until, "deadline": row.deadline_at, "opening of the bids": row.opening_at}
        for what, at in times.items():
            if at is not None and at > now:
                yield Coming(moment(at, member.engagement.zone).date(), f"“{row.title}”: {what}", at, kind="request")


def _staff(member: Member, today: date) -> Iterator[Coming]:
    """The last day of each step of a staff transfer that can be done now; of one that is overdue, today."""
    said = staff_transfer.last_said(member) if member.side == "client" else None
    if said is None or not said.applies:
        return
    yield Coming(said.day, "the work moves, and people with it or to other posts", kind="people")
    for one in staff_transfer.seen(member, today).asked:
        title = f"{one.step.title[:1].lower()}{one.step.title[1:]}"
        if one.word == "next" and one.latest is not None:
            yield Coming(one.latest, f"last day: {title}", kind="people")
        elif one.word == "overdue" and one.latest is not None:
            yield Coming(today, f"overdue since {one.latest.day} {one.latest:%B}: {title}", kind="people")


def _closes(member: Member, terms: Terms, now: int) -> Iterator[Coming]:
    running = queries.this_month(member, now)
    issued = queries.standings(member, now)
    for month in (running.previous(), running, running.next()):
        if month.last < terms.services_start:
            continue
        times = timetable(terms, month)
        where = issued.get(month)
        latest = where.latest if where is not None else None
        until = latest.object_until if latest is not None else times.objections_until
        yield Coming(moment(times.frozen, times.zone).date(), f"{month.name}: records freeze", times.frozen)
        yield Coming(moment(times.preview, times.zone).date(), f"{month.name}: preview for both", times.preview)
        if until is not None and (where is None or where.word in ("open", "in dispute")):
            yield Coming(moment(until, times.zone).date(), f"{month.name} statement: last day to object", until)
        if latest is not None and latest.due_day is not None:
            yield Coming(latest.due_day, f"{month.name}: payment of the undisputed part is due", kind="payment")


def _holidays(terms: Terms, today: date, days: int) -> Iterator[Coming]:
    """Public holidays of the places that the calendars name, and which company has the day off."""
    years = (today.year, (today + timedelta(days=days)).year)
    places = dict.fromkeys(str(place) for clause in terms.section(4) for place in clause.get("holidays") or ())
    found: dict[date, tuple[str, tuple[str, ...]]] = {}
    for place in places:
        sides = tuple(side for side in ("client", "provider") if str(terms.parties[side]["country"]) == place.split("/")[0])
        for day, name in holidays_of(place, *years):
            held, closed = found.get(day, (name, ()))
            found[day] = held, tuple(dict.fromkeys((*closed, *sides)))
    for day, (name, closed) in found.items():
        yield Coming(day, name, kind="holiday", closed_for=closed)


def _pilot(member: Member) -> Iterator[Coming]:
    """Gates that are not decided, and waves on their day."""
    for row in visible(Gate, member).filter(decision=""):
        yield Coming(row.day, f"gate {row.number}: {row.name}", kind="gate")
    for wave in visible(Wave, member).filter(withdrawn_at=None):
        yield Coming(wave.day, f"wave {wave.number}: {wave.name}", kind="wave")


def term_dates(member: Member, now: int) -> Iterator[Coming]:
    """The last day to give notice, the end of the running term, and the first day of each amendment that is signed and not in force yet."""
    today = moment(now, member.engagement.zone).date()
    versions = kept(member.engagement).versions
    terms = knowledge(member.engagement).agreements(queries.this_month(member, now)).terms
    found = renewal(terms, today)
    after = f"renews for {Duration().write(found.renews)}" if found.renews is not None else "is not renewed"
    yield Coming(found.notice_by, f"last day to give notice; without it the contract {after}", kind="term")
    yield Coming(found.ends, "the term ends", kind="term")
    for number, version in enumerate(versions[1:], 1):
        if version.starts >= today and version.amendment is not None:
            yield Coming(version.starts, f"amendment {number} takes effect: {listed(list(version.amendment.numbers))}", kind="term")


def instant(one: Coming, zone: str) -> int:
    """The instant of a date, or the start of its day."""
    return one.at if one.at is not None else instant_of_day(one.day, zone)
