"""Pages take turns: as many are worked out at a time as there are processors, the others wait a moment for their turn.

A page is hundreds of short calls that let go of the interpreter (SQL, columns) and then wait for it again. Eight pages at once take it from
each other at every call, and each is slower than if they had come one after another. Nobody waits longer than a quarter of a second: behind
a page that takes long, others go in beside it. What changes something never waits here; it may wait for the database instead.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

AT_ONCE = max(2, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
PATIENCE = 0.25
"""Seconds that a page waits for its turn before it goes in beside the others."""
_TURNS = threading.BoundedSemaphore(AT_ONCE)


class Turns:
    """Middleware, after the one that serves files."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.answer(request)
        mine = _TURNS.acquire(timeout=PATIENCE)
        try:
            return self.answer(request)
        finally:
            if mine:
                _TURNS.release()
