"""What the pages of the contract write."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from remit.terms.fields import Field

register = template.Library()


@register.filter
def names(columns: Iterable[Field]) -> str:
    """The columns of a row as one writes them in a line: `from; to; bonus`."""
    return "; ".join(column.name for column in columns)
