"""Inbox."""

from __future__ import annotations

from typing import Any

from remit.web.page import Visit, page, signed_in

PAGE = page("inbox", may=signed_in, label="Inbox", place=2, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Inbox."""
    return {"answer": "Inbox"}
