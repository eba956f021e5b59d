"""At which field of a clause's form a fault stands: the reader tells lines, a form has fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from remit.stages.contract import clause_form
from remit.terms.compose import compose
from remit.terms.fields import JOIN, Field
from remit.terms.fixed import FIXED, NUMBERS
from remit.terms.node import Entry, Pairs
from remit.terms.spots import HEAD
from remit.values.fault import Fault


def by_field(text: bytes, clause: str, asked: Sequence[Field], faults: Iterable[Fault]) -> Mapping[str, tuple[Fault, ...]]:
    """The faults of a clause by the address of the field that has to be changed; those of the clause as a whole under an empty one."""
    lines = _lines(text, clause)
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(_field(fault, clause, asked, lines), []).append(fault)
    return {address: tuple(told) for address, told in found.items()}


def _field(fault: Fault, clause: str, asked: Sequence[Field], lines: Sequence[tuple[str, int, int]]) -> str:
    names = [field.name for field in asked]
    column = (fault.place.column or "").split(JOIN)[0]
    if column in names:
        return _inner(fault, next(field for field in asked if field.name == column))
    name = _by_line(fault.place.line, lines) or _by_number(fault, clause, names) or _by_words(fault, names)
    return _inner(fault, next(field for field in asked if field.name == name)) if name in names else ""


def _by_line(line: int | None, lines: Sequence[tuple[str, int, int]]) -> str:
    """The one setting whose lines hold this one; nothing where several stand on it."""
    held = [name for name, first, last in lines if line is not None and first <= line < last]
    return held[0] if len(held) == 1 else ""


def _by_number(fault: Fault, clause: str, names: Sequence[str]) -> str:
    if clause not in FIXED:
        return ""
    return next((name for name in names if NUMBERS.get(name) == fault.place.clause), "")


def _by_words(fault: Fault, names: Sequence[str]) -> str:
    """What the fault names: in quotation marks first, else the first setting in its words."""
    said = f"{fault.what}; {fault.remedy}"
    quoted: list[str] = [word for word in re.findall(r"'([^']+)'", said) if word in names]
    if quoted:
        return quoted[0]
    stripped: list[tuple[int, int, str]] = [
        (match.start(), -len(name), name) for name in names if (match := re.search(rf"\b{re.escape(name)}\b", said))
    ]
    if stripped:
        return sorted(stripped)[0][2]
    return "bands" if "bands" in names and "band" in said else ""


def _inner(fault: Fault, field: Field) -> str:
    """Within a group the field that the fault names."""
    if field.shape != "group":
        return field.address
    name = _by_words(fault, [one.name for one in field.columns])
    return next((one.address for one in field.columns if one.name == name), field.address)


def _lines(text: bytes, clause: str) -> list[tuple[str, int, int]]:
    """The settings of a clause, each with its first line and the one behind its last."""
    entries, end = _entries(text, clause)
    ends = [*(entry.line for entry in entries[1:]), end]
    return [(entry.key, entry.line, max(last, entry.line + 1)) for entry, last in zip(entries, ends, strict=True)] if entries else []


def _entries(text: bytes, clause: str) -> tuple[tuple[Entry, ...], int]:
    words = text.decode("utf-8", "replace").replace("\r\n", "\n")
    last = words.count("\n") + 2
    if clause == HEAD:
        return clause_form.head_of(text).entries, last
    flat: list[tuple[str, Entry]] = []
    for section in compose(words)[0]:
        flat.append((section.key, section))
        if section.key not in FIXED and isinstance(section.value, Pairs):
            flat += [(entry.key.partition(" ")[0], entry) for entry in section.value]
    for at, (number, entry) in enumerate(flat):
        if number == clause and isinstance(entry.value, Pairs):
            end = flat[at + 1][1].line if at + 1 < len(flat) else last
            return entry.value.entries, end
    return (), last
