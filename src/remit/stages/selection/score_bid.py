"""Score one bid: 0 to 10 on each criterion, with what the score rests on. Nobody else sees it until all have handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.provider import ProviderSource
from remit.records.models.request import Criterion
from remit.records.models.scoring import Panel, Score, Scorer
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import all_locked, cell, open_panel_of, place_on
from remit.values.fault import Fault, Place, Refused

HIGHEST = Decimal(10)
LONGEST = 4_000


@action(may=roles.scores_bids, says="scored a bid of request {request}", shared=False, keeps_back=("scores", "evidence", "cited"))
def score_bid(
    *,
    by: Member,
    request: str,
    bidder: str,
    scores: dict[str, Decimal],
    evidence: dict[str, str] | None = None,
    cited: dict[str, str] | None = None,
) -> Scorer:
    """`scores`, `evidence` and `cited` (a source of the directory about this provider) are by the criterion's public number. A score
    without evidence is refused. Scored again, the new score takes the place of the old one, until it is locked."""
    panel = open_panel_of(by, request)
    place = place_on(panel, by)
    one, _ = cell(panel, bidder, next(iter(scores), ""))
    criteria = {each.public_id: each for each in panel.request.criteria.all()}
    said, sources = evidence or {}, cited or {}
    known = {each.public_id: each for each in visible(ProviderSource, by).filter(provider=one.provider)}
    faults = list(_faults(panel, place, criteria, scores, said))
    faults += [
        Fault(Place(column=f"cited.{number}"), "the directory has no such source of this provider", "choose one, or none")
        for number, source in sources.items()
        if source and source not in known
    ]
    if faults:
        raise Refused(faults)
    for number, value in scores.items():
        _keep(by, place, one, criteria[number], value, said[number], known.get(sources.get(number, "")))
    return place


def _keep(
    by: Member, place: Scorer, bidder: Bidder, criterion: Criterion, value: Decimal, evidence: str, source: ProviderSource | None
) -> None:
    Score.objects.update_or_create(
        scorer=place,
        bidder=bidder,
        criterion=criterion,
        defaults={
            "engagement": by.engagement,
            "visible_to": CLIENT,
            "value": value,
            "evidence": evidence,
            "cited": source,
            "scored_at": by.engagement.now(),
        },
    )


def _faults(
    panel: Panel, place: Scorer, criteria: Mapping[str, Criterion], scores: Mapping[str, Decimal], said: Mapping[str, str]
) -> Iterator[Fault]:
    if place.handed_in_at is not None:
        yield Fault(Place(column="scores"), "you have handed in, and your scores stand", "talk to the panel: it agrees what counts")
        return
    for number, value in scores.items():
        column = f"scores.{number}"
        criterion = criteria.get(number)
        if criterion is None:
            yield Fault(Place(column=column), f"the request has no criterion {number[:40]}", "open the page again")
            continue
        is_price = panel.price_last and criterion.pk == panel.price_criterion_id
        if is_price and not all_locked(panel):
            yield Fault(Place(column=column), "prices are unseen until all have locked the other criteria", "score the others first")
        if not is_price and panel.price_last and place.locked_at is not None:
            yield Fault(Place(column=column), f"your score of {criterion.name} is locked", "prices are known now; it stands")
        if not value.is_finite() or not 0 <= value <= HIGHEST or value != round(value, 2):
            yield Fault(Place(column=column), f"{criterion.name}: a score is 0 to 10, with at most two decimals", "write such as 7.5")
        if not said.get(number):
            yield Fault(Place(column=f"evidence.{number}"), f"{criterion.name} has no evidence", "say what the score rests on")
        elif len(said[number]) > LONGEST:
            yield Fault(Place(column=f"evidence.{number}"), f"the evidence is longer than {LONGEST:,} letters", "shorten it")
