"""A person's Ed25519 public key, registered before anything is signed with it; the private key never comes here."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class SigningKey(Scoped):
    """`public_key` are its 32 bytes in hexadecimal, `fingerprint` is what `ssh-keygen -l` calls it. Both companies see it, so that each can
    check the other's signatures. A key that has ended signs nothing more; what was signed with it before still stands."""

    public_id = PublicIdField()
    holder = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    public_key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=60)
    added_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "public_key"], name="one_holder_each_key"),)

    def __str__(self) -> str:
        return self.name
