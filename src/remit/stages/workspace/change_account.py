"""Change one's own account: name, zone, language, colours, keys. Not an `action`: it belongs to a person, not to an engagement."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from remit.records.models.user import User
from remit.stages.lengths import line
from remit.values.fault import Fault, Place, Refused
from remit.values.period import UnknownZone, zone

THEMES = ("system", "light", "dark")


def change_account(*, user: User, name: str, place: str, language: str, theme: str, single_keys: bool) -> None:
    """Keeps the settings; `place` is a time zone. `Refused` with every fault, and then nothing is kept."""
    faults = list(_faults(name, place, language, theme))
    if faults:
        raise Refused(faults)
    user.name, user.zone, user.language, user.theme, user.single_keys = name, place, language, theme, single_keys
    user.save(update_fields=["name", "zone", "language", "theme", "single_keys"])


def _faults(name: str, place: str, language: str, theme: str) -> Iterator[Fault]:
    yield from line("name", name, 120, "write it as colleagues know you", least=1)
    if place:
        try:
            zone(place)
        except UnknownZone:
            yield Fault(Place(column="zone"), f"'{place[:60]}' is no time zone", "write one such as Europe/London")
    if language not in dict(settings.LANGUAGES):
        yield Fault(Place(column="language"), f"'{language[:12]}' is not offered", "choose one of the list")
    if theme not in THEMES:
        yield Fault(Place(column="theme"), f"'{theme[:12]}' is no choice", "choose system, light or dark")
