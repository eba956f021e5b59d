"""Events as JSON objects, one for each row of the log, as a program sends them: checked whole, every fault with its row.

    {"record": "help desk", "id": "HD-8812/3", "item": "HD-8812", "event": "resolved", "who": "agent", "at": "2026-11-12T14:05:00+00:00"}

`record`, `id`, `item`, `event` and `at` are needed; `field`, `value`, `who` and `sequence` as the event needs them. `at` carries its
offset, because nobody can know on whose clock a bare time was written. When Remit received the events is not the sender's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from remit.terms.context import listed, nearest
from remit.values.fault import Fault, Place, Refused
from remit.values.period import instant
from remit.work.log import EVENTS

NEEDED = ("record", "id", "item", "event", "at")
KNOWN = ("record", "id", "item", "event", "at", "field", "value", "who", "sequence")
MOST_FAULTS = 200
_LONGEST = {"record": 120, "item": 200, "event": 120, "field": 120, "who": 120, "id": 300}
_SEQUENCES = 2**53


@dataclass(frozen=True, slots=True)
class EventRows:
    """Events as columns of the log, but for `received_at`, with the row each came from."""

    frame: pl.DataFrame

    def __len__(self) -> int:
        return self.frame.height

    def __str__(self) -> str:
        return f"{self.frame.height:,} event{'' if self.frame.height == 1 else 's'}"


def read(objects: Iterable[tuple[int, Any]], most: int) -> EventRows:
    """The events of numbered objects, which are taken one after the other. `Refused` with every fault (the first 200), or where there are
    more than `most`.

    >>> rows = read([(1, {"record": "desk", "id": "7", "item": "T-1", "event": "created", "at": "1970-01-01T00:00:01Z"})], most=10)
    >>> rows.frame["at"].to_list(), str(rows)
    ([1000000], '1 event')
    """
    names = [name for name in EVENTS.names() if name != "received_at"]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    numbers: list[int] = []
    faults: list[Fault] = []
    for number, found in objects:
        if len(numbers) >= most:
            raise Refused([Fault(Place(column="events"), f"there are more than {most:,}", "send them in several requests")])
        if len(faults) >= MOST_FAULTS:
            break
        values = _event(number, found, faults)
        numbers.append(number)
        for name in names:
            columns[name].append(values.get(name))
    if faults:
        raise Refused(faults[:MOST_FAULTS])
    schema = {name: EVENTS[name] for name in names}
    return EventRows(pl.DataFrame(columns, schema=schema).with_columns(pl.Series("row", numbers, dtype=pl.Int64)))


def _event(number: int, found: Any, faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(found, dict):
        faults.append(Fault(Place(row=number), "is not one JSON object", "write each event in braces"))
        return {}
    for name in found:
        if name not in KNOWN:
            guess = nearest(name, KNOWN)
            remedy = f"write '{guess}'" if guess else f"events have {listed(KNOWN)}"
            faults.append(Fault(Place(row=number, column=name), "is not known of events", remedy))
    values: dict[str, Any] = {name: _text(number, name, found.get(name), faults) for name in KNOWN if name not in ("at", "sequence")}
    values["at"] = _at(number, found.get("at"), faults)
    values["sequence"] = _sequence(number, found.get("sequence"), faults)
    for name in NEEDED:
        if found.get(name) in (None, ""):
            faults.append(Fault(Place(row=number, column=name), "is missing, and every event has one", f"give each event its {name}"))
    return values


def _text(number: int, name: str, value: Any, faults: list[Fault]) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        faults.append(Fault(Place(row=number, column=name), "is not a text", f"write {name} in quotation marks"))
        return None
    if len(value) > _LONGEST.get(name, 20_000):
        what = f"has {len(value):,} characters, and at most {_LONGEST.get(name, 20_000):,} are kept"
        faults.append(Fault(Place(row=number, column=name), what, "shorten it"))
    return value


def _at(number: int, value: Any, faults: list[Fault]) -> int | None:
    if value in (None, ""):
        return None
    try:
        found = datetime.fromisoformat(str(value))
        if 1970 <= found.year < 2200:
            return instant(found)
    except ValueError:
        pass
    remedy = "write it with its offset, such as 2026-07-20T18:00:00+01:00"
    faults.append(Fault(Place(row=number, column="at"), f"'{str(value)[:60]}' is not an instant", remedy))
    return None


def _sequence(number: int, value: Any, faults: list[Fault]) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _SEQUENCES):
        return value
    faults.append(
        Fault(Place(row=number, column="sequence"), f"'{str(value)[:40]}' is not a whole number", "write digits, or leave it out")
    )
    return None
