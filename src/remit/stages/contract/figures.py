"""The figures of a contract, clause by clause: what every contract answers in its own way, on one page instead of fifty.

Figures are dates, lengths of time, amounts, shares, targets and volumes that are written or must be, and the few words that no two
contracts have alike: names of the companies, systems, units, places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from remit.stages.contract import clause_form
from remit.terms.fields import Field, Names, fields
from remit.terms.fixed import FIXED
from remit.terms.node import Entry, Pairs
from remit.terms.reader import HEAD as HEAD_SETTINGS
from remit.terms.spots import HEAD
from remit.values.fault import Refused

COLON = ":"
"""Between the clause and the field in the name of a figure: `8.1:target`. Nothing behind it means the clause's name."""
WORDS = {"zone", "system", "control total", "unit", "currency", "holidays", "country", "town", "title", "schedule to"}
"""Settings without a figure that are asked all the same."""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause with its figures; `clause` is the word of a fixed section, whose name nobody changes."""

    clause: str
    name: str
    rule: str
    figures: tuple[tuple[str, Field], ...]

    @property
    def is_named(self) -> bool:
        return "." in self.clause


def figures(text: bytes, *, with_head: bool) -> tuple[tuple[int, str, tuple[Row, ...]], ...]:
    """Sections with their clauses; clauses without a figure are left out. `with_head` asks for the title as well."""
    names = Names.of(text)
    found: list[tuple[int, str, tuple[Row, ...]]] = []
    for number, section, entries in clause_form.entries(text):
        rows = tuple(row for entry in entries if (row := _row(number, entry, names)) is not None)
        if rows:
            found.append((number, section, rows))
    if with_head:
        head = clause_form.head_of(text)
        asked = tuple((field.name, field) for field in fields(HEAD_SETTINGS, head, names) if field.name in ("title", "schedule to"))
        found.insert(0, (0, "the text", (Row(HEAD, HEAD, "", asked),)))
    return tuple(found)


def _row(section: int, entry: Entry, names: Names) -> Row | None:
    if not isinstance(entry.value, Pairs):
        return None
    rule = clause_form.rule_of(entry.value)
    try:
        settings = clause_form.settings(section, rule)
    except Refused:
        return None
    asked = tuple(_of(fields(settings, entry.value, names), "", section))
    number, _, name = entry.key.partition(" ")
    if entry.key in FIXED:
        return Row(entry.key, entry.key, "", asked) if asked else None
    return Row(number, name, rule, asked)


def _of(found: tuple[Field, ...], above: str, section: int) -> Iterator[tuple[str, Field]]:
    """The figures among fields, each with the words that name it."""
    for field in found:
        name = f"{above} {field.name}".strip()
        if field.shape == "group":
            yield from _of(field.columns, name, section)
        elif field.shape == "pairs" and field.name != "fields":
            for key, held in field.rows:
                if _is_figure(held, section):
                    yield key.text, held
        elif field.shape == "list" and field.name in WORDS:
            yield name, replace(field, shape="text", text=field.text.replace("\n", ", "))
        elif field.shape in ("text", "free") and "\n" not in field.text and _is_figure(field, section, above):
            yield name, field


def _is_figure(field: Field, section: int, above: str = "") -> bool:
    if (
        field.name in WORDS
        or (section == 3 and field.name == "purchase order")
        or (above in ("client", "provider") and field.name == "name")
    ):
        return True
    if field.noun == "words" or (field.name in ("from", "until") and not field.text):
        return False
    if section == 8 and field.name in ("target", "minimum"):
        return True
    return any(one.isdigit() for one in field.text) or (field.required and not field.text and not field.options)


def as_settings(text: bytes, given: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Texts of figures by clause and address; a list that was shown on one line is one a line again."""
    lists = {
        f"{row.clause}{COLON}{field.address}"
        for _, _, rows in figures(text, with_head=True)
        for row in rows
        for _, field in row.figures
        if field.name == "holidays"
    }
    found: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        clause, colon, address = name.partition(COLON)
        if colon:
            found.setdefault(clause, {})[address] = value.replace(", ", "\n") if name in lists else value
    return found
