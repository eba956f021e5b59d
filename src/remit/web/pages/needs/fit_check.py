"""The fit check: twelve questions, and a reasoned answer, which may be "don't yet", with what to do first."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from remit.choice.fit import BEST, QUESTIONS, Verdict, verdict
from remit.exchange.statement_words import Answer
from remit.records.models.fit_answers import FitAnswers
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs.answer_fit_check import answer_fit_check
from remit.terms.words import Words
from remit.web.page import Visit, page

PAGE = page("fit/", may=roles.is_client, label="Fit check", place=1, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The last answers count; those before stand below with their verdicts."""
    rows = list(visible(FitAnswers, visit.by).select_related("answered_by__user").order_by("-pk")[:6])
    answers = _kept(rows[0]) if rows else {}
    found = verdict(answers)
    return {
        "answer": _said(found),
        "questions": [(key, one, answers.get(key)) for key, one in QUESTIONS.items()],
        "found": found,
        "best": BEST,
        "row": rows[0] if rows else None,
        "earlier": [(row, verdict(_kept(row))) for row in rows[1:]],
        "may_write": answer_fit_check.allowed(visit.by),
    }


def _kept(row: FitAnswers) -> dict[str, int]:
    return {key: value for key, value in row.answers.items() if isinstance(value, int)}


def _said(found: Verdict) -> str | Answer:
    words = Words()
    if len(found.missing) == len(QUESTIONS):
        return _("Twelve questions say whether outsourcing suits you now, and what to do first where it does not.")
    if found.word == "unanswered":
        return _("%(count)s of twelve questions are still open.") % {"count": words.small(len(found.missing)).capitalize()}
    told = {"points": found.points, "best": BEST}
    if found.word == "suits":
        return _("Outsourcing suits you now: %(points)s of %(best)s points, and nothing that stops it.") % told
    reason = found.reasons[0] if found.reasons else _("too much is only halfway ready")
    return Answer(_("Don't yet: "), reason, ".", "amber")
