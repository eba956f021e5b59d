"""The first contract: a preset to start from, the simple one first."""

from __future__ import annotations

from typing import Any

from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.presets import NOTHING, presets
from remit.web.page import Visit, page

PAGE = page("contract/start", may=roles.writes_terms, label="Start a contract", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Presets by their forms; where there is a contract already, the way to change it."""
    found = presets()
    known = queries.versions(visit.by)
    return {
        "answer": "There is a contract already; a draft changes it."
        if known
        else "Choose a contract to start from: every figure and every clause of it can be changed before anybody sees it.",
        "has_terms": bool(known),
        "simple": [one for one in found if one.name == "simple"],
        "groups": [
            ("For a kind of work", [one for one in found if one.form == "simple" and one.name != "simple"]),
            ("Advanced", [one for one in found if one.form == "advanced"]),
            ("Regulated", [one for one in found if one.form == "regulated"]),
        ],
        "nothing": NOTHING,
        "drafts": [one for one in queries.drafts(visit.by) if one.state in ("draft", "offered")],
    }
