"""What every template may write: money, instants in two zones, status by shape and word, who may see a record. Built in; never loaded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.http import QueryDict
from django.utils import dateformat as dates
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from remit.records.scoped import IN_WORDS
from remit.scorecard import Attainment
from remit.terms.words import exact
from remit.terms.words import money as in_words
from remit.values.period import HOUR, MINUTE, Month, moment
from remit.web import bars
from remit.web.bars import Bullet

register = template.Library()

_WORDS = {"amber": "between"}
"""Statuses of the core in the words of the pages: between minimum and target."""


@register.filter
def money(amount: Decimal | None, currency: str = "GBP") -> SafeString:
    """`£17,160.96`, with a real minus sign, never broken or mirrored."""
    if amount is None:
        return SafeString("")
    return format_html('<bdi dir="ltr" class="figure">{}</bdi>', in_words(amount, currency).replace("-", "−"))


@register.filter
def number(value: Any) -> str:
    """`4,720`."""
    if value is None:
        return ""
    return exact(Fraction(value)) if isinstance(value, int | Decimal | Fraction) else str(value)


@register.filter
def share(value: Fraction | None) -> str:
    """`17.9 %`, to a tenth."""
    return "" if value is None else f"{exact(Fraction(round(value * 1000), 10))} %"


@register.filter
def clock(at: int | None, zone: str) -> str:
    """`16:20`."""
    return "" if at is None else f"{moment(at, zone):%H:%M}"


@register.filter
def day(at: int | date | None, zone: str = "UTC") -> str:
    """`Fri 13 Nov`."""
    if at is None:
        return ""
    when = moment(at, zone) if isinstance(at, int) else at
    return dates.format(when, "D j M")


@register.filter
def full_day(at: int | date | None, zone: str = "UTC") -> str:
    """`Thursday 12 November 2026`."""
    if at is None:
        return ""
    when = moment(at, zone) if isinstance(at, int) else at
    return dates.format(when, "l j F Y")


@register.filter
def day_and_time(at: int | None, zone: str) -> str:
    """`Fri 13 Nov, 17:30`."""
    return "" if at is None else f"{day(at, zone)}, {clock(at, zone)}"


@register.filter
def duration(microseconds: int | None) -> str:
    """`4 h 36`, `50 min`, `42 s`; a sign where it is negative."""
    if microseconds is None:
        return ""
    sign, size = ("−", -microseconds) if microseconds < 0 else ("", microseconds)
    hours, minutes = divmod(size // MINUTE, 60)
    if size >= HOUR:
        return f"{sign}{hours:,} h {minutes:02}"
    return f"{sign}{minutes} min" if size >= MINUTE else f"{sign}{size // 1_000_000} s"


@register.filter
def month_name(month: Month | str) -> str:
    """`July 2026`."""
    return (Month.read(month) if isinstance(month, str) else month).name


@register.filter
def status_word(status: str) -> str:
    return _WORDS.get(status, status)


@register.filter
def status_class(status: str) -> str:
    """The class that gives a status its shape and colour."""
    return "status-" + _WORDS.get(status, status).replace(" ", "-")


@register.simple_tag
def status(word: str, said: str = "") -> SafeString:
    """A status: its shape (drawn by the style sheet) and its word, always both."""
    return format_html(
        '<span class="status {}"><span class="mark" aria-hidden="true"></span>{}</span>',
        status_class(word),
        said or gettext(status_word(word)),
    )


@register.simple_tag
def visibility(visible_to: str) -> SafeString:
    """Two overlapping circles, filled left, right or both, and the words."""
    return format_html(
        '<span class="visibility visible-{}"><svg viewBox="0 0 22 14" width="22" height="14" aria-hidden="true">'
        '<circle class="left" cx="7.5" cy="7" r="5.5"/><circle class="right" cx="14.5" cy="7" r="5.5"/></svg>{}</span>',
        visible_to,
        gettext(IN_WORDS[visible_to]),
    )


@register.simple_tag
def answer_line(answer: Any) -> SafeString:
    """The answer of a page: a sentence with at most one phrase underlined in the colour of its status."""
    if isinstance(answer, str):
        return format_html("{}", answer)
    marked = format_html('<span class="marked {}">{}</span>', status_class(answer.status), answer.marked) if answer.marked else ""
    return format_html("{}{}{}", answer.before, marked, answer.after)


@register.simple_tag
def two_times(at: int | None, engagement: Any) -> SafeString:
    """An instant in the contract's zone, then on the provider's wall clock, always in this order."""
    if at is None:
        return SafeString("")
    first = day_and_time(at, engagement.zone)
    provider = engagement.provider
    if provider is None or moment(at, provider.zone).utcoffset() == moment(at, engagement.zone).utcoffset():
        return format_html('<span class="times">{}</span>', first)
    return format_html('<span class="times">{}<small>{} {}</small></span>', first, clock(at, provider.zone), provider.town)


@register.simple_tag
def own_time(at: int | None, engagement: Any) -> SafeString:
    """An instant in the contract's zone, and on the reader's own wall clock where that shows another time."""
    if at is None:
        return SafeString("")
    first = day_and_time(at, engagement.zone)
    zone = timezone.get_current_timezone_name()
    if moment(at, zone).utcoffset() == moment(at, engagement.zone).utcoffset() or zone == "UTC":
        return format_html('<bdi class="times">{}</bdi>', first)
    known = {one.zone: one.town for one in (engagement.client, engagement.provider) if one is not None}
    town = known.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
    return format_html('<bdi class="times">{} {}, {} {}</bdi>', first, engagement.client.town, clock(at, zone), town)


@register.simple_tag
def span(start: int, end: int, zone: str, times_only: bool = False) -> SafeString:
    """`Wed 15:12 to 17:30`, `Wed 17:30 to Thu 09:00`; seconds where both ends lie within one minute or two."""
    first, last = moment(start, zone), moment(end, zone)
    form = "%H:%M:%S" if end - start < 3 * MINUTE else "%H:%M"
    begun = f"{first:{form}}" if times_only else f"{first:%a} {first.day}, {first:{form}}"
    other_day = not times_only and first.date() != last.date()
    ended = f"{last:%a} {last.day}, {last:{form}}" if other_day else f"{last:{form}}"
    return format_html('<bdi dir="ltr">{} to {}</bdi>', begun, ended)


@register.simple_tag(takes_context=True)
def with_query(context: Mapping[str, Any], **changes: Any) -> str:
    """The page's address with some filters changed; an empty value takes one out."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def get(values: Mapping[Any, Any], key: Any) -> Any:
    return values.get(key)


@register.filter
def percent_of(part: Any, whole: Any) -> str:
    """A share as a width for drawings: `40.5`, at most 100."""
    if not whole:
        return "0"
    return f"{min(100 * float(part) / float(whole), 100):.2f}"


@register.filter
def unlocalised(value: float) -> str:
    """A coordinate of a drawing: `152.5`, in every language with a point."""
    return f"{value:.1f}".removesuffix(".0")


@register.filter
def plus(value: float, more: float) -> str:
    """The sum of two coordinates, as `unlocalised` writes them."""
    return unlocalised(value + more)


@register.filter
def half(start: int, width: int) -> str:
    """The middle of a part that begins at `start`, as a coordinate."""
    return unlocalised(start + width / 2)


@register.filter
def weekday(number: int) -> str:
    """`Monday` for 0."""
    return f"{date(2024, 1, 1 + number):%A}"


@register.filter
def words(text: str) -> list[str]:
    """A list of words to loop over."""
    return text.split()


@register.filter
def level_result(level: Attainment) -> str:
    """A level's result as it was judged: `83.1 %`; the status where there is none."""
    return level.written(level.judged) if level.judged is not None else "–"


@register.filter
def level_target(level: Attainment) -> str:
    return level.written(level.target) if level.target is not None else "none"


@register.filter
def level_minimum(level: Attainment) -> str:
    return level.written(level.minimum) if level.minimum is not None else "none"


@register.filter
def bullet(level: Attainment) -> Bullet | None:
    """The places of a level on a bar."""
    return bars.bullet(level)


@register.filter
def above(y: float) -> float:
    """A little above a place, for the figure over a column."""
    return y - 5
