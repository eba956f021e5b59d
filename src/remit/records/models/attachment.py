"""A file that a member uploaded, or a customer sent: stored under a random name, served only as an attachment, found by its own text."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Attachment(Scoped):
    """`subject` is what it belongs to, as kind and public number ("dispute:8k2…"). `version` counts files of one name on one subject.
    What came by mail was added by nobody."""

    public_id = PublicIdField()
    subject = models.CharField(max_length=120, db_index=True)
    name = models.CharField(max_length=200)
    version = models.IntegerField(default=1)
    content = models.BinaryField()
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    digest = models.CharField(max_length=71)
    text = models.TextField(blank=True)
    added_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    added_at = InstantField()

    class Meta:
        app_label = "records"
