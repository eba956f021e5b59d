"""The grid of scores as one member may see it: one's own alone until all have handed in, then everybody's with the consensus.

Blindness is kept here and nowhere else: no page, export or API reads scores but through this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.choice.panel import diverges, mean
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.request import Criterion
from remit.records.models.scoring import AgreedScore, Panel, Score, Scorer
from remit.records.scoping import visible
from remit.stages.selection.panel_rows import all_locked, bidders_of, labels
from remit.terms.words import decimals, exact

SCALE = Fraction(10)


@dataclass(frozen=True)
class Cell:
    """One bidder on one criterion. `given` are the scores that the member may see, `own` is the member's; `counts` is the consensus, where
    everybody's are seen."""

    bidder: Bidder
    label: str
    criterion: Criterion
    own: Score | None
    given: tuple[Score, ...]
    agreed: AgreedScore | None
    counts: Fraction | None

    @property
    def diverges(self) -> bool:
        return self.counts is not None and diverges([Fraction(one.value) for one in self.given], SCALE)

    @property
    def scores_said(self) -> str:
        """`7 by Jon Penrose, 9 by Ruth Ashdown`, lowest first."""
        ordered = sorted(self.given, key=lambda one: one.value)
        return ", ".join(f"{exact(one.value)} by {one.scorer.member.name}" for one in ordered)

    @property
    def counts_said(self) -> str:
        """`7.5`, `8.33`: at most two decimals, none that are not needed."""
        value = Fraction(self.counts or 0)
        return decimals(value, next((places for places in range(3) if (value * 10**places).denominator == 1), 2))

    @property
    def lowest(self) -> Fraction:
        return min(Fraction(one.value) for one in self.given)

    @property
    def highest(self) -> Fraction:
        return max(Fraction(one.value) for one in self.given)


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    is_price: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """`stage`: sealed (nothing is opened), scoring, locked (the member waits for prices), handed in (it waits for the others), consensus,
    settled."""

    panel: Panel
    place: Scorer | None
    scorers: tuple[Scorer, ...]
    bidders: tuple[Bidder, ...]
    labels: Mapping[int, str]
    rows: tuple[Row, ...]
    open: bool
    prices_hidden: bool

    @property
    def stage(self) -> str:
        if self.panel.request.state == "published":
            return "sealed"
        if self.panel.settled_at is not None:
            return "settled"
        if self.open:
            return "consensus"
        if self.place is None or self.place.handed_in_at is not None:
            return "handed in"
        return "locked" if self.place.locked_at is not None and self.prices_hidden else "scoring"

    @property
    def handed_in(self) -> int:
        return sum(one.handed_in_at is not None for one in self.scorers)

    @property
    def divergent(self) -> tuple[Cell, ...]:
        """Where the scorers are apart, widest first."""
        found = [one for row in self.rows for one in row.cells if one.diverges]
        return tuple(sorted(found, key=lambda one: one.lowest - one.highest))

    @property
    def scored(self) -> int:
        return sum(one.own is not None for row in self.rows for one in row.cells)

    @property
    def to_score(self) -> int:
        """How many cells can be scored now."""
        return sum(len(row.cells) for row in self.rows if not (row.is_price and self.prices_hidden))


def seen(member: Member, panel: Panel) -> Grid:
    """The grid for this member."""
    request = panel.request
    scorers = tuple(visible(Scorer, member).filter(panel=panel).select_related("member__user", "member__engagement__client").order_by("pk"))
    place = next((one for one in scorers if one.member_id == member.pk), None)
    everybodys = bool(scorers) and all(one.handed_in_at is not None for one in scorers)
    rows = visible(Score, member).filter(scorer__panel=panel).select_related("scorer__member__user", "cited")
    rows = rows if everybodys else rows.filter(scorer=place) if place is not None else rows.none()
    given: dict[tuple[int, int], list[Score]] = {}
    for score in rows.order_by("scorer_id"):
        given.setdefault((score.bidder_id, score.criterion_id), []).append(score)
    agreed: dict[tuple[int, int], AgreedScore] = {}
    if everybodys:
        for one in visible(AgreedScore, member).filter(panel=panel).select_related("agreed_by__user").order_by("agreed_at", "pk"):
            agreed[one.bidder_id, one.criterion_id] = one
    bidders = tuple(bidders_of(request))
    names = labels(bidders)

    def cell(bidder: Bidder, criterion: Criterion) -> Cell:
        key = (bidder.pk, criterion.pk)
        scores = tuple(given.get(key, ()))
        own = next((one for one in scores if place is not None and one.scorer_id == place.pk), None)
        settled = agreed.get(key)
        counts = Fraction(settled.value) if settled is not None else mean([Fraction(one.value) for one in scores]) if scores else None
        return Cell(bidder, names[bidder.pk], criterion, own, scores, settled, counts if everybodys else None)

    grid = tuple(
        Row(criterion, criterion.pk == panel.price_criterion_id, tuple(cell(bidder, criterion) for bidder in bidders))
        for criterion in request.criteria.order_by("place")
    )
    return Grid(panel, place, scorers, bidders, names, grid, everybodys, panel.price_last and not all_locked(panel))


def sheets(grid: Grid) -> Mapping[str, Mapping[tuple[str, str], Fraction]]:
    """Each scorer's scores by bidder's label and criterion, once all are seen."""
    found: dict[str, dict[tuple[str, str], Fraction]] = {}
    for row in grid.rows if grid.open else ():
        for cell in row.cells:
            for score in cell.given:
                found.setdefault(score.scorer.member.name, {})[cell.label, row.criterion.name] = Fraction(score.value)
    return found


def panels(member: Member) -> Sequence[Panel]:
    """Every panel, the newest request first."""
    return list(visible(Panel, member).select_related("request", "price_criterion").order_by("-request__number"))
