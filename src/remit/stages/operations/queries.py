"""What members read of the work: one item with its clocks, levels as they stand."""

from __future__ import annotations

import polars as pl

from remit import explanation
from remit.engines import local
from remit.explanation import ItemStory
from remit.intake.knowledge import knowledge
from remit.records.models.member import Member
from remit.values.period import Month, moment


def item(member: Member, number: str, now: int) -> tuple[ItemStory, ...]:
    """What is known of an item in every record that has one of this number, in the month of its first event; empty where none has.

    Only the item's own events are folded, so the answer does not depend on the size of the log; what needs the whole log (order of
    arrival under a forecast) is told by the statement.
    """
    known = knowledge(member.engagement)
    events = known.log.filter(pl.col("item") == number)
    if not events.height:
        return ()
    month = Month.of(moment(int(events["at"].min()), member.engagement.zone).date())  # type: ignore[arg-type]
    agreement = known.agreements(month)
    evidence = local.evidence_for(agreement, events, known.facts, month, now, rules=known.rules)
    return explanation.item_stories(agreement, evidence, number)
