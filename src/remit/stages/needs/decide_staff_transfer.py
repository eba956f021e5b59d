"""Record what counsel said: whether a law moves people with the work, which one, and on which day."""

from __future__ import annotations

from datetime import date

from remit.choice.staff_transfer import LAWS, LONGEST_TALKS, TALKS
from remit.records.models.member import Member
from remit.records.models.staff_transfer import StaffTransfer
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.stages.needs.staff_transfer import seen
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

FURTHEST = 3_653
"""The days within which work moves, before or after today."""


@action(may=roles.audits, says="recorded what counsel said on people who go over with the work", shared=False)
def decide_staff_transfer(
    *, by: Member, law: str, applies: bool, day: date, said_by: str, said_on: date, because: str, talks: int = TALKS, despite: str = ""
) -> StaffTransfer:
    """`law` is where the people work: united kingdom, germany, european union, elsewhere. `day` is when the work moves, `talks` the days
    planned for talks before it. It can be said anew at any time. Before the roles concerned are planned it is refused, unless `despite`
    says why; once the papers have gone over it is refused."""
    today = moment(by.engagement.now(), by.engagement.zone).date()
    found = seen(by, today)
    faults: list[Fault] = []
    if law not in LAWS:
        faults.append(Fault(Place(column="law"), f"'{law[:40]}' is no place", f"write {listed(LAWS, 'or')}"))
    if not 0 <= talks <= LONGEST_TALKS:
        faults.append(Fault(Place(column="talks"), f"{talks} days are not between 0 and {LONGEST_TALKS}", "write 30 for a month"))
    faults += line("said_by", said_by, 120, "write who advised you", least=1)
    if said_on > today:
        faults.append(Fault(Place(column="said_on"), f"{said_on.day} {said_on:%B %Y} has not come yet", "write when it was said"))
    if not because.strip() or len(because) > 2_000:
        faults.append(Fault(Place(column="because"), "is no text of 1 to 2,000 letters", "write what was said, and where the paper is"))
    faults += no_longer("despite", despite, 1_000)
    if not despite and found.step("who").done is None:
        what = "no role is planned, so nobody knows of whom it was said"
        faults.append(Fault(Place(column="despite"), what, "plan the roles in the business case, or say why it is recorded before"))
    if abs((day - today).days) > FURTHEST:
        faults.append(Fault(Place(column="day"), f"{day.day} {day:%B} {day.year} is more than ten years away", "write the year whole"))
    if found.stands("moved"):
        faults.append(Fault(Place(column="day"), "the papers have gone over already", "take that step back first"))
    if faults:
        raise Refused(faults)
    return StaffTransfer.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        law=law,
        applies=applies,
        day=day,
        talks=talks,
        said_by=said_by,
        said_on=said_on,
        because=because,
        despite=despite if found.step("who").done is None else "",
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )
