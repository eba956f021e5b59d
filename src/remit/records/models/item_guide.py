"""How items of the own queue are worked, version by version."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class ItemGuide(Scoped):
    """How items of a channel are worked, in Markdown, shown beside each; of all channels where none is named. A change is a new version
    of the same `number`, and the old ones stay."""

    public_id = PublicIdField()
    number = models.IntegerField()
    version = models.IntegerField(default=1)
    title = models.CharField(max_length=120)
    channel = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    changed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number", "version"], name="one_guide_each_version"),)
