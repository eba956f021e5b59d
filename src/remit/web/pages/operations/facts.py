"""Facts: what the running month still lacks, every fact with its source and who recorded it, and a form for one more."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from remit.exchange.statement_words import Answer
from remit.records.models.fact_record import FactRecord
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.operations import recorded_facts
from remit.values.fault import Refused
from remit.values.period import Month, moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("facts/", may=roles.is_party, label="Facts", place=5)
HEADS = ("day", "kind", "subject", "value", "unit", "clause", "approved by", "source", "received", "recorded by", "number")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """The list by kind and month; `new` names the kind whose form is shown; `form` gives the list as a file."""
    by = visit.by
    kind, month = visit.asked("kind"), _month(visit.asked("month"))
    every = recorded_facts.facts(by, kind, month)
    if (file := as_file(visit, "facts", HEADS, (_cells(visit, row) for row in every))) is not None:
        return file
    leaf = Paginator(every, 50).get_page(visit.asked("page", "1"))
    rows = recorded_facts.recorded(by, list(leaf.object_list))
    running = queries.this_month(by, visit.now)
    lacking = _lacking(visit, running)
    form = recorded_facts.KINDS.get(visit.asked("new"))
    found: dict[str, Any] = {
        "answer": _said(running, lacking),
        "lacking": lacking,
        "leaf": leaf,
        "rows": rows,
        "kinds": list(recorded_facts.KINDS),
        "listed": [*recorded_facts.KINDS, "mean", *recorded_facts.DISPUTED],
        "kind": kind,
        "month": month,
        "form": form,
        "subjects": recorded_facts.subjects(by, form.name, visit.now) if form is not None else [],
        "today": moment(visit.now, visit.engagement.zone).date(),
        "own_roles": {by.contract_role, by.role},
        "may_record": roles.records_facts(by),
        "columns": HEADS,
    }
    return found


def _cells(visit: Visit, row: FactRecord) -> tuple[object, ...]:
    received = f"{moment(row.received_at, visit.engagement.zone):%Y-%m-%d %H:%M:%S}"
    by = row.recorded_by.user.name if row.recorded_by is not None else ""
    return row.day, row.kind, row.subject, row.value, row.unit, row.clause, row.approved_by, row.source, received, by, row.fact_id


def _lacking(visit: Visit, running: Month) -> list[str]:
    """What the preview of the running month says is missing."""
    try:
        preview = queries.preview(visit.by, running, visit.now)
    except Refused as refused:
        return [str(fault) for fault in refused.faults]
    return [note.removeprefix("Missing: ") for note in preview.notes if note.startswith("Missing: ")]


def _said(running: Month, lacking: list[str]) -> str | Answer:
    if not lacking:
        return f"{running.name} has every fact that the contract asks for so far."
    first = lacking[0].rstrip(".")
    rest = f", and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    return Answer(f"{running.name} still lacks ", f"{len(lacking)} fact{'s' if len(lacking) != 1 else ''}", f": {first}{rest}.", "between")


def _month(text: str) -> Month | None:
    try:
        return Month.read(text) if text else None
    except ValueError:
        return None
