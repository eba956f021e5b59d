"""One import: its mapping to read and change, what a dry run finds, then bringing it in, dropping it, or undoing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from remit.exchange.statement_words import Answer
from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.stages import roles
from remit.stages.operations import batches
from remit.values.period import Month, moment
from remit.web.page import Visit, page

PAGE = page("imports/<slug:number>", may=roles.is_party, label="Import", under="imports", visible_to=None)
ALWAYS = ("rows", "items", "events")
"""Control totals that one can always give; words of the file stand after them."""


@PAGE.reads
def read(visit: Visit, number: str) -> dict[str, Any] | HttpResponse:
    """What stands in the batch; while a job runs, how far it is."""
    batch = batches.one(visit.by, number)
    if batch is None:
        raise Http404
    runs = batch.is_queued
    if visit.request.headers.get("HX-Target") == "progress" and not runs:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = visit.request.path
        return answer
    report, is_open = batch.report, batch.state in ("checked", "failed") and uploads.path(batch).is_file()
    levels = report.get("levels", [])
    may = (roles.brings_work if batch.kind == "work" else roles.records_facts)(visit.by)
    return {
        "answer": _said(batch),
        "batch": batch,
        "report": report,
        "runs": runs,
        "told": uploads.told(batch) or "Waiting for the job to start",
        "is_open": is_open and may,
        "can_bring": is_open and may and not batch.faults and not report.get("questions"),
        "may_undo": batch.state == "done" and may,
        "bring": reverse(f"do/operations/import_{batch.kind}", kwargs={"code": visit.engagement.code}),
        "totals": list(_totals(batch)),
        "levels": levels,
        "decided": sum(level["decided"] for level in levels),
        "failing_rows": any(fault.get("row") for fault in batch.faults),
        "month": _month(visit, batch),
        "fragments": ("progress",),
    }


def _said(batch: Batch) -> str | Answer:
    events, faults, report = batch.report.get("events", 0), len(batch.faults), batch.report
    if batch.state == "waiting":
        return f"{batch.file} is queued: it is large, and is read in the background. You can leave this page."
    if batch.state == "running":
        return f"{batch.file} is being read in the background, and counts once it is all in. You can leave this page."
    if batch.state == "undone":
        return f"{batch.file} was undone: its {report.get('removed', 0):,} rows are taken out again."
    if batch.state == "done":
        return f"{batch.file} brought in {batch.new:,} new {_rows(batch, batch.new)}; {batch.known:,} were known already."
    if report.get("questions"):
        count = len(report["questions"])
        return f"{batch.file} leaves {count} thing{'s' if count != 1 else ''} open that only you can know."
    if faults:
        fault = f"{faults:,} fault{'s' if faults != 1 else ''}"
        return Answer(f"{batch.file} cannot be brought in yet because of ", fault, "; nothing of it is kept.", "missed")
    if batch.kind == "facts":
        return f"{batch.file} would record {batch.new:,} new {_rows(batch, batch.new)}; {batch.known:,} are known already."
    items = report.get("items", 0)
    return f"{batch.file} would bring in {batch.new:,} new events of {items:,} items; {batch.known:,} of its {events:,} are known."


def _month(visit: Visit, batch: Batch) -> Month:
    """The month that the last of its events lies in, at most the one that runs."""
    at = min(batch.report.get("last") or visit.now, visit.now)
    return Month.of(moment(at, visit.engagement.zone).date())


def _rows(batch: Batch, count: int) -> str:
    return ("event" if batch.kind == "work" else "fact") + ("s" if count != 1 else "")


def _totals(batch: Batch) -> Iterator[dict[str, Any]]:
    """What the source can be asked to count, what it said, and what was read."""
    report, compared = batch.report, batch.report.get("totals", {})
    found = {**{name: report.get(name) for name in ALWAYS}, **report.get("words", {})}
    typed = report.get("typed") or {}
    for name in dict.fromkeys([*ALWAYS, *compared, *report.get("words", {})]):
        told = compared.get(name, [typed.get(name), None])[0]
        yield {"name": name, "told": told, "read": found.get(name), "agrees": told is not None and told == found.get(name)}
