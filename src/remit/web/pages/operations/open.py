"""Open items, soonest due first: the next one to take, with what is left of its time on both wall clocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl
from django.core.paginator import Paginator

from remit.stages import roles
from remit.stages.operations import levels, open_items, sentences
from remit.stages.operations.queries import places_of
from remit.values.period import HOUR, SECOND, moment
from remit.web import picking
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("open/", may=roles.is_party, label="Open items", place=1)
SHOWS = {"all": "all", "running": "running", "waiting": "waiting for others", "soon": "due within two hours", "overdue": "overdue"}
HEADS = ("item", "clock", "received", "due", "left, seconds", "waits")
_SOON = 2 * HOUR


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`clock` and `show` filter, `form` gives the file; chosen rows can be claimed relief for (`web.picking`). The first item that runs is
    the next to take."""
    found = open_items.queue(visit.by, visit.now)
    show = visit.asked("show", "all") if visit.asked("show") in SHOWS else "all"
    items = _filtered(found.items, show, visit.asked("clock"))
    if (file := as_file(visit, "open", HEADS, _cells(visit, picking.chosen(visit, items)))) is not None:
        return file
    month = levels.this_month(visit.by, visit.now)
    leaf = Paginator(range(items.height), 50).get_page(visit.asked("page", "1"))
    window = items.slice(max(leaf.start_index() - 1, 0), 50)
    running = items.filter(pl.col("waits").is_null() & (pl.col("left") >= 0))
    return {
        "answer": sentences.next_item(running, items, places_of(visit.by), visit.now),
        "items": list(window.iter_rows(named=True)),
        "leaf": leaf,
        "shows": SHOWS.items(),
        "show": show,
        "clocks": found.clocks,
        "clock": visit.asked("clock"),
        "overdue": items.filter(pl.col("left") < 0).height,
        "waiting": items.filter(pl.col("waits").is_not_null()).height,
        "picked": picking.picked(visit),
        "may_ask": picking.may_ask(visit, month) is not None,
        "asking": picking.asking(visit, month, items),
        "next": running["item"][0] if running.height else None,
    }


def _filtered(items: pl.DataFrame, show: str, clock: str) -> pl.DataFrame:
    wanted: dict[str, pl.Expr] = {
        "running": pl.col("waits").is_null(),
        "waiting": pl.col("waits").is_not_null(),
        "soon": pl.col("waits").is_null() & pl.col("left").is_between(0, _SOON),
        "overdue": pl.col("left") < 0,
    }
    found = items.filter(wanted[show]) if show in wanted else items
    return found.filter(pl.col("clock") == clock) if clock else found


def _cells(visit: Visit, items: pl.DataFrame) -> Iterator[Sequence[object]]:
    zone = visit.engagement.zone
    return (
        [row["item"], row["clock"], _at(row["start"], zone), _at(row["due"], zone), round(row["left"] / SECOND), row["waits"] or ""]
        for row in items.iter_rows(named=True)
    )


def _at(value: int, zone: str) -> str:
    return f"{moment(value, zone):%Y-%m-%d %H:%M:%S}"
