"""Reads of the pilot: gates with every criterion judged, waves as they stand, and who does which work now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from remit.api import rows
from remit.api.caller import asking
from remit.api.paging import ListOut
from remit.api.problem import nothing_here
from remit.stages.pilot import queries
from remit.stages.pilot.gate_seen import GateSeen
from remit.stages.pilot.ownership import ownership
from remit.stages.pilot.wave_seen import waves as waves_of

ROUTER = Router(tags=["pilot"])


@ROUTER.get("/engagements/{code}/gates", response=ListOut, operation_id="get_gates", summary="Gates")
def gates(request: HttpRequest, code: str) -> dict[str, Any]:
    """Every gate in order, with its criteria judged; `found` is the digest of its results that `decide_gate` asks for."""
    with asking(request, code) as member:
        found = [_gate(one) for one in queries.gates(member)]
        return {"count": len(found), "rows": found}


@ROUTER.get("/engagements/{code}/gates/{number}", response=dict[str, Any], operation_id="get_gate", summary="One gate")
def gate(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """The gate of that number."""
    with asking(request, code) as member:
        one = queries.gate(member, number)
        if one is None:
            raise nothing_here(f"There is no gate {number}.")
        return _gate(one)


@ROUTER.get("/engagements/{code}/waves", response=ListOut, operation_id="get_waves", summary="Waves of the handover")
def waves(request: HttpRequest, code: str) -> dict[str, Any]:
    """Every wave by its day: how it stands now, what it lacks, who is closed on its day."""
    with asking(request, code) as member:
        found = [
            {
                **rows.row(one.row),
                "stands": one.word,
                "effective_at": rows.written(one.effective_at),
                "lacks": list(one.lacks),
                "accepted_by": [said.side for said in one.acceptances],
                "closed": [{"side": closed.side, "name": closed.name} for closed in one.closed],
            }
            for one in waves_of(member, member.engagement.now())
        ]
        return {"count": len(found), "rows": found}


@ROUTER.get("/engagements/{code}/owners", response=ListOut, operation_id="get_owners", summary="Who does which work now")
def owners(request: HttpRequest, code: str) -> dict[str, Any]:
    """Each task of the contract with its share at the provider now and the owners of both parts; empty before there is a wave."""
    with asking(request, code) as member:
        found = [
            {
                "task": one.task,
                "service": one.service,
                "provider_percent": str(one.share),
                "owners": [
                    {"member": who.public_id, "name": who.name, "side": who.side, "percent": str(share)} for who, share in one.owners
                ],
                "since_wave": one.since.row.number if one.since is not None else None,
                "next_wave": one.next.row.number if one.next is not None else None,
            }
            for one in ownership(member, member.engagement.now())
        ]
        return {"count": len(found), "rows": found}


def _gate(one: GateSeen) -> dict[str, Any]:
    return {
        **rows.row(one.row),
        "said": str(one.answer),
        "stands": one.word,
        "found": one.found,
        "judged": [
            {
                "criterion": judged.criterion.name,
                "needs": judged.criterion.needs,
                "status": judged.status,
                "results": [{"value": str(result.value), "count": result.count, "whose": result.whose} for result in judged.results],
                "bound": None if judged.bound is None else str(judged.bound),
                "lacking": judged.lacking,
                "more": judged.more,
            }
            for judged in one.verdicts
        ],
        "signatures": [rows.row(signature) for signature in one.signatures],
    }
