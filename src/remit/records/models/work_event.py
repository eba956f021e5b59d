"""One event of the work log, as `remit.work.log` defines it. Append-only; the primary key is the order of arrival."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class WorkEvent(models.Model):
    """Shared by both companies, because both are settled by it. `source_id` is the source's own number, unique in its record."""

    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+", db_index=False)
    record = models.CharField(max_length=120)
    item = models.CharField(max_length=200)
    event = models.CharField(max_length=120)
    field = models.CharField(max_length=120, null=True)
    value = models.TextField(null=True)
    who = models.CharField(max_length=120, null=True)
    at = InstantField()
    received_at = InstantField()
    sequence = models.BigIntegerField(null=True)
    source_id = models.CharField(max_length=300)
    batch = models.ForeignKey("records.Batch", on_delete=models.CASCADE, related_name="+", null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "record", "source_id"], name="one_event_each_number"),)
        indexes = (models.Index(fields=["engagement", "item"], name="events_of_item"),)
