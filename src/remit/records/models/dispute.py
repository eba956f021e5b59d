"""An objection to items behind a statement: what is asked for each, with its evidence, and the other party's answer."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped
from remit.values.period import Month


class Dispute(Scoped):
    """Of a `month`, and of the version of its `statement` that was issued; a claim made before the month closes has none yet.

    `asked` of items: excuse, reattribute, correct, or count (they were excused and should count after all); `relief` is the clause of
    section 9 it is made under, `level` the service level it concerns. `asked` of a line: amount, with the clause of the `line`, and by how
    much its amount should change. `state`: open, accepted, refused, withdrawn. The claims themselves are facts, one an item or line."""

    public_id = PublicIdField()
    number = models.IntegerField()
    month = models.CharField(max_length=7)
    statement = models.ForeignKey("records.IssuedStatement", on_delete=models.CASCADE, related_name="disputes", null=True)
    relief = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    asked = models.CharField(max_length=12, default="excuse")
    items = models.JSONField(default=list)
    line = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
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

    @property
    def about(self) -> str:
        """`45 items`, `clause 10.6`."""
        count = len(self.items)
        return f"clause {self.line}" if self.line else f"{count:,} item{'s' if count != 1 else ''}"

    def __str__(self) -> str:
        return f"dispute {self.number} on {self.statement or Month.read(self.month).name}"
