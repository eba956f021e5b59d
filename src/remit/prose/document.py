"""A printed text as a value: headings, paragraphs and tables, with two marks in running text: **bold** and *italic*.

>>> runs("**7 Clocks.** 7.1 *Email reply* runs *[in full]*.")
[('7 Clocks.', 'bold'), (' 7.1 ', ''), ('Email reply', 'italic'), (' runs ', ''), ('[in full]', 'italic'), ('.', '')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MARK = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; cells are running text."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """The whole prose; `digest` is that of the text it was made from, `dated` the day of its signature."""

    title: str
    digest: str
    dated: date
    blocks: tuple[Block, ...]


def runs(text: str) -> list[tuple[str, str]]:
    """Pieces of running text with their style: "", "bold" or "italic"."""
    found: list[tuple[str, str]] = []
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            found.append((text[end : mark.start()], ""))
        style = "bold" if mark["bold"] else "italic"
        found.append((mark[style], style))
        end = mark.end()
    return [*found, (text[end:], "")] if end < len(text) else found
