"""Hand in all scores: they stand, and are seen by the panel once everybody has handed in."""

from __future__ import annotations

from collections.abc import Iterator

from remit.records.models.member import Member
from remit.records.models.scoring import Panel, Scorer
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import bidders_of, labels, open_panel_of, place_on
from remit.stages.workspace.notify import members_who, notify, settle
from remit.values.fault import Fault, Place, Refused


@action(may=roles.scores_bids, says="handed in the scores of request {request}", shared=False)
def hand_in_scores(*, by: Member, request: str) -> Scorer:
    """Refused while a score is missing."""
    panel = open_panel_of(by, request)
    place = place_on(panel, by)
    if place.handed_in_at is not None:
        raise Refused([Fault(Place(), "you have handed in already", "wait for the others")])
    if panel.price_last and place.locked_at is None:
        raise Refused([Fault(Place(), "your technical scores are not locked", "lock them; then the prices are seen")])
    faults = list(faults_of_gaps(panel, place, with_price=True))
    if faults:
        raise Refused(faults)
    place.handed_in_at = by.engagement.now()
    place.locked_at = place.locked_at or place.handed_in_at
    place.save(update_fields=["handed_in_at", "locked_at"])
    if not panel.scorers.filter(handed_in_at=None).exists():
        settle(by.engagement, f"score {panel.public_id}")
        for one in members_who(by.engagement, roles.runs_selection, "client"):
            notify(
                one,
                kind="decision",
                title="All scores are in",
                why="the panel settles what counts",
                link=f"/e/{by.engagement.code}/scoring/?request={panel.request.number}",
                act="Settle the scores",
                key=f"settle {panel.public_id}",
            )
    return place


def faults_of_gaps(panel: Panel, place: Scorer, with_price: bool) -> Iterator[Fault]:
    """Every bidder and criterion that the person has not scored."""
    given = set(place.scores.values_list("bidder_id", "criterion_id"))
    bidders = bidders_of(panel.request)
    names = labels(bidders)
    for criterion in panel.request.criteria.order_by("place"):
        if not with_price and criterion.pk == panel.price_criterion_id:
            continue
        for bidder in bidders:
            if (bidder.pk, criterion.pk) not in given:
                yield Fault(
                    Place(column="scores"), f"{names[bidder.pk]} has no score for {criterion.name.lower()}", "score it, with its evidence"
                )
