"""Empty SQLite's write-ahead log into the database; on PostgreSQL the server does that itself."""

from __future__ import annotations

from typing import cast

from django.db import connection

from remit.records.sqlite.base import DatabaseWrapper
from remit.stages.job import job


@job(every=30, here=True)
def checkpoint_database() -> None:
    """Empty the write-ahead log of the database. Nothing else does, so that no checkpoint meets a writer (`records.sqlite.lock`)."""
    if connection.vendor == "sqlite":
        cast("DatabaseWrapper", connection).checkpoint()
