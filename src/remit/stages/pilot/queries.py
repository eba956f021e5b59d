"""What members read of gates, and what still waits for a company. The member is always an argument."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from remit.records.models.gate import Gate, GateSignature
from remit.records.models.member import Member
from remit.records.models.wave import Wave, WaveAcceptance
from remit.records.scoping import visible
from remit.stages.pilot.gate_seen import GateSeen, many


def gates(member: Member) -> tuple[GateSeen, ...]:
    """All gates, the first first."""
    rows = visible(Gate, member).select_related("engagement", "decided_by__user", "decided_by__engagement__client", "opened_by__user")
    return many(member, list(rows.order_by("number")))


def gate(member: Member, number: int) -> GateSeen | None:
    """One gate by its number in the engagement."""
    return next((one for one in gates(member) if one.row.number == number), None)


def unsettled(member: Member) -> tuple[tuple[Gate, frozenset[str]], ...]:
    """Gates that still wait for somebody: those not decided, and those that a company has not signed, with the companies that have."""
    given = visible(GateSignature, member).filter(gate=OuterRef("pk"), kind="signed")
    rows = visible(Gate, member).annotate(by_client=Exists(given.filter(side="client")), by_provider=Exists(given.filter(side="provider")))
    waiting = rows.exclude(by_client=True, by_provider=True).order_by("number")
    return tuple((row, _sides(row.by_client, row.by_provider)) for row in waiting)


def unaccepted(member: Member) -> tuple[tuple[Wave, frozenset[str]], ...]:
    """Waves that a company has not accepted on their day as it is now, with the companies that have."""
    given = visible(WaveAcceptance, member).filter(
        wave=OuterRef("pk"), day=OuterRef("day"), given_at__gte=Coalesce(OuterRef("moved_at"), Value(0))
    )
    rows = visible(Wave, member).filter(withdrawn_at=None)
    rows = rows.annotate(by_client=Exists(given.filter(side="client")), by_provider=Exists(given.filter(side="provider")))
    waiting = rows.exclude(by_client=True, by_provider=True).order_by("day", "number")
    return tuple((row, _sides(row.by_client, row.by_provider)) for row in waiting)


def _sides(client: bool, provider: bool) -> frozenset[str]:
    return frozenset(side for side, given in (("client", client), ("provider", provider)) if given)
