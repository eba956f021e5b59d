"""An offer that was signed on paper or in another program: the file that one company uploads, and what the other says to it."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class PaperSignature(Scoped):
    """`side` is the company that uploaded the `attachment`; `carries` says whose signatures are on it: own, or both.

    `found` is how the file names the offer: `text` (it holds the very bytes that are signed), `digest` (it names their digest), or
    `nothing` (a scan, which a program cannot read). `state`: waiting, confirmed, refused, withdrawn."""

    public_id = PublicIdField()
    draft = models.ForeignKey("records.Draft", on_delete=models.CASCADE, related_name="papers")
    attachment = models.ForeignKey("records.Attachment", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=8)
    carries = models.CharField(max_length=5, default="own")
    found = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="waiting")
    uploaded_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    uploaded_at = InstantField()
    answered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = InstantField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return f"draft {self.draft.number} on paper"
