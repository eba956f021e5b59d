"""A party's word on a statement: approved, signed, or deemed accepted because the time to object ran out."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Acceptance(Scoped):
    """`kind`: approved, signed, deemed accepted. `method`: click, passkey (WebAuthn over the digest), key (Ed25519), time.
    `proof` is what a third person can check: challenge, authenticator data and signature, or key and signature."""

    public_id = PublicIdField()
    statement = models.ForeignKey("records.IssuedStatement", on_delete=models.CASCADE, related_name="acceptances")
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=20)
    method = models.CharField(max_length=12)
    digest = models.CharField(max_length=71)
    proof = models.JSONField(default=dict)
    given_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    given_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["statement", "side", "kind"], name="one_word_each_side"),)

    def __str__(self) -> str:
        return f"the statement of {self.statement}"
