"""A company that was invited to answer a request, and the people who answer for it."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.provider import Provider
from remit.records.models.request import Inquiry, Request
from remit.records.scoped import Scoped


class Bidder(Scoped):
    """Name, town and zone are copied from the client's directory, which bidders never see. Visible to the client and to this bidder."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="bidders")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="bidding")
    name = models.CharField(max_length=120)
    town = models.CharField(max_length=60, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    invited_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    invited_at = InstantField()
    declined_at = InstantField(null=True)
    declined_why = models.TextField(blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "provider"], name="one_bidder_each_provider"),)

    def __str__(self) -> str:
        return self.name


class BidderPerson(Scoped):
    """A person (a place of side `bidder`) who answers a request for a bidder. Whoever has no such row for a request sees nothing of it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="people")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="bidding")
    since_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "member"], name="one_bidder_each_person"),)


class Candidate(Scoped):
    """A provider considered for a request, client only. `state`: considered, shortlisted, dropped; each with its reason."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="candidates")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="candidacies")
    state = models.CharField(max_length=12, default="considered")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    decided_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "provider"], name="one_candidacy_each_provider"),)


class Asker(Scoped):
    """Who asked, apart from the question: visible to the asker alone (`bidder`), or to the client as well (`tender`); to no other
    bidder."""

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="asker")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    asked_at = InstantField()

    class Meta:
        app_label = "records"
