"""Scoring: one's own grid with evidence, unseen by the others until all have handed in; then the consensus, and where people were apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remit.exchange.statement_words import Answer
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.provider import ProviderSource
from remit.records.models.request import Criterion, Request, RequestQuestion
from remit.records.models.scoring import Panel, Score
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.agree_score import agree_score
from remit.stages.selection.contest import contests, missing
from remit.stages.selection.open_panel import open_panel
from remit.stages.selection.panel_rows import bidders_of
from remit.stages.selection.panel_seen import Grid, seen
from remit.stages.selection.settle_scores import settle_scores
from remit.terms.words import exact, listed, money
from remit.web.page import Visit, page

PAGE = page("scoring/", may=roles.is_client, label="Scoring", place=3, visible_to="client")


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion of one bid to be scored: what the bid says of it, and the score that the member gave."""

    criterion: Criterion
    answers: tuple[tuple[str, str, bool], ...]
    own: Score | None
    locked: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One bid, as a form. `prices` are seen only where they may be; `sources` can be cited."""

    bidder: Bidder
    label: str
    asked: tuple[Asked, ...]
    missing: tuple[str, ...]
    sources: tuple[ProviderSource, ...]

    @property
    def done(self) -> int:
        return sum(one.own is not None for one in self.asked)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`request` is its number."""
    by = visit.by
    waiting = _unscored(by)
    panel = None if any(str(one.number) == visit.asked("request") for one in waiting) else contests(by, visit.asked("request"))
    if panel is None:
        return _to_open(visit, waiting)
    grid = seen(by, panel)
    scoring = grid.stage == "scoring"
    return {
        "answer": _answer(grid),
        "panel": panel,
        "grid": grid,
        "waiting": waiting,
        "sheets": tuple(_sheets(by, grid)) if scoring else (),
        "to_lock": panel.price_last and grid.place is not None and grid.place.locked_at is None,
        "may_settle": settle_scores.allowed(by) and grid.stage == "consensus",
        "may_agree": agree_score.allowed(by) and grid.stage == "consensus",
        "unsettled": [one for one in grid.divergent if one.agreed is None],
    }


def _to_open(visit: Visit, waiting: Sequence[Request]) -> dict[str, Any]:
    """Nobody scores yet: who shall, for the newest request whose bids are open."""
    if not waiting:
        return {"answer": "Nothing is to be scored: no bids are opened yet.", "panel": None, "request_open": None}
    row = next((one for one in waiting if str(one.number) == visit.asked("request")), waiting[0])
    count = len(bidders_of(row))
    sealed = Answer("The bids are still sealed, and ", "nobody is named to score them", ".", "amber")
    return {
        "answer": sealed
        if row.state == "published"
        else Answer(f"{count} bid{'s' if count != 1 else ''} opened, and ", "nobody scores yet", ".", "amber"),
        "panel": None,
        "request_open": row,
        "criteria": list(row.criteria.order_by("place")),
        "people": [
            one
            for one in Member.objects.filter(engagement=visit.engagement, side="client", ended_at=None).select_related("user", "engagement")
            if roles.scores_bids(one)
        ],
        "may_open": open_panel.allowed(visit.by),
    }


def _unscored(by: Member) -> list[Request]:
    """Requests with bidders and no panel: those whose bids are open, then those whose are sealed."""
    taken = visible(Panel, by).values("request")
    return list(visible(Request, by).filter(state__in=("opened", "published")).exclude(pk__in=taken).order_by("state", "-number"))


def _answer(grid: Grid) -> Any:
    """What the page says first, by its stage."""
    count, people = grid.handed_in, len(grid.scorers)
    if grid.panel.request.state == "published":
        who = "1 person is" if people == 1 else f"{people} people are"
        return f"{who} named; the bids are scored once two openers have opened them."
    apart = len(grid.divergent)
    if grid.stage == "settled":
        cells = sum(len(row.cells) for row in grid.rows)
        met = f"{apart} of {cells} scores were two points or more apart, and were talked over" if apart else "nobody was two points apart"
        return f"The scores are settled: {people} people scored {len(grid.bidders)} bids, and {met}."
    if grid.stage == "consensus":
        open_ones = [one for one in grid.divergent if one.agreed is None]
        if not open_ones:
            return f"All {people} have handed in, and nothing is left to talk over; the scores can be settled."
        return Answer(
            f"All {people} have handed in; ",
            f"{len(open_ones)} of the scores are two points or more apart",
            ", and wait for the panel to agree.",
            "amber",
        )
    if grid.place is None:
        return f"{count} of {people} have handed in; you see the scores once all have."
    if grid.stage == "handed in":
        return f"You have handed in, with {count} of {people}; you see the others’ scores once all have."
    if grid.stage == "locked":
        locked = sum(one.locked_at is not None for one in grid.scorers)
        return f"Your scores are locked, with {locked} of {people}; prices are seen once all are."
    left = grid.to_score - grid.scored
    if left:
        return Answer(
            "", f"{left} of {grid.to_score} scores", " are still to be given; nobody sees yours until all have handed in.", "amber"
        )
    return "Everything is scored; lock it to see the prices." if grid.prices_hidden else "Everything is scored; hand in when you are sure."


def _sheets(by: Member, grid: Grid) -> list[Sheet]:
    request = grid.panel.request
    questions = list(request.questions.select_related("criterion").order_by("place"))
    found = []
    for bidder in grid.bidders:
        asked = []
        for row in grid.rows:
            if row.is_price and grid.prices_hidden:
                continue
            own = next(cell.own for cell in row.cells if cell.bidder.pk == bidder.pk)
            locked = grid.panel.price_last and not row.is_price and grid.place is not None and grid.place.locked_at is not None
            asked.append(Asked(row.criterion, tuple(_said(request, bidder, row.criterion, row.is_price, questions, grid)), own, locked))
        sources = tuple(visible(ProviderSource, by).filter(provider=bidder.provider).order_by("-dated"))
        found.append(Sheet(bidder, grid.labels[bidder.pk], tuple(asked), tuple(missing(request, bidder)), sources))
    return found


def _said(
    request: Request, bidder: Bidder, criterion: Criterion, is_price: bool, questions: Sequence[RequestQuestion], grid: Grid
) -> list[tuple[str, str, bool]]:
    """What the bid says under a criterion: question, answer, whether it is a must. Prices only where they may be seen."""
    content: Mapping[str, Any] = bidder.opened.content
    found = [
        (one.text, content.get("answers", {}).get(one.public_id, ""), one.must)
        for one in questions
        if one.criterion is not None and one.criterion.pk == criterion.pk
    ]
    if is_price and not grid.prices_hidden:
        prices = content.get("prices", {})
        for line in request.price_lines.order_by("place"):
            if line.public_id in prices:
                unit = Decimal(prices[line.public_id])
                found.append(
                    (
                        f"{line.name}, {exact(line.volume)} {line.unit}",
                        f"{money(unit, request.currency)} each, {money(unit * line.volume, request.currency)}",
                        False,
                    )
                )
    if criterion.name.lower() == "systems":
        systems = content.get("systems", {})
        found += [(one["name"], systems.get(one["name"], "no"), bool(one.get("must"))) for one in request.systems]
    if criterion.name.lower() == "scale":
        carried = content.get("capacity", {})
        lines = [
            f"{line.name.lower()} {exact(line.peak)}, can carry {carried[line.public_id]}"
            for line in request.price_lines.order_by("place")
            if line.public_id in carried and line.volume != 1
        ]
        found += [("Busiest month of the forecast", listed(lines), False)] if lines else []
    return found
