"""First steps: from the contract to a first issued statement, with what is done and what comes next."""

from __future__ import annotations

from typing import Any

from remit.exchange import starters
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.terms_text import TermsText
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.operations import batches
from remit.stages.operations.import_sample import preset_of
from remit.values.period import Month, moment
from remit.web.page import Visit, page

PAGE = page("start/", may=roles.is_party, label="First steps")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Contract, work, preview, close; each with where it stands."""
    by = visit.by
    preset = preset_of(by)
    work = batches.imports(by).filter(kind="work", state="done").first()
    issued = visible(IssuedStatement, by).order_by("month", "version").first()
    return {
        "answer": _said(work is not None, issued),
        "terms": TermsText.objects.filter(engagement=by.engagement, signed=True).order_by("place").first(),
        "preset": preset,
        "samples": list(starters.samples(preset)) if preset else [],
        "work": work,
        "month": _month(visit, work.report.get("first") if work is not None else None),
        "issued": issued,
        "may_bring": roles.brings_work(by),
    }


def _said(has_work: bool, issued: IssuedStatement | None) -> str:
    if issued is not None:
        return f"The first statement is issued: {Month.read(issued.month).name}. Everything else builds on it."
    if has_work:
        return "Work is in. Look at the preview of its month, then close it: that issues the first statement."
    return "The contract is in place; bring a month of work in, and its statement is two steps away."


def _month(visit: Visit, first: int | None) -> Month:
    """The month of the work that came in last: of its first event, because work is often closed in the month after."""
    at = first if first is not None else visit.now
    return Month.of(moment(at, visit.engagement.zone).date())
