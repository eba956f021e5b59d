"""A demonstration in which time stands still: the same people, numbers and instants in every run, so pictures of it can be compared.

    with still(folder) as shown: ...     a fresh demo home in `folder`, served at `shown.address`; `shown.operator` signs its keeper in

The instant is 14:22 on Thursday 12 November 2026 in Bristol. Two processes run with a stopped clock and a seeded source of public numbers:
one plays the relationship, one serves it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.web.conftest import _answers, _wait_for

PLAYED_AT, SHOWN_AT = 20, 22
"""The minutes of the two clocks: what came in last came before the minute that the pages show."""
STOPPED = """
import datetime, random, secrets, time
at = datetime.datetime(2026, 11, 12, 14, {minute}, tzinfo=datetime.timezone.utc)
time.time = at.timestamp
time.time_ns = lambda: int(at.timestamp()) * 1_000_000_000
from django.utils import timezone
timezone.now = lambda: at
"""
SEED = """
letters = random.Random(1)
secrets.choice = letters.choice
import django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from remit.records.models.user import User
from remit.stages.demonstration.relationship import play
call_command("migrate", verbosity=0)
with transaction.atomic():
    play()
keeper = User.objects.create_superuser("keeper@example.com", None, name="Keeper")
visitor = Client()
visitor.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
print(visitor.session.session_key)
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connection.close()
"""
SERVE = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["django-admin", "runserver", "--noreload", "--skip-checks", sys.argv[1]])
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """Where it is served, and the session of the person who runs the installation."""

    address: str
    operator: str


@contextmanager
def still(folder: Path) -> Iterator[Shown]:
    """Plays the demonstration into `folder` (half a minute), and serves it until the block ends."""
    environment = {**os.environ, "REMIT_HOME": str(folder), "REMIT_DEMO": "1", "REMIT_DEBUG": "1"}
    played = subprocess.run(
        [sys.executable, "-c", STOPPED.format(minute=PLAYED_AT) + SEED], env=environment, check=True, capture_output=True, text=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://localhost:{port}"
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", STOPPED.format(minute=SHOWN_AT) + SERVE, f"127.0.0.1:{port}"], env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(lambda: _answers(f"{address}/account/login/"), 120)
            yield Shown(address, played.stdout.split()[-1])
        finally:
            process.terminate()
            process.wait(10)
