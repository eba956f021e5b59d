"""Lists a page at a time: `limit` rows from `offset` on, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import polars as pl
from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel

from remit.api import rows

MOST = 1_000
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows at once.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Rows to pass over.")]


class ListOut(BaseModel):
    """Rows of a list. `count` is how many there are in all, `next` the offset of the page after this one, null on the last."""

    count: int
    next: int | None = None
    rows: list[dict[str, Any]]


def listed(found: QuerySet[Any], limit: int, offset: int, told: Callable[[Any], dict[str, Any]] = rows.row) -> dict[str, Any]:
    """A page of stored rows, each with the rows it links to."""
    page = [told(one) for one in rows.with_links(found)[offset : offset + limit]]
    return _page(found.count(), limit, offset, page)


def sliced(frame: pl.DataFrame, limit: int, offset: int, told: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    """A page of a frame."""
    page = [told(one) for one in frame.slice(offset, limit).iter_rows(named=True)]
    return _page(frame.height, limit, offset, page)


def _page(count: int, limit: int, offset: int, page: list[dict[str, Any]]) -> dict[str, Any]:
    return {"count": count, "next": offset + limit if offset + limit < count else None, "rows": page}
