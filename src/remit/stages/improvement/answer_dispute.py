"""Answer an objection: accept it, which countersigns its claims, or refuse it with a reason."""

from __future__ import annotations

from remit.intake.knowledge import knowledge
from remit.intake.store import add_facts
from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.claims import claims
from remit.stages.workspace.notify import settle_all
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month


@action(may=roles.answers_claims, says="answered {result}: {verdict}", happening="dispute answered")
def answer_dispute(*, by: Member, dispute: str, verdict: str, answer: str = "") -> Dispute:
    """`verdict` is accepted or refused. Whoever did not object answers, and an acceptance is given in the member's role of section 1 of the
    terms, because only a role of the side that loses by it can give way; a refusal needs a reason."""
    engagement, now = by.engagement, by.engagement.now()
    row = visible(Dispute, by).filter(public_id=dispute).first()
    if row is None:
        raise Refused([Fault(Place(column="dispute"), f"there is no dispute {dispute}", "open it again from the statement")])
    terms = knowledge(engagement).agreements(Month.read(row.month)).terms
    named = terms.parties[by.side].get("roles and deputies") or {}
    faults = []
    if row.state != "open":
        faults.append(Fault(Place(), f"dispute {row.number} is {row.state} already", "open a new one if something has changed"))
    if row.opened_by.side == by.side:
        faults.append(Fault(Place(), "your own company objected, and the other one answers", "withdraw it if it is settled"))
    if verdict not in ("accepted", "refused"):
        faults.append(Fault(Place(column="verdict"), f"'{verdict}' is no answer", "write accepted or refused"))
    if verdict == "refused" and not answer:
        faults.append(Fault(Place(column="answer"), "a refusal needs a reason", "say in a sentence why it stays as it is"))
    role = by.contract_role or by.role
    if verdict == "accepted" and named and role not in {*named, *named.values()}:
        what = f"your role '{role}' is none of the {by.side}'s in section 1 of the terms ({listed(list(named))})"
        faults.append(Fault(Place(), what, "let one of them answer, or set your role of the contract under People"))
    if faults:
        raise Refused(faults)
    row.state, row.answer, row.answered_by, row.answered_at = verdict, answer, by, now
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    settle_all(engagement, f"dispute {row.number} ")
    accepted = verdict == "accepted"
    add_facts(engagement, claims(engagement.zone, row, now, approved_by=role if accepted else None, refused=not accepted), None, by=by)
    return row
