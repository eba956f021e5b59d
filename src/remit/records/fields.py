"""Columns that many tables have: a random public number, and instants as the core counts them."""

from __future__ import annotations

import secrets

from django.db import models

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


def public_id() -> str:
    """Twelve random letters and digits, none of which can be mistaken for another; nobody can guess a neighbour's."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


class PublicIdField(models.CharField):  # type: ignore[type-arg]
    """The number under which pages, links and the API know a row; the table's own key never leaves the database."""

    def __init__(self, **given: object) -> None:
        given.setdefault("max_length", 12)
        given.setdefault("unique", True)
        given.setdefault("default", public_id)
        given.setdefault("editable", False)
        super().__init__(**given)  # type: ignore[arg-type]


class InstantField(models.BigIntegerField):  # type: ignore[type-arg]
    """An instant: microseconds since 1970-01-01 00:00 UTC, as everywhere in Remit."""
