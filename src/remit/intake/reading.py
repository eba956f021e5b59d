"""Reading an uploaded file of work: which mapping fits it, what the file leaves open, and the events it gives."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import replace
from pathlib import Path

import polars as pl

from remit.exchange import events as exchange_events
from remit.exchange import mapping_text, suggest, table
from remit.exchange.draft import MOST_FAULTS
from remit.exchange.events import Report
from remit.exchange.intake import fits
from remit.exchange.mapping import Mapping
from remit.exchange.suggest import Question
from remit.exchange.table import Table
from remit.intake.knowledge import terms_in_force
from remit.records.models.engagement import Engagement
from remit.records.models.mapping_record import MappingRecord
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment


def mapping_for(engagement: Engagement, name: str) -> tuple[str, Mapping]:
    """A mapping by its name, with its text: the engagement's own, else a ready-made one; its record must be one of the contract's."""
    own = MappingRecord.objects.filter(engagement=engagement, name=name).first()
    if own is None and name not in mapping_text.presets():
        names = [*MappingRecord.objects.filter(engagement=engagement).values_list("name", flat=True), *mapping_text.presets()]
        raise Refused([Fault(Place(column="mapping"), f"there is no mapping '{name}'", f"there are {listed(sorted(names))}")])
    text = own.text if own is not None else mapping_text.preset_text(name)
    return text, mapping_of(engagement, name, text)


def mapping_of(engagement: Engagement, name: str, text: str) -> Mapping:
    """A mapping from its text; `Refused` with every fault and its line, or where its record is none of the contract's."""
    read_with = mapping_text.read(text, f"{name}.yaml")
    records = records_of(engagement)
    if records and read_with.record not in records:
        what = f"the mapping gives events of the record '{read_with.record}', and section 5 of the terms has {listed(records)}"
        line = next((number for number, one in enumerate(text.splitlines(), 1) if one.startswith("record:")), None)
        raise Refused([Fault(Place(file=f"{name}.yaml", line=line), what, "write its name under 'record'")])
    return read_with


def records_of(engagement: Engagement) -> list[str]:
    """The records of section 5 of the terms now in force; none where there is no contract yet."""
    terms = terms_in_force(engagement, Month.of(moment(engagement.now(), engagement.zone).date()))
    return [clause.name for clause in terms.section(5)] if terms is not None else []


def chosen(engagement: Engagement, path: Path, file: str, answers: Dictionary[str, str]) -> tuple[str, str, tuple[Question, ...]]:
    """The mapping for a file: its name, its text, and the questions that nobody answered.

    The engagement's own mapping that recognises the columns goes first (of several the one that asks for most columns); otherwise a text
    is suggested, from a ready-made mapping where one fits, with `?` for every open question. `file` is the name the person knows.
    """
    columns = table.heads(path)
    own = dict(MappingRecord.objects.filter(engagement=engagement).values_list("name", "text"))
    best = recognised(own, columns)
    if best is not None:
        return best, own[best], ()
    records = records_of(engagement)
    made = suggest.suggestion(source(path, file), records[0] if records else "helpdesk", lambda question: answers.get(question.key))
    presets = mapping_text.presets()
    ready = [name for name, heads in presets.items() if fits(heads, columns)]
    name = max(ready, key=lambda one: len(presets[one])) if ready else file.split(".")[0][:60] or "upload"
    return name, made.text, tuple(question for question in made.questions if question.key not in answers)


def recognised(texts: Dictionary[str, str], columns: tuple[str, ...]) -> str | None:
    """The name of the mapping that recognises the columns, of several the one that asks for most; None where none does."""
    fitting = [name for name, text in texts.items() if fits(mapping_text.recognition(text), columns)]
    return max(fitting, key=lambda name: (len(mapping_text.recognition(texts[name])), name), default=None)


def source(path: Path, file: str, mapping: Mapping | None = None) -> Table:
    """The file as a table that bears the name the person knows it by, in its faults too."""
    try:
        found = table.read(path, mapping.source_columns, mapping.sheet) if mapping is not None else table.read(path)
    except Refused as refused:
        raise Refused([_named(fault, path.name, file) for fault in refused.faults]) from None
    return replace(found, name=file)


def events_of(
    path: Path, file: str, mapping: Mapping, received: int, totals: Dictionary[str, int] | None = None, most_faults: int = MOST_FAULTS
) -> tuple[pl.DataFrame, Report]:
    """The events of an uploaded file. `Refused` with every fault, at most `most_faults` of one column."""
    return exchange_events.events(source(path, file, mapping), mapping, received, totals, most_faults)


def _named(fault: Fault, stored: str, file: str) -> Fault:
    place = fault.place
    return replace(fault, place=replace(place, file=file)) if place.file == stored else fault
