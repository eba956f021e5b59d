"""The own queue: where Remit itself, and no help desk, holds the items of a record."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class OwnQueue(Scoped):
    """Of one `record` of the terms. While it `is_on`, what people do in it is written into the work log; off, the record's system is the
    only source. `address` is where customers write, `mail_channel` the channel of what they send; `acknowledgement` is answered to each
    new message, where it is not empty. What is resolved closes after `closes_after` days, 0 at once."""

    public_id = PublicIdField()
    record = models.CharField(max_length=120)
    is_on = models.BooleanField(default=False)
    address = models.EmailField(blank=True)
    mail_channel = models.CharField(max_length=60, blank=True)
    acknowledgement = models.TextField(blank=True)
    closes_after = models.IntegerField(default=0)
    changed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "record"], name="one_queue_each_record"),)
