"""Search."""

from __future__ import annotations

from typing import Any

from remit.web.page import Visit, page, signed_in

PAGE = page("search", may=signed_in, label="Search", place=None, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Search."""
    return {"answer": "Search"}
