"""Maps of processes as members read them: the log behind a map, filtered and edited, counted and drawn. The client's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import polars as pl

from remit.discovery import edits, layout, takeaway
from remit.discovery.edits import Edits
from remit.discovery.footprint import Footprint, covered, footprint
from remit.discovery.layout import Drawing
from remit.discovery.log import Filters, chosen
from remit.discovery.takeaway import Takeaway
from remit.exchange import event_log
from remit.records.models.event_log import DrawnMap, EventLog
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.scoping import visible
from remit.values.fault import Fault, Place, Refused
from remit.values.period import DAY

EVERYTHING = Filters()
KEPT = 8
"""So many logs are kept in memory, so that a filter answers at once."""
MONTH_OF_DAYS = Fraction(146_097, 4_800)
"""The mean length of a month of the calendar in days: 30.436875."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A map as it is seen: the row, the events that pass the filters, what was counted of them, the drawing and its sentence."""

    row: EventLog
    events: pl.DataFrame
    found: Footprint
    edits: Edits
    drawing: Drawing
    takeaway: Takeaway

    @property
    def months(self) -> Fraction:
        """How many months the events span, by which counts become volumes a month; at least one."""
        days = Fraction(self.found.last - self.found.first, DAY)
        return max(days / MONTH_OF_DAYS, Fraction(1))


def logs(member: Member, process: Process | None = None) -> tuple[EventLog, ...]:
    """Every log, or those of a process, the newest first; without their contents."""
    rows = visible(EventLog, member).filter(removed_at=None).select_related("process", "brought_by__user").defer("content")
    return tuple((rows if process is None else rows.filter(process=process)).order_by("-number"))


def drawn(member: Member, process: Process | None = None) -> tuple[DrawnMap, ...]:
    """Every drawing that was brought in, or those of a process."""
    rows = visible(DrawnMap, member).filter(removed_at=None).select_related("process", "brought_by__user").defer("content")
    return tuple((rows if process is None else rows.filter(process=process)).order_by("-number"))


def found(member: Member, public_id: str) -> EventLog:
    """The log with this public number; `Refused` where there is none."""
    row = visible(EventLog, member).filter(public_id=public_id, removed_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="log"), "there is no such log", "reload the list of maps")])
    return row


def seen(member: Member, number: int, filters: Filters = EVERYTHING, share: float = 0.0) -> Seen | None:
    """The map of a log by its number; None where there is none. `Refused` where its content can no longer be read."""
    row = visible(EventLog, member).filter(number=number, removed_at=None).select_related("process", "brought_by__user").first()
    return None if row is None else of_row(row, filters, share)


def of_row(row: EventLog, filters: Filters = EVERYTHING, share: float = 0.0) -> Seen:
    """The map of a log."""
    changes = edits.read(row.edits if isinstance(row.edits, Mapping) else {})
    events = chosen(edits.applied(_events(row.public_id, row.digest, _Content(bytes(row.content))), changes), filters)
    counted = footprint(events)
    if filters.coverage < 1:
        events = covered(events, counted, filters.coverage)
        counted = footprint(events)
    said = takeaway.takeaway(counted)
    return Seen(row, events, counted, changes, layout.drawing(counted, share, frozenset({said.step})), said)


class _Content:
    """Bytes that are not compared: the row's number and digest say what they are."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content)


@lru_cache(maxsize=KEPT)
def _events(public_id: str, digest: str, content: _Content) -> pl.DataFrame:
    return event_log.from_bytes(content.content)
