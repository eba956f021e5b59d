"""A dispute: what is asked for which items, on what evidence, what it would move, and the answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from remit.records.models.dispute import Dispute
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.improvement.answer_dispute import answer_dispute
from remit.stages.improvement.dispute_ladder import CLAUSE, ladder
from remit.stages.improvement.withdraw_dispute import withdraw_dispute
from remit.terms.words import money
from remit.values.period import Month
from remit.web.page import Visit, page

PAGE = page("disputes/<int:number>", may=roles.is_party, label="Dispute", under="statements")
ASKS = {
    "excuse": "That they leave the service levels",
    "reattribute": "That somebody else is named as the cause",
    "correct": "That the record is corrected",
    "count": "That they count after all",
    "amount": "That the amount changes",
}


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """The dispute with its items; while it is open, both totals: as issued, and as it would be if every claim were upheld."""
    dispute = (
        visible(Dispute, visit.by)
        .filter(number=number)
        .select_related(
            "statement",
            "opened_by__user",
            "opened_by__engagement__client",
            "opened_by__engagement__provider",
            "answered_by__user",
            "engagement",
        )
        .first()
    )
    if dispute is None:
        raise Http404
    month = Month.read(dispute.month)
    preview = queries.preview(visit.by, month, visit.now) if dispute.state == "open" or dispute.statement is None else None
    value = queries.issued(visit.by, dispute.statement) if dispute.statement is not None else preview
    assert value is not None
    items = f"{dispute.about} of {month.name}"
    if dispute.state == "open":
        at_stake = f", which would move {money(abs(preview.disputed), value.currency)}" if preview is not None and preview.disputed else ""
        said = f"{dispute.opened_by.organisation} objects to {items}{at_stake}."
    else:
        who = dispute.answered_by.organisation if dispute.answered_by is not None else "Silence"
        said = f"{who} {'withdrew' if dispute.state == 'withdrawn' else dispute.state} the objection to {items}."
    return {
        "answer": said,
        "dispute": dispute,
        "month": month,
        "value": value,
        "preview": preview,
        "may_answer": dispute.state == "open" and answer_dispute.allowed(visit.by) and dispute.opened_by.side != visit.by.side,
        "may_withdraw": dispute.state == "open" and withdraw_dispute.allowed(visit.by) and dispute.opened_by.side == visit.by.side,
        "asks": ASKS[dispute.asked],
        "ladder": ladder(dispute),
        "ladder_clause": CLAUSE,
        "undisputed": min(preview.total, preview.agreed) if preview is not None else None,
    }
