"""The audit log: who did what when, the chain verified at this moment, and a copy that each company can keep."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse

from remit.records.models.audit_entry import AuditEntry
from remit.records.scoped import IN_WORDS
from remit.stages import roles
from remit.stages.workspace import queries
from remit.stages.workspace.queries import Chain
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("audit/", may=roles.is_party, label="Audit log", place=9)
HEADS = ("number", "when", "who", "what", "action", "seen by", "digest")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`who` and `action` filter; `form` gives the list as a file, with `json` the log to keep, with `checkpoint` its last digest."""
    if visit.asked("form") == "json":
        return _download(visit, "audit-log", queries.log_to_keep(visit.by))
    if visit.asked("form") == "checkpoint":
        return _download(visit, "checkpoint", queries.checkpoint(visit.by, queries.last_entry(visit.by)))
    who, action = visit.asked("who")[:80].replace("\0", ""), visit.asked("action")[:80].replace("\0", "")
    every = queries.entries(visit.by, who, action)
    if (file := as_file(visit, "audit", HEADS, (_cells(visit, row) for row in every))) is not None:
        return file
    chain = queries.chain(visit.by)
    leaf = Paginator(every, 50).get_page(visit.asked("page", "1"))
    found: dict[str, Any] = {
        "answer": _said(chain),
        "chain": chain,
        "leaf": leaf,
        "entries": [(row, json.dumps(row.said, ensure_ascii=False, indent=1) if row.said else "") for row in leaf],
        "who": who,
        "action": action,
        "kinds": queries.kinds_of_entry(visit.by),
        "columns": HEADS,
    }
    return found


def _cells(visit: Visit, row: AuditEntry) -> tuple[object, ...]:
    at = f"{moment(row.at, visit.engagement.zone):%Y-%m-%d %H:%M:%S}"
    return row.sequence, at, row.by, row.subject or row.action, row.action, IN_WORDS[row.visible_to], row.digest


def _said(chain: Chain) -> str:
    if not chain.breaks:
        return f"The chain of {chain.length:,} entries holds, from the first to the last."
    first = chain.breaks[0]
    return f"The chain is broken at entry {first.sequence}: {first.what}."


def _download(visit: Visit, name: str, content: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-{name}.json"'
    return answer
