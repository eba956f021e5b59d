"""A month counted on two workers of a cluster, beside the local engine; and one more event, by an update, beside counting all again."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bench.desks import contract
from bench.log import SPAN, START, write_log
from bench.table import Entry, Setting, Table
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import incremental, local
from remit.engines.cluster import Cluster
from remit.engines.sharded import Stored
from remit.statement import Summaries
from remit.terms.reader import read
from remit.values.period import DAY, Month
from remit.work.facts import FACTS

MONTH = Month(2026, 9)
CUT = START + SPAN + 200 * DAY
NO_FACTS = pl.DataFrame(schema=FACTS)


def log_of(folder: Path, items: int) -> str:
    """The benchmark's log as one Parquet file of plain events, in canonical order."""
    packed = write_log(folder / "packed", items, "item")
    names = packed.names()
    path = folder / "log.parquet"
    pl.concat([packed.unpacked(part, names) for part in packed.parts]).write_parquet(path, row_group_size=100_000)
    return str(path)


def table(setting: Setting) -> Table:
    items = 2_000 if setting.small else 100_000
    path, catalogue = log_of(setting.folder, items), standard_catalogue()
    terms = Agreement(read(contract(), catalogue), catalogue)
    log = pl.read_parquet(path)
    item = log["item"][log.height // 2]
    standing = incremental.standing(terms, log.filter(pl.col("item") != item), NO_FACTS, MONTH, CUT)
    one = log.filter(pl.col("item") == item)

    def here() -> Summaries:
        return local.summaries(terms, pl.read_parquet(path), NO_FACTS, MONTH, CUT)

    def there(cluster: Cluster) -> Summaries:
        # A new `Stored` each time: the workers read the file anew, and keep nothing from the round before.
        return cluster.summaries(terms, Stored((path,)), NO_FACTS, MONTH, CUT)

    def there_from_nothing() -> Summaries:
        with Cluster("local:2") as cluster:
            return there(cluster)

    running = Cluster("local:2")
    entries = (
        Entry("local engine, from Parquet", here, group="month"),
        Entry(
            "cluster of two workers, started before",
            lambda: there(running),
            against="local engine, from Parquet",
            at_most=1.5,
            group="month",
        ),
        Entry("the same with its start and end", there_from_nothing, against="local engine, from Parquet", at_most=1.5, group="month"),
        Entry(
            "one more item, by an update of what was kept",
            lambda: incremental.updated(standing, one).summaries,
            against="local engine, from Parquet",
            group="month",
        ),
    )
    intro = f"""
{items:,} items with {log.height:,} events, one Parquet file, the contract of twelve desks above with 24 clocks and 24 service levels; all
summaries of a month with the digest of the whole log, compared with `==`. The two workers have a thread each on the two processors that the
local engine has as well, and read their own row groups of the file.
"""
    return Table("Engines", intro, entries, close=running.close)
