"""Stored rows as JSON: the public number and every column a reader may see.

Table keys, secrets, hashes of secrets and stored bytes never leave; a link to another row is that row's public number, instants are
ISO 8601 in UTC, amounts are texts with their digits.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BinaryField, Field, ForeignKey, Model, QuerySet

from remit.records.fields import InstantField
from remit.values.period import Month, moment

HIDDEN = ("id", "secret", "secret_digest", "clock_shift", "work_version", "undone", "password")
_NAMED = {"engagement": "code", "fact": "fact_id"}


def written(at: int | None) -> str | None:
    """An instant as ISO 8601 in UTC.

    >>> written(1_785_000_000_000_000), written(None)
    ('2026-07-25T17:20:00Z', None)
    """
    return None if at is None else moment(at).isoformat().replace("+00:00", "Z")


def row(found: Model) -> dict[str, Any]:
    """The readable columns of a row."""
    told: dict[str, Any] = {}
    for column in found._meta.concrete_fields:
        if column.name in HIDDEN or isinstance(column, BinaryField) or column.attname in found.get_deferred_fields():
            continue
        told["id" if column.name == "public_id" else column.name] = _cell(found, column)
    return told


def with_links(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with those they link to, read in one query."""
    return rows.select_related(*[column.name for column in rows.model._meta.concrete_fields if isinstance(column, ForeignKey)])


def told(result: Any) -> Any:
    """What an action gave, as JSON: a row, several, or a value."""
    if isinstance(result, Model):
        return row(result)
    if dataclasses.is_dataclass(result) and not isinstance(result, type):
        return {one.name: told(getattr(result, one.name)) for one in dataclasses.fields(result)}
    if isinstance(result, Mapping):
        return {str(name): told(one) for name, one in result.items()}
    if isinstance(result, list | tuple | set | frozenset):
        return [told(one) for one in result]
    if isinstance(result, Decimal | Fraction | Month | date):
        return str(result)
    return result if result is None or isinstance(result, bool | int | str) else str(result)


def _cell(found: Model, column: Field[Any, Any]) -> Any:
    if isinstance(column, ForeignKey):
        other = getattr(found, column.name)
        name = _NAMED.get(column.name, "public_id")
        return None if other is None else getattr(other, name, None)
    value = getattr(found, column.name)
    return written(value) if isinstance(column, InstantField) else told(value)
