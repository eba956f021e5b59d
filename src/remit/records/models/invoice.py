"""A provider's invoice for a month, held line by line against the statement."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Invoice(Scoped):
    """`lines` are the invoice's lines as read; `differences` what differs from the statement, in sentences and pennies."""

    public_id = PublicIdField()
    statement = models.ForeignKey("records.IssuedStatement", on_delete=models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=60)
    form = models.CharField(max_length=8)
    lines = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    total = models.DecimalField(max_digits=16, decimal_places=4)
    currency = models.CharField(max_length=3)
    brought_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    brought_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_invoice_each_number"),)

    def __str__(self) -> str:
        return f"invoice {self.number} for {self.statement}"
