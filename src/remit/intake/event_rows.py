"""The stored events of an engagement, read as columns: at once for the first time, later only those that came since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db import connection

from remit.intake import arrow
from remit.records import row_level
from remit.records.models.work_event import WorkEvent
from remit.work import log as work_log

COLUMNS = ("record", "item", "event", "field", "value", "who", "at", "received_at", "sequence", "source_id")
PIECE = 50_000
"""So many rows exist as Python objects at once."""


def newer(engagement: int, after: int) -> tuple[pl.DataFrame, int]:
    """The events stored after the one numbered `after`, and the number of the last of them (`after` where there is none)."""
    if row_level.enforced() and (read := _as_arrow(engagement, after)) is not None:
        return read
    parts, last = [work_log.empty()], after
    for rows in _rows(f"SELECT id, {', '.join(COLUMNS)} {_FROM}", [after, engagement]):
        number, *columns = zip(*rows, strict=True)
        parts.append(pl.DataFrame([pl.Series(name, one, kind) for (name, kind), one in zip(work_log.EVENTS.items(), columns, strict=True)]))
        last = max(last, max(number))
    return pl.concat(parts), last


def _as_arrow(engagement: int, after: int) -> tuple[pl.DataFrame, int] | None:
    """The same over a second connection, where the rows are many, and committed: it sees no others."""
    stored = WorkEvent.objects.filter(engagement_id=engagement, pk__gt=after)
    count = stored.count()
    if count < arrow.MANY:
        return None
    read = arrow.events(WorkEvent._meta.db_table, COLUMNS, engagement, after)
    if read is None or read.height != count:
        return None
    number, *columns = read.get_columns()
    found = [column.cast(kind).alias(name) for (name, kind), column in zip(work_log.EVENTS.items(), columns, strict=True)]
    return pl.DataFrame(found), int(number[-1])


def are_many(engagement: int, after: int, many: int) -> bool:
    """Whether more than so many were stored since, without reading them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 {_FROM} LIMIT 1 OFFSET {int(many)}".replace("{hint}", _hint()), [after, engagement])
        return cursor.fetchone() is not None


def items_of_newer(engagement: int, after: int, last: int) -> set[str]:
    """The items with events stored after one number, up to another."""
    return {item for rows in _rows(f"SELECT DISTINCT item {_FROM} AND id <= %s", [after, engagement, last]) for (item,) in rows}


_FROM = f"FROM {WorkEvent._meta.db_table} {{hint}} WHERE id > %s AND engagement_id = %s"


def _hint() -> str:
    # SQLite would walk every event of the engagement by the index of items, and sort them; what is new stands at the end of the table.
    return "NOT INDEXED" if connection.vendor == "sqlite" else ""


def _rows(sql: str, given: list[Any]) -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.replace("{hint}", _hint()), given)
        while rows := cursor.fetchmany(PIECE):
            yield rows
