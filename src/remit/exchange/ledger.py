"""A ledger of parts: an append-only store of frames in plain files, in which a crash leaves the old state or the new one, nothing between.

A part is one Parquet file, written under a temporary name, flushed to the disk and renamed; then `ledger.jsonl` is replaced in the same
way by one with a further line. Only what the ledger names is read: a part without its line (the program died between the two) does not
exist, and the next one takes its number. Each line carries the SHA-256 of its part, so damage is found when it is read.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from remit.values.fault import Fault, Place, Refused

LEDGER = "ledger.jsonl"


class Ledger:
    """The parts of one folder (`log/` or `facts/`), all with one schema."""

    def __init__(self, folder: Path, schema: pl.Schema) -> None:
        self.folder, self.schema = folder, schema

    def entries(self) -> tuple[Mapping[str, Any], ...]:
        """The lines of the ledger, oldest first: `part`, `rows`, `sha256`, and whatever was said of the import."""
        path = self.folder / LEDGER
        if not path.exists():
            return ()
        found = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                entry = json.loads(line)
                found.append({**entry, "part": str(entry["part"]), "sha256": str(entry["sha256"])})
            except (ValueError, KeyError, TypeError):
                raise self._damaged(LEDGER, "is not a line that Remit wrote", number) from None
        return tuple(found)

    def read(self) -> pl.DataFrame:
        """All parts in one frame, in the order in which they came. A missing or altered part is `Refused`."""
        return pl.concat([pl.DataFrame(schema=self.schema), *(self._part(entry) for entry in self.entries())])

    def append(self, frame: pl.DataFrame, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Stores a frame with what is said of it; when this returns, it is on the disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        entries = self.entries()
        buffer = io.BytesIO()
        frame.select(self.schema.names()).write_parquet(buffer)
        content = buffer.getvalue()
        entry = {**said, "part": f"{len(entries) + 1:06d}.parquet", "rows": frame.height, "sha256": sha256(content).hexdigest()}
        replace(self.folder / str(entry["part"]), content)
        lines = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in (*entries, entry)]
        replace(self.folder / LEDGER, ("\n".join(lines) + "\n").encode())
        return entry

    def _part(self, entry: Mapping[str, Any]) -> pl.DataFrame:
        part = str(entry["part"])
        try:
            content = (self.folder / part).read_bytes()
        except OSError:
            raise self._damaged(part, "is named in the ledger, and is missing") from None
        if sha256(content).hexdigest() != entry["sha256"]:
            raise self._damaged(part, "was changed after Remit wrote it")
        return pl.read_parquet(io.BytesIO(content)).select(self.schema.names()).cast(dict(self.schema))  # type: ignore[arg-type]

    def _damaged(self, name: str, what: str, line: int | None = None) -> Refused:
        place = Place(file=f"{self.folder.name}/{name}", line=line)
        return Refused([Fault(place, what, "restore the folder from a backup; Remit never repairs a record by itself")])


def replace(path: Path, content: bytes) -> None:
    """Writes a file so that at every moment either the old or the new content stands there, and the new one is on the disk at the end."""
    aside = path.with_name(f".{path.name}.new")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
