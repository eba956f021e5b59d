"""An alert that was sent for a clock: 50, 75 or 100 per cent used, or a month's misses running out. Each goes out once."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField
from remit.records.scoped import Scoped


class Alert(Scoped):
    key = models.CharField(max_length=240)
    item = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=20, blank=True)
    percent = models.IntegerField(default=0)
    said = models.TextField()
    sent_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "key"], name="one_alert_each"),)
