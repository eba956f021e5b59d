"""The mail of an invitation. Its words are fixed; what people wrote only fills the places named here, each cut to one line."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from remit.records.models.invitation import Invitation

_WORDS = """\
{inviter} of {company} invites you to "{engagement}" as {role}.

Take your place here:
{link}

The link works once, and until seven days from now. If you do not know {company}, do nothing: without the link nobody can use your name.
"""


def send_invitation(invitation: Invitation, secret: str) -> None:
    """Sends the link. It goes to one address, in plain text."""
    member = invitation.invited_by
    company = _line(member.organisation)
    filled = {
        "inviter": _line(member.name),
        "company": company,
        "engagement": _line(invitation.engagement.name),
        "role": _line(invitation.role),
        "link": f"{settings.ORIGIN}/invitation/{invitation.public_id}/{secret}",
    }
    subject = _("{company} invites you to Remit").format(company=company)
    EmailMessage(subject, _(_WORDS).format(**filled), settings.DEFAULT_FROM_EMAIL, [invitation.email]).send(fail_silently=False)


def _line(text: object) -> str:
    return " ".join(str(text).split())[:120]
