"""Bringing a file in: choose its mapping, make its events, append them to the folder, or refuse all of it."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from remit.exchange import facts as exchange_facts
from remit.exchange import mapping_text, table
from remit.exchange.events import Report, events
from remit.exchange.folder import Folder
from remit.exchange.mapping import Mapping
from remit.terms.context import listed
from remit.terms.document import Terms
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment
from remit.work import facts as work_facts
from remit.work import log as work_log


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file: how it was read, and what was new to the folder."""

    read: Report
    appended: work_log.Report


def chosen(
    folder: Folder | None, name: str | None, path: Path, *, zone: str | None = None, record: str | None = None
) -> tuple[str, Mapping]:
    """The mapping for a file, with its name: the named one, else the one that recognises its columns.

    A mapping of the folder goes before a ready-made one. Where none or several fit, `Refused` says which there are.
    """
    if name is not None:
        return name, mapping_text.read(*_named(folder, name), zone=zone, record=record)
    columns = table.heads(path)
    own = (
        {}
        if folder is None
        else {file.stem: file.read_text(encoding="utf-8-sig") for file in sorted((folder.path / "mappings").glob("*.yaml"))}
    )
    for texts in (own, {ready: mapping_text.preset_text(ready) for ready in mapping_text.presets()}):
        fitting = [one for one, text in texts.items() if fits(mapping_text.recognition(text), columns)]
        best = [
            one
            for one in fitting
            if len(mapping_text.recognition(texts[one])) == max(len(mapping_text.recognition(texts[f])) for f in fitting)
        ]
        if len(best) == 1:
            return best[0], mapping_text.read(texts[best[0]], f"{best[0]}.yaml", zone=zone, record=record)
        if best:
            what = f"several mappings recognise its columns: {listed(best)}"
            raise Refused([Fault(Place(file=path.name), what, "name one with --mapping")])
    if len(own) == 1:
        only = next(iter(own))
        return only, mapping_text.read(own[only], f"{only}.yaml", zone=zone, record=record)
    what = "no mapping recognises its columns"
    raise Refused([Fault(Place(file=path.name), what, "name one with --mapping, or let --suggest write one")])


def fits(recognised_by: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    """Whether a file with these columns is one that the mapping recognises."""
    return bool(recognised_by) and set(recognised_by) <= set(columns)


def _named(folder: Folder | None, name: str) -> tuple[bytes, str]:
    own = folder.path / "mappings" / f"{name}.yaml" if folder is not None else None
    for path in (own, Path(name)):
        if path is not None and path.is_file():
            return path.read_bytes(), path.name
    if name in mapping_text.presets():
        return mapping_text.preset_text(name).encode(), f"{name}.yaml"
    there = sorted(path.stem for path in own.parent.glob("*.yaml")) if own is not None else []
    remedy = f"the folder has {listed(there)}; ready-made are {listed(mapping_text.presets())}"
    raise Refused([Fault(Place(file=name), "there is no such mapping", remedy)])


def bring_work(
    folder: Folder,
    path: Path,
    name: str,
    mapping: Mapping,
    received: int,
    *,
    terms: Terms | None = None,
    totals: Dictionary[str, int] | None = None,
    dry_run: bool = False,
) -> Intake:
    """Imports a file of work into a folder. With terms, the mapping's record must be one of theirs. When it raises, nothing is kept."""
    if terms is not None:
        records = [clause.name for clause in terms.section(5)]
        if mapping.record not in records:
            what = f"the mapping gives events of the record '{mapping.record}', and section 5 of the terms has {listed(records)}"
            raise Refused([Fault(Place(file=f"{name}.yaml"), what, "write its name under 'record', or use --record")])
    source = table.read(path, mapping.source_columns, mapping.sheet)
    made, report = events(source, mapping, received, totals)
    said = _said(path, received) | {
        "mapping": name,
        "record": mapping.record,
        "read": report.rows,
        "items": report.items,
        "events": report.events,
    }
    return Intake(report, folder.add_events(made, said, dry_run=dry_run))


def bring_facts(
    folder: Folder, path: Path, received: int, *, zone: str | None = None, dry_run: bool = False
) -> tuple[int, work_facts.Report]:
    """Imports a file of facts; gives the rows read and what was new."""
    source = table.read(path)
    made = exchange_facts.facts(source, received, zone)
    return made.height, folder.add_facts(made, _said(path, received), dry_run=dry_run)


def _said(path: Path, received: int) -> dict[str, str | int]:
    """What the ledger keeps of a file: its name, its digest, and when it came."""
    digest = sha256(path.read_bytes()).hexdigest()
    return {"file": path.name, "file sha256": digest, "received": moment(received).isoformat(timespec="seconds")}
