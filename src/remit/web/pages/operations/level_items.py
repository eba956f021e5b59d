"""Every item behind a service level of a month: late, counted, undecided or all; by who caused it; as CSV or workbook."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.stages import roles
from remit.stages.operations import levels
from remit.values.period import Month
from remit.web.charts.heat import LONG
from remit.web.items import listed
from remit.web.page import Answered, Visit, page

PAGE = page("levels/<month:month>/<item:clause>", may=roles.is_party, label="Items of a level", under="levels")


@PAGE.reads
def read(visit: Visit, month: Month, clause: str) -> Answered:
    """The level by the number of its clause; the filters are those of every list of items (`web.items`)."""
    board = levels.board(visit.by, month, visit.now)
    level = next((one for one in board.scorecard.levels if one.clause == clause), None)
    if level is None:
        raise Http404
    found = listed(visit, levels.items_behind(visit.by, month, clause, visit.now), file=f"{month}-{clause}", month=month, level=level)
    if isinstance(found, HttpResponse):
        return found
    stand = "stand" if found["count"] != 1 else "stands"
    return {
        **found,
        "answer": f"{found['count']:,} {found['kind']} {stand} behind {level.result_said}{_when(visit)} in {month.name}.",
        "month": month,
        "level": level,
        "prose": levels.prose(visit.by, board, clause),
        "keep": (),
    }


def _when(visit: Visit) -> str:
    """`, received on a Monday between 15:00 and 16:00`."""
    day, hour = visit.asked("day"), visit.asked("hour")
    on = f" on a {LONG[int(day)]}" if day.isdigit() and int(day) < 7 else ""
    between = f" between {int(hour):02}:00 and {int(hour) + 1:02}:00" if hour.isdigit() else ""
    return f", received{on}{between}," if on or between else ""
