"""Every item behind a line of a statement, filtered, sorted, as CSV; the items of a dispute are marked here."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404

from remit.stages import roles
from remit.stages.improvement import queries
from remit.values.period import Month, moment
from remit.web.csv import download
from remit.web.page import Answered, Visit, page

PAGE = page("statements/<month:month>/items", may=roles.is_party, label="Items", under="statements")
SHOWS = ("late", "counted", "all")


@PAGE.reads
def read(visit: Visit, month: Month) -> Answered:
    """`v` and `line` name the line, `show` late, counted or all, `who` the party that caused it, `form=csv` gives the file."""
    where = queries.standing(visit.by, month, visit.now)
    row = next((one for one in where.versions if str(one.version) == visit.asked("v")), None)
    value = queries.issued(visit.by, row) if row is not None else queries.preview(visit.by, month, visit.now)
    place = visit.asked("line", "0")
    if not place.isdigit() or int(place) >= len(value.lines):
        raise Http404
    line = value.lines[int(place)]
    story = queries.behind(visit.by, value, line)
    items = story.items if story.items is not None else pl.DataFrame(schema={"item": pl.String, "at": pl.Int64})
    timed = "late_by" in items.columns
    show = visit.asked("show", "late" if timed else "counted")
    found = _shown(items, show if show in SHOWS else "all", visit.asked("who"))
    if visit.asked("form") == "csv":
        zone = visit.engagement.zone
        names = [name for name in found.columns if name != "elapsed"]
        rows = ([_said(one[name], name, zone) for name in names] for one in found.iter_rows(named=True))
        return download(f"{visit.engagement.code}-{month}-{line.clause}", names, rows)
    leaf = Paginator(range(found.height), 50).get_page(visit.asked("page", "1"))
    window = found.slice(leaf.start_index() - 1 if found.height else 0, 50)
    kind = "late items stand" if show == "late" and timed else "items stand"
    found_all: dict[str, Any] = {
        "answer": f"{found.height:,} {kind} behind clause {line.clause} in {month.name}.",
        "month": month,
        "line": line,
        "place": place,
        "row": row,
        "items": list(window.iter_rows(named=True)),
        "leaf": leaf,
        "timed": timed,
        "show": show,
        "shows": SHOWS if timed else SHOWS[1:],
        "who": visit.asked("who"),
        "parties": sorted({who for who in items["who"].drop_nulls().to_list()}) if "who" in items.columns else [],
    }
    return found_all


def _shown(items: pl.DataFrame, show: str, who: str) -> pl.DataFrame:
    found = items
    if show != "all" and "counted" in found.columns:
        found = found.filter("counted")
    if show == "late" and "late_by" in found.columns:
        found = found.filter(pl.col("due").is_not_null() & (pl.col("stop").is_null() | (pl.col("stop") > pl.col("due"))))
    if who and "who" in found.columns:
        found = found.filter(pl.col("who") == who)
    order = "late_by" if show == "late" and "late_by" in found.columns else "at"
    return found.sort(order, "item", descending=[True, False], nulls_last=True)


def _said(value: Any, name: str, zone: str) -> object:
    if name in ("at", "start", "stop", "due") and isinstance(value, int):
        return f"{moment(value, zone):%Y-%m-%d %H:%M:%S}"
    if name == "late_by" and isinstance(value, int):
        return round(value / 1_000_000)
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
