"""A remark on a record. Internal to the writer's side unless shared on purpose."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Comment(Scoped):
    public_id = PublicIdField()
    subject = models.CharField(max_length=120, db_index=True)
    text = models.TextField()
    written_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    written_at = InstantField()

    class Meta:
        app_label = "records"
