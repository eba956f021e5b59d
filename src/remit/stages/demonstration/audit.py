"""The process audit of the demonstration, September and October 2025: told, asked, counted, rated, and the scope selected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from remit.demo.audit import COUNSEL, FIT, GOALS, INTERVIEWS, LINES, PROCESSES, PROPOSED, ROLES, SOURCES, STAYS, TOLD, TRANSFER, Found
from remit.demo.order_log import FILE, order_log
from remit.records import row_level
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.models.staff_interview import Suggestion
from remit.stages.inputs import FileInput
from remit.stages.needs.add_log import add_log
from remit.stages.needs.add_process import add_process
from remit.stages.needs.answer_fit_check import answer_fit_check
from remit.stages.needs.answer_interview import answer_interview
from remit.stages.needs.answer_suggestion import answer_suggestion
from remit.stages.needs.approve_case import approve_case
from remit.stages.needs.decide_staff_transfer import decide_staff_transfer
from remit.stages.needs.invite_interview import Invited, invite_interview
from remit.stages.needs.plan_role import plan_role
from remit.stages.needs.record_announcement import record_announcement
from remit.stages.needs.record_case_line import record_case_line
from remit.stages.needs.record_source import record_source
from remit.stages.needs.record_transfer_step import record_transfer_step
from remit.stages.needs.select_scope import select_scope
from remit.stages.needs.set_case import set_case
from remit.stages.needs.set_goal import set_goal
from remit.values.period import Month

Done = tuple[datetime, str, Callable[[], object]]
BEGUN = datetime(2025, 9, 1, 9)
"""The client's people have their places from this day on; the provider's come with the contract."""


def audit(people: Mapping[str, Member]) -> Iterator[Done]:
    """Everything up to the scope, each with its moment on London's wall clock."""
    owner, desk, finance = people["owner"], people["process-owner"], people["finance"]
    yield datetime(2025, 9, 1, 15, 10), "fit check", lambda: answer_fit_check(by=owner, answers=dict(FIT))
    yield (
        datetime(2025, 9, 8, 9, 30),
        "people told",
        lambda: record_announcement(by=owner, day=date(2025, 9, 8), audience=TOLD[0], text=TOLD[1]),
    )
    for index, one in enumerate(PROCESSES):
        by = finance if one.area == "Finance" else owner if one.area == "Range" else desk
        yield datetime(2025, 9, 9, 10) + timedelta(hours=26 * index), f"{one.name} recorded", _adding(by, one)
    links: dict[str, Invited] = {}
    for index, (process, person, said) in enumerate(INTERVIEWS):
        asked = datetime(2025, 9, 22, 9, 10) + timedelta(minutes=6 * index)
        yield asked, f"{person} asked", _asking(desk, process, person, links)
        yield asked + timedelta(days=1 + index, hours=5), f"{person} answered", _answering(person, said, links)
    yield datetime(2025, 10, 2, 14, 20), "order log brought in", lambda: _log(desk)
    yield datetime(2025, 9, 29, 11), "a suggestion accepted", lambda: _accepted(desk)
    yield datetime(2025, 10, 6, 9, 40), "scope selected", lambda: _scope(owner)
    yield from _case(owner, finance)
    yield from _heard(owner, desk)


def _case(owner: Member, finance: Member) -> Iterator[Done]:
    """Sources, goals, every line of the case, the people, and the approval."""
    at = datetime(2025, 10, 13, 10)
    for kind, title, publisher, day, address, claim in SOURCES:
        at += timedelta(minutes=7)
        said = {"kind": kind, "title": title, "publisher": publisher, "address": address, "claim": claim}
        yield at, title, partial(record_source, by=finance, published=date.fromisoformat(day), **said)
    yield at + timedelta(minutes=5), "case begun", lambda: set_case(by=finance, starts=Month(2026, 5), months=24)
    for kind, name, baseline, target, unit, better, due, measured, level in GOALS:
        at += timedelta(minutes=9)
        figures = {"baseline": Decimal(baseline), "target": Decimal(target), "due": date.fromisoformat(due)}
        words = {"unit": unit, "better": better, "measured_from": measured, "level": level}
        yield at, name, partial(set_goal, by=owner, kind=kind, name=name, **figures, **words)
    at = datetime(2025, 10, 14, 9)
    for kind, name, phase, per, low, likely, high, because, source in LINES:
        at += timedelta(minutes=11)
        figures = {"low": Decimal(low), "likely": Decimal(likely), "high": Decimal(high)}
        said = {"kind": kind, "name": name, "phase": phase, "per": per, "because": because}
        yield at, name, partial(record_case_line, by=finance, source=source, **figures, **said)
    for name, people, outcome, day, monthly, destination in ROLES:
        at += timedelta(minutes=11)
        said = {"name": name, "outcome": outcome, "destination": destination}
        yield at, name, partial(plan_role, by=owner, people=people, day=date.fromisoformat(day), monthly=Decimal(monthly), **said)
    yield datetime(2025, 10, 20, 11, 30), "case approved", lambda: approve_case(by=owner, saving="5710.00")


def _heard(owner: Member, desk: Member) -> Iterator[Done]:
    """What counsel said of the people at the desk, and each step of the law's order on the day after it was done."""
    law, day, talks, said_by, said_on, because = COUNSEL
    days = {"day": date.fromisoformat(day), "said_on": date.fromisoformat(said_on)}
    said = {"law": law, "applies": True, "talks": talks, "said_by": said_by, "because": because}
    yield datetime(2026, 1, 20, 9), "counsel heard", lambda: decide_staff_transfer(by=owner, **days, **said)
    for step, done, note in TRANSFER:
        at = datetime.combine(date.fromisoformat(done) + timedelta(days=1), time(9, 20))
        yield at, f"staff transfer: {step}", partial(record_transfer_step, by=desk, step=step, day=date.fromisoformat(done), note=note)


def _adding(by: Member, one: Found) -> Callable[[], object]:
    return lambda: add_process(
        by=by,
        name=one.name,
        area=one.area,
        unit=one.unit,
        volume=Decimal(one.volume),
        minutes=Decimal(one.minutes),
        rate=Decimal(one.rate),
        tools=Decimal(one.tools),
        baseline=one.baseline,
        figures_from=one.counted,
        begins=one.begins,
        ends=one.ends,
        components=one.parts.replace("; ", "\n"),
        systems=one.systems.replace("; ", "\n"),
        owner=one.owner,
        management_hours=Decimal(one.managers),
        ratings=dict(one.rated),
    )


def _asking(by: Member, process: str, person: str, links: dict[str, Invited]) -> Callable[[], object]:
    def ask() -> object:
        links[person] = invite_interview(by=by, process=_numbers(by, (process,))[0], person=person)
        return links[person]

    return ask


def _answering(person: str, said: Mapping[str, str], links: Mapping[str, Invited]) -> Callable[[], object]:
    def answer() -> object:
        made = links[person]
        return answer_interview(public_id=made.row.public_id, secret=made.shown_once.rsplit("/", 1)[-1], answers=said)

    return answer


def _log(by: Member) -> object:
    file = FileInput(FILE, order_log().write_csv().encode())
    return add_log(by=by, file=file, name="Order lines, September 2025", process=_numbers(by, ("Order data entry",))[0])


def _accepted(by: Member) -> object:
    with row_level.as_user(by.user_id):
        row = Suggestion.objects.get(engagement=by.engagement, text__startswith="Let merchandising")
    return answer_suggestion(
        by=by, suggestion=row.public_id, verdict="accepted", because="From October on; it must run before anybody takes over."
    )


def _scope(by: Member) -> object:
    return select_scope(by=by, proposed=_numbers(by, PROPOSED), stays=_numbers(by, STAYS))


def _numbers(by: Member, names: tuple[str, ...]) -> list[str]:
    with row_level.as_user(by.user_id):
        return [Process.objects.get(engagement=by.engagement, name=name, removed_at=None).public_id for name in names]
