"""You."""

from __future__ import annotations

from typing import Any

from remit.web.page import Visit, page, signed_in

PAGE = page("you", may=signed_in, label="You", place=None, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """You."""
    return {"answer": "You"}
