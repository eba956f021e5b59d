"""The bids of a request compared: scores that count, totals, draws, flips, true cost, what each lacks. Read by pages, memo and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from remit.choice import flips, reversal, robustness, true_cost
from remit.choice import panel as opinions
from remit.choice.matrix import Criterion as Column
from remit.choice.matrix import Matrix
from remit.choice.method import Judged, methods
from remit.choice.true_cost import Doubt, PriceSheet, Range, Rate
from remit.records.models.award import Award
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.request import Criterion, PriceLine, Request
from remit.records.models.scoring import CostAssumption, KeptWeights, Panel
from remit.records.scoping import visible
from remit.stages.selection.panel_seen import Grid, panels, seen, sheets
from remit.terms.words import exact

FACTORS = (Fraction(7, 10), Fraction(1), Fraction(3, 2))
"""Volumes of the scenarios: 30 % less, as asked, half as much again."""


@dataclass(frozen=True)
class Cost:
    """A bid's true cost a month at the volumes of the request, line by line, and at other volumes."""

    range: Range
    lines: tuple[tuple[str, Range], ...]
    scenarios: tuple[tuple[Fraction, Range], ...]
    assumed: CostAssumption | None


@dataclass(frozen=True)
class Contest:
    """`weights` are those that were tried (by the criterion's public number) where they differ from `kept`. Names of bidders are labels."""

    request: Request
    grid: Grid
    criteria: tuple[Criterion, ...]
    kept: KeptWeights | None
    weights: Mapping[str, Fraction]
    missing: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]
    costs: Mapping[str, Cost]
    award: Award | None

    @property
    def panel(self) -> Panel:
        return self.grid.panel

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.grid.labels[one.pk] for one in self.grid.bidders)

    def bidder(self, label: str) -> Bidder:
        return next(one for one in self.grid.bidders if self.grid.labels[one.pk] == label)

    @cached_property
    def matrix(self) -> Matrix:
        columns = tuple(Column(one.name, self.weights[one.public_id]) for one in self.criteria)
        rows = tuple(
            tuple(cell.counts or Fraction(0) for row in self.grid.rows for cell in row.cells if cell.bidder.pk == bidder.pk)
            for bidder in self.grid.bidders
        )
        return Matrix(columns, self.labels, rows, self.missing)

    @cached_property
    def judged(self) -> Judged:
        return methods()["weighted sum"].judged(self.matrix)

    @property
    def winner(self) -> str | None:
        """Who is first alone."""
        return self.judged.winners[0] if len(self.judged.winners) == 1 else None

    @cached_property
    def shares(self) -> robustness.Shares | None:
        return robustness.draws(self.matrix) if self.matrix.eligible else None

    @cached_property
    def alone(self) -> Mapping[str, Matrix]:
        """The matrix as each scorer sees it."""
        return opinions.of_each(self.matrix, sheets(self.grid))

    @cached_property
    def panel_shares(self) -> robustness.Shares | None:
        """The draws with the scorers' disagreement in them."""
        return robustness.draws(self.matrix, panel=list(self.alone.values())) if self.matrix.eligible and len(self.alone) > 1 else None

    @cached_property
    def weight_flips(self) -> tuple[flips.Flip, ...]:
        return flips.weight_flips(self.matrix)

    @cached_property
    def score_flips(self) -> tuple[flips.Flip, ...]:
        return flips.score_flips(self.matrix)

    @property
    def turned(self) -> tuple[reversal.Turned, ...]:
        """Losing bids whose withdrawal would turn the others, by the weighted sum; by relative methods they are only remarked."""
        return reversal.withdrawals(self.matrix)

    @property
    def others(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Whom other methods put first, and which losing bids would turn that."""
        return tuple((name, methods()[name].judged(self.matrix).winners) for name in ("topsis", "promethee ii"))

    @property
    def weights_differ(self) -> bool:
        """Whether the weights tried are neither those published nor those kept."""
        return any(self.weights[one.public_id] != standing(one, self.kept) for one in self.criteria)

    @property
    def today(self) -> Fraction | None:
        return None if self.panel.today is None else Fraction(self.panel.today)


def standing(criterion: Criterion, kept: KeptWeights | None) -> Fraction:
    """The weight that counts: as kept, else as published."""
    return Fraction(kept.weights.get(criterion.public_id, criterion.weight) if kept is not None else criterion.weight)


def contest(member: Member, panel: Panel, tried: Mapping[str, Fraction] | None = None) -> Contest | None:
    """The comparison of a panel's request; None until the panel has settled its scores. `tried` are weights to try, by public number."""
    grid = seen(member, panel)
    if grid.stage != "settled":
        return None
    request = panel.request
    kept = visible(KeptWeights, member).filter(request=request).select_related("kept_by__user").order_by("-kept_at", "-pk").first()
    criteria = tuple(row.criterion for row in grid.rows)
    weights = {one.public_id: standing(one, kept) for one in criteria} | {
        number: weight for number, weight in (tried or {}).items() if number in {one.public_id for one in criteria}
    }
    if not any(weights.values()):
        weights = {one.public_id: standing(one, kept) for one in criteria}
    award = visible(Award, member).filter(request=request, withdrawn_at=None).select_related("bidder", "decided_by__user").first()
    named = {grid.labels[one.pk]: one for one in grid.bidders}
    return Contest(
        request,
        grid,
        criteria,
        kept,
        weights,
        {label: lacks for label, one in named.items() if (lacks := tuple(missing(request, one)))},
        {label: lacks for label, one in named.items() if (lacks := tuple(too_small(request, one)))},
        _costs(member, request, named),
        award,
    )


def contests(member: Member, number: str = "") -> Panel | None:
    """The panel of the request that is asked for by its number, else the newest one that is settled, else the newest."""
    every = panels(member)
    asked = next((one for one in every if str(one.request.number) == number), None)
    return asked or next((one for one in every if one.settled_at is not None), None) or next(iter(every), None)


def missing(request: Request, bidder: Bidder) -> list[str]:
    """The must-haves that a bid lacks: a required system in which the bidder does not work, a must that is answered with no."""
    content: Mapping[str, Any] = bidder.opened.content
    systems, answers = content.get("systems", {}), content.get("answers", {})
    lacks = [one["name"] for one in request.systems if one.get("must") and systems.get(one["name"], "no") == "no"]
    return lacks + [
        f"“{one.text}”" for one in request.questions.filter(must=True).order_by("place") if answers.get(one.public_id, "no") == "no"
    ]


def too_small(request: Request, bidder: Bidder) -> list[str]:
    """The lines of which a bid cannot carry the busiest month of the forecast."""
    capacity: Mapping[str, str] = bidder.opened.content.get("capacity", {})
    lines = [one for one in request.price_lines.filter(once=False).order_by("place") if one.public_id in capacity]
    return [
        f"{one.name.lower()}: {exact(Decimal(capacity[one.public_id]))} of {exact(one.peak)}"
        for one in lines
        if Decimal(capacity[one.public_id]) < one.peak
    ]


def _costs(member: Member, request: Request, named: Mapping[str, Bidder]) -> Mapping[str, Cost]:
    lines = list(request.price_lines.order_by("place"))
    assumed: dict[int, CostAssumption] = {}
    for row in visible(CostAssumption, member).filter(request=request).select_related("noted_by__user").order_by("noted_at", "pk"):
        assumed[row.bidder_id] = row
    return {label: _cost(lines, one, assumed.get(one.pk)) for label, one in named.items()} if lines else {}


def _cost(lines: Sequence[PriceLine], bidder: Bidder, assumed: CostAssumption | None) -> Cost:
    prices: Mapping[str, str] = bidder.opened.content.get("prices", {})
    rates = tuple(Rate(one.public_id, Fraction(prices.get(one.public_id, "0"))) for one in lines if not one.once)
    once = sum((Fraction(prices.get(one.public_id, "0")) * Fraction(one.volume) for one in lines if one.once), Fraction(0))
    doubts = {name: Doubt(*(Fraction(one) for one in ends)) for name, ends in (assumed.doubts if assumed is not None else {}).items()}
    # A line with the volume of one a month is a fixed charge: more work does not make more of it.
    fixed = sum((Fraction(prices.get(one.public_id, "0")) for one in lines if not one.once and one.volume == 1), Fraction(0))
    moving = [one for one in lines if not one.once and one.volume != 1]
    volumes = {one.public_id: Fraction(one.volume) for one in moving}
    bid = true_cost.Bid(
        PriceSheet(tuple(rate for rate in rates if rate.unit in volumes), fixed),
        Fraction(assumed.governance) if assumed is not None else Fraction(0),
        once + (Fraction(assumed.transition) if assumed is not None else Fraction(0)),
        assumed.over_months if assumed is not None else 24,
        **doubts,
    )
    return Cost(true_cost.monthly(bid, volumes), true_cost.lines(bid, volumes), true_cost.scenarios(bid, volumes, FACTORS), assumed)
