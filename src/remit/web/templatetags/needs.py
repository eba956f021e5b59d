"""What the pages of the audit write: numbers as one types them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from remit.discovery.takeaway import length
from remit.terms.words import money

register = template.Library()


@register.filter
def typed(value: Decimal | None) -> str:
    """A decimal as one types it into a field: `10.5`, `12000`; empty for none."""
    return "" if value is None else f"{value.normalize():f}"


@register.filter
def brief(microseconds: int | None) -> str:
    """A time as a map writes it: `31 s`, `5 h 12`, `5.0 days`."""
    return length(microseconds)


@register.filter
def thousands(amount: Fraction, currency: str) -> str:
    """A sum in thousands for a drawing's end: `£112.4k`, `−£3.0k`."""
    return f"{money(Decimal(round(amount / 100)).scaleb(-1), currency).removesuffix('0')}k"
