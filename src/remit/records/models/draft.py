"""A draft of the contract: the whole text as one company would have it, its earlier revisions, and both signatures of what was offered."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped
from remit.records.signature import Signature


class Draft(Scoped):
    """`content` is the whole text at `revision`, which counts every saved change. `base` is the digest of the terms it started from.

    `state`: draft (its side alone sees it), offered (both see it, and it never changes again), answered (by a counter-offer), withdrawn,
    refused (with its change request), signed. `amendment` are the bytes that were offered and are signed, `digest` theirs. `answers` is
    the offer that this one counters.
    """

    public_id = PublicIdField()
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    side = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="draft")
    base = models.CharField(max_length=71)
    content = models.BinaryField()
    revision = models.IntegerField(default=0)
    starts = models.DateField()
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="counters")
    started_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    started_at = InstantField()
    changed_at = InstantField()
    message = models.TextField(blank=True)
    amendment = models.BinaryField(default=b"")
    digest = models.CharField(max_length=71, blank=True)
    offered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_draft_each_number"),)

    @property
    def path(self) -> str:
        """Its page below the engagement."""
        return f"contract/drafts/{self.number}/"

    def __str__(self) -> str:
        return str(self.number)


class DraftRevision(Scoped):
    """The text of a draft after one change, and what that change was; revision 0 is the text it started from."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    revision = models.IntegerField()
    content = models.BinaryField()
    said = models.CharField(max_length=200)
    changed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["draft", "revision"], name="one_text_each_revision"),)


class DraftSignature(Signature):
    """A company's signature of an offered amendment: over its digest, and so over its bytes."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="signatures")

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["draft", "side"], name="one_signature_each_side"),)
