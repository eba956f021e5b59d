"""Text to nodes: YAML without its surprises. Every scalar stays the text that was written, with its line.

Anchors, aliases, tags, directives, second documents and keys that are not one piece of text are faults. Where the text cannot be parsed,
it is parsed clause by clause, so that one slip does not hide the faults of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.values.fault import Fault, Place

LONGEST = 1_000_000
"""The longest text that is read, in bytes: about forty times the longest contract seen."""
DEEPEST = 16
_CLAUSE = re.compile(r"\s*([0-9]{1,2}\.[0-9]{1,3}[A-Z]?) ")


class Unreadable(Exception):
    """The text is not YAML at some line."""

    def __init__(self, line: int, what: str, remedy: str) -> None:
        self.line, self.what, self.remedy = line, what, remedy
        super().__init__(what)


def compose(text: str) -> tuple[Pairs, list[Fault], set[str]]:
    """The text as nodes, the faults of its form, and the top-level keys of which something is missing."""
    root, faults, broken = _composed(text)
    return root, list(faults), set(broken)


@lru_cache(maxsize=16)
def _composed(text: str) -> tuple[Pairs, tuple[Fault, ...], frozenset[str]]:
    """One edit of a draft asks for the same text many times, and nodes are values."""
    root, faults, broken = _of_text(text)
    return root, tuple(faults), frozenset(broken)


def _of_text(text: str) -> tuple[Pairs, list[Fault], set[str]]:
    faults: list[Fault] = []
    try:
        root = _parsed(text, 0, faults)
    except Unreadable as whole:
        faults.clear()
        root, faults, broken = _in_pieces(text, faults)
        return root, faults or [Fault(Place(line=whole.line), whole.what, whole.remedy)], broken
    if not isinstance(root, Pairs):
        line = root.line if root else 1
        faults.append(Fault(Place(line=line), "this is not a contract: it has no sections", "begin with 'remit terms: 1'"))
        root = Pairs((), line)
    return root, faults, set()


def _in_pieces(text: str, faults: list[Fault]) -> tuple[Pairs, list[Fault], set[str]]:
    """Sections parsed one by one, and the clauses of a broken section one by one."""
    entries: list[Entry] = []
    broken: set[str] = set()
    for start, lines in _pieces(text.split("\n"), 0, 0):
        section = lines[0].split(":")[0].strip()
        try:
            root = _parsed("\n".join(lines), start, faults)
            entries.extend(root.entries if isinstance(root, Pairs) else ())
        except Unreadable as whole:
            broken.add(section)
            entries.append(Entry(section, start + 1, _clauses(lines, start, whole, faults)))
    return Pairs(tuple(entries), 1), faults, broken


def _clauses(lines: list[str], start: int, whole: Unreadable, faults: list[Fault]) -> Node:
    """What can be read of a broken section; tells what cannot."""
    body = lines[1:]
    indent = min((len(line) - len(line.lstrip(" ")) for line in body if line.strip() and not line.lstrip().startswith("#")), default=0)
    kept: list[Entry] = []
    told = 0
    if indent and lines[0].rstrip().endswith(":"):
        for offset, piece in _pieces(body, start + 1, indent):
            try:
                root = _parsed("\n".join(piece), offset, faults)
                kept.extend(root.entries if isinstance(root, Pairs) else ())
            except Unreadable as part:
                told += 1
                clause = _CLAUSE.match(piece[0])
                faults.append(Fault(Place(clause=clause[1] if clause else None, line=part.line), part.what, part.remedy))
    if not told:
        faults.append(Fault(Place(line=whole.line), whole.what, whole.remedy))
    return Pairs(tuple(kept), start + 1)


def _pieces(lines: list[str], start: int, indent: int) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines that begin at an indentation, each with its offset in the text."""
    piece: list[str] = []
    first = start
    for number, line in enumerate(lines, start):
        stripped = line.lstrip(" ")
        begins = bool(stripped) and len(line) - len(stripped) <= indent and stripped[0] not in "#-]}\t"
        if begins and piece:
            yield first, piece
            piece = []
        if begins or piece:
            first = number if not piece else first
            piece.append(line)
    if piece:
        yield first, piece


def _parsed(text: str, offset: int, faults: list[Fault]) -> Node | None:
    """One document as a node; `Unreadable` where it is not YAML."""
    builder = _Builder(offset, faults)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if not builder.take(event):
                break
    except MarkedYAMLError as error:
        raise _unreadable(error, text, offset) from None
    except (YAMLError, ValueError, IndexError, AttributeError, TypeError, AssertionError, RecursionError) as error:
        # The parser fails in many ways on bytes that no person would write; all of them mean the same to the reader.
        raise Unreadable(offset + 1, f"the text cannot be read ({type(error).__name__})", "save it as plain text in UTF-8") from None
    return builder.root


class _Builder:
    """Puts parser events together to nodes, without recursion."""

    def __init__(self, offset: int, faults: list[Fault]) -> None:
        self.offset = offset
        self.faults = faults
        self.root: Node | None = None
        self.open: list[tuple[Any, int, list[Node]]] = []
        self.documents = 0

    def take(self, event: Any) -> bool:
        """Takes one event; False when the rest is not to be read."""
        line = event.start_mark.line + 1 + self.offset
        if isinstance(event, DocumentStartEvent):
            return self._document(event, line)
        if isinstance(event, AliasEvent):
            self._put(Scalar(f"*{event.anchor}", line, alias=True))
        elif isinstance(event, ScalarEvent):
            self._plain(event, line)
            self._put(Scalar(event.value.strip("\n"), line))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._plain(event, line)
            if len(self.open) >= DEEPEST:
                raise Unreadable(line, f"the text is nested more than {DEEPEST} deep", "a contract needs no more than six")
            self.open.append((event, line, []))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            start, begun, children = self.open.pop()
            flow = bool(start.flow_style)
            mapping = isinstance(event, MappingEndEvent)
            self._put(self._pairs(children, begun, flow) if mapping else Items(tuple(children), begun, flow))
        return True

    def _document(self, event: Any, line: int) -> bool:
        self.documents += 1
        if self.documents > 1:
            self.faults.append(
                Fault(Place(line=line), "a second document begins here", "a contract is one text: take out '---' and what follows")
            )
            return False
        if event.version or event.tags:
            self.faults.append(Fault(Place(line=line), "a line beginning with % directs a parser", "take it out"))
        return True

    def _plain(self, event: Any, line: int) -> None:
        if event.anchor:
            self.faults.append(Fault(Place(line=line), f"'&{event.anchor}' is a YAML anchor", "a contract repeats its words: take it out"))
        if event.tag:
            self.faults.append(Fault(Place(line=line), f"'{event.tag}' is a YAML tag", "take it out; the rule says what a value is"))

    def _put(self, node: Node) -> None:
        if self.open:
            self.open[-1][2].append(node)
        elif self.root is None:
            self.root = node

    def _pairs(self, children: list[Node], line: int, flow: bool) -> Pairs:
        entries = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Scalar) and not key.alias:
                entries.append(Entry(key.text, key.line, value))
            else:
                self.faults.append(Fault(Place(line=key.line), "a name here is not one piece of text", "write 'name: value'"))
        return Pairs(tuple(entries), line, flow)


def _unreadable(error: MarkedYAMLError, text: str, offset: int) -> Unreadable:
    """The parser's complaint in the words of somebody who writes contracts."""
    mark = error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    opened = error.context_mark.line + 1 + offset if error.context_mark else line + 1 + offset
    lines = text.split("\n")
    shown = lines[line].strip()[:60] if line < len(lines) else ""
    problem = str(error.problem or "")
    here = line + 1 + offset
    if "flow" in str(error.context):
        sign = "}" if "mapping" in str(error.context) else "]"
        return Unreadable(
            opened,
            f"what is opened here is not closed by '{sign}'",
            f"close it, with a comma between its parts and the last '{sign}' behind them",
        )
    if "mapping values are not allowed" in problem:
        return Unreadable(
            here,
            f"there is a colon too many, or the line is indented too far: {shown}",
            "put words with a colon in quotes, and indent like the lines above",
        )
    if "'\\t'" in problem or "\t" in lines[min(line, len(lines) - 1)]:
        return Unreadable(here, "the line is indented with a tab", "indent with spaces")
    if "could not find expected ':'" in problem:
        at = opened
        return Unreadable(at, f"the line has no colon: {lines[min(at - 1 - offset, len(lines) - 1)].strip()[:60]}", "write 'name: value'")
    if "quoted scalar" in str(error.context):
        return Unreadable(opened, "the quotation mark opened here is not closed", "close it, or take it out")
    if "block" in str(error.context) or "block" in problem:
        return Unreadable(here, f"the line does not stand under the lines above it: {shown}", "indent all settings of a clause alike")
    if "cannot start any token" in problem:
        return Unreadable(here, f"a value may not begin so: {shown}", "put it in quotes")
    return Unreadable(
        here,
        f"the text cannot be read from here on ({problem or 'no YAML'}): {shown}",
        "write 'name: value', and indent like the lines above",
    )
