"""Reads the text of a mapping: every fault with its line, what is wrong and what to write; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

from remit.exchange.instants import known_form
from remit.exchange.mapping import OPEN, ROLES, SHAPES, THE_VALUE, Field, Instant, LeftOut, Mapping, Outcome
from remit.terms.compose import LONGEST, compose
from remit.terms.context import listed, nearest
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.values.fault import Fault, Place, Refused
from remit.values.period import UnknownZone
from remit.values.period import zone as known_zone

CHOICES = {
    "skipped hour": ("read after", "read before", "refused"),
    "repeated hour": ("first", "second", "refused"),
    "other events": ("refused", "kept", "left out"),
    "other states": ("refused", "kept", "left out"),
    "other people": ("refused", "kept", "left out"),
    "same number twice": ("refused", "kept"),
}
KEYS = (
    "remit mapping", "title", "record", "shape", "zone", "skipped hour", "repeated hour", "dates", "missing", "received", "columns",
    "events", "other events", "states", "other states", "state field", "reopened after", "who", "other people", "fields", "constants",
    "leave out", "recognised by", "control totals", "sheet", "same number twice", "optional", "first event",
)  # fmt: skip
AFTER = {"seconds after": "second", "minutes after": "minute", "hours after": "hour"}
PARTIES = ("client", "provider", "third party", "agent", "customer", "system")
NEEDED = {"event log": ("item", "event", "at"), "one row per item": ("item",), "snapshots": ("item", "at")}


class _Reading:
    """One text being read: its faults, and its entries by key."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.entries: dict[str, Entry] = {}
        self.answers: dict[str, str] = {}

    def fault(self, line: int | None, what: str, remedy: str = "") -> None:
        self.faults.append(Fault(Place(file=self.name, line=line), what, remedy))

    def text(self, key: str, default: str = "") -> str:
        if key in self.answers:
            return self.answers[key]
        entry = self.entries.get(key)
        return default if entry is None else self.scalar(entry.value, f"'{key}'") or default

    def scalar(self, node: Node, what: str) -> str:
        if isinstance(node, Scalar) and not node.alias:
            return node.text
        self.fault(node.line, f"{what} is not one piece of text", "write one word or phrase")
        return ""

    def choice(self, key: str) -> str:
        options = CHOICES[key]
        word = self.text(key, options[0])
        if word not in options:
            self.fault(self.entries[key].line, f"'{key}' is '{word}'", f"write {listed(options, 'or')}")
        return word

    def words(self, node: Node, what: str) -> tuple[str, ...]:
        nodes = node.items if isinstance(node, Items) else (node,)
        return tuple(self.scalar(one, what) for one in nodes)

    def listed(self, key: str) -> tuple[str, ...]:
        return self.words(self.entries[key].value, f"'{key}'") if key in self.entries else ()

    def pairs(self, key: str) -> Iterator[Entry]:
        entry = self.entries.get(key)
        if entry is not None:
            yield from self.group(entry.value, f"'{key}'")

    def group(self, node: Node, what: str) -> Iterator[Entry]:
        if not isinstance(node, Pairs):
            self.fault(node.line, f"{what} is not a group of 'name: value'", "write one line for each")
            return
        seen: dict[str, int] = {}
        for entry in node:
            if entry.key in seen:
                self.fault(entry.line, f"'{entry.key}' is written twice (line {seen[entry.key]})", "keep one")
                continue
            seen[entry.key] = entry.line
            yield entry


def read(text: bytes | str, name: str, *, zone: str | None = None, record: str | None = None) -> Mapping:
    """The mapping of a text; `name` is its file's name in faults. Raises `Refused` with every fault of the text.

    `zone` and `record` are answers that stand in place of what the text says, for ready mappings that leave them open.
    """
    reading = _Reading(name)
    reading.answers = {key: answer for key, answer in (("zone", zone), ("record", record)) if answer is not None}
    for entry in reading.group(_root(text, reading), "the mapping"):
        if entry.key not in KEYS:
            guess = nearest(entry.key, KEYS)
            reading.fault(
                entry.line, f"'{entry.key}' is not part of a mapping", f"write '{guess}'" if guess else f"a mapping has {listed(KEYS)}"
            )
            continue
        reading.entries[entry.key] = entry
    version = reading.text("remit mapping")
    if "remit mapping" not in reading.entries:
        reading.faults = []
        reading.fault(1, "the text does not say that it is a mapping", "begin it with 'remit mapping: 1'")
        raise Refused(reading.faults)
    elif version != "1":
        reading.fault(
            reading.entries["remit mapping"].line,
            f"this is mapping version '{version}', and this program reads version 1",
            "write 'remit mapping: 1'",
        )
    mapping = _mapping(reading)
    if reading.faults:
        raise Refused(sorted(reading.faults, key=lambda fault: fault.place.line or 0))
    return mapping


def _root(text: bytes | str, reading: _Reading) -> Pairs:
    written = _decoded(text, reading) if isinstance(text, bytes) else text
    if len(written) > LONGEST:
        reading.fault(None, f"the text has {len(written):,} characters", f"a mapping has at most {LONGEST:,}")
        raise Refused(reading.faults)
    root, faults, _ = compose(written)
    if not root.entries:
        reading.fault(1, "this is not a mapping: it has no settings", "begin it with 'remit mapping: 1'")
        raise Refused(reading.faults)
    for fault in faults:
        reading.faults.append(replace(fault, place=replace(fault.place, file=reading.name, clause=None)))
    return root


def _decoded(text: bytes, reading: _Reading) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.fault(text.count(b"\n", 0, error.start) + 1, "the text is not UTF-8", "save it as plain text in UTF-8")
        raise Refused(reading.faults) from None


def presets() -> dict[str, tuple[str, ...]]:
    """The mappings that ship with Remit, by name (`zendesk`, `jira`), with the columns by which a file is recognised."""
    home = resources.files("remit.exchange").joinpath("presets")
    names = sorted(file.name.removesuffix(".yaml") for file in home.iterdir() if file.name.endswith(".yaml"))
    return {name: recognition(preset_text(name)) for name in names}


def recognition(text: str) -> tuple[str, ...]:
    """The columns by which a mapping's files are recognised; none where it does not say."""
    reading = _Reading("mapping")
    reading.entries = {entry.key: entry for entry in compose(text)[0]}
    return reading.listed("recognised by")


def preset_text(name: str) -> str:
    """The text of a ready mapping, to be copied and changed."""
    return resources.files("remit.exchange").joinpath("presets", f"{name}.yaml").read_text(encoding="utf-8")


def _mapping(reading: _Reading) -> Mapping:
    shape = next((one for one in SHAPES if one == reading.text("shape")), None)
    if shape is None:
        said = f"'shape' is '{reading.text('shape')}'" if "shape" in reading.entries else "'shape' is missing"
        reading.fault(_line(reading, "shape"), said, f"write {listed(SHAPES, 'or')}")
    if not reading.text("record"):
        reading.fault(
            _line(reading, "record"), "'record' is missing", "name the record of the terms (section 5) that these events belong to"
        )
    columns = _columns(reading, shape)
    shape = shape or "event log"
    received, received_column = _received(reading)
    as_words = shape == "event log"
    return Mapping(
        title=reading.text("title"),
        record=reading.text("record"),
        shape=shape,
        zone=_zone(reading),
        dates=_dates(reading),
        columns=columns,
        skipped_hour=reading.choice("skipped hour"),
        repeated_hour=reading.choice("repeated hour"),
        missing=reading.listed("missing") or ("",),
        received=received,
        received_column=received_column,
        events={entry.key: _outcomes(reading, entry, "event") for entry in reading.pairs("events")} if as_words else {},
        instants=() if as_words else tuple(_instants(reading)),
        other_events=reading.choice("other events"),
        states={entry.key: _outcomes(reading, entry, "state") for entry in reading.pairs("states")},
        other_states=reading.choice("other states"),
        state_field=reading.text("state field") or None,
        reopened_after=reading.listed("reopened after"),
        first_event=reading.text("first event") or None,
        who={entry.key: reading.scalar(entry.value, f"'{entry.key}'") for entry in reading.pairs("who")},
        other_people=reading.choice("other people"),
        fields=tuple(_fields(reading)),
        constants=_constants(reading),
        leave_out=tuple(_left_out(reading)),
        recognised_by=reading.listed("recognised by"),
        control_totals=_totals(reading),
        sheet=reading.text("sheet") or None,
        kept_repeats=reading.choice("same number twice") == "kept",
        optional=reading.listed("optional"),
    )


def _line(reading: _Reading, key: str) -> int | None:
    return reading.entries[key].line if key in reading.entries else None


def _columns(reading: _Reading, shape: str | None) -> dict[str, str]:
    columns = {}
    for entry in reading.pairs("columns"):
        if entry.key not in ROLES:
            reading.fault(entry.line, f"'{entry.key}' is not something a column can be", f"write one of {listed(ROLES, 'or')}")
        column = reading.scalar(entry.value, f"'{entry.key}'")
        if column == OPEN:
            reading.fault(entry.line, f"which column is '{entry.key}' is an open question", "write the column's name")
        columns[entry.key] = column
    for role in NEEDED.get(shape or "", ()):
        if role not in columns and not (role == "event" and "event" in {entry.key for entry in reading.pairs("constants")}):
            reading.fault(
                _line(reading, "columns"), f"the shape {shape} needs a column for '{role}'", f"write '{role}: ' and the column's name"
            )
    if shape == "one row per item" and "events" not in reading.entries:
        reading.fault(
            None,
            "the shape one row per item needs 'events'",
            "write each event with the column of its instant, such as 'created: opened_at'",
        )
    return columns


def _zone(reading: _Reading) -> str | None:
    name, line = reading.text("zone"), _line(reading, "zone")
    if not name:
        return None
    if name == OPEN:
        reading.fault(line, "the time zone of the dates is an open question", "write a place, such as Europe/London")
        return None
    try:
        known_zone(name)
    except UnknownZone:
        reading.fault(line, f"'{name}' is not a time zone with its summer time", "write a place, such as Europe/London")
    return name


def _dates(reading: _Reading) -> tuple[str, ...]:
    forms = reading.listed("dates")
    for form in forms:
        if form == OPEN:
            reading.fault(
                _line(reading, "dates"), "the form of the dates is an open question", "write it, such as 'day/month/year hour:minute'"
            )
        elif not known_form(form):
            remedy = "write it with the words year, month, day, hour, minute, second, such as 'day/month/year hour:minute', or 'iso 8601'"
            reading.fault(_line(reading, "dates"), f"'{form}' is not a form of date", remedy)
    if not forms:
        reading.fault(None, "'dates' is missing", "write the form of the dates, such as 'day/month/year hour:minute', or 'iso 8601'")
    return forms


def _received(reading: _Reading) -> tuple[str, str | None]:
    entry = reading.entries.get("received")
    if entry is not None and isinstance(entry.value, Pairs):
        column = next((reading.scalar(one.value, "'column'") for one in entry.value if one.key == "column"), "")
        if not column:
            reading.fault(entry.line, "'received' names no column", "write {column: name}")
        return "column", column or None
    word = reading.text("received", "on import")
    if word not in ("on import", "when it happened"):
        reading.fault(_line(reading, "received"), f"'received' is '{word}'", "write on import, when it happened or {column: name}")
    return word, None


def _outcomes(reading: _Reading, entry: Entry, kind: str) -> tuple[Outcome, ...]:
    nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
    return tuple(one for node in nodes for one in _outcome(reading, node, entry, kind))


def _outcome(reading: _Reading, node: Node, entry: Entry, kind: str) -> Iterator[Outcome]:
    if isinstance(node, Scalar):
        if node.text == OPEN:
            reading.fault(entry.line, f"what '{entry.key}' means is an open question", "write a word of the terms, or 'left out'")
        elif node.text != "left out":
            yield Outcome(event=node.text) if kind == "event" else Outcome(state=node.text)
        return
    parts = {one.key: reading.scalar(one.value, f"'{one.key}'") for one in reading.group(node, f"'{entry.key}'")}
    unknown = [key for key in parts if key not in ("event", "state", "field", "who", "caused by")]
    if unknown or sum(key in parts for key in ("event", "state", "field")) != 1:
        remedy = "write {event: word}, {state: word} or {field: name}, with 'who' or 'caused by' where it is known"
        reading.fault(entry.line, f"'{entry.key}' does not say which one event it becomes", remedy)
        return
    who = parts.get("who") or parts.get("caused by")
    if who is not None and who not in PARTIES:
        reading.fault(entry.line, f"'{who}' is nobody who can act", f"write {listed(PARTIES, 'or')}")
    if parts.get("state") == THE_VALUE and kind == "state":
        reading.fault(entry.line, f"the state of '{entry.key}' would be itself", "write the word of the terms")
    yield Outcome(parts.get("event"), parts.get("state"), parts.get("field"), who)


def _instants(reading: _Reading) -> Iterator[Instant]:
    told: list[str] = []
    for entry in reading.pairs("events"):
        if isinstance(entry.value, Scalar):
            parts = {"column": entry.value.text}
        else:
            parts = {one.key: reading.scalar(one.value, f"'{one.key}'") for one in reading.group(entry.value, f"'{entry.key}'")}
            for key in parts:
                if key not in ("column", "who", "value", *AFTER):
                    reading.fault(
                        entry.line, f"'{key}' is not part of an event's column", "write {column: name}, with 'who' and 'value' where needed"
                    )
        column, after = parts.get("column", ""), next((key for key in AFTER if key in parts), None)
        if after is not None and parts[after] not in told:
            reading.fault(entry.line, f"'{entry.key}' comes after '{parts[after]}', which has no column above it", "write that event first")
        told.append(entry.key)
        if column in ("", OPEN):
            reading.fault(
                entry.line,
                f"which column holds the instant of '{entry.key}' is an open question",
                "write the column's name, or take the line out",
            )
        unit = AFTER[after] if after else "minute"
        yield Instant(entry.key, column, parts.get("who"), parts.get("value"), parts[after] if after else None, unit)


def _fields(reading: _Reading) -> Iterator[Field]:
    for entry in reading.pairs("fields"):
        if isinstance(entry.value, Scalar):
            yield Field(entry.key, entry.value.text)
            continue
        parts = {one.key: one for one in reading.group(entry.value, f"'{entry.key}'")}
        if "column" not in parts:
            reading.fault(entry.line, f"the field '{entry.key}' names no column", "write 'column: ' and its name")
            continue
        words = reading.group(parts["words"].value, "'words'") if "words" in parts else ()
        named = {one.key: reading.scalar(one.value, f"'{one.key}'") for one in words}
        yield Field(entry.key, reading.scalar(parts["column"].value, "'column'"), named)


def _constants(reading: _Reading) -> dict[str, str]:
    constants = {}
    for entry in reading.pairs("constants"):
        if entry.key not in ("who", "event", "value"):
            reading.fault(entry.line, f"'{entry.key}' cannot be the same for every row", "write who, event or value")
        constants[entry.key] = reading.scalar(entry.value, f"'{entry.key}'")
    return constants


def _left_out(reading: _Reading) -> Iterator[LeftOut]:
    entry = reading.entries.get("leave out")
    if entry is None:
        return
    for node in entry.value.items if isinstance(entry.value, Items) else (entry.value,):
        parts = {one.key: one for one in reading.group(node, "a row of 'leave out'")}
        if "where" not in parts or "because" not in parts:
            reading.fault(
                node.line, "a row of 'leave out' says neither which rows nor why", "write {where: {column: value}, because: reason}"
            )
            continue
        where = {one.key: reading.words(one.value, f"'{one.key}'") for one in reading.group(parts["where"].value, "'where'")}
        yield LeftOut(where, reading.scalar(parts["because"].value, "'because'"))


def _totals(reading: _Reading) -> dict[str, int]:
    totals = {}
    for entry in reading.pairs("control totals"):
        text = reading.scalar(entry.value, f"'{entry.key}'").replace(",", "")
        if not text.isdigit():
            reading.fault(entry.line, f"the control total of '{entry.key}' is '{text}'", "write a whole number")
            continue
        totals[entry.key] = int(text)
    return totals
