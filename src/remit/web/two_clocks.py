"""The walls on which an instant is told: the contract's clock, the provider's, and the reader's own where that is a third."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from remit.values.period import UnknownZone, moment


@dataclass(frozen=True, slots=True)
class Wall:
    """A clock on the wall: the town it hangs in, and its zone."""

    town: str
    zone: str


def walls(engagement: Any, at: int | None = None) -> tuple[Wall, ...]:
    """The clocks of an engagement, always in this order. The provider's is left out where it never differs from the contract's, the
    reader's own where it shows the same as another one at this instant (or now)."""
    client, provider = engagement.client, engagement.provider
    found = [Wall(client.town or city(engagement.zone), engagement.zone)]
    if provider is not None and provider.zone != engagement.zone:
        found.append(Wall(provider.place, provider.zone))
    own = timezone.get_current_timezone_name()
    when = engagement.now() if at is None else at
    if own != "UTC" and all(_offset(when, own) != _offset(when, one.zone) for one in found):
        found.append(Wall(city(own), own))
    return tuple(found)


def city(zone: str) -> str:
    """The town that a zone is named after: `Johannesburg`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _offset(at: int, zone: str) -> Any:
    try:
        return moment(at, zone).utcoffset()
    except UnknownZone:
        return None
