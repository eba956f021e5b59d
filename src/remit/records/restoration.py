"""Restores a backup (`records.backup`) into an empty database, SQLite or PostgreSQL: all of it, or nothing.

The tables are first brought to the state that they had when the backup was made, filled, and then brought up to date.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from remit.records import row_level, tables
from remit.records.backup import FORMAT, MANIFEST, digest_of, kept_models, key_mark, name_of
from remit.values.fault import Fault, Place, Refused

_CONVERTED = {"DecimalField", "DateTimeField", "DateField", "TimeField", "UUIDField", "JSONField", "BinaryField", "DurationField"}
"""Columns whose values are not in JSON what they are in the database."""
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Restored:
    """`same_key` is whether this installation has the secret key of the one that was backed up."""

    made_at: int
    program: str
    tables: int
    rows: int
    digest: str
    same_key: bool


def restore(path: Path, told: Callable[[int], None] = lambda rows: None, expected: str | None = None) -> Restored:
    """Fills the empty database from a backup, and checks every digest while it reads. `expected` is the digest that the backup must have.

    `Refused` where the file is no backup, was changed or cut, is of a later version, or where the database holds something already.
    """
    name = path.name
    try:
        archive = zipfile.ZipFile(path)
        manifest = json.loads(archive.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise Refused([Fault(Place(file=name), "this is no whole backup of Remit", "take a file that `remit backup` wrote")]) from None
    with archive:
        if expected is not None and digest_of(manifest) != expected:
            raise Refused([Fault(Place(file=name), f"its digest is {digest_of(manifest)}", "take the backup that you noted the digest of")])
        _refuse_unfit(manifest, name)
        _refuse_used()
        registry = _tables_as_of({(label, change) for label, change in manifest["changes"]})
        with transaction.atomic(), row_level.installation():
            filled = {model._meta.db_table: model for model in kept_models(registry)}
            _compare_columns(manifest, filled, name)
            for model in filled.values():  # the rows that making the tables put there
                model._base_manager.all()._raw_delete(model._base_manager.db)
            for one in manifest["tables"]:
                _fill(archive, filled[one["name"]], one, name, told)
            _go_on_counting(list(filled.values()))
    tables.bring_up_to_date()
    rows = sum(one["rows"] for one in manifest["tables"])
    same = manifest["secret_key"] == key_mark()
    return Restored(manifest["made_at"], manifest["program"], len(manifest["tables"]), rows, digest_of(manifest), same)


def _refuse_unfit(manifest: Mapping[str, Any], name: str) -> None:
    if manifest.get("format") != FORMAT:
        what = f"its format is '{manifest.get('format')}', and this version of Remit reads '{FORMAT}'"
        raise Refused([Fault(Place(file=name), what, f"restore it with the version that made it ({manifest.get('program')})")])
    known = {(label, change) for label, change in MigrationExecutor(connection).loader.disk_migrations}
    later = [f"{label}.{change}" for label, change in manifest["changes"] if (label, change) not in known]
    if later:
        what = f"it was made by Remit {manifest['program']}, whose tables are later than this version's ({later[0]})"
        raise Refused([Fault(Place(file=name), what, "install that version, or a later one")])


def _refuse_used() -> None:
    """A backup never mixes with what is there."""
    there = set(connection.introspection.table_names())
    for table in ("records_user", "records_engagement"):
        if table not in there:
            continue
        with row_level.installation(), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            if cursor.fetchone()[0]:
                what = "the database holds people or engagements already"
                raise Refused([Fault(Place(), what, "name an empty REMIT_HOME, or an empty database in DATABASE_URL")])


def _tables_as_of(changes: set[tuple[str, str]]) -> Any:
    """Makes the tables as they were, and gives the models of that time."""
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    last = [
        node
        for node in sorted(changes)
        if not any(child.key in changes and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    if changes - set(executor.loader.applied_migrations):
        executor.migrate(last)
    return executor.loader.project_state(last).apps


def _compare_columns(manifest: Mapping[str, Any], filled: Mapping[str, type[models.Model]], name: str) -> None:
    faults = []
    for one in manifest["tables"]:
        model = filled.get(one["name"])
        columns = [field.column for field in model._meta.concrete_fields] if model is not None else []
        if set(columns) != set(one["columns"]):
            what = f"its table {one['name']} has other columns than this version makes"
            faults.append(Fault(Place(file=name), what, f"restore it with the version that made it ({manifest['program']}), then upgrade"))
    if faults:
        raise Refused(faults)


def _fill(archive: zipfile.ZipFile, model: type[models.Model], one: Mapping[str, Any], name: str, told: Callable[[int], None]) -> None:
    fields = {field.column: field for field in model._meta.concrete_fields}
    ordered = [fields[column] for column in one["columns"]]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in one["columns"])
    marks = ", ".join(["%s"] * len(ordered))
    statement = f"INSERT INTO {quote(one['name'])} ({columns}) VALUES ({marks})"
    whole = sha256()
    count = 0
    rows = _rows(archive, one["name"], whole, [(place, field) for place, field in enumerate(ordered) if _is_converted(field)])
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(statement, chunk)
            count += len(chunk)
            told(len(chunk))
    if whole.hexdigest() != one["sha256"] or count != one["rows"]:
        what = f"the rows of {one['name']} are not those that were backed up ({count:,} of {one['rows']:,}; the digest differs)"
        raise Refused([Fault(Place(file=name), what, "take another copy of the backup; nothing was restored")])


def _rows(archive: zipfile.ZipFile, table: str, whole: Any, converted: list[tuple[int, Any]]) -> Iterator[list[Any]]:
    with archive.open(name_of(table)) as file:
        for line in file:
            whole.update(line)
            row = json.loads(line)
            for place, field in converted:
                if row[place] is not None:
                    row[place] = field.get_db_prep_save(field.to_python(row[place]), connection)
            yield row


def _is_converted(field: Any) -> bool:
    return _base(field).get_internal_type() in _CONVERTED


def _base(field: Any) -> Any:
    """A foreign key is kept as the column that it points to."""
    while field.remote_field is not None:
        field = field.target_field
    return field


def _go_on_counting(filled: list[type[models.Model]]) -> None:
    """Rows made from now on get numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
