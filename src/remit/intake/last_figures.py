"""Pages do not wait for a million new events: they show the last figures, say so, and the counting goes on beside them.

What changes something always counts on everything that is stored. Only a page, which is asked for under `shown()`, may get what was known
before; `told()` then says so, and the page prints it. At most one thread counts beside for each thing that is kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

from remit.values.fault import RemitError

PATIENCE = 2.0
"""Seconds that a page waits for figures before it does without."""
_LOG = logging.getLogger("remit.kept")
T = TypeVar("T")


class NotYet(RemitError):
    """The work is being read for the first time since the server started, and nothing can be shown before."""


@dataclass
class _Reading:
    """Whether some page's figures are older than what is stored, until when (on the monotonic clock) it waits for newer ones, and what was
    worked out for it (`once`)."""

    until: float
    are_old: bool = False
    results: dict[object, Any] = field(default_factory=dict)


_READING: ContextVar[_Reading | None] = ContextVar("reading", default=None)
_THREADS: dict[str, threading.Thread] = {}
_LOCK = threading.Lock()


@contextmanager
def shown() -> Iterator[None]:
    """Within it the last figures suffice."""
    token = _READING.set(_Reading(time.monotonic() + PATIENCE))
    try:
        yield
    finally:
        _READING.reset(token)


def once(key: object, make: Callable[[], T]) -> T:
    """What `make` gives, asked for once on a page; outside of pages, where something may change meanwhile, every time."""
    reading = _READING.get()
    if reading is None:
        return make()
    if key not in reading.results:
        reading.results[key] = make()
    found: T = reading.results[key]
    return found


def suffice() -> bool:
    return _READING.get() is not None


def patience() -> float:
    """The seconds that the page may still wait, in all its questions together."""
    reading = _READING.get()
    return max(reading.until - time.monotonic(), 0.01) if reading is not None else PATIENCE


def tell() -> None:
    """Notes that the page got older figures."""
    reading = _READING.get()
    if reading is not None:
        reading.are_old = True


def told() -> bool:
    """Whether anything that the page read so far is older than what is stored."""
    reading = _READING.get()
    return reading is not None and reading.are_old


def beside(name: str, work: Callable[[], None]) -> threading.Thread:
    """Does the work in a thread of its own, unless one of that name is at it."""

    def run() -> None:
        try:
            work()
        except Exception:
            _LOG.exception("Counting %s failed; it is tried again when somebody asks.", name)
        finally:
            connection.close()

    with _LOCK:
        thread = _THREADS.get(name)
        if thread is None or not thread.is_alive():
            thread = _THREADS[name] = threading.Thread(target=run, name=f"counting {name}", daemon=True)
            thread.start()
        return thread
