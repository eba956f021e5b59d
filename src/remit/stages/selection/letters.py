"""The award in writing: a memo that a board can read, and a letter to each losing bidder with its own reasons, from the frozen figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from remit.prose.document import Block, Grid, Heading, Paragraph
from remit.records.models.award import Award
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.terms.words import listed
from remit.values.period import moment

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def awards(member: Member) -> Sequence[Award]:
    """Every award, the newest first; withdrawn ones too."""
    rows = visible(Award, member).select_related("request", "bidder", "decided_by__user", "engagement__client")
    return list(rows.order_by("-decided_at", "-pk"))


def winner(award: Award) -> Mapping[str, str]:
    """The winner as the figures name it: label, name, number."""
    named = {"label": award.bidder.name, "name": award.bidder.name, "number": award.bidder.public_id}
    return next((one for one in award.figures["bidders"] if one["number"] == award.bidder.public_id), named)


def losers(award: Award) -> list[Mapping[str, str]]:
    """The others, in their places; those who could not get it last."""
    places = award.figures["places"]
    found = [one for one in award.figures["bidders"] if one["number"] != award.bidder.public_id]
    return sorted(found, key=lambda one: places.get(one["label"], 99))


def memo(award: Award) -> list[Block]:
    """Decision, why, the table, how robust, true cost, what was doubted, who decided."""
    said, first = award.figures, winner(award)
    day = _day(award)
    blocks: list[Block] = [
        Paragraph(
            f"**{award.engagement.client.name} awards “{award.request.title}” to {first['name']} ({first['label']}).** {award.reason}"
        ),
        Heading("Why this is robust"),
        Paragraph(said["headline"]),
    ]
    if said["draws"] is not None:
        won = said["draws"]["won"]
        counts = listed(f"{name} {count:,}" for name, count in won.items() if count)
        blocks.append(Paragraph(f"Of {said['draws']['count']:,} draws: {counts}. {said['draws']['said']}"))
    if said["flips"]:
        rows = tuple((one["what"], one["now"], one["said"], listed(one["to"], "or")) for one in said["flips"])
        blocks.append(Grid(("Smallest single changes that flip it", "Now", "Flips at", "To"), rows))
    blocks += [Heading("Scores"), Paragraph(said["led"]), _scores(said)]
    if said["weights_reason"]:
        blocks.append(Paragraph(f"The weights are not those that were published: {said['weights_reason']}"))
    if award.override:
        blocks.append(Paragraph(f"**A must-have is missing.** {first['label']} {listed(said['out'][first['label']])}. {award.override}"))
    for name, why in said["out"].items():
        if name != first["label"]:
            blocks.append(Paragraph(f"{name} could not get the award: it {listed(why)}."))
    for name, short in said["short"].items():
        blocks.append(Paragraph(f"{name} could not carry the busiest month of the forecast: {listed(short)}."))
    if said["costs"]:
        blocks += [Heading("True cost a month"), Paragraph(said["costs_said"]), _costs(said, award.request.currency)]
    if said["divergences"]:
        blocks.append(Heading("Where the panel disagreed"))
        blocks += [Paragraph(f"{one['bidder']} on {one['criterion'].lower()}: {one['said']}. {one['why']}") for one in said["divergences"]]
    blocks.append(Heading("Who decided"))
    scorers = f"{listed(said['scorers'])} scored without sight of each other."
    blocks.append(Paragraph(f"{scorers} {award.decided_by.name}, {award.decided_by.role}, decided on {day}."))
    return blocks


def _scores(said: Mapping[str, Any]) -> Grid:
    names = [one["label"] for one in said["bidders"]]
    rows = [(one["name"], one["weight"], *(said["scores"][name][place] for name in names)) for place, one in enumerate(said["criteria"])]
    rows.append(("**Weighted total, of 100**", "", *(f"**{said['totals'][name]}**" for name in names)))
    return Grid(("Criterion", "Weight", *names), tuple(rows))


def _costs(said: Mapping[str, Any], currency: str) -> Grid:
    rows = [(name, one["low"], one["expected"], one["high"]) for name, one in said["costs"].items()]
    rows += [("Today", "", said["today"], "")] if said["today"] else []
    return Grid((f"Per month, {currency}", "Low", "Expected", "High"), tuple(rows))


def letter(award: Award, loser: Mapping[str, str]) -> list[Block]:
    """What a losing bidder is told: its place and total, the winner's, where it was better and where not. Other losers are not named, and
    neither is what anybody asked for."""
    said, first, name = award.figures, winner(award), loser["label"]
    place = said["places"].get(name)
    total, best = said["totals"][name], said["totals"][first["label"]]
    count = len(said["bidders"])
    blocks: list[Block] = [
        Paragraph(f"To {loser['name']}"),
        Paragraph(
            f"Thank you for your bid for “{award.request.title}”. We have decided on {_day(award)} to award the work to {first['name']}."
        ),
    ]
    if place is None:
        blocks.append(Paragraph(f"Your bid had {total} of 100 points. It could not get the award, because it {listed(said['out'][name])}."))
    else:
        nth = ORDINALS[place - 1] if place <= len(ORDINALS) else f"number {place}"
        blocks.append(Paragraph(f"Your bid came {nth} of {count}, with {total} of 100 points; the bid we chose has {best}."))
    ahead, behind = said["against"][name]
    if behind:
        blocks.append(Paragraph(f"The bid we chose was better on {listed(behind)}."))
    if ahead:
        blocks.append(Paragraph(f"Yours was better on {listed(ahead)}."))
    if name in said["short"]:
        blocks.append(Paragraph(f"You could not carry the busiest month of our forecast: {listed(said['short'][name])}."))
    blocks += [
        Paragraph(
            "Scores are yours and the chosen bid’s, 0 to 10. The weights were those of the request"
            + (f", but for this: {said['weights_reason']}" if said["weights_reason"] else ".")
        ),
        Paragraph("We gladly talk with you about the scores and what they rest on."),
        Paragraph(f"{award.decided_by.name}, {award.decided_by.role}, {award.engagement.client.name}"),
    ]
    return blocks


def _day(award: Award) -> str:
    when = moment(award.decided_at, award.engagement.zone)
    return f"{when.day} {when:%B %Y}"
