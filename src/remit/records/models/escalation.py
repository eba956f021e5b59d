"""Something that was escalated under a clause of section 13: whom it has reached, who took it on, and how it ended."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Escalation(Scoped):
    """`clause` is the ladder by which it climbs, until it is closed; taking it on keeps the deputies of the step from being told."""

    public_id = PublicIdField()
    number = models.IntegerField()
    clause = models.CharField(max_length=20)
    about = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    side = models.CharField(max_length=8)
    raised_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    raised_at = InstantField()
    taken_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    taken_at = InstantField(null=True)
    closed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = InstantField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_escalation_each_number"),)

    @property
    def path(self) -> str:
        """Its place on its page, below the engagement."""
        return f"escalations/#escalation-{self.number}"

    def __str__(self) -> str:
        return f"escalation {self.number}"


class EscalationReach(Scoped):
    """That a step of an escalation, or of a dispute that nobody answered, reached somebody: in which `role`, and where it is a deputy, in
    whose stead and why."""

    public_id = PublicIdField()
    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="reached", null=True)
    dispute = models.ForeignKey("records.Dispute", on_delete=models.CASCADE, related_name="reached", null=True)
    step = models.IntegerField()
    role = models.CharField(max_length=80)
    whom = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    instead = models.CharField(max_length=200, blank=True)
    reached_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (
            models.UniqueConstraint(fields=["escalation", "step", "role", "whom"], name="one_reach_each"),
            models.UniqueConstraint(fields=["dispute", "step", "role", "whom"], name="one_reach_each_of_a_dispute"),
        )
