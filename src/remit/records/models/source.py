"""A source that claims rest on: a report, a directory, a recommendation, an own count. Cited by its number wherever a claim stands."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Source(Scoped):
    """`number` is how it is cited (S3). `claim` is what it says, in its own words or ours; `address` where it can be read, as text: it is
    never fetched. `kind`: report, review, recommendation, law, own figures, other. A source is never deleted while it is cited."""

    public_id = PublicIdField()
    number = models.IntegerField()
    kind = models.CharField(max_length=20, default="report")
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=120, blank=True)
    published = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=500, blank=True)
    claim = models.TextField(blank=True)
    recorded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    recorded_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_source_each_number"),)

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Its place in the library, below the engagement."""
        return f"sources/#source-{self.number}"
