"""A text of the own queue that is used again."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Macro(Scoped):
    """A text that is used again, with placeholders of a fixed list, and what is done with the item after it. `audience` is customer or
    note; `then` is empty, resolve, or the state in which the item waits, with who causes it in `caused_by`."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    audience = models.CharField(max_length=10, default="customer")
    text = models.TextField()
    then = models.CharField(max_length=60, blank=True)
    caused_by = models.CharField(max_length=20, blank=True)
    changed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"
