"""A backup: every table as JSON lines in one ZIP, of one instant, with a manifest of digests. The same from SQLite and from PostgreSQL.

It can be made while work comes in, and restored into either kind of database (`records.restoration`). What would let somebody in without
signing in is left out: sessions, locked-out addresses, the secret key.

    tables/records_workevent.jsonl      one row a line: a list of values in the order of the manifest's columns
    manifest.json                       format, program, instant, changes of the tables; each table's columns, rows and SHA-256
"""

from __future__ import annotations

import hmac
import json
import os
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from remit.records import row_level
from remit.records.snapshot import snapshot

FORMAT = "remit backup 1"
MANIFEST = "manifest.json"
LEFT_OUT = ("django_session", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog", "axes_accessattemptexpiration")
_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Written:
    """`digest` is that of the manifest: kept elsewhere, it proves later that the backup is the one that was made."""

    path: Path
    tables: int
    rows: int
    size: int
    digest: str


def write(path: Path, made_at: int, told: Callable[[int], None] = lambda rows: None) -> Written:
    """Writes a backup to a new file; it has its name only once all of it is on the disk. `made_at` in microseconds UTC.

    `FileExistsError` where there is such a file already, `OSError` where the disk is full; then nothing is left behind.
    """
    if path.exists():
        raise FileExistsError(17, "There is such a file already", str(path))
    part = path.with_name(path.name + ".part")
    try:
        with part.open("xb") as file:
            manifest = _write(file, made_at, told)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    tables = manifest["tables"]
    return Written(path, len(tables), sum(one["rows"] for one in tables), path.stat().st_size, digest_of(manifest))


def digest_of(manifest: Mapping[str, Any]) -> str:
    return f"sha256:{sha256(_encoded(manifest)).hexdigest()}"


def key_mark() -> str:
    """Tells one secret key from another without giving anything of it away."""
    return hmac.new(settings.SECRET_KEY.encode(), b"remit backup", sha256).hexdigest()[:16]


def kept_models(registry: Any = apps) -> list[type[models.Model]]:
    """The models whose tables belong into a backup, in order of their names."""
    found = registry.get_models(include_auto_created=True)
    own = [one for one in found if one._meta.managed and not one._meta.proxy and one._meta.db_table not in LEFT_OUT]
    return sorted(own, key=lambda one: one._meta.db_table)


def _write(file: IO[bytes], made_at: int, told: Callable[[int], None]) -> dict[str, Any]:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive, snapshot(), row_level.installation():
        manifest = {
            "format": FORMAT,
            "program": settings.VERSION,
            "made_at": made_at,
            "database": connection.vendor,
            "changes": sorted([label, name] for label, name in MigrationRecorder(connection).applied_migrations()),
            "secret_key": key_mark(),
            "tables": [_write_table(archive, model, told) for model in kept_models()],
        }
        archive.writestr(MANIFEST, _encoded(manifest))
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], told: Callable[[int], None]) -> dict[str, Any]:
    fields = model._meta.concrete_fields
    whole, rows = sha256(), 0
    with archive.open(name_of(model._meta.db_table), "w", force_zip64=True) as out:
        for lines, count in _lines(model, [field.attname for field in fields]):
            out.write(lines)
            whole.update(lines)
            rows += count
            told(count)
    columns = [field.column for field in fields]
    return {"name": model._meta.db_table, "columns": columns, "rows": rows, "sha256": whole.hexdigest()}


def name_of(table: str) -> str:
    return f"tables/{table}.jsonl"


def _lines(model: type[models.Model], names: list[str]) -> Iterator[tuple[bytes, int]]:
    """The rows of a table, some thousands at a time, so that memory does not grow with it."""
    lines: list[str] = []
    for row in model._base_manager.order_by("pk").values_list(*names).iterator(_CHUNK):
        lines.append(json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":")))
        if len(lines) == _CHUNK:
            yield ("\n".join(lines) + "\n").encode(), len(lines)
            lines = []
    if lines:
        yield ("\n".join(lines) + "\n").encode(), len(lines)


def _plain(value: Any) -> str:
    """What JSON does not know: exact numbers and times as text, bytes in base64. The column says what it was."""
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return str(value // timedelta(microseconds=1))
    raise TypeError(f"a backup cannot hold {type(value).__name__}")


def _encoded(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
