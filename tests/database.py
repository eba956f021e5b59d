"""A PostgreSQL cluster of the test run: on loopback, in a temporary folder, as an unprivileged user; gone afterwards.

One cluster serves all tests of a worker (the fixture `postgres`), those that break it and those that only work on it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

OWNER, SERVER = "remit_owner", "remit_app"
"""The role that owns the tables, and the one under which the server connects, which row-level security watches."""


def binaries() -> Path | None:
    """Where PostgreSQL's own programs lie; None where they are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Cluster:
    """`address(name)` is the DATABASE_URL of a database in it."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.home = Path(tempfile.mkdtemp(prefix="remit-postgres-"))
        self.user = _unprivileged()
        self._numbers = count(1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if self.user is not None:
            self.home.chmod(0o755)
            shutil.chown(self.home, self.user.pw_uid, self.user.pw_gid)
        self._call("initdb", "-D", str(self.home / "data"), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self.start()
        for role in (OWNER, SERVER):
            self.sql(f"CREATE ROLE {role} LOGIN")

    def address(self, name: str = "postgres", role: str = "postgres") -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self.home} -c max_connections=60 -c shared_buffers=64MB"
        self._call("pg_ctl", "-D", str(self.home / "data"), "-w", "-t", "60", "-l", str(self.home / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """`immediate` ends it without a checkpoint, as a crash does."""
        self._call("pg_ctl", "-D", str(self.home / "data"), "-w", "-m", how, "stop")

    def database(self, template: str = "template1") -> str:
        """A new database, a copy of another; its name.

        A copy takes over how many numbers of a sequence are in the log already, which is the log of the other one: in a crash they would be
        given out twice. After a checkpoint PostgreSQL logs them anew.
        """
        name = f"remit_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
        self.sql("CHECKPOINT")
        return name

    def migrated(self) -> str:
        """A new database with Remit's tables, made by the role that owns them; its name."""
        name = self.database()
        self.sql(f"ALTER SCHEMA public OWNER TO {OWNER}", name)
        environment = {**os.environ, "DATABASE_URL": self.address(name, OWNER)}
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], check=True, env=environment)
        return name

    def sql(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def end(self) -> None:
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.home, ignore_errors=True)

    def _call(self, program: str, *given: str) -> None:
        command: Sequence[str] = [str(self.programs / program), *given]
        who = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []} if self.user is not None else {}
        log = self.home / f"{program}.log"
        with log.open("wb") as out:  # a pipe would stay open in the server that pg_ctl leaves behind
            done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, cwd="/", **who)  # type: ignore[call-overload]
        assert done.returncode == 0, log.read_text(errors="replace")


@contextmanager
def connected(cluster: Cluster, name: str) -> Iterator[None]:
    """This process's Django works on the database as the server's role, which owns nothing, and afterwards where it worked before."""
    from django.db import connections

    from remit.intake.knowledge import forget

    before, held = connections.settings["default"], connections["default"]
    connections.settings["default"] = {
        **before,
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": SERVER,
        "PASSWORD": "",
        "HOST": "127.0.0.1",
        "PORT": str(cluster.port),
        "OPTIONS": {},
    }
    forget()
    try:
        connections["default"] = connections.create_connection("default")
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = before
        connections["default"] = held
        forget()


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; None where the tests do not run as root anyway."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("there is neither a user postgres nor nobody to run PostgreSQL as")
