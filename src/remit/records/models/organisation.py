"""A company: a client that entrusts work, or a provider that does it."""

from __future__ import annotations

from django.db import models

from remit.records.fields import PublicIdField


class Organisation(models.Model):
    """`town` and `zone` name the second clock on every page: "Cape Town 16:20".

    `country` (two letters) and `tax_number` stand on invoices.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    town = models.CharField(max_length=60, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    country = models.CharField(max_length=2, blank=True)
    tax_number = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.short_name

    @property
    def place(self) -> str:
        """The town of its clock; where none was given the town that its zone is named after."""
        return self.town or self.zone.rsplit("/", 1)[-1].replace("_", " ")
