"""Webhooks: which other systems hear of what, and what became of the last messages."""

from __future__ import annotations

from remit.records.models.webhook import Delivery
from remit.stages import roles
from remit.stages.happenings import HAPPENINGS
from remit.stages.workspace import webhooks
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("workspace/webhooks", may=roles.leads, label="Webhooks", place=80, visible_to=None)
HEADS = ("when", "to", "happening", "what", "state", "tries", "answer")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """One's own company's webhooks with their last messages, and the form for another; `form` gives the messages as a file."""
    hooks, sent = list(webhooks.webhooks(visit.by)), list(webhooks.deliveries(visit.by))
    if (file := as_file(visit, "webhook-messages", HEADS, (_cells(visit, one) for one in sent))) is not None:
        return file
    return {
        "columns": HEADS,
        "answer": _said(len(hooks), sum(one.state == "waiting" for one in sent), sum(one.state == "failed" for one in sent)),
        "hooks": hooks,
        "sent": sent,
        "happenings": HAPPENINGS.items(),
        "company": visit.by.organisation,
    }


def _cells(visit: Visit, one: Delivery) -> tuple[object, ...]:
    at = f"{moment(one.made_at, visit.engagement.zone):%Y-%m-%d %H:%M:%S}"
    said = one.payload.get("data", {}).get("said", "") if isinstance(one.payload.get("data", {}), dict) else ""
    return at, one.webhook.name, one.happening, said, one.state, one.tries, one.answer


def _said(hooks: int, waiting: int, failed: int) -> str:
    if not hooks:
        return "No other system hears of what happens here."
    places = "1 system hears" if hooks == 1 else f"{hooks} systems hear"
    rest = ", ".join(f"{count} {word}" for count, word in ((failed, "failed"), (waiting, "wait")) if count)
    return f"{places} of what happens here; of the last messages {rest}." if rest else f"{places} of what happens here."
