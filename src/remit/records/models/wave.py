"""A wave of the handover: from which day on how much of which work is with the provider, and who owns it before and after."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Wave(Scoped):
    """`tasks` are components of the contract's services by name, `share` the per cent of them that is with the provider from `day` on.
    Whether it has happened is never stored: it follows from the day, both acceptances and, where `needs_go`, a signed gate. `despite` says
    why it begins on a day on which a company is closed. Moving a wave keeps the row, and both companies accept anew."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    tasks = models.JSONField(default=list)
    share = models.DecimalField(max_digits=5, decimal_places=2)
    day = models.DateField()
    needs_go = models.BooleanField(default=False)
    owner_before = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    owner_after = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    despite = models.TextField(blank=True)
    planned_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    planned_at = InstantField()
    moved_why = models.TextField(blank=True)
    moved_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_wave_each_number"),)

    @property
    def path(self) -> str:
        """Its place on its page, below the engagement."""
        return f"waves/#wave-{self.number}"


class WaveAcceptance(Scoped):
    """A company's word that the wave may begin on this `day`; once the wave is moved, a word on another day counts no longer."""

    public_id = PublicIdField()
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="acceptances")
    side = models.CharField(max_length=8)
    day = models.DateField()
    given_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    given_at = InstantField()

    class Meta:
        app_label = "records"
