"""Home: what needs this person today, and does the arrangement pay."""

from __future__ import annotations

from typing import Any

from remit.records.scoping import places
from remit.web.page import Visit, page, signed_in

PAGE = page("", may=signed_in, label="Home", place=1, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The person's places."""
    return {"answer": f"Good day, {visit.user.name}.", "places": list(places(visit.user))}
