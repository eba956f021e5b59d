"""A dry run of a file of facts: what it would record, by kind, and every cell that cannot be read; nothing is stored."""

from __future__ import annotations

import polars as pl

from remit.exchange import facts as exchange_facts
from remit.intake import reading, uploads
from remit.intake.dry_run import SHOWN, plain, said
from remit.intake.store import add_facts
from remit.records.models.batch import Batch
from remit.values.fault import Refused


def read(batch: Batch) -> pl.DataFrame:
    """The facts of a batch's file; `Refused` with every fault."""
    return exchange_facts.facts(reading.source(uploads.path(batch), batch.file), batch.received_at, batch.engagement.zone)


def dry_run(batch: Batch) -> None:
    """Fills in what was found; the row is not saved."""
    batch.faults, batch.new, batch.known = [], 0, 0
    try:
        made = read(batch)
        report = add_facts(batch.engagement, made, batch, dry_run=True)
    except Refused as refused:
        batch.faults = said(refused.faults)
        return
    batch.new, batch.known = report.new, report.known
    batch.report |= {
        "rows": made.height,
        "kinds": {kind: count for kind, count in made.group_by("kind").len().sort("kind").iter_rows()},
        "facts": [plain(row) for row in made.head(SHOWN).drop("file", "id", "received_at").iter_rows(named=True)],
    }
