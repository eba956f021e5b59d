"""A connection to SQLite that takes the write lock by itself: for a transaction that may write, for a lone writing statement, and to close.

It is below Django, so that the raw cursor of a bulk insert, sessions, sign-in and jobs are all inside the lock without knowing of it.
"""

from __future__ import annotations

import atexit
import re
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from remit.records.sqlite.lock import WriteLock

_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/|;)*([a-z]+)", re.IGNORECASE | re.DOTALL)
_WRITES = re.compile(r"\b(insert|update|delete|replace)\b", re.IGNORECASE)
_WRITING_PRAGMA = re.compile(r"pragma\s+(wal_checkpoint|incremental_vacuum|optimize|(journal_mode|user_version|application_id)\s*=)", re.I)
_READING = {"SELECT", "EXPLAIN", "VALUES", "ATTACH", "DETACH"}
_OPEN: weakref.WeakSet[Connection] = weakref.WeakSet()


def writes(statement: str) -> bool:
    """Whether a statement outside a transaction may change the database, its log or its file.

    >>> writes("SELECT 1"), writes("  UPDATE t SET a = 1"), writes("PRAGMA table_info(t)"), writes("PRAGMA wal_checkpoint(PASSIVE)")
    (False, True, False, True)
    >>> writes("BEGIN DEFERRED"), writes("BEGIN IMMEDIATE"), writes("WITH a AS (SELECT 1) SELECT * FROM a")
    (False, True, False)
    """
    found = _FIRST_WORD.match(statement)
    word = found.group(1).upper() if found else ""
    if word in _READING or not word:
        return False
    if word == "PRAGMA":
        return _WRITING_PRAGMA.match(statement.lstrip()) is not None
    if word == "WITH":
        return _WRITES.search(statement) is not None
    if word == "BEGIN":  # a deferred transaction is only begun to read one state of the database (`records.snapshot`)
        return "DEFERRED" not in statement.upper()
    return word not in ("COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Cursor(sqlite3.Cursor):
    """A cursor inside the lock. What a lone writing statement returns is fetched at once: only then is it committed."""

    connection: Connection
    _fetched: Iterator[Any] | None = None

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:
        self._guarded(sql, lambda: sqlite3.Cursor.execute(self, sql, parameters))
        return self

    def executemany(self, sql: str, parameters: Any, /) -> Cursor:
        self._guarded(sql, lambda: sqlite3.Cursor.executemany(self, sql, parameters))
        return self

    def executescript(self, sql_script: str, /) -> Cursor:
        with self.connection.lock.alone():
            super().executescript(sql_script)
        return self

    def _guarded(self, sql: str, run: Callable[[], object]) -> None:
        connection, lock = self.connection, self.connection.lock
        self._fetched = None
        if connection.in_transaction:
            try:
                run()
            finally:  # COMMIT and ROLLBACK end it; so does SQLite itself when the disk is full
                connection.let_go()
        elif not writes(sql):
            run()
        else:
            lock.take()
            try:
                run()
                if not connection.in_transaction and self.description is not None:
                    self._fetched = iter(sqlite3.Cursor.fetchall(self))
            finally:
                connection.let_go()

    def fetchone(self) -> Any:
        return super().fetchone() if self._fetched is None else next(self._fetched, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        return super().fetchmany(wanted) if self._fetched is None else [row for row, _ in zip(self._fetched, range(wanted), strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self._fetched is None else list(self._fetched)

    def __iter__(self) -> Cursor:
        return self

    def __next__(self) -> Any:
        return super().__next__() if self._fetched is None else next(self._fetched)


class Connection(sqlite3.Connection):
    """A connection that holds `lock` while it writes."""

    def __init__(self, *given: Any, lock: WriteLock, **named: Any) -> None:
        self.lock = lock
        super().__init__(*given, **named)
        _OPEN.add(self)

    def let_go(self) -> None:
        """Gives the lock back once no transaction is open."""
        if not self.in_transaction:
            self.lock.give_back()

    def cursor(self, factory: type[sqlite3.Cursor] | None = None) -> Any:  # type: ignore[override]
        return super().cursor(factory or Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script: str, /) -> Any:
        return self.cursor().executescript(sql_script)

    def commit(self) -> None:
        super().commit()
        self.let_go()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.let_go()

    def close(self) -> None:
        """The last one out checkpoints, so closing is a write. If the wait is in vain the holder of the lock is still there, and therefore
        not the last: then closing without the lock does no harm."""
        lock = getattr(self, "lock", None)
        if lock is None:
            super().close()
            return
        with suppress(sqlite3.OperationalError):
            lock.take()
        try:
            super().close()
        finally:
            lock.give_up()
            _OPEN.discard(self)

    def __del__(self) -> None:
        """The collector comes in any thread, also in the midst of a transaction that holds the lock, and would wait for itself. So it does
        not wait: whoever holds the lock has a connection of its own open, and this one is not the last."""
        with suppress(Exception):
            self.lock.patience = 0
            self.close()


@atexit.register
def _close_all() -> None:
    """At the end of a process connections would be closed by whoever tidies up last, outside the lock."""
    for connection in list(_OPEN):
        with suppress(sqlite3.Error):
            connection.close()
