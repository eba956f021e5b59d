"""Whether people go over with the work, and how far the order of the law has been kept. Told, known and decided are read from where they
are recorded; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from remit.choice.role_plan import GOES_OVER
from remit.choice.staff_transfer import LAWS, Plan, Standing, checklist
from remit.records.models.affected_role import AffectedRole
from remit.records.models.member import Member
from remit.records.models.staff_interview import Announcement
from remit.records.models.staff_transfer import StaffTransfer, StaffTransferStep
from remit.records.scoping import visible
from remit.terms.words import listed
from remit.values.fault import Fault, Place
from remit.values.period import moment


@dataclass(frozen=True, slots=True)
class Seen:
    """`said` is what counsel said last, None while nobody asked; `rows` what was recorded of the typed steps; `roles` those that do not
    stay as they are."""

    said: StaffTransfer | None
    steps: tuple[Standing, ...]
    rows: Mapping[str, StaffTransferStep]
    roles: tuple[AffectedRole, ...]

    @property
    def asked(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.steps if one.word != "not asked")

    @property
    def done(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.asked if one.done is not None)

    def step(self, key: str) -> Standing:
        return next(one for one in self.steps if one.step.key == key)

    def stands(self, key: str) -> bool:
        """Whether a step is recorded, and asked for; what is asked no longer holds nothing back."""
        return key in self.rows and self.step(key).word != "not asked"

    @property
    def going_over(self) -> int:
        return sum(one.people for one in self.roles if one.outcome == GOES_OVER)


def seen(member: Member, today: date) -> Seen:
    """The list as it stands on a day."""
    said = last_said(member)
    planned = list(visible(AffectedRole, member).order_by("recorded_at", "pk"))
    roles = tuple(one for one in planned if one.removed_at is None and one.outcome != "stays")
    rows = {row.step: row for row in visible(StaffTransferStep, member).filter(removed_at=None).select_related("recorded_by__user")}
    done = {key: row.day for key, row in rows.items()}
    if told := visible(Announcement, member).order_by("day").values_list("day", flat=True).first():
        done["told"] = told
    if any(one.removed_at is None for one in planned):
        done["who"] = moment(planned[0].recorded_at, member.engagement.zone).date()
    if said is not None:
        done["law"] = said.said_on
    over = any(one.outcome == GOES_OVER for one in roles)
    return Seen(said, checklist(plan_of(said, people_go_over=over), done, today), rows, roles)


def plan_of(said: StaffTransfer | None, *, people_go_over: bool) -> Plan | None:
    if said is None:
        return None
    law = said.law if said.law in LAWS else "elsewhere"
    return Plan(law if said.applies else None, said.day, said.talks, people_go_over)


def last_said(member: Member) -> StaffTransfer | None:
    return visible(StaffTransfer, member).select_related("recorded_by__user").order_by("-pk").first()


def unready(by: Member, day: date) -> Iterator[Fault]:
    """Why the client cannot let work change hands on a day, or today where that is later: a law moves people with it, and they were not
    heard."""
    said = last_said(by) if by.side == "client" else None
    today = moment(by.engagement.now(), by.engagement.zone).date()
    if said is None or not said.applies or max(day, today) < said.day:
        return
    missing = [one for one in seen(by, today).asked if one.step.key in HEARD and one.done is None]
    if missing:
        titles = listed([one.step.title.lower() for one in missing])
        what = f"on {said.day.day} {said.day:%B %Y} people go over or change their work, and this is not recorded: {titles}"
        yield Fault(Place(column="day"), what, "record it under Needs, Staff transfer, where a reason can be given as well")


HEARD = ("informed", "consulted", "person")
"""What must lie behind the people before the work changes hands."""
