"""What was done last with several items at once, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max

from remit.records.models.member import Member
from remit.records.models.queue_item import QueueChange
from remit.records.scoping import visible
from remit.values.period import HOUR

WITHIN = HOUR
"""For so long a change of several items can be taken back."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """Changes made together: `what` is assigned or state, `after` what the items became."""

    together: str
    what: str
    after: str
    count: int


def last_change(by: Member, now: int) -> Undoable | None:
    """The member's own last change, where it gave items to somebody or let them wait; None where another thing was done since."""
    rows = visible(QueueChange, by).filter(by=by, at__gt=now - WITHIN, undone_at=None).exclude(together="")
    last = rows.values("together", "what").annotate(n=Count("pk"), at=Max("at"), after=Max("after")).order_by("-at").first()
    if last is None or not can_be(last["what"], last["after"]):
        return None
    return Undoable(last["together"], last["what"], last["after"], last["n"])


def can_be(what: str, after: str) -> bool:
    """Giving away and waiting can be taken back. What a customer was told, or a closing that the log holds, cannot: it is followed up."""
    return what == "assigned" or (what == "state" and after.startswith("waiting"))
