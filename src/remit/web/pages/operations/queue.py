"""The own queue: the item with the least working time left first, as a list or a board; several at once; and how the queue is set up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.stages import roles
from remit.stages.operations import mail_aside, own_queues, queue_list, queue_thread, sentences, undoing
from remit.stages.operations.assign_items import workers
from remit.stages.operations.queries import places_of
from remit.stages.operations.queue_list import at_risk
from remit.stages.operations.queue_rows import OPEN
from remit.terms.words import listed
from remit.values.period import SECOND, moment
from remit.web import picking
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("queue/", may=roles.is_party, label="Queue", place=0)
WHO = {"": "everybody’s", "mine": "mine", "free": "nobody’s"}
HEADS = ("item", "subject", "channel", "customer", "state", "waits for", "clock", "due", "left, seconds", "with")
ACTS = ("assign", "pause", "resume", "resolve", "macro")
MOST = 500
_LEAF, _COLUMN = 50, 20


@dataclass(frozen=True, slots=True)
class Several:
    """What would be done with chosen items: `act` of `ACTS`, their names, who has each as seen now, and those nobody has answered."""

    act: str
    items: tuple[str, ...]
    held: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def numbers(self) -> str:
        return "\n".join(self.items)


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`who` (mine, free, or a member's number), `channel`, `state` and `risk` filter; `show` is list or board; `form` gives the file. `do`
    with chosen rows shows what would become of them (`Several`); only the form below it writes."""
    on = own_queues.running_queues(visit.by)
    if not on:
        return {"answer": _off(visit), "queues": (), "may_lead": roles.leads_queue(visit.by)}
    found = queue_list.listed(visit.by, visit.now)
    items = _filtered(visit, found.items)
    if (file := as_file(visit, "queue", HEADS, _cells(visit, picking.chosen(visit, items)))) is not None:
        return file
    leaf = Paginator(range(items.height), _LEAF).get_page(visit.asked("page", "1"))
    window = items.slice(max(leaf.start_index() - 1, 0), _LEAF)
    return {
        "answer": _answer(visit, found.items),
        "queues": on,
        "items": list(window.iter_rows(named=True)),
        "columns": list(_columns(items)) if visit.asked("show") == "board" else (),
        "leaf": leaf,
        "all": found.items.height,
        "risky": found.items.filter(at_risk()).height,
        "mine": found.items.filter(pl.col("assignee") == visit.by.pk).height,
        "who": visit.asked("who"),
        "whose": WHO.items(),
        "channel": visit.asked("channel"),
        "channels": sorted({one for one in found.items["channel"].to_list() if one}),
        "state": visit.asked("state"),
        "states": OPEN,
        "risk": bool(visit.asked("risk")),
        "show": "board" if visit.asked("show") == "board" else "list",
        "keep": [(name, visit.asked(name)) for name in ("who", "channel", "state", "risk", "page") if visit.asked(name)],
        "picked": picking.picked(visit),
        "several": (several := _several(visit, items)),
        "workers": workers(visit.by) if several is not None and several.act == "assign" else (),
        "waiting": _waiting(visit, [one.record for one in on]) if several is not None and several.act == "pause" else (),
        "macros": queue_thread.macros(visit.by) if several is not None and several.act == "macro" else (),
        "undo": undoing.last_change(visit.by, visit.now),
        "aside": list(mail_aside.aside(visit.by)[:_LEAF]),
        "by_hand": [(one.record, list(own_queues.fields_of(visit.engagement, one.record).items())) for one in on],
        "may_work": roles.works_queue(visit.by),
        "may_lead": roles.leads_queue(visit.by),
    }


def _off(visit: Visit) -> str:
    systems = [str(one.get("system") or one.name) for one in own_queues.records_with_services(visit.engagement)]
    if not systems:
        return _("There is no queue yet, because there is no contract: its records say where the work is held.")
    named = listed(list(dict.fromkeys(systems)))
    return _("The work is held in %(system)s, so no queue is worked here.") % {"system": named}


def _answer(visit: Visit, items: pl.DataFrame) -> str:
    """The next free item and until when, or how it stands."""
    free = items.filter(pl.col("assignee").is_null() & (pl.col("state") != "waiting"))
    timed = free.filter(pl.col("left").is_not_null() & (pl.col("left") >= 0))
    if timed.height:
        row = timed.row(0, named=True)
        places = places_of(visit.by)
        words = {"item": row["item"], "left": sentences.short(row["left"]), "due": places.both(row["due"], visit.now)}
        return _("%(item)s is next: %(left)s of working time are left, it is due at %(due)s.") % words
    late = items.filter(pl.col("left") < 0).height
    if late:
        return ngettext("%(n)d item is overdue, and nothing else is free.", "%(n)d items are overdue, and nothing else is free.", late) % {
            "n": late
        }
    if not items.height:
        return _("The queue is empty: every item is resolved.")
    return ngettext(
        "%(n)d item is open, and no clock runs on a free one.", "%(n)d items are open, and no clock runs on a free one.", items.height
    ) % {"n": items.height}


def _filtered(visit: Visit, items: pl.DataFrame) -> pl.DataFrame:
    found, who, state = items, visit.asked("who"), visit.asked("state")
    if who == "mine":
        found = found.filter(pl.col("assignee") == visit.by.pk)
    elif who == "free":
        found = found.filter(pl.col("assignee").is_null())
    if visit.asked("channel"):
        found = found.filter(pl.col("channel") == visit.asked("channel"))
    if state in OPEN:
        found = found.filter(pl.col("state") == state)
    return found.filter(at_risk()) if visit.asked("risk") else found


def _columns(items: pl.DataFrame) -> Iterator[tuple[str, int, Sequence[Mapping[str, Any]]]]:
    """The board: each state, how many items it has, and the first of them."""
    for state in OPEN:
        held = items.filter(pl.col("state") == state)
        yield state, held.height, list(held.head(_COLUMN).iter_rows(named=True))


def _several(visit: Visit, items: pl.DataFrame) -> Several | None:
    act = visit.asked("do")
    if act not in ACTS or not roles.works_queue(visit.by) or not (picking.picked(visit) or visit.asked("every")):
        return None
    rows = picking.chosen(visit, items)
    wanted = rows.filter(pl.col("state") == "waiting") if act == "resume" else rows
    names = tuple(wanted["item"].to_list()[:MOST])
    if not names:
        return None
    numbers = {one.pk: one.public_id for one in workers(visit.by)}
    held = [(item, numbers.get(pk, "")) for item, pk in wanted.select("item", "assignee").iter_rows() if pk is not None]
    silent = wanted.filter(pl.col("state") == "new")["item"].to_list() if act == "resolve" else []
    kept = rows.filter(pl.col("state") != "waiting")["item"].to_list() if act == "resume" else []
    return Several(act, names, tuple(held), tuple(silent), tuple(kept))


def _waiting(visit: Visit, records: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What items may wait for, who causes it, and the clocks that stand still meanwhile."""
    found: dict[str, tuple[str, ...]] = {}
    for record in records:
        for state, clocks in own_queues.waiting_states(visit.engagement, record).items():
            found[state] = (*found.get(state, ()), *clocks)
    return [(state, own_queues.cause_of(state), clocks) for state, clocks in found.items()]


def _cells(visit: Visit, items: pl.DataFrame) -> Iterator[Sequence[object]]:
    zone = visit.engagement.zone
    for row in items.iter_rows(named=True):
        due = f"{moment(row['due'], zone):%Y-%m-%d %H:%M:%S}" if row["due"] is not None else ""
        left = round(row["left"] / SECOND) if row["left"] is not None else ""
        named = (row["item"], row["subject"], row["channel"], row["customer"], row["state"], row["waits"], row["clock"] or "")
        yield [*named, due, left, row["assignee_name"] or ""]
