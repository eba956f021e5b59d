"""Puts clauses into a text line by line, so that the bytes of every other line stay as they were signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from remit.terms.clauses import order_of
from remit.terms.compose import compose
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs
from remit.values.fault import Fault, Place, Refused

ORDER = {name: number for number, name in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, and where it comes from: the name of a text and the number of the line in it."""

    text: str
    source: str
    number: int


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of one clause, or of one fixed section: `first` included, `last` excluded, counted from 0."""

    number: str
    title: str
    first: int
    last: int
    indent: int


def lines_of(text: str, source: str) -> list[Line]:
    """The text as lines with their ends; the last one gets an end where it has none."""
    parts = text.splitlines(keepends=True)
    if parts and not parts[-1].endswith("\n"):
        parts[-1] += "\n"
    return [Line(part, source, number) for number, part in enumerate(parts, 1)]


def spans(lines: list[Line]) -> dict[str, list[Span]]:
    """Every section with the lines of its clauses; a fixed section is one span under its own name."""
    root = _root("".join(line.text for line in lines).replace("\r\n", "\n"))
    found: dict[str, list[Span]] = {}
    ends = [*(entry.line - 1 for entry in root.entries[1:]), len(lines)]
    for entry, end in zip(root.entries, ends, strict=True):
        if entry.key not in ORDER and entry.key not in ("remove",):
            continue
        first = entry.line - 1
        if entry.key in FIXED or entry.key in ("amendments", "remove"):
            found[entry.key] = [Span(str(ORDER.get(entry.key, 0)), entry.key, first, _trimmed(lines, first, end), 0)]
        elif isinstance(entry.value, Pairs):
            found[entry.key] = list(_clauses(lines, entry.key, entry.value, end))
        else:
            found[entry.key] = []
    return found


@lru_cache(maxsize=4)
def _root(text: str) -> Pairs:
    """The text as nodes; one change asks for the same text several times."""
    return compose(text)[0]


def _clauses(lines: list[Line], section: str, node: Pairs, end: int) -> Iterator[Span]:
    if node.flow:
        source = lines[min(node.line, len(lines)) - 1]
        what = f"the section '{section}' is written inside braces, so its clauses have no lines of their own to amend"
        raise Refused([Fault(Place(line=source.number, file=source.source), what, "write every clause on lines of its own")])
    ends = [*(entry.line - 1 for entry in node.entries[1:]), end]
    for entry, last in zip(node.entries, ends, strict=True):
        number, _, title = entry.key.partition(" ")
        first = entry.line - 1
        indent = len(lines[first].text) - len(lines[first].text.lstrip(" "))
        yield Span(number, title, first, _trimmed(lines, first, last), indent)


def _trimmed(lines: list[Line], first: int, end: int) -> int:
    """The end of a span without the blank lines and comments that introduce what follows."""
    while end > first + 1 and (not lines[end - 1].text.strip() or lines[end - 1].text.lstrip().startswith("#")):
        end -= 1
    return end


def section_lines(lines: list[Line], name: str) -> int | None:
    """The index of a section's own line."""
    return next((index for index, line in enumerate(lines) if line.text.split(":")[0].rstrip() == name and line.text[:1].strip()), None)


def removed(lines: list[Line], span: Span) -> list[Line]:
    """The text without a clause, and without the blank lines behind it. The last clause of a section takes the section along."""
    last = span.last
    while last < len(lines) and not lines[last].text.strip():
        last += 1
    left = [*lines[: span.first], *lines[last:]]
    for name, rest in spans(left).items():
        head = section_lines(left, name)
        if head is not None and not rest:
            return [*left[:head], *left[head + 1 :]]
    return left


def replaced(lines: list[Line], span: Span, new: list[Line]) -> list[Line]:
    """The text with other lines in the place of a clause."""
    return [*lines[: span.first], *new, *lines[span.last :]]


def inserted(lines: list[Line], section: str, number: str, new: list[Line]) -> list[Line]:
    """The text with a new clause where its number belongs; a section that is not there is begun in its place."""
    found = spans(lines)
    if found.get(section):
        before = [span for span in found[section] if order_of(span.number) < order_of(number)]
        blank = Line("\n", new[0].source, new[0].number)
        apart = any(not lines[span.last].text.strip() for span in found[section][:-1] if span.last < len(lines))
        if before:
            at = before[-1].last
            return [*lines[:at], *([blank] if apart else []), *new, *lines[at:]]
        at = found[section][0].first
        return [*lines[:at], *new, *([blank] if apart else []), *lines[at:]]
    head = Line(f"{section}:\n", new[0].source, new[0].number)
    return _section_inserted(lines, section, [head, *new])


def _section_inserted(lines: list[Line], section: str, new: list[Line]) -> list[Line]:
    """The text with a new section before the first section of a higher number."""
    higher = [index for name in ORDER if ORDER[name] > ORDER[section] and (index := section_lines(lines, name)) is not None]
    blank = Line("\n", new[0].source, new[0].number)
    if not higher:
        return [*lines, blank, *new]
    at = min(higher)
    return [*lines[:at], *new, blank, *lines[at:]]


def section_written(lines: list[Line], section: str, new: list[Line]) -> list[Line]:
    """The text with a whole section replaced, or begun in its place."""
    span = next(iter(spans(lines).get(section, ())), None)
    return replaced(lines, span, new) if span is not None else _section_inserted(lines, section, new)


def indented(lines: list[Line], by: int) -> list[Line]:
    """Lines moved to the right, or to the left where `by` is negative."""
    if by >= 0:
        return [Line(" " * by + line.text if line.text.strip() else line.text, line.source, line.number) for line in lines]
    return [Line(line.text[-by:] if not line.text[:-by].strip() else line.text, line.source, line.number) for line in lines]
