"""Make the secret address under which one's own calendar program reads the dates of an engagement."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

from remit.records.models.calendar_feed import CalendarFeed
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action


@dataclass(frozen=True, slots=True)
class MadeFeed:
    """The feed's row, and its address, which is shown this once: only its hash is kept."""

    row: CalendarFeed
    shown_once: str
    name: str = "Calendar feed"


@action(may=roles.is_party, says="made a calendar feed", shared=False)
def make_feed(*, by: Member) -> MadeFeed:
    """Whoever has the address reads the dates without signing in, so it is long and secret. A new one ends the one before."""
    now = by.engagement.now()
    CalendarFeed.objects.filter(member=by, ended_at=None).update(ended_at=now)
    secret = secrets.token_urlsafe(32)
    row = CalendarFeed.objects.create(engagement=by.engagement, member=by, secret_digest=sha256(secret.encode()).hexdigest(), made_at=now)
    return MadeFeed(row, f"{settings.ORIGIN}/feeds/{secret}.ics")
