"""A member who wants to hear of a record."""

from __future__ import annotations

from django.db import models

from remit.records.scoped import Scoped


class Watcher(Scoped):
    subject = models.CharField(max_length=120)
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["member", "subject"], name="one_watch_each"),)
