"""XES, the XML of process mining (IEEE 1849), read as a stream: one row per event, with its trace's attributes as `case:…` columns.

A document type is refused, because entities declared there are how small files grow without end; nothing outside the file is ever opened.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from remit.exchange.table import ROW, Table, contents, headed, numbered, refused
from remit.values.fault import Refused

_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
DEEPEST = 64


def read(path: Path, columns: tuple[str, ...] | None = None) -> Table:
    """The file as a table of text, one row per event. Raises `Refused`."""
    reader = _Reader(path.name)
    try:
        reader.parser.Parse(contents(path), True)
    except expat.ExpatError as error:
        what = f"line {error.lineno}: this is not whole XML ({expat.ErrorString(error.code)})"
        raise refused(path.name, what, "export it again") from None
    if not reader.events:
        raise refused(path.name, "the log holds no event", "export it again as XES with its events")
    names = headed(path.name, dict.fromkeys(name for event in reader.events for name in event))
    wanted = [name for name in names if columns is None or name in columns]
    frame = numbered({name: [event.get(name) for event in reader.events] for name in names}, 1)
    notes = (f"{len(reader.events):,} events of {reader.traces:,} cases with {len(names)} attributes",)
    return Table(path.name, frame.select(ROW, *wanted), notes)


class _Reader:
    """What is open while the XML streams by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.events: list[dict[str, str]] = []
        self.traces = 0
        self.open: list[str] = []
        self.trace: dict[str, str] = {}
        self.event: dict[str, str] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = self.doctype

    def doctype(self, *_: object) -> int:
        raise self.fault("the file declares a document type or an entity, which no event log needs", "take it out of the file")

    def fault(self, what: str, remedy: str) -> Refused:
        return refused(self.name, f"line {self.parser.CurrentLineNumber}: {what}", remedy)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise self.fault(f"elements are nested more than {DEEPEST} deep", "export it again")
        tag = tag.rsplit(":", 1)[-1]
        inside = self.open[-1] if self.open else None
        if inside is None and tag != "log":
            raise self.fault(f"the file begins with <{tag}>, and a XES log with <log>", "give its format by its ending")
        if tag == "trace":
            self.trace = {}
            self.traces += 1
        elif tag == "event":
            self.event = {}
        elif tag in _VALUES and "key" in attributes:
            if inside == "event" and self.event is not None:
                self.event[attributes["key"]] = attributes.get("value", "")
            elif inside == "trace":
                self.trace[f"case:{attributes['key']}"] = attributes.get("value", "")
        self.open.append(tag)

    def end(self, tag: str) -> None:
        closed = self.open.pop()
        if closed == "event" and self.event is not None:
            self.events.append({**self.trace, **self.event})
            self.event = None
