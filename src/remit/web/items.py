"""Lists of the items behind a figure: filtered, sorted, page by page, as CSV or workbook; one way for all figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpResponse

from remit.scorecard import Attainment
from remit.stages.operations.levels import missed
from remit.values.period import SECOND, Month, moment
from remit.web import picking
from remit.web.download import as_file
from remit.web.page import Visit

SHOWS = ("late", "counted", "undecided", "all")
_LEAF = 50


def listed(
    visit: Visit, items: pl.DataFrame, *, file: str, month: Month, level: Attainment | None = None, otherwise: str | None = None
) -> dict[str, Any] | HttpResponse:
    """The words of `components/items.html` for a frame of `local.items_behind`, by the filters of the address: `show` (late, counted,
    undecided, all), `who` caused it, `day` (0 Monday) and `hour` in which it came in, `form` (csv, xlsx) for the file.
    Chosen rows (`web.picking`) can be claimed relief for, or objected to, in their `month`."""
    zone = visit.engagement.zone
    timed = "late_by" in items.columns
    judged = "counted" in items.columns  # a charge for every item judges none
    may = {"late": judged and (timed or missed(items).height > 0), "counted": judged, "undecided": judged and timed}
    shows = [one for one in SHOWS if may.get(one, True)]
    show = visit.asked("show", otherwise or ("late" if "late" in shows else "counted"))
    show = show if show in shows else "all"
    found = _filtered(visit, items, show, zone)
    names = [name for name in found.columns if name != "elapsed"]
    heads = [{"at": "counted at", "late_by": "late by, seconds", "who": "caused by"}.get(name, name) for name in names]
    if (answer := as_file(visit, file, heads, _rows(picking.chosen(visit, found), names, zone))) is not None:
        return answer
    leaf = Paginator(range(found.height), _LEAF).get_page(visit.asked("page", "1"))
    window = found.slice(max(leaf.start_index() - 1, 0), _LEAF)
    return {
        "items": list(window.iter_rows(named=True)),
        "leaf": leaf,
        "timed": timed,
        "show": show,
        "shows": shows,
        "who": visit.asked("who"),
        "hour": visit.asked("hour"),
        "day": visit.asked("day"),
        "parties": sorted({who for who in items["who"].drop_nulls().to_list()}) if "who" in items.columns else [],
        "count": found.height,
        "picked": picking.picked(visit),
        "may_ask": picking.may_ask(visit, month) is not None,
        "asking": picking.asking(visit, month, found, level),
        "kind": {"late": "late items", "undecided": "undecided items", "counted": "counted items"}.get(show, "items"),
    }


def _filtered(visit: Visit, items: pl.DataFrame, show: str, zone: str) -> pl.DataFrame:
    found = items
    if show == "late":
        found = missed(found)
    elif show == "counted":
        found = found.filter("counted")
    elif show == "undecided":
        found = found.filter(~pl.col("counted") & pl.col("at").is_null() & pl.col("stop").is_null())
    if visit.asked("who") and "who" in found.columns:
        found = found.filter(pl.col("who") == visit.asked("who"))
    at = pl.col("start") if "start" in found.columns else pl.col("at")
    there = pl.from_epoch(at, time_unit="us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    for name, of in (("day", there.dt.weekday() - 1), ("hour", there.dt.hour().cast(pl.Int64))):
        if visit.asked(name).isdecimal():
            found = found.filter(of == int(visit.asked(name)))
    order = "late_by" if show == "late" and "late_by" in found.columns else "at"
    return found.sort(order, "item", descending=[True, False], nulls_last=True)


def _rows(found: pl.DataFrame, names: Sequence[str], zone: str) -> Iterator[list[object]]:
    return ([_said(one[name], name, zone) for name in names] for one in found.iter_rows(named=True))


def _said(value: Any, name: str, zone: str) -> object:
    if name in ("at", "start", "stop", "due") and isinstance(value, int):
        return f"{moment(value, zone):%Y-%m-%d %H:%M:%S}" if value < 2**62 else "never"
    if name == "late_by" and isinstance(value, int):
        return round(value / SECOND)
    return ("yes" if value else "no") if isinstance(value, bool) else value
