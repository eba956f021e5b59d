"""The work log of the benchmark: any number of tickets over one year, about six events each, the same on every machine.

Every ticket is created at one of twelve desks, replied to, and resolved; more than half wait for the customer, some twice, one in twenty
is reopened and resolved again, four in ten carry a priority. Chance is a counter-based generator seeded by the chunk, so that the log
depends on nothing but its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bench.desks import DESKS, PRIORITIES
from remit.exchange.parts import ROWS, WORDS, Order, Parts, Writer
from remit.values.period import DAY, HOUR, MINUTE

Integers = NDArray[np.int64]

START = 1_767_225_600_000_000  # 2026-01-01
SPAN = 365 * DAY
CHUNK = 200_000
_MILLISECOND = 1_000

_ROWS = sorted(
    [
        ("created", None, None, "customer"),
        *(("field", "desk", name.lower(), "system") for name, *_ in DESKS),
        *(("field", "priority", name, "system") for name in PRIORITIES),
        ("message", None, None, "customer"),
        ("reopened", None, None, "customer"),
        ("reply", None, None, "agent"),
        ("resolved", None, None, "agent"),
        ("state", None, "open", "customer"),
        ("state", None, "waiting for customer", "agent"),
    ],
    key=lambda row: [text or "" for text in row],
)
_CREATED, _MESSAGE, _REOPENED, _REPLY, _RESOLVED = (
    next(code for code, row in enumerate(_ROWS) if row[0] == event) for event in ("created", "message", "reopened", "reply", "resolved")
)
_DESKS, _PRIORITIES, (_OPEN, _WAITING) = (
    np.array([code for code, row in enumerate(_ROWS) if (row[1] or row[0]) == name]) for name in ("desk", "priority", "state")
)
HORIZON = 60 * DAY
"""No ticket lives longer, so that a log in order of time is written with only the open tickets in memory."""


def words() -> pl.DataFrame:
    return pl.DataFrame(_ROWS, schema=WORDS, orient="row")


def write_log(folder: Path, items: int, order: Order) -> Parts:
    """A packed log of so many tickets."""
    writer = Writer(folder, "helpdesk", order, words())
    for rows in _by_item(items) if order == "item" else _by_time(items):
        writer.add(_completed(rows))
    numbers = pl.int_range(items, eager=True).cast(pl.String).str.zfill(9)
    return writer.close(("T" + numbers).alias("item"))


def _completed(rows: pl.DataFrame) -> pl.DataFrame:
    """With what a log has beside: received a minute later, numbered by the source without an order of its own."""
    return rows.with_columns(
        (pl.col("at") + MINUTE).alias("received_at"),
        pl.lit(None, dtype=pl.Int64).alias("sequence"),
        pl.col("id").cast(pl.String),
    )


def _by_item(items: int) -> Iterator[pl.DataFrame]:
    for first in range(0, items, CHUNK):
        yield _events(first, min(CHUNK, items - first), items).sort("item", "at", "what")


def _by_time(items: int) -> Iterator[pl.DataFrame]:
    """Chunks are created one after the other; what happened before the next chunk begins can be written."""
    pending = pl.DataFrame()
    for first in range(0, items, CHUNK):
        pending = pl.concat([pending, _events(first, min(CHUNK, items - first), items)]).sort("at", "item", "what")
        last = first + CHUNK >= items
        at = pending["at"].to_numpy()
        settled = len(at) if last else int(np.searchsorted(at, _begin(first + CHUNK, items)))
        start = 0
        while start + ROWS < settled or (last and start < settled):
            # Where an item's instant would be split, the part begins with the next instant.
            end = settled if start + ROWS >= settled else int(np.searchsorted(at, at[start + ROWS]))
            yield pending[start:end]
            start = end
        pending = pending[start:]


def _begin(item: int, items: int) -> int:
    return START + SPAN * item // items


def _events(first: int, count: int, items: int) -> pl.DataFrame:
    """The events of tickets `first` to `first + count`, in no order: `item`, `what`, `at`, `id`."""
    chance = np.random.Generator(np.random.Philox(key=first))
    begin, end = _begin(first, items), _begin(first + count, items)
    item = np.arange(first, first + count, dtype=np.int32)
    created = np.sort(chance.integers(begin, end, count))
    reply = created + _lasting(chance, count, 3 * HOUR)
    resolved = reply + _lasting(chance, count, 20 * HOUR)
    everyone = np.ones(count, dtype=bool)
    rows = [
        (everyone, np.full(count, _CREATED), created),
        (everyone, _DESKS[chance.integers(0, len(DESKS), count)], created),
        (chance.random(count) < 0.4, _PRIORITIES[chance.integers(0, len(PRIORITIES), count)], created),
        (everyone, np.full(count, _REPLY), reply),
        (everyone, np.full(count, _RESOLVED), resolved),
        (chance.random(count) < 0.1, np.full(count, _MESSAGE), reply + (resolved - reply) // 2),
    ]
    waits = chance.random(count)
    for turn, share in enumerate((0.55, 0.2)):
        waiting = reply + (resolved - reply) * (2 * turn + 1) // 6
        rows.append((waits < share, np.full(count, _WAITING), waiting))
        rows.append((waits < share, np.full(count, _OPEN), waiting + (resolved - reply) // 7))
    again = chance.random(count) < 0.05
    reopened = resolved + _lasting(chance, count, 8 * HOUR)
    rows.append((again, np.full(count, _REOPENED), reopened))
    rows.append((again, np.full(count, _RESOLVED), reopened + _lasting(chance, count, 6 * HOUR)))
    at = np.concatenate([at[which] // _MILLISECOND * _MILLISECOND for which, _, at in rows])
    return pl.DataFrame(
        {
            "item": np.concatenate([item[which] for which, _, _ in rows]),
            "what": np.concatenate([what[which] for which, what, _ in rows]).astype(np.uint16),
            "at": at,
            "id": first * 16 + np.arange(len(at)),
        }
    )


def _lasting(chance: np.random.Generator, count: int, mean: int) -> Integers:
    """Exponential times, at least a millisecond."""
    lasting: Integers = np.minimum(chance.exponential(mean, count), HORIZON // 8).astype(np.int64) + _MILLISECOND
    return lasting
