"""One issued version of a month's statement. The bytes are the truth and never change; the columns only index them."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped
from remit.values.period import Month


class IssuedStatement(Scoped):
    """`content` is the canonical JSON (`exchange.statement_json`) with its envelope as it was issued; signatures given later stand in
    `Acceptance`. `digest` is that of the signed body."""

    public_id = PublicIdField()
    month = models.CharField(max_length=7)
    version = models.IntegerField()
    content = models.BinaryField()
    digest = models.CharField(max_length=71)
    cut = InstantField()
    total = models.DecimalField(max_digits=16, decimal_places=4)
    agreed = models.DecimalField(max_digits=16, decimal_places=4)
    disputed = models.DecimalField(max_digits=16, decimal_places=4)
    currency = models.CharField(max_length=3)
    issued_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    issued_at = InstantField()
    frozen_at = InstantField(null=True)
    object_until = InstantField(null=True)
    due_day = models.DateField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "month", "version"], name="one_statement_each_version"),)

    def __str__(self) -> str:
        """`July 2026, version 1`: what logs and messages call it."""
        return f"{Month.read(self.month).name}, version {self.version}"
