"""An item of the own queue: what people need to work it. Its times stand in the work log alone, which settles."""

from __future__ import annotations

from urllib.parse import quote

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class QueueItem(Scoped):
    """`item` is its number in the work log, `ordinal` the count behind it where Remit gave it. `state`: new (nobody has answered), open,
    waiting, resolved, closed, merged; `waits_for` and `caused_by` are what a waiting one waits for, and who causes it. `last_word` is who
    wrote last, customer or agent. `tag` stands in the reply address, and nobody can guess it. `events` counts what was written of it into
    the work log, and gives each entry its number there."""

    public_id = PublicIdField()
    record = models.CharField(max_length=120)
    item = models.CharField(max_length=200)
    ordinal = models.IntegerField(null=True)
    subject = models.CharField(max_length=240, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    customer = models.CharField(max_length=120, blank=True)
    address = models.EmailField(blank=True)
    tag = models.CharField(max_length=24)
    state = models.CharField(max_length=10, default="new")
    waits_for = models.CharField(max_length=120, blank=True)
    caused_by = models.CharField(max_length=20, blank=True)
    waits_why = models.CharField(max_length=240, blank=True)
    last_word = models.CharField(max_length=10, blank=True)
    assignee = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    assigned_at = InstantField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="merged", null=True)
    events = models.IntegerField(default=0)
    made_at = InstantField()
    changed_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "record", "item"], name="one_queue_item_each"),)
        indexes = (
            models.Index(fields=["engagement", "state"], name="queue_items_by_state"),
            models.Index(fields=["engagement", "item"], name="queue_items_by_item"),
            models.Index(fields=["tag"], name="queue_items_by_tag"),
        )

    def __str__(self) -> str:
        return self.item

    @property
    def number(self) -> str:
        """Its number as it stands in an address."""
        return quote(self.item, safe="")

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"items/{self.number}"


class QueueChange(Scoped):
    """One change of one field of an item: what it was, what it became, by whom (nobody: a mail, or a rule). Changes made `together` can be
    taken back together; `had_by` is who had the item before it changed hands."""

    public_id = PublicIdField()
    item = models.ForeignKey(QueueItem, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=20)
    before = models.CharField(max_length=240, blank=True)
    after = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    had_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    at = InstantField()
    together = models.CharField(max_length=24, blank=True)
    undone_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=["engagement", "together"], name="changes_made_together"),)
