"""One import into the directory of providers: the file, how its columns were read, what it made and merged, and whether it was undone."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class DirectoryBatch(Scoped):
    """`state`: checked (a dry run), done, undone, dropped. `kind`, `title` and `dated` become the source of every line. `mapping` names the
    column of each field; `report` counts what is new, merged and wrong. `earlier` holds what merged rows were, for undoing."""

    public_id = PublicIdField()
    number = models.IntegerField()
    file = models.CharField(max_length=200)
    content = models.BinaryField()
    digest = models.CharField(max_length=71)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    dated = models.DateField()
    mapping = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    earlier = models.JSONField(default=list)
    state = models.CharField(max_length=10, default="checked")
    brought_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    brought_at = InstantField()
    done_at = InstantField(null=True)
    undone_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_directory_batch_each_number"),)
