"""A text of the contract: the terms, or an amendment. The bytes are the truth; every other column only indexes them."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class TermsText(Scoped):
    """`place` orders the texts: 0 the terms, then amendments in the order in which they were signed. A signed text never changes."""

    public_id = PublicIdField()
    place = models.IntegerField(default=0)
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=71)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = InstantField()
    signed = models.BooleanField(default=False)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "place"], name="one_text_each_place"),)
