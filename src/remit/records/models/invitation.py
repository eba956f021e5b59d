"""An invitation by mail to take a place in an engagement; the link's secret is stored only as a hash."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Invitation(Scoped):
    """`bidder` is the company for which an invited bidder will answer a request."""

    public_id = PublicIdField()
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    side = models.CharField(max_length=8)
    role = models.CharField(max_length=40)
    approval_limit = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    bidder = models.ForeignKey("records.Bidder", on_delete=models.PROTECT, related_name="invitations", null=True, blank=True)
    secret_digest = models.CharField(max_length=64)
    invited_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    invited_at = InstantField()
    expires_at = InstantField()
    accepted_at = InstantField(null=True, blank=True)
    withdrawn_at = InstantField(null=True, blank=True)

    class Meta:
        app_label = "records"
