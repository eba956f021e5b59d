"""Decide a pilot gate for the client: go, conditional or no-go, with the reason. Then it never changes, and both companies sign it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from remit.readiness import said
from remit.records.models.gate import Gate
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.pilot.gate_seen import GateSeen, digest_of, seen
from remit.stages.pilot.record_result import open_one
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

DECISIONS = ("go", "conditional", "no-go")


@action(may=roles.decides_gates, says="decided gate {gate}: {decision}", happening="gate decided")
def decide_gate(
    *,
    by: Member,
    gate: str,
    decision: str,
    reason: str,
    found: str,
    override: str = "",
    plan: str = "",
    plan_due: date | None = None,
) -> Gate:
    """`found` is the digest of the results that the person saw: others refuse. A go although criteria fail needs an `override`, which says
    why; conditional needs a corrective `plan` and the day until which it must be done (`plan_due`)."""
    row = open_one(by, gate)
    where, word = seen(by, row), decision.strip().casefold()
    today = moment(by.engagement.now(), by.engagement.zone).date()
    faults = list(_faults(where, word, reason, found, override, plan, plan_due, today))
    if faults:
        raise Refused(faults)
    failing = any(not one.passes for one in where.verdicts)
    row.decision, row.reason = word, reason
    row.override = override if word == "go" and failing else ""
    row.plan, row.plan_due = (plan, plan_due) if plan else ("", None)
    row.decided_by, row.decided_at = by, by.engagement.now()
    row.digest = digest_of(row, where.found)
    row.save(update_fields=["decision", "reason", "override", "plan", "plan_due", "decided_by", "decided_at", "digest"])
    return row


def _faults(
    where: GateSeen, word: str, reason: str, found: str, override: str, plan: str, plan_due: date | None, today: date
) -> Iterator[Fault]:
    if word not in DECISIONS:
        yield Fault(Place(column="decision"), f"'{word[:20]}' is no decision", "choose go, conditional or no-go")
    if not reason:
        yield Fault(Place(column="reason"), "is missing", "say in a sentence why")
    if found != where.found:
        yield Fault(Place(column="found"), "a result has changed since you looked", "open the gate again, and read it")
    if word == "go" and not override and any(not one.passes for one in where.verdicts):
        what = str(said(where.verdicts)).rstrip(".")
        yield Fault(
            Place(column="override"), f"{what}, so this is no go by the contract", "say why it is one nevertheless, or decide conditional"
        )
    if word == "conditional" and not plan:
        yield Fault(Place(column="plan"), "is missing", "say what must be mended before the next gate")
    if plan and plan_due is None:
        yield Fault(Place(column="plan_due"), "is missing", "say until when the plan must be done")
    if plan_due is not None and plan_due < today:
        yield Fault(Place(column="plan_due"), f"{plan_due:%d %B %Y} is over", "write a day that comes")
