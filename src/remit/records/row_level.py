"""Row-level security: the rule of `scoping.visible` a second time, inside PostgreSQL, where no query can forget it.

A transaction says once on whose behalf it runs, and the policies of migration 0002 read nothing else:

`as_user(user_id)`        a person: rows of the engagements in which the person has a place, shared ones and those of the person's own side
`acting_for(engagement)`  the program itself, within one engagement: the chain of the audit log, what a process keeps of the work, jobs
`directory()`             who has a place where, which a link, a token or a new engagement needs before anybody is known
`installation()`          the whole installation: backup, upgrades, the list of what is due

The settings are local to the transaction (`SET LOCAL`), so a pooled connection never carries one person's sight into the next request;
without any of them no row of any engagement comes back. On SQLite there are no policies and these do nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction

USER, ENGAGEMENT, DIRECTORY, INSTALLATION = "remit.user", "remit.engagement", "remit.directory", "remit.installation"
Part = TypeVar("Part")


def enforced() -> bool:
    """Whether this database has row-level security at all."""
    return connection.vendor == "postgresql"


def say_who(user_id: int) -> None:
    """Tells the policies who asks, until the end of the transaction in which it is called."""
    if enforced():
        _set(USER, str(user_id))


@contextmanager
def as_user(user_id: int | None) -> Iterator[None]:
    """A transaction on behalf of a person; of nobody where there is none, who sees no row of any engagement."""
    with _said(USER, "" if user_id is None else str(user_id)):
        yield


@contextmanager
def acting_for(engagement_id: int) -> Iterator[None]:
    """A transaction (or a part of one) in which the program sees and writes both sides of one engagement, and of no other."""
    with _said(ENGAGEMENT, str(engagement_id)):
        yield


@contextmanager
def directory() -> Iterator[None]:
    """A part of a transaction that may look up engagements, places, invitations, tokens and feeds; nothing of what is written in them."""
    with _said(DIRECTORY, "on"):
        yield


@contextmanager
def installation() -> Iterator[None]:
    """A transaction of the installation itself, which sees everything. Pages, actions and the API never use it."""
    with _said(INSTALLATION, "on"):
        yield


@contextmanager
def job_for(engagement_id: int) -> Iterator[None]:
    """A job within one engagement that has transactions of its own, and reads between them: the setting is the connection's until the job
    ends. Only a worker, whose connection serves nobody else meanwhile, may use it."""
    if not enforced():
        yield
        return
    _set(ENGAGEMENT, str(engagement_id), local=False)
    try:
        yield
    finally:
        _set(ENGAGEMENT, "", local=False)


def streamed(user_id: int, parts: Callable[[], Iterable[Part]]) -> Iterator[Part]:
    """The parts of a streamed answer, read in a transaction of their own: the one of the view is over when they are sent."""
    with as_user(user_id):
        yield from parts()


@contextmanager
def _said(name: str, value: str) -> Iterator[None]:
    if not enforced():
        yield
        return
    with transaction.atomic():  # where it fails, the savepoint takes the setting back as well
        before = _get(name)
        _set(name, value)
        yield
        _set(name, before)


def _set(name: str, value: str, *, local: bool = True) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, %s)", [name, value, local])


def _get(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])
