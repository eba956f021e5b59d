"""What every template may write: money, instants in two zones, status by shape and word, who may see a record. Built in; never loaded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.http import QueryDict
from django.utils import dateformat as dates
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

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


_FIGURE = re.compile(r"(?<![\w-])[−+]?[£$€¥]?\d[\d,.]*(?:(?::| (?:÷|×|=|to|of) )[£$€]?\d[\d,.]*)*(?: (?:%|h \d\d|h|min|s)(?!\w))?")


@register.filter
def isolated(text: str) -> SafeString:
    """A sentence whose amounts, shares and lengths keep their order where the language runs from right to left; else as it is."""
    if not get_language_bidi():
        return format_html("{}", text)
    return SafeString(_FIGURE.sub(lambda found: f'<bdi dir="ltr">{found[0]}</bdi>', escape(text)))


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
def grouped(text: str | None) -> str:
    """A decimal as it was recorded, with its thousands apart and no digit changed: `13,500`, `21.5992`, `−1,234.50`."""
    whole, point, rest = (text or "").partition(".")
    digits = whole.lstrip("-")
    if not digits.isdecimal():
        return text or ""
    return f"{'−' if whole.startswith('-') else ''}{int(digits):,}{point}{rest}"


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
def duration(microseconds: int | None) -> str | SafeString:
    """`4 h 36`, `50 min`, `42 s`; a sign where it is negative."""
    if microseconds is None:
        return ""
    sign, size = ("−", -microseconds) if microseconds < 0 else ("", microseconds)
    hours, minutes = divmod(size // MINUTE, 60)
    if size >= HOUR:
        return isolated(f"{sign}{hours:,} h {minutes:02}")
    return isolated(f"{sign}{minutes} min" if size >= MINUTE else f"{sign}{size // 1_000_000} s")


@register.filter
def month_name(month: Month | str) -> str:
    """`July 2026`."""
    return dates.format((Month.read(month) if isinstance(month, str) else month).first, "F Y")


@register.filter
def worded(word: str | None) -> str:
    """A word of the core (a party, an event, a state) in the reader's language."""
    return gettext(word) if word else ""


@register.filter
def status_word(status: str) -> str:
    return _WORDS.get(status, status)


@register.filter
def status_class(status: str) -> str:
    """The class that gives a status its shape and colour."""
    return "status-" + _WORDS.get(status, status).replace(" ", "-")


@register.filter
def field_name(field: str) -> str:
    """The name of a field where a page has no label for it: `owner_before` as `Owner before`."""
    return field.replace("_", " ").replace(".", ", ").capitalize()


@register.simple_tag
def status(word: str, said: str = "") -> SafeString:
    """A status: its shape (drawn by the style sheet) and its word, always both."""
    return format_html(
        '<span class="status {}"><span class="mark" aria-hidden="true"></span>{}</span>',
        status_class(word),
        isolated(gettext(said or status_word(word))),
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
        return isolated(answer)
    marked = format_html('<span class="marked {}">{}</span>', status_class(answer.status), isolated(answer.marked)) if answer.marked else ""
    return format_html("{}{}{}", isolated(answer.before), marked, isolated(answer.after))


@register.simple_tag
def span(start: int, end: int, zone: str, times_only: bool = False) -> SafeString:
    """`Wed 15:12 to 17:30`, `Wed 17:30 to Thu 09:00`; seconds where both ends lie within one minute or two."""
    first, last = moment(start, zone), moment(end, zone)
    form = "%H:%M:%S" if end - start < 3 * MINUTE else "%H:%M"
    begun = f"{first:{form}}" if times_only else f"{dates.format(first, 'D j')}, {first:{form}}"
    other_day = not times_only and first.date() != last.date()
    ended = f"{dates.format(last, 'D j')}, {last:{form}}" if other_day else f"{last:{form}}"
    return format_html("<bdi>{}</bdi>", gettext("%(begin)s to %(end)s") % {"begin": begun, "end": ended})


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
def less(value: Decimal, other: Decimal) -> Decimal:
    """The difference of two amounts."""
    return value - other


@register.filter
def section_number(clause: str) -> int:
    """The section that a clause's number begins with: 8.1 gives 8."""
    head = clause.partition(".")[0]
    return int(head) if head.isdecimal() else 0


@register.filter
def half(start: int, width: int) -> str:
    """The middle of a part that begins at `start`, as a coordinate."""
    return unlocalised(start + width / 2)


@register.filter
def weekday(number: int) -> str:
    """`Monday` for 0."""
    return dates.format(date(2024, 1, 1 + number), "l")


@register.filter
def words(text: str) -> list[str]:
    """A list of words to loop over."""
    return text.split()


@register.filter
def level_result(level: Attainment) -> str:
    """A level's result as it was judged: `83.1 %`; the status where there is none."""
    return isolated(level.written(level.judged)) if level.judged is not None else "–"


@register.filter
def level_target(level: Attainment) -> str:
    return isolated(level.written(level.target)) if level.target is not None else gettext("none")


@register.filter
def level_minimum(level: Attainment) -> str:
    return isolated(level.written(level.minimum)) if level.minimum is not None else gettext("none")


@register.filter
def bullet(level: Attainment) -> Bullet | None:
    """The places of a level on a bar."""
    return bars.bullet(level)


@register.filter
def above(y: float) -> float:
    """A little above a place, for the figure over a column."""
    return y - 5
