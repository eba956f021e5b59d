"""A log of ten million events to its map, beside a bare group-by of Polars over the same events; and the ServiceNow log from its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.table import Entry, Setting, Table
from remit.discovery import layout
from remit.discovery.footprint import footprint
from remit.discovery.log import arranged

STEPS = ("received", "opened", "checked", "asked", "answered", "worked on", "resolved", "reopened", "closed")
LOG = "uci_incident_event_log.csv.gz"


def events(count: int) -> pl.DataFrame:
    """Cases of three to twelve events, each some minutes after the one before, of nine steps and three hundred people."""
    chance = np.random.Generator(np.random.PCG64(20))
    lengths = chance.integers(3, 13, count // 7)
    lengths = lengths[: np.searchsorted(np.cumsum(lengths), count)]
    case = np.repeat(np.arange(len(lengths)), lengths)
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(case)) - np.repeat(starts, lengths)
    step = np.minimum(place + chance.integers(-1, 2, len(case)), len(STEPS) - 1).clip(0)
    at = np.repeat(chance.integers(0, 10**12, len(lengths)), lengths) + place * 600_000_000 + chance.integers(0, 500_000_000, len(case))
    frame = pl.DataFrame({"case": case, "activity": step, "at": at, "resource": chance.integers(0, 300, len(case))})
    return frame.select(
        pl.format("C-{}", "case").alias("case"),  # as text, as every file gives it
        pl.col("activity").replace_strict(dict(enumerate(STEPS)), return_dtype=pl.String),
        "at",
        pl.format("person {}", "resource").alias("resource"),
    )


def bare(log: pl.DataFrame) -> pl.DataFrame:
    """What any look at cases costs: how many events each has, and when it began and ended."""
    return log.group_by("case").agg(pl.len(), pl.col("at").min().alias("first"), pl.col("at").max().alias("last"))


def table(setting: Setting) -> Table:
    log = arranged(events(200_000 if setting.small else 10_000_000))
    entries = [
        Entry("a bare group-by of the events by case", lambda: bare(log)),
        Entry("the map: arrows, times, ways, people", lambda: footprint(log), "a bare group-by of the events by case", at_most=10),
    ]
    path = Path(os.environ.get("REMIT_SHARED", "")) / "logs" / LOG
    if path.is_file() and not setting.small:
        entries += _real(path)
    return Table(
        "Maps from logs",
        f"{log.height:,} events of {log['case'].n_unique():,} cases, nine steps, three hundred people: every arrow with its times, every "
        "way through, who does what. The bare group-by counts the events of each case and finds its first and its last. ServiceNow has "
        "141,712 events of 24,918 incidents; its map is promised within 2 seconds.",
        tuple(entries),
    )


def _real(path: Path) -> list[Entry]:
    from remit.exchange import event_log
    from remit.exchange import table as files
    from remit.exchange.event_log import Reading

    read = files.read(path)
    reading = event_log.suggested(read, Reading(zone="Europe/London"))
    log = event_log.read(read, reading)

    def whole() -> Any:
        return layout.drawing(footprint(event_log.read(files.read(path), reading)))

    return [
        Entry("ServiceNow: the map of its events", lambda: layout.drawing(footprint(log))),
        Entry("ServiceNow: from the file to the map", whole),
    ]
