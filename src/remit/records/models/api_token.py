"""A secret by which a program acts for a member: stored as a hash, limited to scopes, ended at the next request when revoked."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class ApiToken(Scoped):
    """`scopes` are names of actions or `read`; a token never does what its member may not."""

    public_id = PublicIdField()
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    scopes = models.JSONField(default=list)
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = InstantField()
    expires_at = InstantField(null=True)
    used_at = InstantField(null=True)
    ended_at = InstantField(null=True)

    class Meta:
        app_label = "records"
