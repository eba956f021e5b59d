"""What a contract's clocks do to the words of a packed log, compiled to arrays for `engines.kernel`.

Items are sorted by a *code*, one number for the values of all fields that populations and target tables ask for; each field has some bits
of it. A code says which clocks an item has (its *slots*), in which hours each runs, how long, and what each word of the log does to each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.clock.days import due_by_day
from remit.clock.deadline import UNREACHABLE
from remit.clock.schedule import Schedule
from remit.engines import layout
from remit.engines.open_time import Integers, OpenTime, TooFine, open_time
from remit.exchange.parts import Parts
from remit.terms.typed import Length
from remit.values.period import DAY
from remit.work.clocks import ClockRule
from remit.work.population import Population
from remit.work.steps import Role, steps
from remit.work.targets import Target, target_for

SLOTS = 15
"""The most clocks that one item may have: a program holds four bits for each."""
SPANS = 400
CODE_BITS = 14
_GRID = DAY // 96
"""Midnights lie on quarters of an hour, whatever the zone: checked where it matters."""
_ROLES = {
    Role.START: layout.START,
    Role.REOPEN: layout.REOPEN,
    Role.RESUME: layout.RESUME,
    Role.PAUSE: layout.PAUSE,
    Role.STOP: layout.STOP,
    Role.END: layout.STOP,
}


class NotInOnePass(Exception):
    """What a contract or log asks cannot be folded in one pass; the text says what, for people."""


@dataclass(frozen=True)
class Plan:
    """The arrays of `kernel.fold`.

    `values[code]` are the field values of a code, `slots[code]` the names of its clocks and counts by slot. `edges` are the beginnings of
    the spans of time asked for (the days of a month) and the end of the last. The third axis of the totals has a place for what lies
    before the first, one for each, one for what lies after the last, and one for what lies nowhere.
    """

    values: tuple[Mapping[str, str | None], ...]
    slots: tuple[tuple[str, ...], ...]
    edges: tuple[int, ...]
    fields: Integers
    programs: NDArray[np.uint64]
    tables: Integers
    numbers: int
    clock: layout.Clock
    at_cut: Integers

    @property
    def width(self) -> int:
        """How many clocks an item has at most."""
        return int(self.tables.shape[2])

    @property
    def header(self) -> int:
        """How many numbers of an item's state hold its code and its clocks' lanes."""
        return 1 + self.width // 4

    def totals(self) -> Integers:
        return np.zeros((len(self.values), self.width, len(self.edges) + 2, layout.OUTCOMES), np.int64)

    def state(self, rows: int) -> Integers:
        """Room for so many items, all zero, each in 32 bytes or a multiple of it, beginning on a line of the cache.

        Filled, not made of zeros: NumPy then asks for large pages, which are touched faster.
        """
        width = -(-(self.header + self.numbers) // 4) * 4
        flat = np.empty(rows * width + 8, np.int64)
        flat.fill(0)
        begin = -flat.ctypes.data % 64 // 8
        return flat[begin : begin + rows * width].reshape(rows, width)


@dataclass(frozen=True)
class Count:
    """Items counted once, at their first event of a kind; `event` is None where the record has no such events."""

    name: str
    population: Population
    event: str | None


def obstacle(rule: ClockRule) -> str | None:
    """Why a clock cannot be folded in one pass by a small state; None where it can. Single items may still need the definition."""
    if rule.kind not in ("once", "work"):
        return f"'{rule.stop}' starts a clock again and again"
    if rule.amended:
        return "its clause has been amended"
    if rule.deadline is not None or rule.start.startswith("field "):
        return "its instants stand in fields of the items"
    if rule.boundary != "closing time":
        return "it is due at the next opening"
    if not rule.pauses_after_due:
        return "it cannot pause once it is late"
    if rule.within is None:
        return "it has no target"
    if not any(rule.schedule.weekly):
        return "its calendar has no weekly hours"
    return None


def plan(parts: Parts, rules: Sequence[ClockRule], counts: Sequence[Count], fields: Sequence[str], edges: Sequence[int], cut: int) -> Plan:
    """The plan of some clocks and counts of one record; `fields` are those that levels ask for beside theirs. Raises `NotInOnePass`."""
    if len(edges) - 1 > SPANS:
        raise NotInOnePass(f"more than {SPANS} spans of time are asked for at once")
    every: list[ClockRule | Count] = [*rules, *counts]
    tables_of = {name for rule in rules for name in rule.target_fields}
    wanted = sorted({*fields, *tables_of, *(name for one in every for name in one.population.fields)})
    digits = {name: [None, *_values(parts.words, name)] for name in wanted}
    bits = {name: len(texts).bit_length() for name, texts in digits.items()}
    if sum(bits.values()) > CODE_BITS:
        raise NotInOnePass(f"the fields {', '.join(wanted)} have too many combinations of values")
    values = _combinations(digits, bits)
    slots = tuple(tuple(one.name for one in every if one.population.holds(each)) for each in values)
    width = max(1, *(len(names) for names in slots))
    if width > SLOTS:
        raise NotInOnePass(f"an item has {width} clocks, and {SLOTS} fit")
    does = {rule.name: _program(parts.words, rule) for rule in rules} | {count.name: _counting(parts.words, count) for count in counts}
    by_name = {rule.name: rule for rule in rules}
    hours: dict[Schedule, int] = {}
    tables = np.zeros((5, len(values), width), np.int64)
    tables[layout.DAYS] = -1
    days: dict[tuple[int, Length, str], tuple[int, Target]] = {}
    programs = np.zeros((len(values) + 1, parts.words.height), np.uint64)
    for code, (each, names) in enumerate(zip(values, slots, strict=True)):
        for slot, name in enumerate(names):
            program = does[name]
            rule = by_name.get(name)
            if rule is None:
                programs[code] |= program.astype(np.uint64) << np.uint64(4 * slot)
                continue
            target = target_for(rule, each)
            length = target.microseconds if target is not None else None
            if target is None or not (target.in_days or length):
                program = np.where(program == layout.START, layout.DEFER, program)
            else:
                tables[layout.SCHEDULE, code, slot] = hours.setdefault(target.hours, len(hours))
                if target.in_days:
                    key = (int(tables[layout.SCHEDULE, code, slot]), target.length, rule.day_due)
                    tables[layout.DAYS, code, slot], _ = days.setdefault(key, (len(days), target))
                else:
                    tables[layout.ALLOWED, code, slot] = length or 0
            tables[layout.MODE, code, slot] = _mode(rule)
            tables[layout.CALENDAR, code, slot] = hours.setdefault(rule.schedule, len(hours))
            programs[code] |= program.astype(np.uint64) << np.uint64(4 * slot)
    spans = [part.at for part in parts.parts]
    first, last = min([edges[0], cut, *(at for at, _ in spans)]) - DAY, max([edges[-1], cut, *(at for _, at in spans)]) + DAY
    try:
        opened = open_time(list(hours) or [Schedule.always_open()], first, last)
    except TooFine:
        raise NotInOnePass("a calendar opens and closes on too fine a grid") from None
    numbers = range(len(opened.halves))
    marks = [[opened.before(number, edge - 1) for edge in edges] for number in numbers]
    at_cut = np.array([opened.before(number, cut - 1) for number in numbers], np.int64)
    return Plan(
        values,
        slots,
        tuple(edges),
        _digits(parts.words, digits, bits, programs),
        programs,
        tables,
        max(1, *(sum(name in by_name for name in names) for names in slots)),
        (
            opened.origins,
            opened.halves,
            opened.words,
            np.array([*marks, [edge - 1 for edge in edges]], np.int64),
            _day_table([target for _, target in days.values()], opened),
        ),
        at_cut,
    )


def _values(words: pl.DataFrame, name: str) -> list[str]:
    return sorted(words.filter((pl.col("event") == "field") & (pl.col("field") == name))["value"].drop_nulls().unique().to_list())


def _combinations(digits: Mapping[str, Sequence[str | None]], bits: Mapping[str, int]) -> tuple[Mapping[str, str | None], ...]:
    """The values of every code: the first field has the lowest bits. Codes that no item can have stand for items without the field."""
    combined: list[dict[str, str | None]] = [{}]
    for name, texts in digits.items():
        padded = [*texts, *[None] * ((1 << bits[name]) - len(texts))]
        combined = [{**each, name: text} for text in padded for each in combined]
    return tuple(combined)


def _digits(
    words: pl.DataFrame, digits: Mapping[str, Sequence[str | None]], bits: Mapping[str, int], programs: NDArray[np.uint64]
) -> Integers:
    """What each word does to an item's code; see `layout.MASK`."""
    found = np.zeros((words.height, 3), np.int64)
    found[:, layout.MATTERS] = np.where(programs.any(axis=0), layout.SEEN, 0)
    shifts, shift = {}, 0
    for name in digits:
        shifts[name] = shift
        shift += bits[name]
    for word, (event, field, value, _) in enumerate(words.iter_rows()):
        if event == "field" and field in digits:
            digit = -1 if value is None else digits[field].index(value) << shifts[field]
            found[word, : layout.MATTERS] = ((1 << bits[field]) - 1) << shifts[field], digit
    return found


def _program(words: pl.DataFrame, rule: ClockRule) -> NDArray[np.int64]:
    """What each word does to the clock."""
    number = pl.int_range(words.height).cast(pl.String)
    events = words.with_columns(
        record=pl.lit(rule.record),
        item=number,
        id=number,
        at=pl.lit(0, pl.Int64),
        received_at=pl.lit(0, pl.Int64),
        sequence=pl.lit(None, pl.Int64),
    )
    found = np.zeros(words.height, np.int64)
    deferred = {Role.PAUSE} if rule.longest_pause is not None else set()
    if rule.reopen_within is not None or rule.reopened == "starts a new cycle":
        deferred.add(Role.REOPEN)
    for word, role in steps(events, rule).select("id", "role").iter_rows():
        if role == Role.FIELD:
            continue
        if found[int(word)]:
            raise NotInOnePass(f"one event both {Role(role).name.lower()}s clock '{rule.name}' and does something else to it")
        found[int(word)] = layout.DEFER if Role(role) in deferred or Role(role) not in _ROLES else _ROLES[Role(role)]
    return found


def _counting(words: pl.DataFrame, count: Count) -> NDArray[np.int64]:
    """What each word does to a count."""
    return np.array([layout.COUNT if event == count.event else layout.NOTHING for event in words["event"]], np.int64)


def _mode(rule: ClockRule) -> int:
    mode = {"when due": 0, "when stopped": layout.BY_STOP, "when started": layout.BY_START}[rule.counted]
    mode |= layout.CLEARS if rule.kind == "work" else 0
    mode |= layout.KEEPS_CLOSED_TIME if rule.reopened == "continues with closed time" else 0
    return mode | (layout.NO_OUTSIDE if rule.outside_left_out else 0)


def _day_table(targets: Sequence[Target], opened: OpenTime) -> Integers:
    """For targets in working days: from which start on (`[target, place]`) F stands where (`[target, place]`) when they are used up.

    Between two closings, or midnights inside a shift, every start has the same due instant.
    """
    rows = []
    for target in targets:
        if target.length.amount.denominator != 1 or target.rule.day_due != "end of that day":
            raise NotInOnePass("a target in working days is due at the time of day of its start")
        changes = target.hours.transitions(opened.first, opened.last)
        if any(change.before % _GRID or change.after % _GRID for change in changes):
            raise NotInOnePass("a calendar's midnights do not lie on quarters of an hour")
        hours = target.hours.hours(opened.first, opened.last)
        inside = hours.ends[(hours.ends > opened.first) & (hours.ends < opened.last)]
        starts = np.unique(np.concatenate([[opened.first], inside, np.arange(opened.first, opened.last, _GRID)]))
        due = due_by_day(target.hours, starts, int(target.length.amount), "end of that day")
        if (due == UNREACHABLE).any():
            raise NotInOnePass("a calendar has too few working days left")
        fresh = np.concatenate([[True], due[1:] != due[:-1]])
        reach = target.hours.hours(opened.first, int(due.max()))
        origin = reach.open_before(np.array([opened.first]))
        rows.append((starts[fresh], reach.open_before(due[fresh]) - origin))
    width = max((len(starts) for starts, _ in rows), default=1)
    found = np.full((2, max(1, len(rows)), width), 2**62, np.int64)
    for row, (starts, reached) in enumerate(rows):
        found[0, row, : len(starts)], found[1, row, : len(reached)] = starts, reached
    return found
