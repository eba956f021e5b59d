"""Reads of everything else: engagements, members, items with their clocks, facts, imports, the audit log, one's own notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from remit.api import rows
from remit.api.caller import READ, asking, counted
from remit.api.paging import Limit, ListOut, Offset, listed
from remit.api.problem import Problem, nothing_here
from remit.explanation import ClockStory, ItemStory
from remit.records import row_level
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.batch import Batch
from remit.records.models.fact_record import FactRecord
from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.records.scoping import places, visible
from remit.stages import roles
from remit.stages.operations import queries

ROUTER = Router(tags=["records"])


@ROUTER.get("/engagements", response=ListOut, operation_id="get_engagements", summary="Engagements")
def engagements(request: HttpRequest) -> dict[str, Any]:
    """The engagements in which the caller has a place; a token sees its own."""
    caller = counted(request)
    if not caller.has_scope(READ):
        raise Problem(403, "The token does not include 'read'.")
    with row_level.as_user(caller.user.pk):
        own = [one for one in places(caller.user) if caller.token is None or caller.token.engagement_id == one.engagement_id]
        return {"count": len(own), "rows": [_engagement(one) for one in own]}


@ROUTER.get("/engagements/{code}", response=dict[str, Any], operation_id="get_engagement", summary="One engagement")
def engagement(request: HttpRequest, code: str) -> dict[str, Any]:
    """Its companies, its zone, its present instant (a demonstration lives on a day of its own), and the caller's place in it."""
    with asking(request, code, may=roles.has_place) as member:
        return _engagement(member)


@ROUTER.get("/engagements/{code}/members", response=ListOut, operation_id="get_members", summary="Members")
def members(request: HttpRequest, code: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Who has a place with one of the two companies, and who had one."""
    with asking(request, code) as member:
        own = Member.objects.filter(engagement=member.engagement, side__in=("client", "provider")).order_by("pk")
        return listed(own, limit, offset, lambda one: _member(one, member))


@ROUTER.get("/engagements/{code}/items/{path:item}", response=dict[str, Any], operation_id="get_item", summary="An item with its clocks")
def item(request: HttpRequest, code: str, item: str) -> dict[str, Any]:
    """What is known of an item, in every record that has one of this number: its events, its clocks with every stretch that counted or was
    paused, and how each service level took it."""
    with asking(request, code) as member:
        stories = queries.item(member, item, member.engagement.now())
        if not stories:
            raise nothing_here(f"No record knows the item '{item[:60]}'.")
        return {"item": item, "records": [{"month": str(one.month), **_story(one.story)} for one in stories]}


@ROUTER.get("/engagements/{code}/facts", response=ListOut, operation_id="get_facts", summary="Facts")
def facts(request: HttpRequest, code: str, kind: str = "", subject: str = "", limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Rates, forecasts, receipts, hours, counts and claims, the latest received first; `kind` and `subject` narrow them."""
    with asking(request, code) as member:
        found = visible(FactRecord, member).order_by("-received_at", "-pk")
        if kind:
            found = found.filter(kind=_plain(kind))
        return listed(found.filter(subject=_plain(subject)) if subject else found, limit, offset)


@ROUTER.get("/engagements/{code}/imports", response=ListOut, operation_id="get_imports", summary="Imports")
def imports(request: HttpRequest, code: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """What was brought in, by file and by program, the newest first: what it held, what was new, what was refused."""
    with asking(request, code) as member:
        return listed(visible(Batch, member).defer("mapping_text").order_by("-received_at", "-pk"), limit, offset)


@ROUTER.get("/engagements/{code}/audit", response=ListOut, operation_id="get_audit", summary="Audit log")
def audit(request: HttpRequest, code: str, after: int = 0, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """What both companies, or one's own, did: in order, from number `after` on. Each entry names the digest of the one before it."""
    with asking(request, code) as member:
        return listed(visible(AuditEntry, member).filter(sequence__gt=max(0, min(after, 2**53))).order_by("sequence"), limit, offset)


@ROUTER.get("/engagements/{code}/notices", response=ListOut, operation_id="get_notices", summary="One's own notices")
def notices(request: HttpRequest, code: str, done: bool = False, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """What waits for the caller, the most urgent first; with `done` what is done as well."""
    with asking(request, code, may=roles.has_place) as member:
        own = Notice.objects.filter(member=member).order_by("done_at", "due_at", "-made_at")
        return listed(own if done else own.filter(done_at=None), limit, offset)


def _engagement(member: Member) -> dict[str, Any]:
    engagement = member.engagement
    return {
        **rows.row(engagement),
        "client": engagement.client.name,
        "provider": engagement.provider.name if engagement.provider is not None else None,
        "now": rows.written(engagement.now()),
        "side": member.side,
        "role": member.role,
    }


def _member(one: Member, reader: Member) -> dict[str, Any]:
    """A mail address is told of one's own company only, as on the page of people."""
    return {**rows.row(one), "name": one.name, "email": one.user.email if one.side == reader.side else None}


def _story(one: ItemStory) -> dict[str, Any]:
    return {
        "record": one.record,
        "events": [
            {name: rows.written(value) if name in ("at", "received_at") else value for name, value in event.items()}
            for event in one.events.select("id", "event", "field", "value", "who", "at", "received_at", "sequence").iter_rows(named=True)
        ],
        "clocks": [_clock(clock) for clock in one.clocks],
        "levels": [{**rows.told(verdict), "at": rows.written(verdict.at)} for verdict in one.verdicts],
    }


def _clock(one: ClockStory) -> dict[str, Any]:
    run = one.run
    return {
        "clause": one.clock.number,
        "name": one.clock.name,
        "cycle": run.cycle,
        "start": rows.written(run.start),
        "stop": rows.written(run.stop),
        "due": rows.written(run.due),
        "elapsed_microseconds": run.elapsed,
        "spans": [
            {
                "start": rows.written(span.start),
                "end": rows.written(span.end),
                "counted": span.counted,
                "open_microseconds": span.open_time,
                "why": span.why,
                "who": span.who,
            }
            for span in one.spans
        ],
    }


def _plain(text: str) -> str:
    return text.replace("\x00", "")[:200]
