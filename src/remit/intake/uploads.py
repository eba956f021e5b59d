"""Uploaded files on their way in: kept in REMIT_HOME/uploads under the random number of their batch until it is done or dropped.

The person's name for a file is never used as a path; only its ending is kept, which tells the format.

>>> ending("Tickets May.CSV.gz"), ending("invoice.pdf")
('.csv.gz', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from remit.records.models.batch import Batch
from remit.values.fault import Fault, Place, Refused

FORMATS = "CSV, TSV, XLSX, Parquet, JSON lines or XES, also packed with gzip"
_ENDING = re.compile(r"\.(?:(?:csv|tsv|txt|jsonl|ndjson|xes)(?:\.gz)?|xlsx|xlsm|parquet)$")


def ending(name: str) -> str:
    """The ending that tells a file's format, empty where there is no reader for it."""
    found = _ENDING.search(name.lower())
    return found.group() if found else ""


def path(batch: Batch) -> Path:
    """Where the file of a batch stands; it may be gone."""
    return _home() / f"{batch.public_id}{ending(batch.file)}"


def keep(batch: Batch, content: bytes) -> Path:
    """Writes the file of a batch, readable by the server's own user alone; `Refused` where nothing reads such a file."""
    if not ending(batch.file):
        raise Refused([Fault(Place(file=batch.file), "there is no reader for this kind of file", f"export it as {FORMATS}")])
    if not content:
        raise Refused([Fault(Place(file=batch.file), "the file is empty", "export it again")])
    home = _home()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    where = path(batch)
    where.write_bytes(content)
    where.chmod(0o600)
    return where


@contextmanager
def by_its_own_name(batch: Batch) -> Iterator[None]:
    """Faults that name the stored file name the one that was chosen instead: nobody knows how the server calls it."""
    try:
        yield
    except Refused as refusal:
        stored = path(batch).name
        named = [replace(one.place, file=batch.file) if one.place.file == stored else one.place for one in refusal.faults]
        raise Refused([replace(one, place=place) for one, place in zip(refusal.faults, named, strict=True)]) from None


def remove(batch: Batch) -> None:
    """Removes the file and what was told of its progress; nothing happens where they are gone."""
    path(batch).unlink(missing_ok=True)
    _progress(batch).unlink(missing_ok=True)


def tell(batch: Batch, what: str) -> None:
    """Says how far a job is. It stands in a file, because the job's own transaction shows nothing before its end."""
    _home().mkdir(parents=True, exist_ok=True, mode=0o700)
    _progress(batch).write_text(what, encoding="utf-8")


def told(batch: Batch) -> str:
    """How far the job is; empty where nothing was told."""
    try:
        return _progress(batch).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _progress(batch: Batch) -> Path:
    return _home() / f"{batch.public_id}.progress"


def _home() -> Path:
    return Path(settings.HOME) / "uploads"
