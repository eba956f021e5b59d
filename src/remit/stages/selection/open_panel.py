"""Name the people who score the bids of a request, each without sight of the others: before the opening, so that prices stay unseen."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.scoring import Panel, Scorer
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import TextsInput
from remit.stages.selection.panel_rows import bidders_of, scorable_of
from remit.stages.workspace.notify import notify
from remit.values.fault import Fault, Place, Refused

MOST = 12


@action(may=roles.runs_selection, says="named the panel that scores request {request}", shared=False)
def open_panel(
    *, by: Member, request: str, scorers: TextsInput, price_criterion: str = "", price_last: bool = False, today: Decimal | None = None
) -> Panel:
    """`scorers` are public numbers of members of the client. With `price_last` prices stay unseen until all have locked the other criteria;
    then `price_criterion` is scored. `today` is what the work costs a month now, to hold the bids against."""
    row, faults = scorable_of(by, request), []
    people = list(
        Member.objects.filter(engagement=by.engagement, public_id__in=scorers, ended_at=None).select_related("user", "engagement")
    )
    price = row.criteria.filter(public_id=price_criterion).first() if price_criterion else None
    if Panel.objects.filter(request=row).exists():
        faults.append(Fault(Place(column="request"), "the panel is named already", "score on its page"))
    if len(people) != len(set(scorers)) or any(not roles.scores_bids(one) for one in people):
        faults.append(
            Fault(Place(column="scorers"), "not everybody named may score", "choose owner, process owner, finance or security officer")
        )
    if not 1 <= len(people) <= MOST:
        faults.append(Fault(Place(column="scorers"), f"{len(people)} people are named", f"name 1 to {MOST}; three see more than one"))
    if price_criterion and price is None:
        faults.append(
            Fault(Place(column="price_criterion"), f"the request has no criterion {price_criterion[:40]}", "choose one of its own")
        )
    if price_last and not price_criterion:
        faults.append(
            Fault(Place(column="price_criterion"), "it is not said which criterion is the price", "choose it, or show prices at once")
        )
    if today is not None and (not today.is_finite() or not 0 < today < 10**12):
        faults.append(Fault(Place(column="today"), "what it costs today is more than nothing", "write such as 22780.00, or leave it empty"))
    bids = len(bidders_of(row))
    if row.state == "opened" and not bids:
        faults.append(Fault(Place(column="request"), "no bid came in", "ask again, with another deadline"))
    if faults:
        raise Refused(faults)
    panel = Panel.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=row,
        price_criterion=price,
        price_last=price_last,
        today=None if today is None else round(today, 2),
        opened_by=by,
        opened_at=by.engagement.now(),
    )
    for one in sorted(people, key=lambda one: one.pk):
        Scorer.objects.create(engagement=by.engagement, visible_to=CLIENT, panel=panel, member=one)
        notify(
            one,
            kind="decision",
            title=f"{bids} bids wait for your scores" if bids else f"You score the bids for “{row.title}”",
            why="you are on the panel; nobody sees your scores until all have handed in",
            link=f"/e/{by.engagement.code}/scoring/?request={row.number}",
            act="Score",
            key=f"score {panel.public_id}",
        )
    return panel
