"""Months of contracts replayed on work that is there: a year after an edit of one clause, and many variants on a real log."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl

from bench.desks import contract
from bench.log import SPAN, START, write_log
from bench.table import Entry, Setting, Table
from remit import rehearsal
from remit.catalogue import standard_catalogue
from remit.exchange import intake
from remit.exchange.folder import Folder
from remit.values.period import DAY, Month, instant
from remit.work.facts import FACTS

CUT = START + SPAN + 200 * DAY
YEAR = [Month(2026, 1).plus(count) for count in range(12)]
ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("REMIT_SHARED", ROOT.parent / "shared")) / "logs" / "uci_incident_event_log.csv.gz"
REAL_CUT = instant(datetime(2017, 3, 1, tzinfo=UTC))
REAL_YEAR = [Month(2016, 3).plus(count) for count in range(12)]
VARIANTS = 84
"""Of twelve months each: 1,008 months."""
CATALOGUE = standard_catalogue()
EDITED = "a year replayed after an edit of one price"
CLOCKS = "variants that each change the clock"
MONEY = "variants that each change target and price"


def table(setting: Setting) -> Table:
    items = 2_000 if setting.small else 100_000
    packed = write_log(setting.folder / "packed", items, "item")
    names = packed.names()
    log = pl.concat([packed.unpacked(part, names) for part in packed.parts])
    text = contract()
    kept, _ = _replayed(rehearsal.Kept(rehearsal.Work(log, pl.DataFrame(schema=FACTS), (), CUT)), [text], YEAR)
    edited = text.replace("price: £2.60", "price: £2.70")
    entries = [Entry(EDITED, lambda: _replayed(kept, [edited], YEAR)[1])]
    notes: tuple[str, ...] = ()
    count = 2 if setting.small else VARIANTS
    if REAL.is_file():
        home = _brought_in(setting.folder / "real")
        rounds = 1 if setting.small else 3
        entries += [
            Entry(CLOCKS, lambda: _from_folder(home, [_clock(variant) for variant in range(count)]), rounds=rounds),
            Entry(MONEY, lambda: _from_folder(home, [_money(variant) for variant in range(count)]), rounds=rounds),
        ]
    else:
        notes = ("The ServiceNow log is not here (set REMIT_SHARED), so that its lines are missing.",)
    intro = f"""
A year of {items:,} items with {log.height:,} events and 24 clocks, replayed by an edited text on what the replay before kept. And the
ServiceNow log (24,918 incidents): {count} variants of its contract over its twelve months, {count * 12:,} months in all, from the folder to
the statements. A variant that changes the clock folds the whole log again; one that changes the money takes the sums over.
"""
    return Table("Replay", intro, tuple(entries), notes=notes, after=lambda medians: _said(medians, count))


def _said(medians: Mapping[str, float], count: int) -> Iterator[str]:
    kept = "kept" if medians[EDITED] < 1 else "**not kept**"
    yield f"An edit of one clause replays the year in {medians[EDITED]:.2f} seconds; promised below one: {kept}."
    for name in (CLOCKS, MONEY):
        if name in medians:
            rate = count * 12 / medians[name] * 60
            yield f"{name.capitalize()}: {rate:,.0f} months a minute; promised 1,000: {'kept' if rate >= 1_000 else '**not kept**'}."


def _replayed(kept: rehearsal.Kept, texts: list[str], months: list[Month]) -> tuple[rehearsal.Kept, tuple[Decimal, ...]]:
    contracts = [rehearsal.Contract.read("variant", text.encode(), CATALOGUE) for text in texts]
    kept, replays = rehearsal.replay(kept, contracts, months)
    return kept, tuple(replay.total for replay in replays)


def _from_folder(home: Folder, texts: list[str]) -> tuple[Decimal, ...]:
    return _replayed(rehearsal.Kept(rehearsal.Work.of(home, REAL_CUT)), texts, REAL_YEAR)[1]


def _brought_in(path: Path) -> Folder:
    path.mkdir(parents=True)
    (path / "terms.yaml").write_text(_real(), encoding="utf-8")
    home = Folder.open(path)
    name, mapping = intake.chosen(home, None, REAL, zone="Europe/London")
    intake.bring_work(home, REAL, name, mapping, REAL_CUT, terms=home.terms(CATALOGUE))
    return home


@cache
def _real() -> str:
    return (ROOT / "examples" / "servicenow.terms.yaml").read_text(encoding="utf-8")


def _clock(variant: int) -> str:
    """Other days for moderate and low incidents: no two variants share a clock."""
    moderate, low = 3 + variant % 7, 10 + variant // 7
    return (
        _real().replace("is: 6 business days", f"is: {moderate} business days").replace("is: 14 business days", f"is: {low} business days")
    )


def _money(variant: int) -> str:
    """Another price and target in each."""
    return _real().replace("price: £4.00", f"price: £4.{variant:02}").replace("target: 70 %", f"target: {60 + variant % 21} %")
