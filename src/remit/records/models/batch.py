"""One import: a file of work or facts as it was brought in, with what it held, and whether it was undone."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Batch(Scoped):
    """`state`: checked (a dry run), waiting, running, done, failed, undone. `report` is what was read, as JSON; `faults` what was wrong,
    each with its sentence and place. The file itself is kept by `intake.uploads` until the batch is done or dropped."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=8)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=71, blank=True)
    mapping = models.CharField(max_length=120, blank=True)
    mapping_text = models.TextField(blank=True)
    record = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=12, default="done")
    report = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    new = models.BigIntegerField(default=0)
    known = models.BigIntegerField(default=0)
    source = models.CharField(max_length=12, default="page")
    brought_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    received_at = InstantField()
    undone_at = InstantField(null=True, blank=True)

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=["engagement", "-received_at"], name="batch_newest"),)

    def __str__(self) -> str:
        return self.file

    @property
    def is_queued(self) -> bool:
        """Whether it waits for a job, or a job reads it now: nothing of it counts yet."""
        return self.state in ("waiting", "running")
