"""The values of a text with the characters they stand in, from the parser's events; the text is one that `compose` reads without fault."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from remit.terms.document import SECTIONS
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.values.fault import Fault, Place, Refused

HEAD = "head"
"""What stands above all sections (title, form, schedule to, order of precedence), edited like a clause."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value with its first and last character. `begins` are the characters where keys or rows begin, `inner` what stands there."""

    node: Node
    start: int
    end: int
    flow: bool
    begins: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    inner: tuple[Spot, ...] = ()

    @property
    def last(self) -> int:
        """Behind its last character: the end that the parser gives a block reaches to what follows it."""
        return self.end if self.flow or not self.inner else self.inner[-1].last


def located(root: Spot, number: str) -> Spot:
    """A clause by its number, a fixed section by its name, or the head."""
    if number == HEAD:
        at = [index for index, key in enumerate(root.keys) if key not in SECTIONS.values()]
        keys, inner = tuple(root.keys[one] for one in at), tuple(root.inner[one] for one in at)
        entries = tuple(Entry(key, 0, spot.node) for key, spot in zip(keys, inner, strict=True))
        return Spot(Pairs(entries, 0), root.start, root.end, root.flow, tuple(root.begins[one] for one in at), keys, inner)
    for key, section in zip(root.keys, root.inner, strict=True):
        if key == number:
            return section
        for name, clause in zip(section.keys, section.inner, strict=False):  # lists have no keys
            if name.partition(" ")[0] == number:
                return clause
    raise Refused([Fault(Place(clause=number), "the text has no such clause", "look for its number in the text")])


def spots(words: str) -> Spot:
    """The whole text."""
    stack: list[tuple[int, bool, bool, list[Spot]]] = []
    for event in YAML(typ="safe", pure=True).parse(words):
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            stack.append((event.start_mark.index, bool(event.flow_style), isinstance(event, MappingStartEvent), []))
            continue
        if isinstance(event, ScalarEvent):
            made = Spot(Scalar(event.value.strip("\n"), 0), event.start_mark.index, event.end_mark.index, True)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            start, flow, mapping, parts = stack.pop()
            made = (
                _as_pairs(start, event.end_mark.index, flow, parts)
                if mapping
                else _as_items(start, event.end_mark.index, flow, parts, words)
            )
        else:
            continue
        if not stack:
            return made
        stack[-1][3].append(made)
    raise AssertionError("the text ended inside a value")


def _as_pairs(start: int, end: int, flow: bool, parts: list[Spot]) -> Spot:
    keys, values = parts[::2], parts[1::2]
    names = tuple(key.node.text if isinstance(key.node, Scalar) else "" for key in keys)
    entries = tuple(Entry(name, 0, value.node) for name, value in zip(names, values, strict=True))
    return Spot(Pairs(entries, 0), start, end, flow, tuple(key.start for key in keys), names, tuple(values))


def _as_items(start: int, end: int, flow: bool, parts: list[Spot], words: str) -> Spot:
    rows = Items(tuple(part.node for part in parts), 0)
    begins = tuple(part.start for part in parts) if flow else tuple(_dashes(words, start, parts))
    return Spot(rows, start, end, flow, begins, inner=tuple(parts))


def _dashes(words: str, start: int, parts: Sequence[Spot]) -> Iterator[int]:
    """Where the dash of each row of a block stands: the first where the list begins, the others below it."""
    margin = "\n" + " " * column_of(words, start)
    at = start
    for before, _ in itertools.pairwise([None, *parts]):
        if before is not None:
            at = words.index(f"{margin}-", before.last) + len(margin)
        yield at


def column_of(words: str, at: int) -> int:
    """How far from the left a character stands."""
    return at - (words.rfind("\n", 0, at) + 1)
