"""A member's own iCalendar address: a secret link that can be ended at any time."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField


class CalendarFeed(models.Model):
    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="feeds")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"
