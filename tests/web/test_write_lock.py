"""A connection that the garbage collector finds must not hold up the writer in whose midst it is found."""

from __future__ import annotations

import gc
import time
from pathlib import Path


def test_a_forgotten_connection_does_not_wait_for_the_transaction_that_finds_it(tmp_path: Path) -> None:
    from remit.records.sqlite.connection import Connection
    from remit.records.sqlite.lock import WriteLock

    def opened() -> Connection:
        return Connection(tmp_path / "a.sqlite3", lock=WriteLock(tmp_path / "a.lock", 5), isolation_level=None)

    writer, forgotten = opened(), opened()
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (a)")
    assert forgotten.execute("SELECT count(*) FROM t").fetchone() == (0,)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO t VALUES (1)")
    start = time.monotonic()
    del forgotten
    gc.collect()
    assert time.monotonic() - start < 4  # who waits for the lock waits its whole patience of 5 seconds
    writer.execute("COMMIT")
    assert writer.execute("SELECT count(*) FROM t").fetchone() == (1,)
    writer.close()
