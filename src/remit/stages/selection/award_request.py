"""Record the award of a request: to whom, why, and the comparison as it stood, frozen with the decision."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.award import Award, BidderPromise
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.award_figures import figures
from remit.stages.selection.contest import Contest, contest
from remit.stages.selection.panel_rows import panel_of, refuse_awarded
from remit.stages.workspace.notify import members_who, notify
from remit.terms.words import exact, listed, plural
from remit.values.fault import Fault, Place, Refused

SMALLEST = 20
"""Letters of a reason that a board can read."""


@action(may=roles.awards_requests, says="recorded the award of request {request}", shared=False, recent_mfa=True)
def award_request(*, by: Member, request: str, bidder: str, reason: str, override: str = "") -> Award:
    """A bidder that lacks a must-have is refused unless `override` says why it gets the award all the same. Who is not first by the weights
    that count may be chosen; the reason has to carry it. The winner's answers become promises, to be watched until the terms hold them."""
    panel = panel_of(by, request)
    refuse_awarded(by, panel.request)
    found = contest(by, panel)
    if found is None:
        raise Refused([Fault(Place(column="request"), "the scores are not settled", "settle them first: an award rests on them")])
    label = next((name for name in found.labels if found.bidder(name).public_id == bidder), None)
    faults = []
    if label is None:
        faults.append(Fault(Place(column="bidder"), f"no opened bid is by {bidder[:40]}", "choose a bidder of the request"))
    if not SMALLEST <= len(reason) <= 8_000:
        faults.append(
            Fault(Place(column="reason"), f"the reason has {len(reason)} letters", f"write at least {SMALLEST}, for who reads it later")
        )
    if label is not None and label in found.matrix.out and not override:
        what = f"{label} {listed(found.matrix.out[label])}"
        faults.append(Fault(Place(column="override"), what, "choose another, or say why it gets the award all the same"))
    if len(override) > 8_000:
        faults.append(Fault(Place(column="override"), "the override is longer than 8,000 letters", "shorten it"))
    if faults or label is None:
        raise Refused(faults)
    award = Award.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=panel.request,
        bidder=found.bidder(label),
        reason=reason,
        override=override if label in found.matrix.out else "",
        figures=figures(found, label),
        decided_by=by,
        decided_at=by.engagement.now(),
    )
    _promised(award, found, label)
    for one in members_who(by.engagement, roles.runs_selection, "client"):
        notify(
            one,
            kind="news",
            title=f"{panel.request.title}: the award goes to {award.bidder.name}",
            why="what it promised has to stand in the terms",
            link=f"/e/{by.engagement.code}/promises/",
            act="Look at the promises",
            key=f"award {award.public_id}",
        )
    return award


def _promised(award: Award, found: Contest, label: str) -> None:
    """The winner's answers, capacities and systems, in the order of the request."""
    content = found.bidder(label).opened.content
    rows = []
    for question in found.request.questions.select_related("criterion").order_by("place"):
        under = question.criterion.name if question.criterion is not None else ""
        rows.append((under, question.text, content["answers"].get(question.public_id, ""), question.must))
    for line in found.request.price_lines.filter(once=False).order_by("place"):
        carried = content.get("capacity", {}).get(line.public_id)
        if carried and line.volume != 1:
            rows.append(
                ("Scale", f"How much of “{line.name}” can you carry in a month?", f"{exact(Decimal(carried))} {plural(line.unit)}", False)
            )
    for system in found.request.systems:
        rows.append(
            (
                "Systems",
                f"How do you work in {system['name']}?",
                content.get("systems", {}).get(system["name"], ""),
                bool(system.get("must")),
            )
        )
    BidderPromise.objects.bulk_create(
        BidderPromise(
            engagement=award.engagement,
            visible_to=CLIENT,
            award=award,
            place=place,
            criterion=under,
            question=asked,
            answer=answer,
            must=must,
        )
        for place, (under, asked, answer, must) in enumerate((row for row in rows if row[2]), 1)
    )
