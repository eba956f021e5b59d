"""Bring a file of work in: read by a mapping, checked whole, stored whole or not at all."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

import polars as pl

from remit.exchange import events as exchange_events
from remit.exchange import mapping_text, table
from remit.exchange.mapping import Mapping
from remit.intake.knowledge import terms_in_force
from remit.intake.store import add_events
from remit.records.models.batch import Batch
from remit.records.models.engagement import Engagement
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput, FileParameter
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment


@action(may=roles.brings_work, says="brought in {file}")
def import_work(*, by: Member, file: FileParameter, mapping: str, totals: dict[str, int] | None = None) -> Batch:
    """Reads the file with the mapping of that name (the engagement's own, else a ready-made one) and stores the new events.

    `totals` are the source's own counts (rows, items, events, or a word), compared with what was read. With any fault nothing is kept,
    and all faults are told at once (`Refused`). The same file again changes nothing.
    """
    engagement, received = by.engagement, by.engagement.now()
    text, read_with = mapping_for(engagement, mapping)
    made, report = read_file(file, read_with, received, totals)
    batch = Batch.objects.create(
        engagement=engagement,
        kind="work",
        file=file.name,
        digest=file.digest,
        mapping=mapping,
        mapping_text=text,
        record=read_with.record,
        report=_plain(asdict(report)),
        brought_by=by,
        received_at=received,
    )
    appended = add_events(engagement, made, batch)
    batch.new, batch.known = appended.new, appended.known
    batch.save(update_fields=["new", "known"])
    return batch


def mapping_for(engagement: Engagement, name: str) -> tuple[str, Mapping]:
    """A mapping by its name, with its text; its record must be one of the contract's."""
    own = MappingRecord.objects.filter(engagement=engagement, name=name).first()
    if own is None and name not in mapping_text.presets():
        names = [*MappingRecord.objects.filter(engagement=engagement).values_list("name", flat=True), *mapping_text.presets()]
        raise Refused([Fault(Place(column="mapping"), f"there is no mapping '{name}'", f"there are {listed(sorted(names))}")])
    text = own.text if own is not None else mapping_text.preset_text(name)
    read_with = mapping_text.read(text, f"{name}.yaml")
    today = moment(engagement.now(), engagement.zone).date()
    terms = terms_in_force(engagement, Month.of(today))
    records = [clause.name for clause in terms.section(5)] if terms is not None else []
    if records and read_with.record not in records:
        what = f"the mapping gives events of the record '{read_with.record}', and section 5 of the terms has {listed(records)}"
        raise Refused([Fault(Place(file=f"{name}.yaml"), what, "write its name under 'record'")])
    return text, read_with


def read_file(
    file: FileInput, mapping: Mapping, received: int, totals: dict[str, int] | None = None
) -> tuple[pl.DataFrame, exchange_events.Report]:
    """The events of an uploaded file. It is written under a name of our own, with the ending that tells its format."""
    ending = "".join(Path(file.name).suffixes[-2:])[-12:]
    with tempfile.TemporaryDirectory(prefix="remit-import-") as folder:
        path = Path(folder) / f"upload{ending}"
        path.write_bytes(file.content)
        try:
            return exchange_events.events(table.read(path, mapping.source_columns, mapping.sheet), mapping, received, totals)
        except Refused as refused:
            raise Refused([_named(fault, file.name) for fault in refused.faults]) from None


def _named(fault: Fault, name: str) -> Fault:
    """The fault with the name that the person knows the file by."""
    place = fault.place
    if place.file is not None and place.file.startswith("upload"):
        place = Place(place.clause, place.line, name, place.row, place.column)
    return Fault(place, fault.what, fault.remedy, fault.notice)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value if value is None or isinstance(value, int | str) else str(value)
