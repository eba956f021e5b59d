"""Promises: the winner's answers, each to be watched until a clause of the terms holds it."""

from __future__ import annotations

from typing import Any

from remit.exchange.statement_words import Answer
from remit.stages import roles
from remit.stages.contract.promises import promises
from remit.stages.selection.settle_promise import settle_promise
from remit.web.page import Visit, page

PAGE = page("promises/", may=roles.is_client, label="Promises", place=5, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Of all awards that stand."""
    found = promises(visit.by)
    watched = [one for one in found if one.state == "to be watched"]
    return {"answer": _answer(found, len(watched)), "promises": found, "may_settle": settle_promise.allowed(visit.by)}


def _answer(found: Any, watched: int) -> Any:
    if not found:
        return "No award is recorded, so nothing was promised."
    who = found[0].award.bidder.name
    if not watched:
        return f"All {len(found)} promises of {who} are settled."
    return Answer(f"{who} promised {len(found)} things in its bid; ", f"{watched} of them stand in no clause yet", ".", "amber")
