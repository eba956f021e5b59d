"""One line of the audit log: who did what when, chained by hash to the line before it in its engagement."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class AuditEntry(models.Model):
    """`engagement` is empty for what concerns the installation. `digest` is the SHA-256 of the entry's canonical JSON, which includes
    `previous`; `said` holds what was asked, with secrets left out. Nothing updates or deletes an entry."""

    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+", null=True)
    sequence = models.BigIntegerField()
    at = InstantField()
    member = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    user = models.ForeignKey("records.User", on_delete=models.PROTECT, related_name="+", null=True)
    by = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, blank=True)
    visible_to = models.CharField(max_length=8, default="both")
    said = models.JSONField(default=dict)
    previous = models.CharField(max_length=71, blank=True)
    digest = models.CharField(max_length=71)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "sequence"], name="one_entry_each_number"),)
        indexes = (models.Index(fields=["engagement", "-sequence"], name="entries_newest"),)
