"""Two ideas of the demonstration: one that followed July's miss and was adopted, one that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from remit.records.models.idea import Idea
from remit.records.models.member import Member
from remit.stages.improvement.adopt_idea import adopt_idea
from remit.stages.improvement.propose_idea import propose_idea
from remit.values.period import Month


def practised(people: Mapping[str, Member]) -> Iterator[tuple[datetime, str, Callable[[], object]]]:
    manager, owner, agent = people["delivery-manager"], people["owner"], people["agent"]

    def first() -> object:
        return propose_idea(
            by=manager,
            title="Templates for the twenty commonest questions",
            what="The answer is chosen and finished by hand, so the first reply leaves in two minutes instead of nine.",
            source="our desk for a furniture retailer in Durban",
            level="8.1",
        )

    def adopted() -> object:
        idea = Idea.objects.get(engagement=manager.engagement, number=1)
        return adopt_idea(by=owner, idea=idea.public_id, since=Month(2026, 8))

    yield datetime(2026, 7, 29, 10), "idea proposed", first
    yield datetime(2026, 8, 3, 9), "idea adopted", adopted
    yield (
        datetime(2026, 11, 6, 15),
        "idea proposed",
        lambda: propose_idea(
            by=agent,
            title="A second agent on chat from 12:00 to 14:00",
            what="Most chats that waited too long began over lunch.",
            level="8.2",
        ),
    )
