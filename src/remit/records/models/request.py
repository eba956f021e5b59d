"""A request for proposals: what is asked, by which criteria it is judged, until when, and everything that was said to all bidders since.

While it is a draft its rows are the client's own (`visible_to` client). Publishing freezes its words into `content`, whose hash is
`digest`, and shows the rows to its bidders (`visible_to` tender); from then on it changes by numbered addenda only."""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.scoped import Scoped


class Request(Scoped):
    """`state`: draft, published, opened, withdrawn. `systems` are the required ones: [{"name": "Zendesk", "must": true}]; `languages`
    [{"language": "English", "level": "C1"}]. `deadline_at` is the first instant that is too late; bids are opened at `opening_at` or later.
    With `hides_askers` the client is not told who asked a question either; the other bidders never are."""

    public_id = PublicIdField()
    number = models.IntegerField()
    title = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    industry = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, default="draft")
    currency = models.CharField(max_length=3, default="GBP")
    systems = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    hides_askers = models.BooleanField(default=True)
    questions_until = InstantField(null=True)
    deadline_at = InstantField(null=True)
    opening_at = InstantField(null=True)
    content = models.BinaryField(default=b"")
    digest = models.CharField(max_length=71, blank=True)
    started_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    started_at = InstantField()
    published_at = InstantField(null=True)
    opened_at = InstantField(null=True)
    withdrawn_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["engagement", "number"], name="one_request_each_number"),)

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Its page, below the engagement."""
        return f"requests/{self.number}/"


class Criterion(Scoped):
    """What bids are judged by, and with which weight; the weights of a request total 100."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="criteria")
    place = models.IntegerField()
    name = models.CharField(max_length=80)
    weight = models.DecimalField(max_digits=6, decimal_places=2)
    about = models.TextField(blank=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name


class RequestQuestion(Scoped):
    """`kind`: text, yes or no, number. A must-have (`must`) that is answered with no blocks an award. `weight` counts within the
    criterion."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="questions")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="questions", null=True)
    place = models.IntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=10, default="text")
    must = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=6, decimal_places=2, default=1)

    class Meta:
        app_label = "records"


class PriceLine(Scoped):
    """A line of the price sheet: the volume of a month, typed once here, and the forecast `peak` that a bidder must be able to carry. What
    is paid `once`, such as the transition, has no month."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="price_lines")
    place = models.IntegerField()
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=40)
    volume = models.DecimalField(max_digits=14, decimal_places=2)
    peak = models.DecimalField(max_digits=14, decimal_places=2)
    once = models.BooleanField(default=False)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name


class Addendum(Scoped):
    """A numbered change after publication that every bidder sees. `before` is the digest that the request had, so the addenda are a
    chain."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="addenda")
    number = models.IntegerField()
    text = models.TextField()
    changes = models.JSONField(default=dict)
    before = models.CharField(max_length=71)
    digest = models.CharField(max_length=71)
    issued_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    issued_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "number"], name="one_addendum_each_number"),)


class Inquiry(Scoped):
    """A question of some bidder. It is the client's alone (and the asker's) until it is answered; then every bidder reads both."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="inquiries")
    number = models.IntegerField()
    text = models.TextField()
    asked_at = InstantField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["request", "number"], name="one_inquiry_each_number"),)
