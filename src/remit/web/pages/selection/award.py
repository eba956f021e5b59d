"""The award: to whom and why, the memo for the board, a letter to each losing bidder, and what the winner promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from remit.choice import sentences
from remit.exchange.statement_words import Answer
from remit.stages import roles
from remit.stages.selection.award_request import SMALLEST, award_request
from remit.stages.selection.contest import Contest, contest, contests
from remit.stages.selection.letters import ORDINALS, awards, losers, winner
from remit.stages.selection.withdraw_award import withdraw_award
from remit.terms.words import listed
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("award/", may=roles.is_client, label="Award", under="comparison", visible_to="client")


@dataclass(frozen=True, slots=True)
class Choice:
    """A bidder to choose: `lacks` blocks the award without an override."""

    label: str
    name: str
    number: str
    total: str
    place: str
    lacks: tuple[str, ...]
    first: bool


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`request` is its number."""
    by = visit.by
    panel = contests(by, visit.asked("request"))
    every = [one for one in awards(by) if panel is not None and one.request_id == panel.request_id]
    standing = next((one for one in every if one.withdrawn_at is None), None)
    found = contest(by, panel) if panel is not None else None
    if standing is not None:
        first = winner(standing)
        day = f"{(when := moment(standing.decided_at, visit.engagement.zone)).day} {when:%B %Y}"
        answer: Any = f"“{standing.request.title}” goes to {first['name']} ({first['label']}), decided on {day}."
        if standing.override:
            answer = Answer(f"{answer[:-1]}, ", "although a must-have is missing", ".", "amber")
        promises = list(standing.promises.order_by("place"))
        watched = sum(one.state == "to be watched" for one in promises)
        return {
            "answer": answer,
            "award": standing,
            "said": standing.figures,
            "losers": losers(standing),
            "earlier": [one for one in every if one.withdrawn_at is not None],
            "promises": promises,
            "watched": watched,
            "panel": panel,
            "may_withdraw": withdraw_award.allowed(by),
        }
    if panel is None or found is None:
        return {"answer": "There is nothing to award yet: no scores are settled.", "award": None, "found": None}
    return {
        "answer": _answer(found),
        "award": None,
        "found": found,
        "panel": panel,
        "choices": _choices(found),
        "headline": sentences.headline(found.matrix, found.shares),
        "earlier": every,
        "smallest": SMALLEST,
        "may_award": award_request.allowed(by),
    }


def _answer(found: Contest) -> Any:
    if found.winner is None:
        return sentences.headline(found.matrix, found.shares)
    blocked = [label for label in found.labels if label in found.matrix.out]
    said = f"{found.winner} is first with {sentences.points(found.judged.of[found.winner])} points; the award is not recorded yet"
    return Answer(f"{said}, and ", f"a missing must-have blocks {listed(blocked)}", ".", "amber") if blocked else f"{said}."


def _choices(found: Contest) -> list[Choice]:
    places = found.judged.places
    made = [
        Choice(
            label,
            found.bidder(label).name,
            found.bidder(label).public_id,
            sentences.points(found.judged.of[label]),
            ORDINALS[places[label] - 1] if label in places and places[label] <= len(ORDINALS) else "",
            tuple(found.matrix.out.get(label, ())),
            label == found.winner,
        )
        for label in found.labels
    ]
    return sorted(made, key=lambda one: places.get(one.label, 99))
