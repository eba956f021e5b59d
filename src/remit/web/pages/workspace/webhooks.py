"""Webhooks: which other systems hear of what, and what became of the last messages."""

from __future__ import annotations

from typing import Any

from remit.stages import roles
from remit.stages.happenings import HAPPENINGS
from remit.stages.workspace import webhooks
from remit.web.page import Visit, page

PAGE = page("workspace/webhooks", may=roles.leads, label="Webhooks", place=80, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """One's own company's webhooks with their last messages, and the form for another."""
    hooks, sent = list(webhooks.webhooks(visit.by)), list(webhooks.deliveries(visit.by))
    return {
        "answer": _said(len(hooks), sum(one.state == "waiting" for one in sent), sum(one.state == "failed" for one in sent)),
        "hooks": hooks,
        "sent": sent,
        "happenings": HAPPENINGS.items(),
        "company": visit.by.organisation,
    }


def _said(hooks: int, waiting: int, failed: int) -> str:
    if not hooks:
        return "No other system hears of what happens here."
    places = "1 system hears" if hooks == 1 else f"{hooks} systems hear"
    rest = ", ".join(f"{count} {word}" for count, word in ((failed, "failed"), (waiting, "wait")) if count)
    return f"{places} of what happens here; of the last messages {rest}." if rest else f"{places} of what happens here."
