"""A person who may help open the bids of a request. It takes two of them: each has a key of their own, and no key opens anything alone."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.request import Request
from remit.records.scoped import Scoped


class Opener(Scoped):
    """`public_key` is an X25519 key. Its private half stands only in `locked_key`, encrypted with a key that scrypt makes of the person's
    opening passphrase and `salt`; the passphrase is stored nowhere. Client only; the public key is part of what is published."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="openers")
    member = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    public_key = models.BinaryField()
    locked_key = models.BinaryField()
    salt = models.BinaryField()
    cost = models.IntegerField()
    made_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "member"], name="one_key_each_opener"),)


class OpeningAct(Scoped):
    """One opener's part in the opening, with time and name; every bidder of the request sees it."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="opening_acts")
    place = models.IntegerField()
    opener = models.ForeignKey(Opener, on_delete=models.CASCADE, related_name="acts")
    name = models.CharField(max_length=120)
    bids = models.IntegerField()
    at = InstantField()

    class Meta:
        app_label = "records"
