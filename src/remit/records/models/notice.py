"""Something in a member's inbox: a mention, a decision that waits, an alert."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField


class Notice(models.Model):
    """`key` makes a notice the same when it is sent again. `due_at` is when what it asks for must be done. Belongs to one member alone."""

    public_id = PublicIdField()
    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=240)
    why = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    act = models.CharField(max_length=40, blank=True)
    due_at = InstantField(null=True)
    made_at = InstantField()
    snoozed_until = InstantField(null=True)
    done_at = InstantField(null=True)
    mailed_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["member", "key"], name="one_notice_each_key"),)
        indexes = (models.Index(fields=["member", "done_at", "due_at"], name="notices_open"),)
