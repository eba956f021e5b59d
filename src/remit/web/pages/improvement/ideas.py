"""Ideas: practices that either company proposed, and what each adopted one moved, measured by the statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.idea import Idea
from remit.stages import roles
from remit.stages.improvement.adopt_idea import adopt_idea
from remit.stages.improvement.ideas import Effect, effects, ideas, levels_in_force
from remit.stages.improvement.propose_idea import propose_idea
from remit.values.period import Month, moment
from remit.web.page import Visit, page

PAGE = page("ideas/", may=roles.is_party, label="Ideas", place=5)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    rows = ideas(visit.by)
    moved = effects(visit.by, rows, visit.now)
    levels = levels_in_force(visit.by)
    return {
        "answer": _said(rows, moved, levels),
        "rows": [
            (row, levels.get(row.level, row.level), moved.get(row.number), Month.of(row.since).name if row.since else "") for row in rows
        ],
        "levels": levels,
        "this_month": Month.of(moment(visit.now, visit.engagement.zone).date()),
        "may_propose": propose_idea.allowed(visit.by) and bool(levels),
        "may_adopt": adopt_idea.allowed(visit.by),
    }


def _said(rows: Sequence[Idea], moved: Mapping[int, Effect], levels: Mapping[str, str]) -> str:
    if not rows:
        return _("Nobody has proposed an idea yet; the first one may be small.")
    best = next((row for row in rows if row.number in moved and moved[row.number].said), None)
    waiting = sum(not row.since for row in rows)
    rest = ngettext("one idea waits", "%(count)s ideas wait", waiting) % {"count": waiting} if waiting else _("no idea waits")
    if best is None:
        return _("No adopted idea has a closed month behind it yet; %(rest)s.") % {"rest": rest}
    words = {"title": best.title, "moved": moved[best.number].said, "level": levels.get(best.level, best.level), "rest": rest}
    return _("Since “%(title)s” %(level)s stands at %(moved)s; %(rest)s.") % words
