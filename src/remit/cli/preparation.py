"""What must be there before the server starts: tables, static files, and the demonstration where it is wanted.

It runs in a process of its own, so that the supervisor which stays needs a few megabytes and nothing of Django's.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from remit.values.fault import RemitError


def prepare(demo: bool) -> int:
    """Prepares, and tells on the way; the exit code. Another process does it."""
    process = multiprocessing.get_context("fork").Process(target=_prepared, args=(demo,))
    process.start()
    try:
        process.join()
    except KeyboardInterrupt:
        process.terminate()
        process.join(5)
        return 130
    return process.exitcode or 0


def _prepared(demo: bool) -> None:
    from remit.cli.installation import open_installation

    started = time.monotonic()
    try:
        open_installation(as_owner=True)
        _tables()
        _static_files()
        if demo:
            _demonstration()
        _first_steps(demo)
    except (click.ClickException, RemitError) as error:
        click.echo(f"Error: {error.format_message() if isinstance(error, click.ClickException) else error}", err=True)
        sys.exit(1)
    finally:
        _close()
    click.echo(f"Prepared in {time.monotonic() - started:.0f} s.", err=True)


def _close() -> None:
    """A process that was forked ends without tidying up; closing empties the write-ahead log, which holds the whole demonstration."""
    from django.db import connection

    connection.close()


def _tables() -> None:
    from django.db import Error

    from remit.cli.installation import home
    from remit.records import tables

    try:
        later = tables.unknown()
        if later:
            raise click.ClickException(f"The database in {home()} was used with a later version of Remit ({later[0]}); install that one.")
        made = tables.bring_up_to_date()
    except Error as error:
        raise click.ClickException(f"The database does not answer: {str(error).strip()}; `remit doctor` says what to mend.") from None
    if made:
        click.echo(f"Tables: {made} changes made.", err=True)


def _static_files() -> None:
    """Gathers and packs the files that browsers load, unless they are unchanged since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.DEBUG:
        return
    mark = Path(settings.STATIC_ROOT) / "gathered"
    wanted = _mark_of_sources()
    if mark.is_file() and mark.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(wanted)


def _mark_of_sources() -> str:
    """Changes whenever a static file does."""
    from hashlib import sha256

    from django.contrib.staticfiles.finders import get_finders

    whole = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            whole.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def _demonstration() -> None:
    from django.db import transaction

    from remit.records import row_level
    from remit.records.models.engagement import Engagement
    from remit.stages.demonstration.relationship import play

    with row_level.directory():
        if Engagement.objects.filter(is_demo=True).exists():
            return
    click.echo("Playing seven months of the demonstration; this is done once.", err=True)
    started = time.monotonic()
    with transaction.atomic():
        play(_told(started))
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    click.echo(f"The demonstration was made in {time.monotonic() - started:.0f} s.", err=True)


def _told(started: float) -> Callable[[str], None]:
    """Says what is being played: over itself on a terminal, only the closes elsewhere."""

    def told(what: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r\033[K  {time.monotonic() - started:4.0f} s  {what}", nl=False, err=True)
        elif what.endswith("closed"):
            click.echo(f"  {what}", err=True)

    return told


def _first_steps(demo: bool) -> None:
    from remit.records.models.user import User

    if not demo and not User.objects.filter(is_staff=True, is_active=True).exists():
        click.echo("There is no administrator yet: `remit admin you@example.com` prints a link to sign in with.", err=True)
