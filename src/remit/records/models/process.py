"""A process of the client's audit: how much of it there is, what it costs, what it is made of, how it was rated. The client's own."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Process(Scoped):
    """Hours a month are `volume` × `minutes` / 60, their cost is hours × `rate` (a loaded hour, in the business case's currency); both are
    worked out, never stored. `tools` is what its tools cost a month beside. `baseline` names the unit under which its cost is compared
    later (`ticket`), where several processes share one. `ratings` are whole numbers from 1 to 5 by name (`choice.audit.RATINGS`);
    `components` and `systems` stand one a line. `intent`: proposed, stays, later, or empty while nothing is decided; `despite` says why it
    is proposed although something speaks against it."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    area = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    volume = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    minutes = models.DecimalField(max_digits=12, decimal_places=6, null=True)
    rate = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    tools = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    baseline = models.CharField(max_length=40, blank=True)
    figures_from = models.CharField(max_length=200, blank=True)
    begins = models.CharField(max_length=200, blank=True)
    ends = models.CharField(max_length=200, blank=True)
    components = models.TextField(blank=True)
    systems = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)
    management_hours = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    ratings = models.JSONField(default=dict)
    rated_why = models.TextField(blank=True)
    intent = models.CharField(max_length=10, blank=True)
    despite = models.TextField(blank=True)
    cited = models.ForeignKey("records.Source", on_delete=models.PROTECT, related_name="+", null=True)
    batch = models.ForeignKey("records.Batch", on_delete=models.SET_NULL, related_name="+", null=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()
    changed_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_process_each_number"),)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"processes/{self.number}/"
