"""Ask somebody who does the work: a link that needs no sign-in, works once and expires. Only after the people were told."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from remit.records.models.member import Member
from remit.records.models.staff_interview import StaffInterview
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.stages.needs.interviews import announced
from remit.stages.needs.register_fields import found
from remit.values.fault import Fault, Place, Refused
from remit.values.period import DAY, moment

LONGEST = 60
"""A link lasts at most so many days."""


@dataclass(frozen=True, slots=True)
class Invited:
    """The interview and its link, which is shown this once: only the hash of its secret is kept."""

    row: StaffInterview
    shown_once: str

    @property
    def name(self) -> str:
        return self.row.person

    @property
    def public_id(self) -> str:
        return str(self.row.public_id)


@action(may=roles.audits, says="asked somebody about a process", shared=False, keeps_back=("person",))
def invite_interview(*, by: Member, process: str, person: str, days: int = 14, despite: str = "") -> Invited:
    """`person` is known to your side alone. Before an announcement is recorded nobody is asked, unless `despite` says why; it is kept with
    the interview and in the log."""
    row = found(by, process)
    now = by.engagement.now()
    faults: list[Fault] = []
    faults += line("person", person, 120, "write whom you ask", least=1)
    if not 1 <= days <= LONGEST:
        faults.append(Fault(Place(column="days"), f"{days} days is not between 1 and {LONGEST}", f"write a number from 1 to {LONGEST}"))
    faults += no_longer("despite", despite, 1_000)
    if not despite and not announced(by, moment(now, by.engagement.zone).date()):
        what = "no announcement is recorded, and people would hear of it from a questionnaire"
        faults.append(Fault(Place(column="despite"), what, "record what they were told first, or say why they are asked before"))
    if faults:
        raise Refused(faults)
    secret = secrets.token_urlsafe(32)
    made = StaffInterview.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        process=row,
        person=person,
        secret_digest=sha256(secret.encode()).hexdigest(),
        despite=despite,
        made_by=by,
        made_at=now,
        expires_at=now + days * DAY,
    )
    return Invited(made, f"{settings.ORIGIN}/interview/{made.public_id}/{secret}")
