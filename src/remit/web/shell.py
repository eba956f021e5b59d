"""What stands around every page: the rail, the path, both companies' clocks."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from remit.intake.last_figures import NotYet
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.records.scoping import places
from remit.stages.improvement import inbox
from remit.values.fault import RemitError
from remit.values.period import UnknownZone, moment
from remit.web.page import STAGES, Page, Visit, pages

KEYS = (
    ("Ctrl K", gettext_lazy("Find anything, or go to a page")),
    ("/", gettext_lazy("The same, with one key")),
    ("?", gettext_lazy("This list")),
    ("j", gettext_lazy("Next row")),
    ("k", gettext_lazy("Row before")),
    ("Enter", gettext_lazy("Open the row")),
    ("x", gettext_lazy("Choose the row")),
    ("Shift x", gettext_lazy("Choose all rows from the last one chosen")),
    ("c", gettext_lazy("Write a comment")),
    ("n", gettext_lazy("In the queue and on an item: take the next item")),
    ("r", gettext_lazy("On an item: answer the customer")),
    ("i", gettext_lazy("On an item: an internal note; b for both companies")),
    ("a", gettext_lazy("Take the item; in the queue, give the chosen ones to somebody")),
    ("p", gettext_lazy("Let it wait, or go on with it")),
    ("e", gettext_lazy("Resolve it")),
    ("m", gettext_lazy("On an item: merge it; in the queue, use a macro")),
    ("g h", gettext_lazy("Home")),
    ("g i", gettext_lazy("Inbox")),
)
"""The keys of every page, as the help lists them; `shell.js` listens to them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the rail. `count` is how much waits there."""

    label: str
    address: str
    current: bool = False
    number: str = ""
    count: int = 0
    inner: tuple[Entry, ...] = ()


def shell(current: Page | None, visit: Visit) -> dict[str, Any]:
    """The words of the frame. `current` is None on pages that tell of a refusal."""
    user = visit.user
    if not user.is_authenticated:
        return {"rail": (), "stages": (), "member": None, "engagement": None}
    member = visit.member or places(user).first()
    engagement = member.engagement if member is not None else None
    now = visit.now or (engagement.now() if engagement is not None else 0)
    return {
        "rail": tuple(_global(current, user, _waiting(user))),
        "stages": tuple(_stages(current, member)) if member is not None else (),
        "member": member,
        "engagement": engagement,
        "now": now,
        "path": tuple(_path(current, member)),
        "own_clock": own_clock(member, now) if member is not None else None,
        "keys": KEYS,
    }


COUNTED_FOR = 0.0 if settings.DEBUG else 15.0
"""For so many seconds a person's count is not made anew, unless somebody acts in this process."""
_COUNTS: dict[int, tuple[float, int]] = {}


def _waiting(user: User) -> int:
    """How much waits for the person in all engagements; those whose work is still being read, or is damaged, are left out."""
    made, found = _COUNTS.get(user.pk, (0.0, 0))
    if made and time.monotonic() - made < COUNTED_FOR:
        return found
    found = 0
    for place in places(user):
        with contextlib.suppress(NotYet, RemitError):
            found += inbox.count(place, place.engagement.now())
    _COUNTS[user.pk] = (time.monotonic(), found)
    return found


def somebody_acted() -> None:
    """What waits may have changed for anybody."""
    _COUNTS.clear()


def own_clock(member: Member, now: int) -> tuple[str, str] | None:
    """Town and zone of the person's own wall clock, where it shows another time than both companies' clocks do."""
    zone = member.user.zone
    if not zone:
        return None
    engagement = member.engagement
    others = [engagement.zone] + ([engagement.provider.zone] if engagement.provider is not None else [])
    try:
        if any(moment(now, one).utcoffset() == moment(now, zone).utcoffset() for one in others):
            return None
    except UnknownZone:
        return None
    return zone.rsplit("/", 1)[-1].replace("_", " "), zone


def address(page: Page, member: Member | None, **named: Any) -> str:
    """The address of a page; empty where it needs more than the engagement."""
    name = f"{page.stage}/{page.name}"
    try:
        return reverse(name, kwargs=named if page.is_global else {"code": member.engagement.code if member else "", **named})
    except NoReverseMatch:
        return ""


def _global(current: Page | None, user: Any, waiting: int) -> Iterator[Entry]:
    found = [one for one in pages().values() if one.is_global and one.place is not None and one.may(user)]
    for one in sorted(found, key=lambda one: one.place or 0):
        yield Entry(one.label, address(one, None), _is_current(one, current), count=waiting if one.name == "inbox" else 0)


def _stages(current: Page | None, member: Member) -> Iterator[Entry]:
    """The steps that have pages for this member; the pages of the current step stand below it."""
    for stage, (number, label) in (("workspace", ("", "Overview")), *STAGES.items()):
        found = [one for one in pages().values() if one.stage == stage and one.place is not None and one.may(member)]
        found.sort(key=lambda one: one.place or 0)
        if not found:
            continue
        is_open = current is not None and current.stage == stage
        if stage == "workspace":
            yield from (Entry(one.label, address(one, member), _is_current(one, current)) for one in found)
            continue
        inner = tuple(Entry(one.label, address(one, member), _is_current(one, current)) for one in found) if is_open else ()
        yield Entry(label, address(found[0], member), is_open, number, inner=inner)


def _is_current(one: Page, current: Page | None) -> bool:
    return current is not None and (one is current or (current.under == one.name and current.stage == one.stage))


def _path(current: Page | None, member: Member | None) -> Iterator[Entry]:
    if current is None or current.is_global or member is None:
        return
    yield Entry(member.engagement.name, f"/e/{member.engagement.code}/")
    if current.stage in STAGES:
        first = next((one for one in _stages(current, member) if one.current and one.inner), None)
        yield Entry(STAGES[current.stage][1], first.address if first else "")
    above = next((one for one in pages().values() if one.stage == current.stage and one.name == current.under), None)
    if above is not None:
        yield Entry(above.label, address(above, member))
