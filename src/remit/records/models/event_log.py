"""A log of events from which the map of a process is discovered, and what a person changed about the map. The client's own."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class EventLog(Scoped):
    """`content` is the log as Parquet, in the columns of `discovery.log`; it never changes. `reading` says which columns of the file were
    read as what. `edits` are the person's changes (`discovery.edits`), kept beside the log, so that the discovered map stays what it was.
    `months` is how many months it covers, by which volumes are told a month."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    process = models.ForeignKey("records.Process", on_delete=models.SET_NULL, related_name="logs", null=True)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=71, blank=True)
    reading = models.JSONField(default=dict)
    content = models.BinaryField()
    events = models.BigIntegerField(default=0)
    cases = models.BigIntegerField(default=0)
    edits = models.JSONField(default=dict)
    brought_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    brought_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_event_log_each_number"),)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"maps/{self.number}/"


class DrawnMap(Scoped):
    """A process as somebody drew it, brought in as BPMN 2.0: the file as it was written again by us, with nothing in it but the drawing."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    process = models.ForeignKey("records.Process", on_delete=models.SET_NULL, related_name="drawings", null=True)
    file = models.CharField(max_length=200)
    content = models.TextField()
    notes = models.JSONField(default=list)
    brought_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    brought_at = InstantField()
    removed_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_drawn_map_each_number"),)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"maps/drawn/{self.number}"
