"""An objection to items behind a statement: what is asked for each, with its evidence, and the other party's answer."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Dispute(Scoped):
    """`relief` is the clause of section 9 it is made under, `level` the service level it concerns. `asked`: excuse, reattribute, correct.
    `state`: open, accepted, refused, withdrawn. The claims themselves are facts of kind relief, one an item."""

    public_id = PublicIdField()
    number = models.IntegerField()
    statement = models.ForeignKey("records.IssuedStatement", on_delete=models.CASCADE, related_name="disputes")
    relief = models.CharField(max_length=20)
    level = models.CharField(max_length=20, blank=True)
    asked = models.CharField(max_length=12, default="excuse")
    items = models.JSONField(default=list)
    reason = models.TextField()
    evidence = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="open")
    opened_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    opened_at = InstantField()
    answer_until = InstantField(null=True)
    answered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = InstantField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_dispute_each_number"),)
