"""A role that outsourcing touches: how many people, what becomes of them, from when on, and what that frees. The client's own."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class AffectedRole(Scoped):
    """`outcome`: leaves (its cost ends), moves to budget (into a vacancy that is budgeted anyway, so its cost ends as well), goes over
    (to the provider with the work; its cost ends here), hire avoided (a cost that would have come), redeployed (the hours are free for
    other work and are never cash), stays. `monthly` is what it costs a month, `severance` what its end costs once; `day` is when,
    `destination` what each person does then."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    people = models.IntegerField(default=1)
    outcome = models.CharField(max_length=20)
    day = models.DateField()
    monthly = models.DecimalField(max_digits=14, decimal_places=2)
    hours = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    severance = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    destination = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name


class FreedHours(Scoped):
    """What hours that were set free were used for in a month. `use`: innovation, customers, markets, quality, training, other. What is not
    used is idle, and is worked out."""

    public_id = PublicIdField()
    month = models.CharField(max_length=7)
    use = models.CharField(max_length=20)
    hours = models.DecimalField(max_digits=10, decimal_places=2)
    note = models.CharField(max_length=240, blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"
