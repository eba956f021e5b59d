"""The demo relationship as an engagement folder: terms, tests, mappings, exports, and all of the work and facts brought in.

Everything takes the way of anybody's data: the exports are written as CSV files, read back with their mappings, and appended to the log.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import resources
from itertools import groupby
from pathlib import Path

import polars as pl

from remit import closing
from remit.demo.exports import SYSTEMS, all_facts, exports
from remit.demo.figures import FIGURES, LAST_MOMENT
from remit.demo.hours import frozen
from remit.demo.specimen import demo_terms
from remit.exchange import csv, events, intake
from remit.exchange.folder import Folder
from remit.exchange.statement_json import Envelope
from remit.statement import Statement
from remit.values.period import Month, instant, zone

PLACE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Close:
    """When a version of a month's statement was issued: it rests on what had been received by then."""

    month: Month
    version: int
    at: str

    @property
    def cut(self) -> int:
        return moment_in_london(self.at)


CLOSES = tuple(
    sorted(
        (
            *(Close(Month.read(figures.month), 1, f"{frozen(figures.first)} 18:00:00") for figures in FIGURES[:-1]),
            Close(Month(2026, 9), 2, "2026-10-14 18:00:00"),
        ),
        key=lambda close: close.at,
    )
)
"""Each month on business day 3 of the next; September again when the claim for the broken files had been accepted."""


def moment_in_london(text: str) -> int:
    """The instant of a wall-clock text that is neither skipped nor repeated."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=zone(PLACE)))


def lay_out(path: Path) -> Folder:
    """Writes the terms, the contract tests and the mappings."""
    (path / "mappings").mkdir(parents=True, exist_ok=True)
    (path / "terms.yaml").write_text(demo_terms(), encoding="utf-8")
    shipped = resources.files("remit.demo")
    (path / "tests.yaml").write_bytes(shipped.joinpath("tests.yaml").read_bytes())
    for system in SYSTEMS:
        (path / "mappings" / f"{system}.yaml").write_bytes(shipped.joinpath("mappings", f"{system}.yaml").read_bytes())
    return Folder.open(path)


def bring_in(folder: Folder, told: Callable[[str], None] = lambda text: None) -> None:
    """Writes every export beside the engagement and imports it, the files of a month together."""
    home = folder.path / "exports"
    home.mkdir(exist_ok=True)
    for month, files in groupby(exports(), key=lambda export: export.month):
        work, names, received = [], [], 0
        for export in files:
            path = export.write(home)
            received = moment_in_london(export.received)
            made, report = events.events(csv.read(path), folder.mapping(export.system), received)
            work.append(made)
            names.append(path.name)
            told(f"{path.name}: {report.events:,} events of {report.items:,} items")
        folder.add_events(pl.concat(work), {"files": names, "month": month, "received_at": received})
    path = home / "facts.csv"
    all_facts().write_csv(path)
    rows, _ = intake.bring_facts(folder, path, moment_in_london(str(LAST_MOMENT)), zone=PLACE)
    told(f"{path.name}: {rows:,} facts")


def close_months(folder: Folder, envelope: Envelope, told: Callable[[str], None] = lambda text: None) -> tuple[Statement, ...]:
    """Settles and issues every month in the order in which they were closed, September in two versions."""
    known = closing.Knowledge.of(folder)
    for close in CLOSES:
        statement = closing.settle(known, close.month, close.cut)
        if statement.version != close.version:
            raise ValueError(f"{close.month} would become version {statement.version}, not {close.version}: the folder is not a new one")
        closing.issue(folder, known, statement, replace(envelope, issued_at=close.cut))
        known = known.and_issued(statement)
        told(f"{close.month.name}, version {close.version}")
    return known.issued


def make(path: Path, envelope: Envelope, told: Callable[[str], None] = lambda text: None) -> tuple[Statement, ...]:
    """The whole relationship in a new folder: laid out, its work and facts brought in, its months closed."""
    folder = lay_out(path)
    bring_in(folder, told)
    return close_months(folder, envelope, told)
