"""A place that wants to hear of what happens in an engagement, and what was sent to it (Standard Webhooks)."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Webhook(Scoped):
    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    address = models.URLField(max_length=400)
    form = models.CharField(max_length=12, default="standard")
    happenings = models.JSONField(default=list)
    secret = models.TextField()
    made_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    made_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"


class Delivery(models.Model):
    """One message to one place: `state` waiting, sent, failed; retried with growing pauses."""

    public_id = PublicIdField()
    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+")
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    happening = models.CharField(max_length=80)
    payload = models.JSONField()
    state = models.CharField(max_length=12, default="waiting")
    tries = models.IntegerField(default=0)
    next_try_at = InstantField(null=True)
    answer = models.CharField(max_length=200, blank=True)
    made_at = InstantField()

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=["state", "next_try_at"], name="deliveries_waiting"),)
