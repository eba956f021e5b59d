"""A party's word on a statement: approved, signed, or deemed accepted because the time to object ran out."""

from __future__ import annotations

from django.db import models

from remit.records.fields import PublicIdField
from remit.records.signature import Signature


class Acceptance(Signature):
    """`kind`: approved, signed, deemed accepted."""

    public_id = PublicIdField()
    statement = models.ForeignKey("records.IssuedStatement", on_delete=models.CASCADE, related_name="acceptances")
    kind = models.CharField(max_length=20)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["statement", "side", "kind"], name="one_word_each_side"),)

    def __str__(self) -> str:
        return f"the statement of {self.statement}"
