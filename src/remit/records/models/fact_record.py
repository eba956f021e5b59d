"""One fact, as `remit.work.facts` defines it: dated, sourced, append-only."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class FactRecord(models.Model):
    """Shared by both companies. `fact_id` is the natural key; `recorded_by` the member who brought it, where a person did."""

    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    day = models.DateField()
    value = models.CharField(max_length=60, null=True)
    unit = models.CharField(max_length=60, null=True)
    clause = models.CharField(max_length=20, null=True)
    approved_by = models.CharField(max_length=120, null=True)
    source = models.TextField()
    received_at = InstantField()
    fact_id = models.CharField(max_length=300)
    batch = models.ForeignKey("records.Batch", on_delete=models.CASCADE, related_name="+", null=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "fact_id"], name="one_fact_each_number"),)
        indexes = (models.Index(fields=["engagement", "kind", "day"], name="facts_of_kind"),)
