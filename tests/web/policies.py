"""The web tests on PostgreSQL, under row-level security: `REMIT_TEST_DATABASE=postgresql pytest tests/web -m both`.

What a test asks the database itself sees everything (`row_level.installation`), as on SQLite. Where the program works (a request, an
action, a job) that is taken away: it sees what the policies leave it, and where it forgot to say for whom it reads, the test fails.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from tests.database import Cluster, connected

ON_POSTGRES = os.environ.get("REMIT_TEST_DATABASE") == "postgresql"


@contextmanager
def demo_on_postgres(cluster: Cluster) -> Iterator[None]:
    """This process works on a database with the demo, played by the server's role through the policies."""
    from django.db import transaction

    from remit.stages.demonstration.relationship import play

    with connected(cluster, cluster.migrated()):
        with transaction.atomic():
            play()
        yield


@contextmanager
def seeing_everything() -> Iterator[None]:
    """The test sees every row, the program that it calls what it may."""
    from django.test.client import ClientHandler

    from remit.records import row_level
    from remit.stages import schedule
    from remit.stages.action import Action

    row_level._set(row_level.INSTALLATION, "on")
    with (
        mock.patch.object(ClientHandler, "get_response", _blind(ClientHandler.get_response)),
        mock.patch.object(Action, "__call__", _blind(Action.__call__)),
        mock.patch.object(schedule, "work_off", _blind(schedule.work_off)),
    ):
        yield


def _blind(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, without the sight of the installation unless it takes it itself."""
    from remit.records import row_level

    @functools.wraps(function)
    def called(*given: Any, **named: Any) -> Any:
        before = row_level._get(row_level.INSTALLATION)
        row_level._set(row_level.INSTALLATION, "")
        try:
            return function(*given, **named)
        finally:
            row_level._set(row_level.INSTALLATION, before)

    return called
