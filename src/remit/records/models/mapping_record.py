"""How one source's files are read: the mapping's text, kept under a name."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class MappingRecord(Scoped):
    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    text = models.TextField()
    changed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "name"], name="one_mapping_each_name"),)
