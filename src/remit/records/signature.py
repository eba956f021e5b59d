"""What every signature of a company has, whatever is signed: a statement, a gate, a change of the contract."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField
from remit.records.scoped import Scoped


class Signature(Scoped):
    """A side's word on the bytes that `digest` names. `method`: click, passkey (WebAuthn over the digest), key (Ed25519), paper, time.
    `proof` is what a third person can check: challenge, authenticator data and signature; key and signature; or the file that was returned
    on paper, by its digest, and who of the other company confirmed it."""

    side = models.CharField(max_length=8)
    method = models.CharField(max_length=12)
    digest = models.CharField(max_length=71)
    proof = models.JSONField(default=dict)
    given_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    given_at = InstantField()

    class Meta:
        abstract = True
        app_label = "records"
