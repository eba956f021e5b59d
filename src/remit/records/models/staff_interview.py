"""Asking the people who do the work: the announcement that comes first, interviews by a link without a sign-in, and what they suggest."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Announcement(Scoped):
    """What the people were told, when, and by whom; staff are never asked before."""

    public_id = PublicIdField()
    day = models.DateField()
    audience = models.CharField(max_length=200)
    text = models.TextField()
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"


class StaffInterview(Scoped):
    """One person asked about one process. The link's secret is stored as a hash, works once and until `expires_at`. `despite` says why
    somebody was asked before the announcement. `answers` holds what was answered, by question."""

    public_id = PublicIdField()
    process = models.ForeignKey("records.Process", on_delete=models.CASCADE, related_name="interviews")
    person = models.CharField(max_length=120)
    secret_digest = models.CharField(max_length=64)
    despite = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    made_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    made_at = InstantField()
    expires_at = InstantField()
    answered_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)

    class Meta:
        app_label = "records"


class Suggestion(Scoped):
    """Something that somebody who does the work suggests. `verdict`: accepted or declined, empty while nobody decided."""

    public_id = PublicIdField()
    interview = models.ForeignKey(StaffInterview, on_delete=models.CASCADE, related_name="suggestions")
    process = models.ForeignKey("records.Process", on_delete=models.CASCADE, related_name="suggestions")
    text = models.TextField()
    made_at = InstantField()
    verdict = models.CharField(max_length=10, blank=True)
    because = models.TextField(blank=True)
    decided_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = InstantField(null=True)

    class Meta:
        app_label = "records"
