"""The installation that a command works on: the folder and the database that the environment names (`remit.settings`)."""

from __future__ import annotations

import os

import click

ORIGIN = "http://localhost:8000"


def open_installation(*, as_owner: bool = False) -> None:
    """Makes records usable. `as_owner`: as the role that may change tables, where the application's own may not (REMIT_OWNER_URL).

    A set-up that cannot be used is refused with what is wrong, before anything is done.
    """
    owner = os.environ.get("REMIT_OWNER_URL")
    if as_owner and owner:
        os.environ["DATABASE_URL"] = owner
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remit.settings")
    try:
        import django
    except ImportError:
        raise click.UsageError("The server's packages are not installed; install remit[web] (`make install` does).") from None
    django.setup()


def home() -> str:
    """The folder as the person named it."""
    return os.environ.get("REMIT_HOME", "var")


def origin() -> str:
    """The address that people type."""
    return os.environ.get("REMIT_ORIGIN", ORIGIN).rstrip("/")


def require_database() -> None:
    """Refuses where the tables are not there, or are those of another version."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    from remit.records.tables import pending

    try:
        missing = pending()
    except (Error, ImproperlyConfigured) as error:
        raise click.UsageError(f"The database does not answer ({str(error).strip()}); `remit doctor` says what to mend.") from None
    if missing:
        raise click.UsageError(f"The database in {home()} lacks {len(missing)} changes of its tables; `remit upgrade` makes them.")
