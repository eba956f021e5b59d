"""A change request: what is to be otherwise, what it costs, and what the other company says to it. Its number is stable: HAR-CR-7."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class ChangeRequest(Scoped):
    """`side` raised it. `state`: raised (it has no price yet), priced (an amendment is offered with it), approved, refused, withdrawn.

    `price_once` and `price_monthly` are what the `draft` adds to the charges, in the contract's currency; `limit_clause` and
    `approver_role` are the clause of section 13 and the role that its sum asked for. What is signed is the draft, never this row."""

    public_id = PublicIdField()
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    what = models.TextField()
    why = models.TextField(blank=True)
    wanted_on = models.DateField(null=True)
    side = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="raised")
    raised_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    raised_at = InstantField()
    impact = models.TextField(blank=True)
    price_once = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    price_monthly = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))
    draft = models.ForeignKey("records.Draft", on_delete=models.PROTECT, related_name="changes", null=True)
    priced_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    priced_at = InstantField(null=True)
    approver_role = models.CharField(max_length=80, blank=True)
    limit_clause = models.CharField(max_length=20, blank=True)
    answered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = InstantField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_change_each_number"),)

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"changes/{self.number}"

    @property
    def code(self) -> str:
        """`HAR-CR-7`."""
        return f"{self.engagement.code}-CR-{self.number}"

    @property
    def first_year(self) -> Decimal:
        """What it costs in its first twelve months: the sum that limits of approval are held against."""
        return self.price_once + 12 * self.price_monthly

    def __str__(self) -> str:
        return self.code
