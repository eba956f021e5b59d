"""A client's word on a provider's record: what it lets the provider show to others, frozen as it stood when the word was given."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Attestation(Scoped):
    """`content` is the record as canonical JSON (`exchange.attested_record`), `digest` the hash of its body; both companies see it. It
    stands until `ended_at`: from then on it can no longer be taken from here, though copies that are out stay out."""

    public_id = PublicIdField()
    shows = models.JSONField(default=list)
    content = models.BinaryField()
    digest = models.CharField(max_length=71)
    given_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    given_at = InstantField()
    ended_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"
