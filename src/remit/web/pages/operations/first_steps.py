"""First steps: from the contract to a first issued statement, with what is done and what comes next."""

from __future__ import annotations

from typing import Any

from remit.exchange import starters
from remit.records.models.draft import Draft
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.terms_text import TermsText
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.contract import queries
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
    terms = TermsText.objects.filter(engagement=by.engagement, signed=True).order_by("place").first()
    issued = visible(IssuedStatement, by).order_by("month", "version").first()
    return {
        "answer": _said(terms, work is not None, issued),
        "terms": terms,
        "draft": _draft(visit) if terms is None else None,
        "may_write": roles.writes_terms(by),
        "preset": preset,
        "samples": list(starters.samples(preset)) if preset else [],
        "work": work,
        "month": _month(visit, work.report.get("first") if work is not None else None),
        "issued": issued,
        "may_bring": roles.brings_work(by),
    }


def _draft(visit: Visit) -> Draft | None:
    """The draft of the first contract to go on with: an offer that waits for this side before one that is still written."""
    found = [one for one in queries.drafts(visit.by) if one.state in ("draft", "offered")]
    return next((one for one in found if one.state == "offered" and one.side != visit.by.side), found[0] if found else None)


def _said(terms: TermsText | None, has_work: bool, issued: IssuedStatement | None) -> str:
    if terms is None:
        return "First the contract: what both companies sign decides what is measured and what is paid."
    if issued is not None:
        return f"The first statement is issued: {Month.read(issued.month).name}. Everything else builds on it."
    if has_work:
        return "Work is in. Look at the preview of its month, then close it: that issues the first statement."
    return "The contract is in place; bring a month of work in, and its statement is two steps away."


def _month(visit: Visit, first: int | None) -> Month:
    """The month of the work that came in last: of its first event, because work is often closed in the month after."""
    at = first if first is not None else visit.now
    return Month.of(moment(at, visit.engagement.zone).date())
