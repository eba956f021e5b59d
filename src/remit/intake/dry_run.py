"""A dry run of a batch: the file is read and mapped as it would be, compared with what is known, and nothing of it is stored.

What was found stands in the batch: `report` (rows, items, events by word, rows left out, control totals, the first events, which levels
this decides) and `faults` (each with its row, column or line). A checked batch without faults and open questions can be brought in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import polars as pl

from remit.exchange import table
from remit.exchange.decidable import undecidable
from remit.exchange.events import Report
from remit.exchange.mapping import Mapping
from remit.exchange.suggest import Question
from remit.intake import reading, uploads
from remit.intake.knowledge import kept, terms_in_force
from remit.intake.store import add_events
from remit.records.models.batch import Batch
from remit.values.fault import Fault, Refused
from remit.values.period import Month, moment
from remit.work import log as work_log

SHOWN = 20
"""So many of the resulting events are shown."""
Told = Callable[[str], None]


def dry_run(batch: Batch, told: Told = lambda what: None) -> None:
    """Reads the file of a batch with its mapping text and fills in what was found; the row is not saved."""
    told("Reading the file")
    batch.faults = []
    batch.report = {name: batch.report[name] for name in ("questions", "typed", "size") if name in batch.report}
    batch.new = batch.known = 0
    if batch.report.get("questions"):
        return
    try:
        mapping, made, report = read(batch)
        batch.record = mapping.record
        batch.report |= plain(asdict(report)) | {"preview": _preview(made), "unread": _unread(batch, mapping)}
        told("Comparing with the work that is known")
        appended = add_events(batch.engagement, made, batch, dry_run=True)
        batch.new, batch.known = appended.new, appended.known
        told("Looking at what the contract asks of it")
        batch.report["levels"] = list(_levels(batch, made))
    except Refused as refused:
        batch.faults = said(refused.faults)


def read(batch: Batch, most_faults: int | None = None) -> tuple[Mapping, pl.DataFrame, Report]:
    """The mapping of a batch, the events of its file, and what was read; `Refused` with every fault."""
    mapping = reading.mapping_of(batch.engagement, batch.mapping, batch.mapping_text)
    more = {} if most_faults is None else {"most_faults": most_faults}
    made, report = reading.events_of(uploads.path(batch), batch.file, mapping, batch.received_at, batch.report.get("typed") or {}, **more)
    return mapping, made, report


def asked(questions: Iterable[Question], zone: str) -> list[dict[str, Any]]:
    """Open questions as the batch keeps them. The contract's zone is offered for the zone, and never taken unasked."""
    return [asdict(one) | {"options": list(one.options), "offer": zone if one.key == "zone" else ""} for one in questions]


def said(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Faults as the batch keeps them."""
    return [
        {
            "row": fault.place.row,
            "column": fault.place.column,
            "line": fault.place.line,
            "what": fault.what,
            "remedy": fault.remedy,
            "said": str(fault),
        }
        for fault in faults
    ]


def plain(value: Any) -> Any:
    """A value as JSON holds it: whole numbers and texts, lists and groups."""
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value if value is None or isinstance(value, int | str) else str(value)


def _unread(batch: Batch, mapping: Mapping) -> list[str]:
    """The file's columns that the mapping does not read: what the contract needs of them would be missed in silence otherwise."""
    return [column for column in table.heads(uploads.path(batch)) if column not in mapping.source_columns]


def _preview(made: pl.DataFrame) -> list[dict[str, Any]]:
    columns = ("row", "item", "event", "field", "value", "who", "at")
    first = made.sort("row", "at", "sequence", nulls_last=True).head(SHOWN)
    return [plain(row) for row in first.select(columns).iter_rows(named=True)]


def _levels(batch: Batch, made: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Each service level, and what the log as it would then be lacks to decide it."""
    held = kept(batch.engagement)
    terms = terms_in_force(batch.engagement, Month.of(moment(batch.received_at, batch.engagement.zone).date()))
    if terms is None:
        return
    names = work_log.EVENTS.names()
    log = pl.concat([held.log.select(names), made.select(names)])
    findings = undecidable(terms, log, held.facts)
    clocks = {clause.name: clause.number for clause in terms.section(7)}
    for level in terms.section(8):
        numbers = (level.number, clocks.get(str(level.get("clock"))))
        own = [fault for fault in findings if fault.place.clause in numbers]
        undecided = any(not fault.notice for fault in own)
        yield {
            "clause": level.number,
            "name": level.name,
            "decided": not undecided,
            "lacks": [{"what": one.what, "remedy": one.remedy, "notice": one.notice} for one in own],
        }
