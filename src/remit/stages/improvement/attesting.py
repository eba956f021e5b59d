"""A provider's record with one client: from the statements that both signed, as it would be attested now; and the key that signs it.

The key is the installation's own, made from its secret key, so it needs no file and stays the same as long as that does. Its public half
stands on the page of both companies: a reader of a record who asks the client for it knows where the record comes from.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db.models import QuerySet

from remit.exchange import attested_record
from remit.exchange.attested_record import Record
from remit.exchange.statement_json import Signature
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


def _key() -> Ed25519PrivateKey:
    seed = hmac.digest(settings.SECRET_KEY.encode(), b"remit attested record", "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key() -> str:
    """The public half of the installation's key, in hexadecimal."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint() -> str:
    """A short name of the key, to read out on the telephone: `3f2a 91c0 44de 0b7e`."""
    named = sha256(bytes.fromhex(public_key())).hexdigest()[:16]
    return " ".join(named[start : start + 4] for start in range(0, 16, 4))


def signature(digest: str, by: str) -> Signature:
    """The installation's signature over the text of a digest."""
    return Signature(by, public_key(), _key().sign(digest.encode()).hex())
