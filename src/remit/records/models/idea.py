"""An idea for doing the work better, proposed by either company, and since when it is practised."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Idea(Scoped):
    """`level` is the clause of the service level that it is to move; `source` says where it is practised already. `since` is the first day
    of the first month in which it was practised, empty while it is only proposed."""

    public_id = PublicIdField()
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    what = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=20)
    since = models.DateField(null=True)
    proposed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    proposed_at = InstantField()
    adopted_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    adopted_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_idea_each_number"),)

    def __str__(self) -> str:
        return self.title
