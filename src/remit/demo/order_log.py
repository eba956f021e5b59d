"""A month of order lines at Harbour & Pine as its order system recorded them: 12,000 lines in September 2025, before they went anywhere.

1,340 lines have a code that nobody knows, and wait for merchandising, half a working day in the median; 120 are keyed again. Drawn like all
of the demonstration, and invented.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.demo.chance import chosen, drawn, uniforms

LINES, UNKNOWN, AGAIN, UNCONFIRMED = 12_000, 1_340, 120, 120
FILE = "order-lines-2025-09.csv"
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_FIRST = 1_756_713_600 * _SECOND
"""08:00 UTC on Monday 1 September 2025."""
_CLERKS = np.array(["Aisha Rahman", "Dan Price", "Molly Hart", "Owen Reed", "temp 1", "temp 2"])
_BUYERS = np.array(["merchandising, Ella", "merchandising, Marc"])
Instants = NDArray[np.int64]


def order_log() -> pl.DataFrame:
    """One row an event: line, step, begun and done (ISO 8601 in UTC), who, and the customer's kind of file."""
    arrives = _arrivals()
    clerk = _CLERKS[drawn("order log clerk", LINES, np.array([5.0, 5, 4, 4, 2, 2]))]
    unknown, again = chosen("order log unknown", UNKNOWN, LINES), chosen("order log again", AGAIN, LINES)
    confirmed = ~chosen("order log unconfirmed", UNCONFIRMED, LINES)
    rows: list[pl.DataFrame] = []

    def step(name: str, begun: Instants, seconds: Instants, who: NDArray[np.str_], which: NDArray[np.bool_]) -> Instants:
        done = begun + seconds * _SECOND
        rows.append(
            pl.DataFrame({"number": np.flatnonzero(which), "step": name, "begun": begun[which], "done": done[which], "who": who[which]})
        )
        return np.where(which, done, begun)

    every = np.ones(LINES, dtype=bool)
    at = step("Order arrives", arrives, _whole("arrive", 0, 1), np.repeat("shop", LINES), every)
    at = step("Open document", at + _whole("queue", 120, 1_500) * _SECOND, _whole("open", 12, 30), clerk, every)
    at = step("Check stock code", at + _whole("look", 1, 9) * _SECOND, _whole("check", 8, 24), clerk, every)
    asked = at + _whole("ask", 16_200, 21_300) * _SECOND
    buyer = _BUYERS[drawn("order log buyer", LINES, np.array([3.0, 2]))]
    at = np.where(unknown, step("Ask merchandising", asked, _whole("answer", 60, 420), buyer, unknown), at)
    at = step("Key the line", at + _whole("turn", 2, 12) * _SECOND, _whole("key", 22, 42), clerk, every)
    told = np.where(
        confirmed, step("Confirm order", at + _whole("check on", 5, 60) * _SECOND, _whole("confirm", 3, 10), clerk, confirmed), at
    )
    at = np.where(
        again, step("Key the line", told + _whole("sent back", 600, 5_400) * _SECOND, _whole("again", 22, 42), clerk, again), told
    )
    step("Closed", at + _whole("close", 30, 300) * _SECOND, _whole("closing", 0, 1), np.repeat("order system", LINES), every)
    kinds = np.array(["spreadsheet", "PDF", "web shop"])[drawn("order log kind", LINES, np.array([5.0, 3, 2]))]
    frame = pl.concat(rows).sort("number", "done", maintain_order=True)
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    return frame.select(
        pl.format("OL-{}", pl.col("number") + 410_000).alias("case"),
        pl.col("step").alias("activity"),
        pl.col("begun").cast(pl.Datetime("us")).dt.strftime(stamp).alias("start timestamp"),
        pl.col("done").cast(pl.Datetime("us")).dt.strftime(stamp).alias("timestamp"),
        pl.col("who").alias("resource"),
        pl.Series("file type", kinds)[frame["number"]].alias("file type"),
    )


def _arrivals() -> Instants:
    """Spread over the 22 working days of the month, eight to four."""
    days = np.array([day for day in range(30) if day % 7 < 5])
    day = days[drawn("order log day", LINES, np.ones(len(days)))]
    second = (uniforms("order log second", LINES) * 8 * 3_600).astype(np.int64)
    return _FIRST + day.astype(np.int64) * _DAY + second * _SECOND


def _whole(name: str, least: int, most: int) -> Instants:
    return least + (uniforms(f"order log {name}", LINES) * (most - least)).astype(np.int64)
