"""The contract's prose as Markdown."""

from __future__ import annotations

import re

from remit.prose.document import Block, Document, Grid, Heading, runs

_MARKS = {"": "", "bold": "**", "italic": "*"}


def write(document: Document) -> str:
    """The same document gives the same text."""
    return "\n\n".join([f"# {_text(document.title)}", *[_block(block) for block in document.blocks]]) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"## {_text(block.text)}"
    if isinstance(block, Grid):
        rows = [block.heads, tuple("---" for _ in block.heads), *[tuple(_running(cell) for cell in row) for row in block.rows]]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return _running(block.text)


def _running(text: str) -> str:
    return "".join(f"{_MARKS[style]}{_text(piece)}{_MARKS[style]}" for piece, style in runs(text))


def _text(text: str) -> str:
    """Text as data: nothing of it becomes a table's border, a link or HTML. Brackets stay, because readings stand in them."""
    return re.sub(r"([\\`*_<>|])", r"\\\1", text)
