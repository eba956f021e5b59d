"""The award of a request, what the losing bidders are told, and what the winner promised in its answers."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.bidder import Bidder
from remit.records.models.request import Request
from remit.records.scoped import Scoped


class Award(Scoped):
    """Client only. `figures` are the comparison as it stood (scores, weights, totals, draws, flips), frozen with the decision so that the
    memo says in ten years what it says today. `override` is why it goes to a bidder that lacks a must-have. A withdrawn one stays."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="awards")
    bidder = models.ForeignKey(Bidder, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    override = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    decided_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    decided_at = InstantField()
    withdrawn_at = InstantField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        app_label = "records"


class BidderPromise(Scoped):
    """An answer of the winner that has to stand in the contract. `state`: to be watched, in the terms (`clause` says where), let go
    (`reason` says why)."""

    public_id = PublicIdField()
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="promises")
    place = models.IntegerField()
    criterion = models.CharField(max_length=80, blank=True)
    question = models.TextField()
    answer = models.TextField()
    must = models.BooleanField(default=False)
    state = models.CharField(max_length=14, default="to be watched")
    clause = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    settled_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = InstantField(null=True)

    class Meta:
        app_label = "records"
