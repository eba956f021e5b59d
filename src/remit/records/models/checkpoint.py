"""A dated digest of an engagement's audit chain, which both parties can download and keep."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField
from remit.records.scoped import Scoped


class Checkpoint(Scoped):
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=71)
    at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "sequence"], name="one_checkpoint_each"),)
