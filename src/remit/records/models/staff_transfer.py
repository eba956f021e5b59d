"""People who go over with the work: what counsel said of it, and which steps of the law's order are done. The client's own."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class StaffTransfer(Scoped):
    """What counsel said; the newest row counts, the others are what was said before. `law` is one of `choice.staff_transfer.LAWS`,
    `applies` whether it holds here, `day` when the work moves, `talks` how many days are planned for talks before. `despite` says why it
    was recorded before the people concerned were known."""

    public_id = PublicIdField()
    law = models.CharField(max_length=20)
    applies = models.BooleanField()
    day = models.DateField()
    talks = models.IntegerField()
    said_by = models.CharField(max_length=120)
    said_on = models.DateField()
    because = models.TextField()
    despite = models.TextField(blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"


class StaffTransferStep(Scoped):
    """A step that was done: `step` is one of `choice.staff_transfer.STEPS`, `day` when it was done, `note` what was done and where the
    paper is. `despite` says why it came too late, or before one that comes first. A row that was corrected or taken back has
    `removed_at`."""

    public_id = PublicIdField()
    step = models.CharField(max_length=20)
    day = models.DateField()
    note = models.TextField()
    despite = models.TextField(blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"
