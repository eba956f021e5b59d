"""The answers to the fit check: whether outsourcing suits this company now. The last row counts, earlier ones stay."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class FitAnswers(Scoped):
    """`answers` by the key of each question of `choice.fit`, as the number of the answer chosen."""

    public_id = PublicIdField()
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    answered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    answered_at = InstantField()

    class Meta:
        app_label = "records"
