"""One relationship between two companies: the contract, the work under it, and everything written about both."""

from __future__ import annotations

import time

from django.db import models

from remit.records.fields import InstantField, PublicIdField


class Engagement(models.Model):
    """`code` begins the numbers of its records (HAR-CR-7). `key` is the name under which its statements are signed; it never changes.

    `clock_shift` is added to the machine's clock, in microseconds: 0 everywhere but in a demonstration, which lives on a day of its own.
    `work_version` grows with every change of work, facts or terms; what is kept in memory is kept for one version.
    """

    public_id = PublicIdField()
    code = models.CharField(max_length=8, unique=True)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    client = models.ForeignKey("records.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("records.Organisation", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    is_demo = models.BooleanField(default=False)
    clock_shift = models.BigIntegerField(default=0)
    work_version = models.BigIntegerField(default=0)
    undone = models.BigIntegerField(default=0)
    created_at = InstantField(default=0)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name

    def now(self) -> int:
        """The present instant of this engagement, in microseconds UTC. Rules never call it: pages and actions pass it in."""
        return time.time_ns() // 1_000 + self.clock_shift

    def organisation(self, side: str) -> object:
        return self.client if side == "client" else self.provider
