"""What `remit doctor` looks at: one function a question, each with what was found, and what to do where it is wrong."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOOD, NOTE, WRONG = "ok", "note", "WRONG"
_LEAST_FREE = 1 << 30
_LATE_TICK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """`state`: ok; note (works, and should be known); WRONG (mend it)."""

    state: str
    about: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.state:<5}  {self.about}: {self.what}{f'; {self.remedy}' if self.remedy else ''}"


def findings() -> Iterator[Finding]:
    """Every finding; where the database does not answer, what needs it is left out."""
    yield from _home()
    yield from _secret_key()
    there = list(_database())
    yield from there
    if not any(one.state == WRONG for one in there):
        for question in (_tables, _engagements, _worker, _failed_jobs, _row_level):
            yield from _asked(question)
    for question in (_address, _mail, _static_files, _zones, _programs):
        yield from _asked(question)


def _asked(question: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A question that itself fails is a finding too."""
    try:
        return list(question())
    except Exception as error:  # whatever is wrong with a set-up must not hide what else is
        return [Finding(WRONG, question.__name__.strip("_").replace("_", " "), f"cannot be looked at: {error}")]


def _settings() -> Any:
    from django.conf import settings

    return settings


def _home() -> Iterator[Finding]:
    home: Path = _settings().HOME
    home.mkdir(parents=True, exist_ok=True)
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(WRONG, "folder", f"{home} cannot be written", f"give it to the user that runs Remit: chown -R remit {home}")
        return
    free = shutil.disk_usage(home).free
    if free < _LEAST_FREE:
        yield Finding(WRONG, "disk", f"{free / 1e9:.2f} GB are free in {home}", "make room: a full disk refuses changes")
    else:
        yield Finding(GOOD, "folder", f"{home}, with {free / 1e9:,.0f} GB free")


def _secret_key() -> Iterator[Finding]:
    path: Path = _settings().HOME / "secret-key"
    if os.environ.get("REMIT_SECRET_KEY"):
        short = len(os.environ["REMIT_SECRET_KEY"]) < 32
        if short:
            yield Finding(WRONG, "secret key", "REMIT_SECRET_KEY has fewer than 32 characters", "leave it out, and Remit makes one")
        else:
            yield Finding(GOOD, "secret key", "given by REMIT_SECRET_KEY")
    elif path.stat().st_mode & 0o077:
        yield Finding(WRONG, "secret key", f"{path} can be read by other users", f"chmod 600 {path}")
    else:
        yield Finding(GOOD, "secret key", f"in {path}, readable by its owner alone")


def _database() -> Iterator[Finding]:
    from django.db import connection

    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        remedy = "check DATABASE_URL, and that the server runs" if connection.vendor == "postgresql" else "check the folder and its owner"
        yield Finding(WRONG, "database", f"does not answer: {str(error).strip()}", remedy)
        return
    if connection.vendor == "postgresql":
        version = int(getattr(connection, "pg_version", 0)) // 10_000
        if version < 14:
            yield Finding(WRONG, "database", f"PostgreSQL {version}", "Remit needs version 14 or later")
        else:
            yield Finding(GOOD, "database", f"PostgreSQL {version} answers")
        return
    yield from _embedded(connection)


def _embedded(connection: Any) -> Iterator[Finding]:
    from remit.records.sqlite.base import has_race
    from remit.records.sqlite.lock import WriteLock

    name = Path(connection.settings_dict["NAME"])
    if has_race(sqlite3.sqlite_version_info):
        what = f"SQLite {sqlite3.sqlite_version} has a race between checkpoint and writer; Remit's lock file keeps it from happening"
        yield Finding(NOTE, "database", what, f"let no other program write to {name}")
    else:
        yield Finding(GOOD, "database", f"SQLite {sqlite3.sqlite_version} answers")
    log = Path(f"{name}-wal")
    if log.exists() and log.stat().st_size > 512 << 20:
        what = f"the write-ahead log has grown to {log.stat().st_size / 1e6:,.0f} MB"
        yield Finding(WRONG, "write-ahead log", what, "nobody empties it: start the worker (`remit up`, or `remit work`)")
    lock = WriteLock(Path(f"{name}.lock"), 2)
    try:
        with lock.alone():
            yield Finding(GOOD, "lock", f"{lock.path.name} can be taken")
    except sqlite3.OperationalError as error:
        yield Finding(WRONG, "lock", str(error), "an import may be under way; if it stays so, see who holds it: fuser " + str(lock.path))
    except OSError as error:
        yield Finding(WRONG, "lock", f"{lock.path} cannot be opened: {error.strerror}", "give it to the user that runs Remit")
    finally:
        lock.give_up()


def _tables() -> Iterator[Finding]:
    from remit.records import tables

    later, missing = tables.unknown(), tables.pending()
    if later:
        yield Finding(WRONG, "tables", f"were changed by a later version of Remit ({later[0]})", "install that version")
    elif missing:
        yield Finding(WRONG, "tables", f"{len(missing)} changes are pending ({missing[0]})", "run `remit upgrade`")
    else:
        yield Finding(GOOD, "tables", "up to date")


def _engagements() -> Iterator[Finding]:
    from remit.records import row_level
    from remit.records.models.engagement import Engagement
    from remit.records.models.user import User

    settings = _settings()
    with row_level.directory():
        demo = Engagement.objects.filter(is_demo=True).exists()
        own = Engagement.objects.filter(is_demo=False).count()
    if not User.objects.filter(is_staff=True, is_active=True).exists():
        yield Finding(NOTE, "administrator", "there is none yet", "`remit admin you@example.com` prints a link to sign in with")
    if settings.DEMO and own:
        yield Finding(
            NOTE,
            "demonstration",
            f"anybody may sign in as its people, beside {own} real engagements",
            "unset REMIT_DEMO when all have looked",
        )
    elif demo and not settings.DEMO:
        yield Finding(NOTE, "demonstration", "is stored, and nobody can sign in to it", "`remit demo remove` takes it away")


def _worker() -> Iterator[Finding]:
    from remit.records.models.schedule_mark import ScheduleMark
    from remit.stages.schedule import TICK

    last = ScheduleMark.objects.filter(name=TICK).values_list("last_at", flat=True).first()
    passed = int(time.time()) - (last or 0)
    if last is None:
        yield Finding(NOTE, "worker", "has never run here", "`remit up` starts it")
    elif passed > _LATE_TICK_SECONDS:
        what = f"last ticked {passed // 60:,} minutes ago, so no reminder, mail or deadline is looked after"
        yield Finding(WRONG, "worker", what, "start `remit up`, or `remit work`, and see its output")
    else:
        yield Finding(GOOD, "worker", f"ticked {max(passed, 0)} s ago")


def _failed_jobs() -> Iterator[Finding]:
    from django_tasks_db.models import DBTaskResult

    from remit.stages.schedule import jobs

    last: dict[str, str] = {}
    rows = DBTaskResult.objects.finished().order_by("finished_at").values_list("args_kwargs", "status", "exception_class_path")
    for given, status, error in rows.iterator():
        name, _, failures = given["args"]
        if status == "FAILED" and name in jobs() and failures + 1 >= jobs()[name].tries:
            last[name] = error
        elif status == "SUCCESSFUL":
            last.pop(name, None)
    for name, error in last.items():
        yield Finding(WRONG, "job", f"{name.replace('_', ' ')} failed whenever it was tried ({error})", "see the worker's output")


def _row_level() -> Iterator[Finding]:
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            what = "the role of DATABASE_URL passes row-level security by"
            yield Finding(WRONG, "sides", what, "connect as a plain role that owns no table; docs/guide/running.md has the statements")
        else:
            yield Finding(GOOD, "sides", "the database itself keeps the companies apart")


def _address() -> Iterator[Finding]:
    from urllib.parse import urlsplit

    settings = _settings()
    host = urlsplit(settings.ORIGIN).hostname or ""
    near = host in ("localhost", "127.0.0.1", "::1")
    if not any(host == name or (name.startswith(".") and host.endswith(name)) or name == "*" for name in settings.ALLOWED_HOSTS):
        names = ", ".join(settings.ALLOWED_HOSTS)
        yield Finding(WRONG, "address", f"REMIT_ORIGIN is {settings.ORIGIN}, and only {names} is answered", f"set REMIT_HOSTS={host}")
    elif "*" in settings.ALLOWED_HOSTS:
        yield Finding(WRONG, "address", "every host name is answered, so a forged one gets into links", f"set REMIT_HOSTS={host}")
    elif not near and not settings.SECURE:
        what = f"{settings.ORIGIN} is not encrypted: passwords and cookies go in the clear, and passkeys do not work"
        yield Finding(WRONG, "address", what, f"put a proxy with HTTPS before it, and set REMIT_ORIGIN=https://{host}")
    else:
        yield Finding(GOOD, "address", settings.ORIGIN)
    if settings.DEBUG:
        state = NOTE if near else WRONG
        yield Finding(state, "debugging", "tracebacks are shown to everybody", "unset REMIT_DEBUG")


def _mail() -> Iterator[Finding]:
    import socket

    settings = _settings()
    if not os.environ.get("REMIT_MAIL"):
        where = f"written into {settings.HOME / 'mail'} and sent to nobody"
        yield Finding(NOTE, "mail", where, "set REMIT_MAIL=smtp://user:password@host:587; until then links are printed by commands")
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), 5).close()
        yield Finding(GOOD, "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers, from {settings.DEFAULT_FROM_EMAIL}")
    except OSError as error:
        yield Finding(WRONG, "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} does not answer ({error})", "check REMIT_MAIL")


def _static_files() -> Iterator[Finding]:
    settings = _settings()
    if not (settings.WEB / "static" / "vendor" / "htmx.min.js").is_file():
        yield Finding(WRONG, "static files", "what browsers need from npm is missing", "run `make assets` (Node 20), or install the wheel")
    elif not settings.DEBUG and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding(NOTE, "static files", "are not gathered yet", "`remit up` does it")
    else:
        yield Finding(GOOD, "static files", "are there")


def _zones() -> Iterator[Finding]:
    from importlib.metadata import version

    from remit.values.period import UnknownZone, zone

    try:
        zone("Europe/London")
        yield Finding(GOOD, "time zones", f"tzdata {version('tzdata')}")
    except UnknownZone:
        yield Finding(WRONG, "time zones", "are not installed", "install the package tzdata")


def _programs() -> Iterator[Finding]:
    yield Finding(GOOD, "other programs", "none is needed; PDF, charts and spreadsheets are made within")
