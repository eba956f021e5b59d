"""Django's backend for the embedded database (`ENGINE` "remit.records.sqlite").

Write-ahead log with `synchronous=FULL`: what is committed is on the disk. Nobody checkpoints on the way (`wal_autocheckpoint=0`); the tick
of `stages.schedule` does, inside the lock like every writer. Readers never wait: not for a writer, not for a checkpoint.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from remit.records.sqlite.connection import Connection, Cursor
from remit.records.sqlite.lock import WriteLock

FIXED_VERSIONS = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""The first releases of SQLite without the race between checkpoint and writer."""


def has_race(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the race that the lock file keeps from happening.

    >>> has_race((3, 40, 1)), has_race((3, 44, 6)), has_race((3, 50, 6)), has_race((3, 52, 0))
    (True, False, True, False)
    """
    return not any(version >= fixed and (fixed == FIXED_VERSIONS[0] or version[:2] == fixed[:2]) for fixed in FIXED_VERSIONS)


class DjangoCursor(base.SQLiteCursorWrapper, Cursor):
    """Django's spelling of parameters over the guarded cursor."""


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode: str = params.pop("transaction_mode", None) or getattr(self, "transaction_mode", None) or "IMMEDIATE"
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        name = str(conn_params["database"])
        lock = WriteLock(Path(f"{name}.lock"), float(conn_params.get("timeout", 30)))
        if self.is_in_memory_db():
            lock = Unneeded(Path(name), 0)
        connection: Connection = super().get_new_connection({**conn_params, "factory": partial(Connection, lock=lock)})
        if not self.is_in_memory_db():
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 0")
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=DjangoCursor)

    def checkpoint(self) -> bool:
        """Moves what the write-ahead log holds into the database and empties it; False where a reader still needs some of it.

        It waits for no reader: readers may take long, and nobody could write meanwhile.
        """
        self.ensure_connection()
        connection: Connection = self.connection
        with connection.lock.alone():
            connection.execute("PRAGMA busy_timeout = 100")
            try:
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(connection.lock.patience * 1000)}")
        return not busy

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One unchanging state of the database for all that is read within, while others go on writing; writing fails."""
        with self.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            self.connection.rollback()
            with self.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")


class Unneeded(WriteLock):
    """The lock of a database in memory, which has one connection."""

    def take(self) -> None:
        pass
