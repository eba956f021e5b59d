"""A result that the client wants of outsourcing: where it stands, where it shall stand, and by when."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Goal(Scoped):
    """`kind` is one of `choice.goals.KINDS` (saving, skill, quality, speed, flexibility, practice, focus). `better`: more or less. `level`
    is the clause of a service level that measures it, once there is a contract. Changing a goal makes a new row that `replaces` it."""

    public_id = PublicIdField()
    number = models.IntegerField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40, blank=True)
    better = models.CharField(max_length=4, default="more")
    baseline = models.DecimalField(max_digits=16, decimal_places=4)
    target = models.DecimalField(max_digits=16, decimal_places=4)
    measured_from = models.CharField(max_length=200, blank=True)
    due = models.DateField()
    level = models.CharField(max_length=20, blank=True)
    why = models.TextField(blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name
