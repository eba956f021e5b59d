"""The text of a macro for one item: fixed placeholders, filled with what the queue knows; anything else in braces is refused when kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem

PLACES: Mapping[str, Callable[[QueueItem, Member], str]] = {
    "customer": lambda row, by: row.customer or "customer",
    "item": lambda row, by: row.item,
    "subject": lambda row, by: row.subject or row.item,
    "agent": lambda row, by: by.name,
    "company": lambda row, by: str(by.engagement.client),
}
_PLACE = re.compile(r"{([^{}\n]{0,40})}")


def filled(text: str, row: QueueItem, by: Member) -> str:
    """The text with its places filled, once: what is filled in is never read as a place again.

    >>> from types import SimpleNamespace as Seen
    >>> row, by = Seen(customer="{agent}", item="HAR-Q-1", subject=""), Seen(name="Lindiwe Adams", engagement=Seen(client="Harbour"))
    >>> filled("Dear {customer}, of {item}: {agent}, {company}", row, by)
    'Dear {agent}, of HAR-Q-1: Lindiwe Adams, Harbour'
    """
    return _PLACE.sub(lambda found: PLACES[found[1]](row, by) if found[1] in PLACES else found[0], text)


def unknown(text: str) -> list[str]:
    """The places that no item can fill.

    >>> unknown("Dear {customer}, your {order} of {day}")
    ['order', 'day']
    """
    return [one for one in dict.fromkeys(_PLACE.findall(text)) if one not in PLACES]
