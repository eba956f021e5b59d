"""Withdraw an objection that is still open: what it claimed is claimed no longer."""

from __future__ import annotations

from remit.intake.store import add_facts
from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.claims import claims
from remit.stages.workspace.notify import settle_all
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party & roles.objects, says="withdrew dispute {dispute}", happening="dispute answered")
def withdraw_dispute(*, by: Member, dispute: str) -> Dispute:
    """Only the company that objected withdraws, and only before there is an answer. Its claims end as if they had been refused; the same
    items can be objected to again while there is time."""
    row = visible(Dispute, by).filter(public_id=dispute, state="open").select_related("opened_by").first()
    if row is None or row.opened_by.side != by.side:
        raise Refused([Fault(Place(column="dispute"), "your company has no open objection of this number", "open its page again")])
    row.state, row.answered_by, row.answered_at = "withdrawn", by, by.engagement.now()
    row.save(update_fields=["state", "answered_by", "answered_at"])
    settle_all(by.engagement, f"dispute {row.number} ")
    add_facts(by.engagement, claims(by.engagement.zone, row, row.answered_at, refused=True), None, by=by)
    return row
