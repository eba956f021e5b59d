"""A PostgreSQL cluster of the tests' own, once in a run: made, started, thrown away. Skipped where PostgreSQL is not installed.

`postgres`   the cluster: its address, and databases made in it
`as_server`  this process's Django speaks to a migrated database as the server's role, which owns nothing
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_MADE = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
OWNER, SERVER = "remit_owner", "remit_app"


@dataclass(frozen=True)
class Cluster:
    """A running cluster on a free port of this machine."""

    bin: Path
    port: int

    def address(self, role: str, database: str) -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def run(self, text: str, database: str = "postgres") -> str:
        """What the superuser gets from a statement."""
        command = [str(self.bin / "psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", text, self.address("postgres", database)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if not _MADE:
        pytest.skip("PostgreSQL is not installed (Debian's package postgresql)")
    home = Path(tempfile.mkdtemp(prefix="remit-postgres-"))
    who: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(home, "postgres")
        who = {"user": "postgres", "cwd": home}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    binaries, folder = _MADE[-1].parent, home / "cluster"
    made = [binaries / "initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run(made, check=True, capture_output=True, **who)
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([binaries / "pg_ctl", "-D", folder, "-w", "-l", home / "log", "-o", options, "start"], check=True, **who)
    cluster = Cluster(binaries, port)
    try:
        cluster.run(f"CREATE ROLE {OWNER} LOGIN")
        cluster.run(f"CREATE ROLE {SERVER} LOGIN")
        yield cluster
    finally:
        subprocess.run([binaries / "pg_ctl", "-D", folder, "-m", "immediate", "stop"], check=False, capture_output=True, **who)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def as_server(postgres: Cluster, django_db_blocker: Any) -> Iterator[Cluster]:
    """A database that its owner migrated; Django connects to it as the server's role."""
    from django.db import connections

    from remit.intake.knowledge import forget

    name = f"remit_{len(postgres.run('SELECT datname FROM pg_database').split())}"
    postgres.run(f"CREATE DATABASE {name} OWNER {OWNER}")
    postgres.run(f"ALTER SCHEMA public OWNER TO {OWNER}", name)
    migrated = {**os.environ, "DATABASE_URL": postgres.address(OWNER, name)}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], check=True, env=migrated)
    before, held = connections.settings["default"], connections["default"]
    connections.settings["default"] = {
        **before,
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": SERVER,
        "PASSWORD": "",
        "HOST": "127.0.0.1",
        "PORT": str(postgres.port),
        "OPTIONS": {},
    }
    forget()
    try:
        with django_db_blocker.unblock():
            connections["default"] = connections.create_connection("default")
            yield postgres
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        connections["default"] = held
        forget()
