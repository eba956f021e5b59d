"""Sessions of a person: how many there are, and ending them. They lie in the database, so an ended one fails at its next request."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from remit.records.models.user import User


def sessions_of(user: User) -> list[str]:
    """The keys of the person's sessions that have not expired."""
    rows = Session.objects.filter(expire_date__gt=timezone.now()).iterator(500)
    return [row.session_key for row in rows if row.get_decoded().get(SESSION_KEY) == str(user.pk)]


def end_sessions(user: User, keep: str | None = None) -> int:
    """Signs the person out everywhere, except in the session `keep`; how many were ended."""
    keys = [key for key in sessions_of(user) if key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
