"""Filters of a list under a name, for oneself or for one's side."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class SavedView(Scoped):
    """`page` is the page's name, `query` its filters as they stand in the address; `shared` shows it to all of `visible_to`."""

    public_id = PublicIdField()
    member = models.ForeignKey("records.Member", on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    made_at = InstantField()

    class Meta:
        app_label = "records"
