"""Looking behind a bid: references that were called, claims of case studies that were checked, interviews with the scores of a panel."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.provider import CaseStudy, Provider
from remit.records.models.request import Request
from remit.records.scoped import Scoped


class Reference(Scoped):
    """A client of a provider who may be called. `answers` are the call form's, by question; `again` is whether they would hire it again."""

    public_id = PublicIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="references")
    company = models.CharField(max_length=120)
    person = models.CharField(max_length=120, blank=True)
    reach = models.CharField(max_length=120, blank=True)
    named_by_provider = models.BooleanField(default=True)
    added_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    added_at = InstantField()
    called_on = models.DateField(null=True)
    answers = models.JSONField(default=dict)
    again = models.CharField(max_length=10, blank=True)
    called_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        app_label = "records"


class ClaimCheck(Scoped):
    """Whether a claim of a case study (by its place) holds: `found` is holds, holds in part, or does not hold; `how` says how it was
    checked. The newest counts."""

    public_id = PublicIdField()
    case = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="checks")
    claim = models.IntegerField()
    found = models.CharField(max_length=14)
    how = models.TextField()
    checked_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    checked_at = InstantField()

    class Meta:
        app_label = "records"


class Interview(Scoped):
    """A talk with the team of a provider by a guide: `questions` are asked of each, so that the scores compare."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="interviews")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="interviews")
    day = models.DateField()
    people = models.CharField(max_length=200, blank=True)
    questions = models.JSONField(default=list)
    planned_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    planned_at = InstantField()

    class Meta:
        app_label = "records"


class InterviewScore(Scoped):
    """What one listener gave each question, 0 to 10, with notes; read by that person alone until all who began have handed in."""

    public_id = PublicIdField()
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scores")
    member = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=list)
    note = models.TextField(blank=True)
    scored_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["interview", "member"], name="one_sheet_each_listener"),)
