"""Docstrings are plain text with backticks, doctests and aligned lists; this turns them into what Sphinx reads, whatever they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any


def restructured(lines: list[str]) -> list[str]:
    """The lines of a docstring as reStructuredText: examples as examples, aligned or indented blocks as they stand, the rest as prose."""
    text: list[str] = []
    for block in _blocks(lines):
        if block[0].lstrip().startswith(">>>"):
            text += block
        elif any(line.startswith(" ") or re.search(r"\S {2,}\S", line) for line in block):
            text += ["::", "", *(f"    {line}" for line in block)]
        elif all(line.startswith(("- ", "| ")) for line in block):
            text += [f"- {_prose(line[2:])}" if line.startswith("- ") else f"| {line[2:]}" for line in block]
        else:
            text.append(_prose(" ".join(block)))
        text.append("")
    return text


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []


def _prose(line: str) -> str:
    """`code` as code, **strong** as strong, and no other mark with a meaning of its own."""
    text = ""
    for index, part in enumerate(re.split(r"(`[^`]+`|\*\*[^*]+\*\*)", line)):
        if index % 2:
            text += f"``{part[1:-1]}``" if part.startswith("`") else part
        else:
            plural = "\\ " if index and part[:1].isalnum() else ""  # `Band`s: a mark ends only before a space
            text += plural + re.sub(r"[*|\\]|_(?!\w)", lambda found: f"\\{found[0]}", part)
    return text


def setup(app: Any) -> dict[str, bool]:
    def process(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
        lines[:] = restructured(lines)

    app.connect("autodoc-process-docstring", process)
    return {"parallel_read_safe": True}
