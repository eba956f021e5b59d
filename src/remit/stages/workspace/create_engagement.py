"""Open an engagement: two organisations, one code, the person who opens it as its first member.

Not an `action`, because there is no member yet who could do it: a signed-in person (or the command line) does.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction

from remit.records import audit, row_level
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.organisation import Organisation
from remit.records.models.user import User
from remit.values.fault import Fault, Place, Refused
from remit.values.period import UnknownZone, zone

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def create_engagement(
    *,
    user: User,
    name: str,
    code: str,
    client: Organisation,
    provider: Organisation | None,
    side: str,
    role: str,
    place: str = "UTC",
    **more: Any,
) -> tuple[Engagement, Member]:
    """The engagement and its first member. `place` is the contract's time zone. `Refused` where code or zone will not do."""
    faults = []
    if not _CODE.fullmatch(code):
        faults.append(Fault(Place(column="code"), f"'{code}' is not two to eight capital letters and digits", "write a code such as HAR"))
    elif _is_taken(code):
        faults.append(Fault(Place(column="code"), f"the code {code} is taken", "choose another"))
    try:
        zone(place)
    except UnknownZone:
        faults.append(Fault(Place(column="place"), f"'{place}' is no time zone", "write one such as Europe/London"))
    if faults:
        raise Refused(faults)
    with transaction.atomic(), row_level.installation():  # nobody has a place in it yet
        engagement = Engagement(
            name=name, code=code, key=more.pop("key", code.lower()), client=client, provider=provider, zone=place, **more
        )
        engagement.created_at = engagement.now()
        engagement.save(force_insert=True)
        member = Member.objects.create(engagement=engagement, user=user, side=side, role=role, joined_at=engagement.now())
        audit.append(engagement, engagement.now(), "create engagement", by=member, subject=f"opened {name}", said={"code": code})
    return engagement, member


def _is_taken(code: str) -> bool:
    with row_level.directory():
        return Engagement.objects.filter(code=code).exists()
