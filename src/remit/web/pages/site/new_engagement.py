"""Open an engagement: two companies, a code, and a contract to start from."""

from __future__ import annotations

from typing import Any

from remit.stages.contract.presets import presets
from remit.web.page import Visit, page, signed_in

PAGE = page("engagements/new", may=signed_in, label="Open an engagement", under="engagements", visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The form, with what each preset's contract is about."""
    return {
        "answer": "Name the two companies and choose a contract to start from; the text is yours, and both sign it.",
        "presets": presets(),
        "zone": visit.user.zone or "Europe/London",
    }
