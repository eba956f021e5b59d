"""Values as the language writes them: `90 %`, `[email, chat]`, rows in braces, and lines below each other where a line would be too long.

>>> from remit.terms.patch import node
>>> print("\\n".join(lines_of_entry(Entry("bands", 0, node([{"from": "4.6", "bonus": "1 %"}])), 4)))
    bands:
      - {from: 4.6, bonus: 1 %}
"""

from __future__ import annotations

import re

from remit.terms.node import Entry, Items, Node, Pairs, Scalar

WIDEST = 100
"""A list or a row that needs more columns is written below."""
_STARTS = set("-?:,[]{}#&*!|>'\"%@`")
_IN_FLOW = set(",[]{}")


def is_plain(text: str, *, in_flow: bool = False) -> bool:
    """Whether a text reads back as itself without quotation marks."""
    if not text or text != text.strip() or not text.isprintable():
        return False
    if text[0] in _STARTS and not re.match(r"-[^\s]", text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or re.fullmatch(r"---|\.\.\.|<<|=|~", text):
        return False
    return not (in_flow and (_IN_FLOW & set(text) or ":" in text))


def scalar_text(text: str, *, in_flow: bool = False, as_key: bool = False) -> str:
    """The text, in quotation marks where it needs them."""
    if is_plain(text, in_flow=in_flow) and not (as_key and ":" in text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in escaped) + '"'


def on_one_line(value: Node) -> str | None:
    """The value in brackets and braces, None where that would hide something: thousands commas, or more than one nesting."""
    if isinstance(value, Scalar):
        return scalar_text(value.text, in_flow=True) if "," not in value.text else None
    if isinstance(value, Items):
        parts = [on_one_line(item) for item in value.items]
        return None if None in parts else f"[{', '.join(str(part) for part in parts)}]"
    entries = [(scalar_text(entry.key, in_flow=True, as_key=True), on_one_line(entry.value)) for entry in value]
    if any(text is None for _, text in entries) or any("," in entry.key for entry in value):
        return None
    return "{" + ", ".join(f"{key}: {text}" for key, text in entries) + "}"


def lines_of_entry(entry: Entry, column: int, *, in_full: bool = False) -> list[str]:
    """The lines of a setting that begins at a column. `in_full` gives a mapping lines of its own even where one would do."""
    key = " " * column + scalar_text(entry.key, as_key=True)
    value = entry.value
    if isinstance(value, Scalar):
        return [f"{key}: {scalar_text(value.text)}"]
    short = None if in_full else _short(value)
    if short is not None and column + len(entry.key) + len(short) < WIDEST:
        return [f"{key}: {short}"]
    if isinstance(value, Items):
        return [f"{key}:", *(line for item in value.items for line in lines_of_item(item, column + 2))]
    return [f"{key}:", *(line for inner in value for line in lines_of_entry(inner, column + 2))]


def lines_of_item(value: Node, column: int) -> list[str]:
    """The lines of a row, its dash at a column."""
    short = scalar_text(value.text) if isinstance(value, Scalar) else on_one_line(value)
    if short is not None and (column + len(short) < WIDEST or isinstance(value, Scalar)):
        return [f"{' ' * column}- {short}"]
    if isinstance(value, Items):
        inner = [line for item in value.items for line in lines_of_item(item, column + 2)]
    else:
        assert isinstance(value, Pairs)
        inner = [line for entry in value for line in lines_of_entry(entry, column + 2)]
    return [f"{' ' * column}- {inner[0].lstrip(' ')}", *inner[1:]]


def _short(value: Node) -> str | None:
    """Lists of texts and small groups stand on one line; rows of a table, and mappings that name things, below each other."""
    if isinstance(value, Items):
        return on_one_line(value) if all(isinstance(item, Scalar) for item in value.items) else None
    if isinstance(value, Pairs) and not value.entries:
        return "{}"
    return None
