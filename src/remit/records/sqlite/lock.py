"""One lock file for all who write to an SQLite database, whatever process or thread they are in.

SQLite before 3.51.3 (and 3.50.7, 3.44.6) can lose a commit when a checkpoint and a writer that restarts the write-ahead log meet at the
wrong instant; Debian 12 ships 3.40.1. Whoever holds this lock is the only one who writes, checkpoints or closes, so the two never meet.
Readers never take it. The kernel gives the lock back when a process dies, so there is nothing to clean up after a crash.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriteLock:
    """The lock as one connection holds it. `patience` is how many seconds to wait before giving up.

    Each connection opens the file itself, because the kernel's lock belongs to the open file: two threads exclude each other as two
    processes do. Taking it again while it is held only counts.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self.patience = patience
        self._file = -1
        self._process = -1
        self._taken = 0

    @property
    def held(self) -> bool:
        return self._taken > 0 and self._process == os.getpid()

    def take(self) -> None:
        """Waits for the lock. `sqlite3.OperationalError` ("database is locked") when patience runs out."""
        if self.held:
            self._taken += 1
            return
        self._open()
        end, pause = time.monotonic() + self.patience, 0.0005
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise sqlite3.OperationalError(
                        f"database is locked: another writer has held {self.path.name} for {self.patience:g} s; try again when it is done"
                    ) from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        self._taken = 1

    def give_back(self) -> None:
        """Gives back what `take` took; the last one lets the next writer in."""
        if not self.held:
            return
        self._taken -= 1
        if self._taken == 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def give_up(self) -> None:
        """Gives back all of it, however often it was taken, and closes the file."""
        if self._file >= 0 and self._process == os.getpid():
            os.close(self._file)
        self._file, self._taken = -1, 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        self.take()
        try:
            yield
        finally:
            self.give_back()

    def _open(self) -> None:
        """A process that was forked must not share its parent's open file, or both would hold the lock."""
        if self._file < 0 or self._process != os.getpid():
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._process, self._taken = os.getpid(), 0
