"""The text of a contract as nodes: every scalar is the text that was written, with its line. Nothing is typed yet, so 2.70 stays 2.70."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scalar:
    """One piece of text. `alias` marks `*word`, which contracts do not have."""

    text: str
    line: int
    alias: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value; `line` is the key's."""

    key: str
    line: int
    value: Node


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping in the order of the text, with every key as often as it was written. `flow` is true inside braces."""

    entries: tuple[Entry, ...]
    line: int
    flow: bool = False

    def get(self, key: str) -> Node | None:
        """The first value of a key."""
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int
    flow: bool = False


Node = Scalar | Pairs | Items


def shown(node: Node) -> str:
    """The node in a few words, for a message."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())[:80] or "nothing"
    return "a list" if isinstance(node, Items) else "a group of settings"
