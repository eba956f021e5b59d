"""Accept an invitation. Not an `action`: whoever opens the link is no member yet; the secret in the link is what they may do it by."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.db import transaction

from remit.records import audit, row_level
from remit.records.models.bidder import Bidder, BidderPerson
from remit.records.models.engagement import Engagement
from remit.records.models.invitation import Invitation
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.records.scoped import TENDER
from remit.values.fault import Fault, Place, RemitError


class Unusable(RemitError):
    """The invitation is used, withdrawn, too old, or was never made; which of them is not told to a stranger."""


def open_invitation(public_id: str, secret: str) -> Invitation:
    """The invitation that a link names; `Unusable` otherwise, in the same words for every reason."""
    with row_level.directory():
        row = (
            Invitation.objects.filter(public_id=public_id, accepted_at=None, withdrawn_at=None)
            .select_related("engagement__client", "engagement__provider", "invited_by__user", "invited_by__engagement")
            .first()
        )
    given = sha256(secret.encode()).hexdigest()
    if row is None or not secrets.compare_digest(row.secret_digest, given) or row.expires_at < row.engagement.now():
        raise Unusable("This invitation cannot be used: its link was used before, withdrawn, or is older than seven days.")
    if not row.invited_by.active:
        raise Unusable("Whoever sent this invitation has left since. Ask the company for a new one.")
    return row


def accept_invitation(*, public_id: str, secret: str, user: User) -> Member:
    """Gives the person the place. The link is spent in the same transaction, so it works once, also when it is opened twice at once."""
    with transaction.atomic(), row_level.directory():
        waiting = open_invitation(public_id, secret)
        Engagement.objects.select_for_update().get(pk=waiting.engagement_id)
        row = open_invitation(public_id, secret)  # once more, now that nobody else can spend it
        if user.email != row.email:
            raise Unusable(str(Fault(Place(), f"this invitation is for {row.email}", "sign in with that account")))
        now = row.engagement.now()
        member, _ = Member.objects.update_or_create(
            engagement=row.engagement,
            user=user,
            defaults={"side": row.side, "role": row.role, "approval_limit": row.approval_limit, "joined_at": now, "ended_at": None},
        )
        if row.bidder_id is not None:
            answers_for(member, row.bidder_id)
        row.accepted_at = now
        row.save(update_fields=["accepted_at"])
        said = {"role": row.role, "side": row.side, "member": member.public_id}
        shared = "both" if row.side != "bidder" else "client"
        audit.append(row.engagement, now, "accept invitation", by=member, subject=f"joined as {row.role}", said=said, visible_to=shared)
    return member


def answers_for(member: Member, bidder_id: int) -> BidderPerson:
    """The person answers the request for this bidder from now on."""
    with row_level.acting_for(member.engagement_id):
        bidder = Bidder.objects.select_related("request").get(pk=bidder_id, engagement=member.engagement)
        person, _ = BidderPerson.objects.update_or_create(
            request=bidder.request,
            member=member,
            defaults={
                "engagement": member.engagement,
                "visible_to": TENDER,
                "bidder": bidder,
                "since_at": member.engagement.now(),
            },
        )
    return person
