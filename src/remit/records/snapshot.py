"""One unchanging state of the whole database to read from, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connection, transaction

from remit.records.sqlite.base import DatabaseWrapper


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read within is of one instant; nothing can be written. It waits for nobody, and nobody waits for it."""
    if connection.vendor == "sqlite":
        with cast("DatabaseWrapper", connection).reading():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
