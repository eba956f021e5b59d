"""The comparison as an award freezes it: exact values as texts, so that memo and letters say in ten years what they say today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from remit.choice import sentences
from remit.choice.true_cost import Range
from remit.stages.selection.contest import Contest
from remit.terms.words import decimals


def figures(found: Contest, label: str) -> dict[str, Any]:
    """Weights (published and used), scores, totals, places, what is out, draws, flips, costs, divergences, and the sentences about them."""
    matrix, judged = found.matrix, found.judged
    winner = found.winner
    return {
        "bidders": [{"label": name, "name": found.bidder(name).name, "number": found.bidder(name).public_id} for name in matrix.bidders],
        "criteria": [
            {"name": one.name, "weight": _text(found.weights[one.public_id]), "published": f"{one.weight:f}"} for one in found.criteria
        ],
        "weights_reason": found.kept.reason if found.kept is not None else "",
        "scores": {name: [_text(score) for score in row] for name, row in zip(matrix.bidders, matrix.scores, strict=True)},
        "totals": {name: sentences.points(value) for name, value in judged.of.items()},
        "places": dict(judged.places),
        "out": {name: list(why) for name, why in judged.out.items()},
        "short": {name: list(lines) for name, lines in found.short.items()},
        "headline": sentences.headline(matrix, found.shares),
        "led": sentences.led(matrix),
        "costs_said": sentences.costs({name: one.range for name, one in found.costs.items()}, judged, found.today),
        "costs": {name: _range(one.range) for name, one in found.costs.items()},
        "today": None if found.today is None else decimals(found.today, 2),
        "draws": None if found.shares is None else _draws(found),
        "flips": [_flip(flip) for flip in (*found.weight_flips[:3], *_of(found.score_flips, winner)[:3])],
        "turned": [{"without": one.without, "becomes": list(one.becomes)} for one in found.turned],
        "divergences": [
            {"bidder": one.label, "criterion": one.criterion.name, "said": one.scores_said, "why": one.agreed.reason if one.agreed else ""}
            for one in found.grid.divergent
        ],
        "scorers": [one.member.name for one in found.grid.scorers],
        "against": {name: list(map(list, sentences.against(matrix, name, label))) for name in matrix.bidders if name != label},
    }


def _of(flips: Sequence[Any], bidder: str | None) -> list[Any]:
    return [flip for flip in flips if flip.of == bidder]


def _draws(found: Contest) -> dict[str, Any]:
    assert found.shares is not None
    with_panel = found.panel_shares
    return {
        "count": found.shares.count,
        "won": dict(found.shares.won),
        "said": sentences.how_drawn(found.shares),
        "with_scorers": None if with_panel is None else dict(with_panel.won),
    }


def _flip(flip: Any) -> dict[str, Any]:
    what = f"{flip.of}’s {sentences.small(flip.criterion)} score" if flip.of else f"{flip.criterion} weight"
    return {"what": what, "now": _text(flip.now), "at": _text(flip.at), "said": flip_said(flip), "to": list(flip.to)}


def flip_said(flip: Any) -> str:
    """`33`, `below 6.6`: a weight by the first whole number beyond, a score by the point itself."""
    if flip.what == "weight":
        return sentences.weight_said(flip)
    places = 1 if (flip.at * 10).denominator == 1 else 2
    return f"{'above' if flip.rises else 'below'} {decimals(flip.at, places)}"


def _range(one: Range) -> Mapping[str, str]:
    return {"low": decimals(one.low, 2), "expected": decimals(one.expected, 2), "high": decimals(one.high, 2)}


def _text(value: Fraction) -> str:
    """As many decimals as are needed, at most two; an endless one stays a fraction."""
    places = next((places for places in range(3) if (value * 10**places).denominator == 1), None)
    return str(value) if places is None else decimals(value, places).replace(",", "")
