"""A pilot gate: what was asked, what was found, what both companies decided. Once decided it never changes; the next gate is a new one."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped
from remit.records.signature import Signature


class Gate(Scoped):
    """`criteria` are those of the contract on the day the gate was opened (`readiness.Criterion.plain`), frozen with it. `decision`: go,
    conditional, no-go, or empty while it is open. `override` is why it is a go although criteria fail; `plan` and `plan_due` are what
    must be mended, and by when. `digest` is the SHA-256 of the decided gate, which both companies sign."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    clause = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    criteria = models.JSONField(default=list)
    opened_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    opened_at = InstantField()
    decision = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    override = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    plan_due = models.DateField(null=True)
    decided_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = InstantField(null=True)
    digest = models.CharField(max_length=71, blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_gate_each_number"),)

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"gates/{self.number}"


class GateResult(Scoped):
    """What was found for one criterion (by its place in the list): `good` of `count`, or a bare `value`. `whose` is the company that gave
    it, where each gives one. A later row replaces an earlier one, and both stay."""

    public_id = PublicIdField()
    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="results")
    criterion = models.IntegerField()
    whose = models.CharField(max_length=8, blank=True)
    good = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    count = models.BigIntegerField(null=True)
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    evidence = models.TextField()
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"


class GateSignature(Signature):
    """A company's signature of a decided gate."""

    public_id = PublicIdField()
    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="signatures")
    kind = models.CharField(max_length=20, default="signed")

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["gate", "side", "kind"], name="one_signature_each_side_of_a_gate"),)
