"""A bid: in draft locked with its bidder's passphrase, once submitted sealed with a key of its own, readable only after two people opened
it.

No table here holds a word, a price or a file of a bid in the clear before it is opened. What is in the clear: who submitted when, the size
of what is stored, which questions of a draft have an answer, and the digest of the bid, which a random salt in it keeps from being guessed.
"""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.bidder import Bidder
from remit.records.models.opener import Opener
from remit.records.models.request import Request
from remit.records.scoped import Scoped


class BidDraft(Scoped):
    """`locked_key` is the draft's key, encrypted with a key that scrypt makes of the bidder's passphrase and `salt`. `sealed` is the draft.
    `answered` names what has an answer (the numbers of questions and lines), so that the checklist can be shown without opening it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bidder = models.OneToOneField(Bidder, on_delete=models.CASCADE, related_name="draft")
    locked_key = models.BinaryField()
    salt = models.BinaryField()
    cost = models.IntegerField()
    sealed = models.BinaryField(default=b"")
    answered = models.JSONField(default=list)
    revision = models.IntegerField(default=0)
    saved_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    saved_at = InstantField()

    class Meta:
        app_label = "records"


class Bid(Scoped):
    """One submitted bid. `state`: sealed, withdrawn (replaced or taken back: its sealed content is destroyed, its receipt stays), opened.
    `digest` is the SHA-256 of the canonical bid, `receipt` the signed file that the bidder keeps."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="bids")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="bids")
    version = models.IntegerField()
    state = models.CharField(max_length=10, default="sealed")
    digest = models.CharField(max_length=71)
    sealed = models.BinaryField()
    receipt = models.BinaryField()
    submitted_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    submitted_at = InstantField()
    withdrawn_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["bidder", "version"], name="one_bid_each_version"),)


class SealedFile(Scoped):
    """A file of a draft (`bid` empty, locked with the draft's key) or of a bid (sealed with the bid's key); its name is sealed with it."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="files")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="files", null=True)
    sealed = models.BinaryField()
    size = models.IntegerField()
    added_at = InstantField()

    class Meta:
        app_label = "records"


class BidShare(Scoped):
    """One opener's share of a bid's key, encrypted to that opener's public key. Any two shares make the key; one says nothing of it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="shares")
    opener = models.ForeignKey(Opener, on_delete=models.CASCADE, related_name="shares")
    sealed = models.BinaryField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["bid", "opener"], name="one_share_each_opener"),)


class HandedShare(Scoped):
    """A share that an opener passed on at the opening, encrypted to another opener's key: the second one holds two and opens."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(Opener, on_delete=models.CASCADE, related_name="given")
    taker = models.ForeignKey(Opener, on_delete=models.CASCADE, related_name="taken")
    sealed = models.BinaryField()
    given_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["bid", "giver", "taker"], name="one_share_handed_once"),)


class OpenedBid(Scoped):
    """What an opened bid says, client only: the canonical bid as JSON, whose hash is the digest of its receipt."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opened_bids")
    bidder = models.OneToOneField(Bidder, on_delete=models.CASCADE, related_name="opened")
    bid = models.OneToOneField(Bid, on_delete=models.CASCADE, related_name="opened")
    content = models.JSONField(default=dict)
    opened_at = InstantField()

    class Meta:
        app_label = "records"


class OpenedFile(Scoped):
    """A file of an opened bid: served as an attachment under its plain name, never shown by its own type."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    opened = models.ForeignKey(OpenedBid, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.IntegerField()
    digest = models.CharField(max_length=71)

    class Meta:
        app_label = "records"
