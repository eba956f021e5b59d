"""When a recurring job last ran, so that one tick runs it once, whoever ticks."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class ScheduleMark(models.Model):
    name = models.CharField(max_length=80, unique=True)
    last_at = InstantField(default=0)

    class Meta:
        app_label = "records"
