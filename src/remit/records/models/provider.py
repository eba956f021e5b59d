"""A company that might do the work, as the client knows it: one line of its directory, with where each thing was learned."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.directory_batch import DirectoryBatch
from remit.records.scoped import Scoped


class Provider(Scoped):
    """Client only. `key` is the normalised name and `web` the domain: two rows with the same one are the same company. `hours` are its
    working hours on its own wall clock ("Mon-Fri 08:00-17:00"). `industries`, `functions` and `systems` are lists of names. `people` is how
    many work there, `more_people` how many it says it can add within three months. A merged row points to the one that stands."""

    public_id = PublicIdField()
    number = models.IntegerField()
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    web = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True)
    zone = models.CharField(max_length=60, default="UTC")
    hours = models.CharField(max_length=200, blank=True)
    industries = models.JSONField(default=list)
    functions = models.JSONField(default=list)
    systems = models.JSONField(default=list)
    people = models.IntegerField(null=True)
    more_people = models.IntegerField(null=True)
    about = models.TextField(blank=True)
    added_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    added_at = InstantField()
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    removed_at = InstantField(null=True)
    batch = models.ForeignKey(DirectoryBatch, on_delete=models.PROTECT, null=True, related_name="made")

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_provider_each_number"),)

    def __str__(self) -> str:
        return self.short_name


class ProviderSource(Scoped):
    """Where something about a provider was learned. `kind`: referral, industry report, directory, review; `dated` is the source's own day,
    so that nobody takes an old review for a new one. `given` are the fields that this source gave when it was brought in."""

    public_id = PublicIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    dated = models.DateField()
    given = models.JSONField(default=dict)
    batch = models.ForeignKey(DirectoryBatch, on_delete=models.PROTECT, null=True, related_name="sources")
    added_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    added_at = InstantField()

    class Meta:
        app_label = "records"


class ProviderLanguage(Scoped):
    """A language, its `level` (A1 to C2, or native) and, where one was taken, the sample test: what was tested, with what result, when."""

    public_id = PublicIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=60)
    level = models.CharField(max_length=10)
    sample = models.CharField(max_length=300, blank=True)
    result = models.CharField(max_length=120, blank=True)
    tested_on = models.DateField(null=True)

    class Meta:
        app_label = "records"


class ProviderCertificate(Scoped):
    """A certificate with what it covers: a tick that says ISO is worth nothing without scope and end."""

    public_id = PublicIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(max_length=120)
    scope = models.CharField(max_length=300)
    issuer = models.CharField(max_length=120, blank=True)
    ends_on = models.DateField()

    class Meta:
        app_label = "records"


class CaseStudy(Scoped):
    """Work that a provider says it did: for whom, what it claims, and when. A claim is the provider's own until somebody verified it."""

    public_id = PublicIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="cases")
    title = models.CharField(max_length=200)
    customer = models.CharField(max_length=120, blank=True)
    claims = models.JSONField(default=list)
    dated = models.DateField()

    class Meta:
        app_label = "records"
