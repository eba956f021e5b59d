"""How the bids of a request are scored: who scores, what each gave with its evidence, what the panel agreed, and weights that were changed.

Everything here is the client's own. A score is read by its scorer alone until every scorer has handed in; the queries of `stages.selection`
keep to that, because a side is the smallest reader that rows know.
"""

from __future__ import annotations

from django.db import models

from remit.records.fields import InstantField, PublicIdField
from remit.records.models.bidder import Bidder
from remit.records.models.provider import ProviderSource
from remit.records.models.request import Criterion, Request
from remit.records.scoped import Scoped


class Panel(Scoped):
    """The scoring of a request. `today` is what the work costs a month now, where it is known. With `price_last` the prices of all bids
    stay unseen until every scorer has locked the other criteria, and `price_criterion` is the one that is scored afterwards. `settled_at`
    is when the panel agreed its scores; they never change after."""

    public_id = PublicIdField()
    request = models.OneToOneField(Request, on_delete=models.CASCADE, related_name="panel")
    price_criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", null=True)
    price_last = models.BooleanField(default=True)
    today = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    opened_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    opened_at = InstantField()
    settled_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+", null=True)
    settled_at = InstantField(null=True)

    class Meta:
        app_label = "records"


class Scorer(Scoped):
    """One person of the panel. `locked_at` is when the technical scores were locked, `handed_in_at` when all were."""

    public_id = PublicIdField()
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="scorers")
    member = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    locked_at = InstantField(null=True)
    handed_in_at = InstantField(null=True)

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["panel", "member"], name="one_place_each_scorer"),)


class Score(Scoped):
    """What one scorer gave one bidder on one criterion, 0 to 10, and on what it rests. `cited` is a source of the directory, such as an
    industry report."""

    public_id = PublicIdField()
    scorer = models.ForeignKey(Scorer, on_delete=models.CASCADE, related_name="scores")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    value = models.DecimalField(max_digits=5, decimal_places=2)
    evidence = models.TextField()
    cited = models.ForeignKey(ProviderSource, on_delete=models.SET_NULL, related_name="+", null=True)
    scored_at = InstantField()

    class Meta:
        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["scorer", "bidder", "criterion"], name="one_score_each_cell"),)


class AgreedScore(Scoped):
    """What the panel agreed where it talked: without one the consensus is the mean. A later row replaces an earlier one, and both stay."""

    public_id = PublicIdField()
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="agreed")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    value = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField()
    agreed_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    agreed_at = InstantField()

    class Meta:
        app_label = "records"


class KeptWeights(Scoped):
    """Weights other than those that were published, with the reason; the newest counts. `weights` are texts by the criteria's numbers."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="kept_weights")
    weights = models.JSONField(default=dict)
    reason = models.TextField()
    kept_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    kept_at = InstantField()

    class Meta:
        app_label = "records"


class CostAssumption(Scoped):
    """What is added to a bid's price sheet to see its true cost a month: transition, governance, and what currency, licences and extra
    training may come to (low, expected, high). The newest for a bidder counts."""

    public_id = PublicIdField()
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bidder = models.ForeignKey(Bidder, on_delete=models.CASCADE, related_name="+")
    governance = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    transition = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    over_months = models.IntegerField(default=24)
    doubts = models.JSONField(default=dict)
    reason = models.TextField()
    noted_by = models.ForeignKey("records.Member", on_delete=models.PROTECT, related_name="+")
    noted_at = InstantField()

    class Meta:
        app_label = "records"
