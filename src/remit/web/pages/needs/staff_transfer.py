"""People who go over with the work: which law asks what, in which order, by when at the latest, and what is done. No legal advice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from remit.choice.role_plan import OUTCOMES
from remit.choice.staff_transfer import BY_KEY, LAWS, TALKS, Standing
from remit.exchange.statement_words import Answer
from remit.intake.knowledge import kept
from remit.stages import roles
from remit.stages.needs.record_transfer_step import record_transfer_step
from remit.stages.needs.staff_transfer import Seen, seen
from remit.terms.document import Clause
from remit.values.period import moment
from remit.web.charts.backwards import backwards
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("staff-transfer/", may=roles.is_client, label="Staff transfer", place=8, visible_to="client")
HEADS = ("step", "asked by", "last day", "done", "stands", "note", "reason", "recorded by")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`form` gives the list as a file."""
    by = visit.by
    today = moment(visit.now, visit.engagement.zone).date()
    found = seen(by, today)
    if (file := as_file(visit, "staff-transfer", HEADS, _cells(found))) is not None:
        return file
    said = found.said
    law = LAWS.get(said.law, LAWS["elsewhere"]) if said is not None else None
    return {
        "answer": _said(found),
        "seen": found,
        "said": said,
        "law": law,
        "drawn": backwards(found.asked, said.day, today) if said is not None and said.applies else None,
        "rows": [(one, found.rows.get(one.step.key)) for one in found.asked],
        "left_out": [one.step for one in found.steps if one.word == "not asked"] if said is not None and said.applies else [],
        "roles": [(one, OUTCOMES[one.outcome][1] if one.outcome in OUTCOMES else one.outcome) for one in found.roles],
        "titles": BY_KEY,
        "processing": list(_processing(visit)),
        "laws": LAWS,
        "talks": TALKS,
        "today": today,
        "may_write": record_transfer_step.allowed(by),
        "columns": HEADS,
    }


def _processing(visit: Visit) -> Iterator[Clause]:
    """The clauses of the contract under which personal data may leave."""
    versions = kept(visit.engagement).versions
    if versions:
        yield from (clause for clause in versions[-1].terms.section(14) if clause.rule == "processing")


def _said(found: Seen) -> str | Answer:
    said = found.said
    if said is None:
        return Answer(_("Nobody has said yet "), _("whether people go over with the work"), ".", "no data")
    if not said.applies:
        missing = [one for one in found.asked if one.done is None]
        before = _("No law moves anybody with the work, said %(who)s") % {"who": said.said_by}
        if not missing:
            return f"{before}."
        return Answer(f"{before}; ", _("not done: %(step)s") % {"step": _title(missing[0])}, ".", "amber")
    words = {"done": len(found.done), "all": len(found.asked), "day": _day(said.day)}
    overdue = next((one for one in found.asked if one.word == "overdue"), None)
    before = _("%(done)s of %(all)s steps for the move of %(day)s are done") % words
    if overdue is not None:
        told = {"day": _day(overdue.latest), "step": _title(overdue)}
        return Answer(f"{before}; ", _("overdue since %(day)s: %(step)s") % told, ".", "missed")
    ahead = min((one for one in found.asked if one.word == "next"), key=lambda one: (one.latest is None, one.latest), default=None)
    if ahead is not None:
        told = {"day": _day(ahead.latest), "step": _title(ahead)}
        return Answer(f"{before}; ", "", _("next, by %(day)s: %(step)s.") % told, "met")
    wrong = [one for one in found.asked if not one.in_order]
    before = _("All %(all)s steps for the move of %(day)s are done") % words
    if wrong:
        return Answer(f"{before}, ", _("%(count)s of them late or out of order") % {"count": len(wrong)}, ".", "amber")
    return _("All %(all)s steps for the move of %(day)s were done in order and in time.") % words


def _title(one: Standing) -> str:
    title = _(one.step.title)
    return title[:1].lower() + title[1:]


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}" if day is not None else ""


def _cells(found: Seen) -> Iterator[tuple[object, ...]]:
    for one in found.asked:
        row = found.rows.get(one.step.key)
        note, why, who = (row.note, row.despite, row.recorded_by.name) if row is not None else ("", "", "")
        yield one.step.title, one.source, one.latest or "", one.done or "", one.word, note, why, who
