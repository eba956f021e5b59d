"""Ten million items with about sixty million events, from Parquet to scorecard, beside a scan that decodes and sums the same columns."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl

from bench.desks import contract
from bench.log import SPAN, START, write_log
from bench.table import Entry, Setting, Table
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import digest, stream
from remit.exchange.parts import Parts, open_parts
from remit.scorecard import Scorecard
from remit.statement import Summaries
from remit.terms.reader import read
from remit.values.period import DAY, Month
from remit.work.facts import FACTS
from remit.work.log import empty

COLUMNS = ("item", "what", "at")
MONTH = Month(2026, 9)
CUT = START + SPAN + 200 * DAY


def scan_on_two_threads(folder: Path) -> dict[str, int]:
    """The baseline: decodes item, what happened and when of every event, and sums each column; part by part on two threads."""
    parts = open_parts(folder)

    def sums(number: int) -> list[int]:
        rows = parts.read(parts.parts[number], COLUMNS)
        return [int(rows[name].to_numpy().sum(dtype=np.int64)) for name in COLUMNS]

    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(sums, range(len(parts.parts))))
    return {name: sum(column) % 2**64 for name, column in zip(COLUMNS, zip(*found, strict=True), strict=True)}


def from_parquet_to_scorecard(agreement: Agreement, folder: Path) -> tuple[Summaries, Scorecard]:
    """Reads the log once, folds every item of 24 clocks, adds up 24 service levels and the month's volume, and judges them."""
    facts = pl.DataFrame(schema=FACTS)
    found = stream.summaries(agreement, [open_parts(folder)], empty(), facts, MONTH, CUT, with_digests=False, told=_refuse)
    return found, agreement.scorecard(found.levels, MONTH, undecided=found.undecided)


def _refuse(what: str) -> None:
    raise AssertionError(f"the benchmark did not run in one pass: {what}")


def agreement() -> Agreement:
    catalogue = standard_catalogue()
    return Agreement(read(contract(), catalogue), catalogue)


def table(setting: Setting) -> Table:
    items = 50_000 if setting.small else 10_000_000
    by_item, by_time = (setting.folder / order for order in ("item", "time"))
    logs: list[Parts] = [write_log(by_item, items, "item"), write_log(by_time, items, "time")]
    terms = agreement()
    entries = (
        Entry("a scan on two threads, by item", lambda: scan_on_two_threads(by_item), group="scan"),
        Entry(
            "scorecard, log in order of items",
            lambda: from_parquet_to_scorecard(terms, by_item),
            against="a scan on two threads, by item",
            at_most=4,
            group="scorecard",
        ),
        Entry("a scan on two threads, by time", lambda: scan_on_two_threads(by_time), group="scan"),
        Entry(
            "scorecard, log in order of time",
            lambda: from_parquet_to_scorecard(terms, by_time),
            against="a scan on two threads, by time",
            at_most=4,
            group="scorecard",
        ),
        Entry(
            "digest of the whole log (Merkle root)",
            lambda: digest.root(logs[0], CUT),
            against="a scan on two threads, by item",
            rounds=1,
        ),
    )
    intro = f"""
{items:,} items with {logs[0].events:,} events: twelve desks around the world, overnight and split shifts, two clocks an item, target
tables by priority, up to two pauses, one in twenty opened again. The scan decodes and sums the columns that the scorecard needs, on two
threads. The aim is 2.5 times the scan.
"""
    return Table("From Parquet to scorecard", intro, entries, after=lambda _: _memory(by_item, by_time))


def _memory(*folders: Path) -> Iterator[str]:
    """The most memory that a process of its own needed, everything in it counted."""
    for folder in folders:
        found = subprocess.run([sys.executable, "-m", "bench.peak", str(folder)], check=True, capture_output=True, text=True)
        mebibytes = int(found.stdout)
        kept = "kept" if mebibytes < 1024 else "**not kept**"
        yield f"Memory in order of {folder.name}: {mebibytes:,} MiB for the whole process; promised below 1 GiB: {kept}."
