"""A provider's record with one client: from the statements that both signed, as it would be attested now."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from remit.exchange import attested_record
from remit.exchange.attested_record import Record
from remit.records.models.attestation import Attestation
from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.stages.improvement import queries


def record_now(member: Member, shows: Collection[str]) -> Record:
    """The record as it stands, of the months whose latest version both companies signed."""
    signed = [
        (queries.issued(member, where.latest), where.latest.digest)
        for _, where in sorted(queries.standings(member, member.engagement.now()).items())
        if where.word == "signed" and where.latest is not None
    ]
    months = [str(one.month) for one, _ in signed]
    disputes = visible(Dispute, member).filter(visible_to=BOTH, month__in=months).count()
    engagement = member.engagement
    provider = engagement.provider.name if engagement.provider is not None else ""
    return attested_record.record((provider, engagement.client.name, engagement.name), signed, disputes, shows)


def attestations(member: Member) -> QuerySet[Attestation]:
    """What the client attested, the newest first; both companies see it."""
    return (
        visible(Attestation, member).filter(visible_to=BOTH).select_related("given_by__user", "ended_by__user").order_by("-given_at", "-pk")
    )
