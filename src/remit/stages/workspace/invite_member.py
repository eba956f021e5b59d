"""Invite a person to a place in the engagement: a mail with a link that works once, for seven days."""

from __future__ import annotations

import secrets
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from remit.records.models.bidder import Bidder
from remit.records.models.invitation import Invitation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.workspace.invitation_mail import send_invitation
from remit.stages.workspace.places import faults_of
from remit.values.fault import Fault, Place, Refused
from remit.values.period import DAY

LASTS = 7 * DAY
_LINE = 120


@action(may=roles.invites, says="invited somebody as {role}", shared=False)
def invite_member(*, by: Member, email: str, role: str, name: str = "", approval_limit: Decimal | None = None) -> Invitation:
    """Sends the invitation after the commit. Only the hash of the link's secret is kept, so nobody who reads the database can use it; a
    second invitation to the same address takes the place of the first."""
    faults, address = list(faults_of(by, role, approval_limit)), email.lower()
    try:
        validate_email(address)
    except ValidationError:
        faults.append(Fault(Place(column="email"), f"'{email[:_LINE]}' is no mail address", "write one such as jane@example.com"))
    faults += line("name", name, _LINE)
    held = Member.objects.filter(engagement=by.engagement, user__email=address, ended_at=None).first()
    if held is not None:
        faults.append(Fault(Place(column="email"), f"{held.name} has a place here already, as {held.role}", "change the role instead"))
    if faults:
        raise Refused(faults)
    return invited(by, address, role, name, approval_limit)


def invited(
    by: Member, address: str, role: str, name: str = "", approval_limit: Decimal | None = None, bidder: Bidder | None = None
) -> Invitation:
    """The invitation, once nothing is wrong with it; `bidder` is the company for which a bidder will answer."""
    now, secret, side = by.engagement.now(), secrets.token_urlsafe(32), roles.ROLES[role].side
    earlier = Invitation.objects.filter(engagement=by.engagement, email=address, accepted_at=None, withdrawn_at=None)
    earlier.update(withdrawn_at=now)
    invitation = Invitation.objects.create(
        engagement=by.engagement,
        visible_to=by.side,
        email=address,
        name=name,
        side=side,
        role=role,
        bidder=bidder,
        approval_limit=approval_limit,
        secret_digest=sha256(secret.encode()).hexdigest(),
        invited_by=by,
        invited_at=now,
        expires_at=now + LASTS,
    )
    transaction.on_commit(lambda: send_invitation(invitation, secret))
    return invitation
