"""Instants on every wall that matters: the contract's clock first, then the provider's, then the reader's own where that is a third.

    {% times item.due engagement %}      Mon 20 Jul 16:36 / 17:36          in lists, with {% towns engagement %} in the head
    {% two_times item.due engagement %}  Mon 20 Jul, 16:36, and below 17:36 Cape Town
    {% times_in_towns row.until engagement %}  17:30 in Bristol, 19:30 in Cape Town
    {% own_time comment.at engagement %} the contract's, and the reader's own where it shows another time

Built in; never loaded. A day is said again where another wall already shows the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.utils import dateformat as dates
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from remit.values.period import moment
from remit.web.two_clocks import Wall, city, walls

register = template.Library()


@register.simple_tag
def towns(engagement: Any) -> str:
    """`Bristol / Cape Town`, for the head above a column of `times`."""
    return " / ".join(one.town for one in walls(engagement))


@register.simple_tag
def times(at: int | None, engagement: Any, otherwise: str = "") -> SafeString:
    """`Mon 20 Jul 16:36 / 17:36`, never broken; `Mon 30 Nov 23:59 / Tue 01:59` where another wall shows another day."""
    if at is None:
        return format_html("{}", otherwise)
    first = moment(at, engagement.zone)
    said = " / ".join(clock for clock, _wall in _clocks(at, walls(engagement)))
    return format_html('<span class="at">{} <bdi dir="ltr">{}</bdi></span>', dates.format(first, "D j M"), said)


@register.simple_tag
def two_times(at: int | None, engagement: Any) -> SafeString:
    """An instant in the contract's zone, and below it each other wall that shows another time, with its town."""
    if at is None:
        return SafeString("")
    here = moment(at, engagement.zone)
    others = [one for one in walls(engagement, at)[1:] if moment(at, one.zone).utcoffset() != here.utcoffset()]
    said = format_html_join("", "<small>{} {}</small>", ((clock, wall.town) for clock, wall in _clocks(at, others, engagement.zone)))
    return format_html('<span class="times">{}, {}{}</span>', dates.format(here, "D j M"), f"{here:%H:%M}", said)


@register.simple_tag
def times_in_towns(at: int, engagement: Any) -> str:
    """`17:30 in Bristol, 19:30 in Cape Town`, within a sentence that names the day."""
    return ", ".join(
        gettext("%(clock)s in %(town)s") % {"clock": clock, "town": wall.town} for clock, wall in _clocks(at, walls(engagement))
    )


@register.simple_tag
def own_time(at: int | None, engagement: Any) -> SafeString:
    """An instant in the contract's zone, and on the reader's own wall where that shows another time: one line."""
    if at is None:
        return SafeString("")
    here, zone = moment(at, engagement.zone), timezone.get_current_timezone_name()
    first = f"{dates.format(here, 'D j M')}, {here:%H:%M}"
    if zone == "UTC" or moment(at, zone).utcoffset() == here.utcoffset():
        return format_html('<bdi class="times">{}</bdi>', first)
    hung = walls(engagement, at)
    own = next((one for one in hung if one.zone == zone), Wall(city(zone), zone))
    clock, _wall = next(_clocks(at, (own,), engagement.zone))
    return format_html('<bdi class="times">{} {}, {} {}</bdi>', first, hung[0].town, clock, own.town)


def _clocks(at: int, hung: Any, first: str = "") -> Iterator[tuple[str, Wall]]:
    """What each wall shows, with the weekday where it is another day than on the first."""
    base = moment(at, first or hung[0].zone).date()
    for one in hung:
        there = moment(at, one.zone)
        yield (f"{there:%H:%M}" if there.date() == base else f"{dates.format(there, 'D')} {there:%H:%M}"), one
