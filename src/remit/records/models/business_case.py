"""The business case: what the proposed work costs now, what outsourcing it would cost in every line, and who approved which figures."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class BusinessCase(Scoped):
    """The newest of an engagement counts. `seed` and `draws` make the simulation the same for everybody. `approved` is the case as it was
    approved, in plain values; figures that change later do not change it."""

    public_id = PublicIdField()
    currency = models.CharField(max_length=3, default="GBP")
    starts = models.CharField(max_length=7)
    months = models.IntegerField(default=24)
    seed = models.BigIntegerField(default=2026)
    draws = models.IntegerField(default=10_000)
    approved = models.JSONField(default=dict)
    approved_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = InstantField(null=True)
    changed_at = InstantField()

    class Meta:
        app_label = "records"


class CaseLine(Scoped):
    """A cost of outsourcing. `phase`: transition (once, before the service starts), running (each month; `per` is month, or the unit of the
    baseline of which each costs so much), exit (once, at the end). `low`, `likely` and `high` are its range, in the case's currency."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    phase = models.CharField(max_length=12)
    per = models.CharField(max_length=40, default="month")
    low = models.DecimalField(max_digits=14, decimal_places=4)
    likely = models.DecimalField(max_digits=14, decimal_places=4)
    high = models.DecimalField(max_digits=14, decimal_places=4)
    because = models.CharField(max_length=240, blank=True)
    cited = models.ForeignKey("records.Source", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name
