"""What a provider's own work costs it: its side alone sees it, as its margin is nobody else's business."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class OwnCost(Scoped):
    """`amount` holds from `month` (2026-05) on, until a later month of the same name says another; 0 ends it. `per` is "month" for what is
    fixed, else the clause of a service (6.1), of which one unit costs so much. A row never changes: of two for the same month the one
    recorded last counts."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    per = models.CharField(max_length=20, default="month")
    amount = models.DecimalField(max_digits=14, decimal_places=4)
    month = models.CharField(max_length=7)
    note = models.CharField(max_length=240, blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=["engagement", "month"], name="own_costs_by_month"),)
