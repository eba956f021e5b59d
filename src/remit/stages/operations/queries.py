"""What members read of the work: one item with its clocks, levels as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from remit import explanation
from remit.agreement import Agreement
from remit.closing import Knowledge
from remit.engines import local
from remit.explanation import ItemStory
from remit.intake.knowledge import kept, knowledge
from remit.prose.definitions import clock_prose
from remit.records.models.member import Member
from remit.stages.operations.sentences import Places
from remit.stages.operations.timeline import Timeline, excused_by, timelines
from remit.terms.versions import Version
from remit.values.period import Month, moment


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """An item in one record: its story, its clocks laid out, the relief that touches it whole, and the contract that judges it."""

    story: ItemStory
    timelines: tuple[Timeline, ...]
    excused: Mapping[str, str]
    agreement: Agreement
    month: Month


def item(member: Member, number: str, now: int) -> tuple[ItemSeen, ...]:
    """What is known of an item in every record that has one of this number, in the month in which it counts (open items: the month of
    their first event); empty where no record has one.

    Only the item's own events are folded, so the answer does not depend on the size of the log; what needs the whole log (order of
    arrival under a forecast) is told by the statement.
    """
    known, zone = knowledge(member.engagement), member.engagement.zone
    events = kept(member.engagement).events.of_items([number])
    if not events.height:
        return ()
    month = Month.of(moment(int(events["at"].min()), zone).date())  # type: ignore[arg-type]
    found = _seen(known, events, number, month, now)
    counted = [line.run.counted_at for one in found for line in one.timelines if line.run.counted_at is not None]
    later = Month.of(moment(max(counted), zone).date()) if counted else month
    return found if later == month else _seen(known, events, number, later, now)


def _seen(known: Knowledge, events: pl.DataFrame, number: str, month: Month, now: int) -> tuple[ItemSeen, ...]:
    agreement = known.agreements(month)
    evidence = local.evidence_for(agreement, events, known.facts, month, now, rules=known.rules)
    return tuple(
        ItemSeen(story, timelines(agreement, evidence, story), excused_by(evidence, number), agreement, month)
        for story in explanation.item_stories(agreement, evidence, number)
    )


def prose(seen: ItemSeen, clause: str) -> str:
    """A clock of the contract that runs on the item, in words."""
    return clock_prose(seen.agreement.terms, clause)


def version_on(member: Member, day: date) -> Version:
    """The version of the terms that a clock started on that day is pinned to."""
    versions = kept(member.engagement).versions
    return next((version for version in reversed(versions) if version.starts <= day), versions[0])


def places_of(member: Member) -> Places:
    """Both companies' wall clocks."""
    engagement = member.engagement
    provider = engagement.provider or engagement.client
    return Places(engagement.zone, engagement.client.town, provider.zone, provider.town if engagement.provider else "")
