"""A person's place in an engagement: on which side, in which role. Every action is done by a member, every query asked by one."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField


class Member(models.Model):
    """`role` is a name of `stages.roles`; `contract_role` the role of section 1 of the terms that the person holds (for countersigning).
    `approval_limit` is the largest total the person may approve, in the contract's currency; None is no limit, where the role approves.
    `contact` and `hours` are what the person tells both companies: how to be reached, and the weekly working hours on the own wall clock;
    `away_until` is the last day on which they are away, and their deputy stands in.
    Access ends by setting `ended_at`; a place is never deleted, because the audit log names it.
    """

    public_id = PublicIdField()
    engagement = models.ForeignKey("records.Engagement", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("records.User", on_delete=models.CASCADE, related_name="places")
    side = models.CharField(max_length=8)
    role = models.CharField(max_length=40)
    contract_role = models.CharField(max_length=80, blank=True)
    approval_limit = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    away_until = models.DateField(null=True, blank=True)
    joined_at = InstantField(default=0)
    ended_at = InstantField(null=True, blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "user"], name="one_place_each"),)

    def __str__(self) -> str:
        return f"{self.user} ({self.role}, {self.organisation})"

    @property
    def name(self) -> str:
        return str(self.user)

    @property
    def organisation(self) -> object:
        """The company on whose side the person is; for a bidder the company that bids, never the provider of the contract."""
        if self.side == "bidder":
            latest = self.bidding.order_by("-pk").select_related("bidder").first()
            return latest.bidder.name if latest is not None else "a bidder"
        return self.engagement.client if self.side == "client" else self.engagement.provider

    @property
    def active(self) -> bool:
        return self.ended_at is None and self.user.is_active
