"""Comparison: who wins, how surely, what it truly costs, and the smallest change that gives the award to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from remit.choice import sentences
from remit.choice.flips import Flip
from remit.records.models.request import Criterion
from remit.stages import roles
from remit.stages.selection.assume_cost import assume_cost
from remit.stages.selection.award_figures import flip_said
from remit.stages.selection.award_request import award_request
from remit.stages.selection.contest import Contest, contest, contests
from remit.stages.selection.keep_weights import keep_weights
from remit.terms.words import decimals, listed
from remit.values.money import split
from remit.web.charts import contest as charts
from remit.web.page import Visit, page

PAGE = page("comparison/", may=roles.is_client, label="Comparison", place=4, visible_to="client")
VIEWS = ("bars", "columns", "radar")
DOUBTS = (
    ("currency", "Currency, per cent of the price"),
    ("licences", "More licences, a month"),
    ("training", "Extra training, a month"),
)
"""What is not known of a cost, and how the form asks for it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A score in the table: its bar is 62 wide at the top of the scale."""

    said: str
    width: float
    best: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Row:
    criterion: Criterion
    weight: str
    published: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the smallest changes."""

    what: str
    now: str
    flips: str
    change: str
    to: str


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`request` is its number; `w.<criterion>` are weights to try, which nothing keeps; `view` is bars, columns or radar."""
    by = visit.by
    panel = contests(by, visit.asked("request"))
    found = contest(by, panel, _tried(visit)) if panel is not None else None
    if panel is None or found is None:
        waits = "" if panel is None else "The bids can be compared once the panel has settled its scores."
        return {
            "answer": waits or "No bids are opened and scored yet; here one sees who wins, and what would change it.",
            "found": None,
            "panel": panel,
        }
    first, kinds = found.winner, _kinds(found)
    flip = found.weight_flips[0] if found.weight_flips else None
    view = visit.asked("view") if visit.asked("view") in VIEWS else VIEWS[0]
    return {
        "answer": sentences.headline(found.matrix, found.shares),
        "found": found,
        "panel": panel,
        "first": first,
        "labels": [(label, kinds[label], found.bidder(label).name) for label in found.labels],
        "rows": tuple(_rows(found)),
        "totals": [(label, sentences.points(found.judged.of[label]), label == first) for label in found.labels],
        "weight_total": _number(sum((found.weights[one.public_id] for one in found.criteria), Fraction(0))),
        "led": sentences.led(found.matrix),
        "robust": sentences.robust(found.shares, first) if found.shares is not None and first else "",
        "how_drawn": sentences.how_drawn(found.shares) if found.shares is not None else "",
        "drawn": charts.drawn(found.shares, first) if found.shares is not None else (),
        "with_scorers": _with_scorers(found),
        "flip": flip,
        "flipped": sentences.flipped(flip) if flip is not None else "",
        "lines": charts.lines(found.matrix, flip) if flip is not None and first else None,
        "changes": tuple(_change(one) for one in _smallest(found)),
        "more_changes": tuple(_change(one) for one in _rest(found)),
        "ranges": charts.ranges({name: one.range for name, one in found.costs.items()}, first, found.today, found.request.currency),
        "costs_said": sentences.costs({name: one.range for name, one in found.costs.items()}, found.judged, found.today),
        "costs": sorted(found.costs.items(), key=lambda pair: pair[1].range.expected),
        "cost_lines": _cost_lines(found),
        "spread_over": _spread_over(found),
        "numbers": [(label, found.bidder(label).public_id) for label in found.labels],
        "doubts": DOUBTS,
        "may_assume": assume_cost.allowed(by) and found.award is None,
        "warnings": tuple(_warnings(found)),
        "view": view,
        "views": VIEWS,
        "radar": charts.radar(found.matrix, kinds) if view == "radar" else None,
        "columns": charts.columns(found.matrix, kinds) if view == "columns" else None,
        "may_award": award_request.allowed(by) and found.award is None,
        "may_keep": keep_weights.allowed(by) and found.award is None,
        "to_keep": _to_keep(found),
        "currency": found.request.currency,
        "fragments": ("compared",),
    }


def _tried(visit: Visit) -> Mapping[str, Fraction]:
    found = {}
    for name, text in visit.request.GET.items():
        if name.startswith("w."):
            try:
                value = Decimal(str(text))
            except InvalidOperation:
                continue
            if value.is_finite() and 0 <= value <= 1000:
                found[name.removeprefix("w.")] = Fraction(round(value, 2))
    return found


def _to_keep(found: Contest) -> list[tuple[str, str]]:
    """The weights that are tried, scaled to 100."""
    parts = split(Decimal(100), [found.weights[one.public_id] for one in found.criteria], Decimal("0.01"))
    return [(one.public_id, f"{part:f}") for one, part in zip(found.criteria, parts, strict=True)]


def _kinds(found: Contest) -> Mapping[str, str]:
    """first, second and other, by label."""
    second = found.judged.order[1] if len(found.judged.order) > 1 else ""
    return {label: "first" if label == found.winner else "second" if label == second else "other" for label in found.labels}


def _rows(found: Contest) -> list[Row]:
    matrix, rows = found.matrix, []
    for column, criterion in enumerate(found.criteria):
        best = max(row[column] for row in matrix.scores)
        cells = tuple(
            Cell(
                decimals(row[column], 2 if (row[column] * 10).denominator != 1 else 1),
                round(62 * float(worth[column]), 1),
                row[column] == best,
                label == found.winner,
            )
            for label, row, worth in zip(matrix.bidders, matrix.scores, matrix.worth, strict=True)
        )
        weight = found.weights[criterion.public_id]
        published = _number(Fraction(criterion.weight)) if weight != criterion.weight else ""
        rows.append(Row(criterion, _number(weight), published, cells))
    return rows


def _smallest(found: Contest) -> list[Flip]:
    """The three smallest changes of a weight and the two of the winner's scores, as somebody asks for them first."""
    return [*found.weight_flips[:3], *[flip for flip in found.score_flips if flip.of == found.winner][:3]]


def _rest(found: Contest) -> list[Flip]:
    shown = _smallest(found)
    return [flip for flip in (*found.weight_flips, *found.score_flips) if flip not in shown]


def _change(flip: Flip) -> Change:
    what = f"{flip.of}’s {sentences.small(flip.criterion)} score" if flip.of else f"{flip.criterion} weight"
    moved = (flip.beyond if flip.what == "weight" and flip.beyond is not None else flip.at) - flip.now
    sign = "+" if moved > 0 else ""
    return Change(
        what, _number(flip.now, 1 if flip.of else 0), flip_said(flip), f"{sign}{_number(moved, 1 if flip.of else 0)}", listed(flip.to, "or")
    )


def _number(value: Fraction, least: int = 0) -> str:
    return decimals(value, next((places for places in range(least, 3) if (value * 10**places).denominator == 1), 2))


def _with_scorers(found: Contest) -> str:
    """What the scorers' disagreement does to the draws."""
    shares, first = found.panel_shares, found.winner
    if shares is None or first is None:
        return ""
    alone = {who: found_by for who, matrix in found.alone.items() for found_by in [sentences.led(matrix).split(" leads")[0]]}
    apart = [who for who, leader in alone.items() if leader != first]
    said = f"With each score drawn from one of the {len(found.alone)} scorers as well: first in {shares.won[first]:,} of {shares.count:,}."
    return f"{said} {listed(apart)} alone would award otherwise." if apart else f"{said} Each scorer alone puts {first} first."


def _cost_lines(found: Contest) -> list[tuple[str, list[Any]]]:
    """Lines of the true cost, a column for each bid, the cheapest first."""
    order = sorted(found.costs.values(), key=lambda one: one.range.expected)
    return [(name, [dict(one.lines)[name] for one in order]) for name, _ in order[0].lines] if order else []


def _spread_over(found: Contest) -> str:
    """`over 24 months`, or each bid's own."""
    months = sorted({one.assumed.over_months if one.assumed is not None else 24 for one in found.costs.values()})
    return f"over {listed([str(one) for one in months], 'or')} months"


def _warnings(found: Contest) -> list[str]:
    """What a buyer should know before the award."""
    said = [f"{label} cannot get the award: it {listed(why)}." for label, why in found.matrix.out.items()]
    said += [f"{label} cannot carry the busiest month of the forecast: {listed(lines)}." for label, lines in found.short.items()]
    for turn in found.turned:
        what = f"{turn.becomes[0]} would be first" if turn.changes_award else f"the others would stand {', '.join(turn.becomes)}"
        said.append(f"If {turn.without}, which loses, withdrew, {what}.")
    for name, winners in found.others:
        if found.winner and winners and found.winner not in winners:
            what = {"topsis": "TOPSIS, which rewards distance from the worst bid,", "promethee ii": "PROMETHEE II, which compares pairs,"}[
                name
            ]
            said.append(f"Another method decides otherwise: {what} puts {listed(winners)} first.")
    return said
