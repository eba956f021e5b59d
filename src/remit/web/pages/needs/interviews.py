"""The people who do the work: what they were told, who was asked about what, and what they answered and suggest."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.exchange.statement_words import Answer
from remit.records.models.staff_interview import Suggestion
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs import queries
from remit.stages.needs.interviews import announced, announcements, interviews, said
from remit.stages.needs.invite_interview import invite_interview
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("interviews/", may=roles.is_client, label="Interviews", place=5, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`process` chooses the process in the form."""
    by = visit.by
    today = moment(visit.now, visit.engagement.zone).date()
    asked = interviews(by)
    told = announced(by, today)
    suggestions = list(visible(Suggestion, by).select_related("interview", "process", "decided_by__user").order_by("verdict", "-pk"))
    return {
        "answer": _said(told, asked, suggestions),
        "told": told,
        "announcements": announcements(by),
        "interviews": [(row, said(row)) for row in asked],
        "suggestions": suggestions,
        "open_suggestions": sum(not one.verdict for one in suggestions),
        "processes": queries.processes(by),
        "chosen": visit.asked("process"),
        "today": today,
        "now_at": visit.now,
        "may_write": invite_interview.allowed(by),
    }


def _said(told: bool, asked: Any, suggestions: Any) -> str | Answer:
    if not told and not asked:
        return Answer(_("Nobody is asked yet: "), _("first the people are told"), ".", "no data")
    answered = sum(row.answered_at is not None for row in asked)
    words = {"answered": answered, "all": len(asked)}
    before = _("%(answered)s of %(all)s interviews are answered") % words
    waiting = sum(not one.verdict for one in suggestions)
    if any(row.despite for row in asked):
        return Answer(f"{before}; ", _("somebody was asked before the announcement"), ".", "amber")
    if waiting:
        count = ngettext("%(count)s suggestion waits for an answer", "%(count)s suggestions wait for an answer", waiting) % {
            "count": waiting
        }
        return Answer(f"{before}; ", count, ".", "amber")
    return f"{before}; " + (_("every suggestion has its answer.") if suggestions else _("nobody suggested anything."))
