"""Reads of the monthly close: statements, their bytes, lines and items, where a month stands, previews and scorecards, disputes."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Router

from remit.api import rows
from remit.api.caller import asking
from remit.api.paging import Limit, ListOut, Offset, listed, sliced
from remit.api.problem import nothing_here
from remit.exchange.plain import plain
from remit.line import Line
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.scorecard import Attainment
from remit.stages.improvement import queries
from remit.statement import Statement
from remit.values.period import Month

ROUTER = Router(tags=["statements"])
_INSTANTS = ("at", "start", "stop", "due")


def month_of(text: str) -> Month:
    """The month of an address; 404 for anything else."""
    try:
        month = Month.read(text)
    except ValueError:
        raise nothing_here(f"'{text[:20]}' is not a month: write it as 2026-07.") from None
    if not 2000 <= month.first.year < 2200:
        raise nothing_here(f"There is nothing of {text}.")
    return month


@ROUTER.get("/engagements/{code}/statements", response=ListOut, operation_id="get_statements", summary="Issued statements")
def statements(request: HttpRequest, code: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Every issued version of every month, the newest first."""
    with asking(request, code) as member:
        return listed(visible(IssuedStatement, member).order_by("-month", "-version"), limit, offset)


@ROUTER.get("/engagements/{code}/months/{month}", response=dict[str, Any], operation_id="get_month", summary="Where a month stands")
def month(request: HttpRequest, code: str, month: str) -> dict[str, Any]:
    """Preview, open, in dispute, accepted or signed; the dates of its close; its versions, acceptances and disputes."""
    with asking(request, code) as member:
        where = queries.standing(member, month_of(month), member.engagement.now())
        return {
            "month": str(where.month),
            "standing": where.word,
            "latest": where.latest.version if where.latest is not None else None,
            "versions": [rows.row(one) for one in where.versions],
            "acceptances": [rows.row(one) for one in where.acceptances],
            "disputes": [rows.row(one) for one in where.disputes],
            "timetable": {
                "ends": rows.written(where.timetable.ends),
                "frozen": rows.written(where.timetable.frozen),
                "preview": rows.written(where.timetable.preview),
                "objections_until": rows.written(where.timetable.objections_until),
                "silence": where.timetable.silence,
            },
        }


@ROUTER.get("/engagements/{code}/months/{month}/preview", response=dict[str, Any], operation_id="get_preview", summary="Preview of a month")
def preview(request: HttpRequest, code: str, month: str) -> dict[str, Any]:
    """The statement as it would be issued now; nothing is issued, and what is missing stands in its notes."""
    with asking(request, code) as member:
        found: dict[str, Any] = plain(queries.preview(member, month_of(month), member.engagement.now()))
        return found


@ROUTER.get("/engagements/{code}/months/{month}/scorecard", response=dict[str, Any], operation_id="get_scorecard", summary="Scorecard")
def scorecard(request: HttpRequest, code: str, month: str) -> dict[str, Any]:
    """Every service level of the month: what was measured, against what, and whether it was met. Of the latest issued version, else of the
    preview."""
    with asking(request, code) as member:
        wanted, now = month_of(month), member.engagement.now()
        latest = queries.standing(member, wanted, now).latest
        value = queries.issued(member, latest) if latest is not None else queries.preview(member, wanted, now)
        return {
            "month": str(wanted),
            "version": latest.version if latest is not None else None,
            "levels": [_level(one) for one in value.scorecard.levels],
        }


@ROUTER.get(
    "/engagements/{code}/statements/{month}/{version}",
    operation_id="get_statement",
    summary="A statement's bytes",
    openapi_extra={"responses": {200: {"description": "Canonical JSON (RFC 8785)", "content": {"application/json": {"schema": {}}}}}},
)
def statement(request: HttpRequest, code: str, month: str, version: int) -> HttpResponse:
    """The canonical JSON exactly as it was issued: the bytes whose digest was signed. The digest comes as the ETag."""
    with asking(request, code) as member:
        row, _ = _issued(member, month, version)
        return HttpResponse(bytes(row.content), content_type="application/json", headers={"ETag": f'"{row.digest}"'})


@ROUTER.get("/engagements/{code}/statements/{month}/{version}/lines", response=ListOut, operation_id="get_lines", summary="Lines")
def lines(request: HttpRequest, code: str, month: str, version: int) -> dict[str, Any]:
    """The lines of a version, numbered from 0, in their order on the statement."""
    with asking(request, code) as member:
        _, value = _issued(member, month, version)
        found = [{"line": number, "title": line.title, **plain(line)} for number, line in enumerate(value.lines)]
        return {"count": len(found), "rows": found}


@ROUTER.get(
    "/engagements/{code}/statements/{month}/{version}/lines/{line}/items",
    response=ListOut,
    operation_id="get_items_of_line",
    summary="Items behind a line",
)
def items(request: HttpRequest, code: str, month: str, version: int, line: int, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """The items that a line was worked out from, by number: when each counted, when it was due and done, who caused a delay, and why."""
    with asking(request, code) as member:
        _, value = _issued(member, month, version)
        story = queries.behind(member, value, _line(value, line))
        frame = story.items if story.items is not None else pl.DataFrame(schema={"item": pl.String})
        return sliced(frame.sort("item"), limit, offset, _item)


@ROUTER.get("/engagements/{code}/disputes", response=ListOut, operation_id="get_disputes", summary="Disputes")
def disputes(request: HttpRequest, code: str, state: str = "", limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Objections to items, the newest first. `state`: open, accepted, refused, withdrawn."""
    with asking(request, code) as member:
        found = visible(Dispute, member).order_by("-number")
        return listed(found.filter(state=_plain(state)) if state else found, limit, offset)


def _issued(member: Member, month: str, version: int) -> tuple[IssuedStatement, Statement]:
    wanted = str(month_of(month))
    row = visible(IssuedStatement, member).filter(month=wanted, version=version).first() if 0 < version < 10_000 else None
    if row is None:
        raise nothing_here(f"No version {version} of {wanted} was issued.")
    return row, queries.issued(member, row)


def _line(value: Statement, number: int) -> Line:
    if not 0 <= number < len(value.lines):
        raise nothing_here(f"The statement has lines 0 to {len(value.lines) - 1}.")
    return value.lines[number]


def _item(one: dict[str, Any]) -> dict[str, Any]:
    return {name: rows.written(value) if name in _INSTANTS else rows.told(value) for name, value in one.items()}


def _level(one: Attainment) -> dict[str, Any]:
    figures: dict[str, Any] = plain(one)
    return {**figures, "status": one.status, "measured": one.written(one.judged) if one.judged is not None else None}


def _plain(text: str) -> str:
    return text.replace("\x00", "")[:200]
