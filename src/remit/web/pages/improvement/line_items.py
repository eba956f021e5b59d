"""Every item behind a line of a statement, filtered, sorted, as CSV or workbook."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpResponse

from remit.stages import roles
from remit.stages.improvement import queries
from remit.values.period import Month
from remit.web.items import listed
from remit.web.page import Answered, Visit, page

PAGE = page("statements/<month:month>/items", may=roles.is_party, label="Items", under="statements")


@PAGE.reads
def read(visit: Visit, month: Month) -> Answered:
    """`v` and `line` name the line; the other filters are those of every list of items (`web.items`)."""
    where = queries.standing(visit.by, month, visit.now)
    row = next((one for one in where.versions if str(one.version) == visit.asked("v")), None)
    value = queries.issued(visit.by, row) if row is not None else queries.preview(visit.by, month, visit.now)
    place = visit.asked("line", "0")
    if not place.isdigit() or int(place) >= len(value.lines):
        raise Http404
    line = value.lines[int(place)]
    story = queries.behind(visit.by, value, line)
    items = story.items if story.items is not None else pl.DataFrame(schema={"item": pl.String, "at": pl.Int64, "counted": pl.Boolean})
    found = listed(visit, items, file=f"{month}-{line.clause}", month=month, level=story.level)
    if isinstance(found, HttpResponse):
        return found
    version = str(row.version) if row is not None else "preview"
    stand = "stand" if found["count"] != 1 else "stands"
    return {
        **found,
        "answer": f"{found['count']:,} {found['kind']} {stand} behind clause {line.clause} in {month.name}.",
        "month": month,
        "line": line,
        "place": place,
        "row": row,
        "keep": (("v", version), ("line", place)),
    }
