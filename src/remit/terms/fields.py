"""The form of a clause: its settings as fields that a page can show, and what was filled in as settings again.

A field is made from the setting that reads the text, so a new rule has its form at once. What has no fields of its own (populations,
opening hours, targets by field) is written as the language writes it, in one text. Nothing is checked here: a clause is read with its
contract around it, and every fault is told there.

>>> from remit.terms.kinds import Choice, Percent
>>> from remit.terms.patch import node, plain
>>> found = fields([Setting("target", Percent(), "What is promised."), Setting("tie", Choice("met", "missed"), "At the minimum.", "met")],
...                node({"target": "90 %"}), Names({}))
>>> [(field.name, field.shape, field.text, field.options, field.default) for field in found]
[('target', 'text', '90 %', (), ''), ('tie', 'choice', '', ('met', 'missed'), 'met')]
>>> plain(filled(found, {"target": " 92 % ", "tie": ""}))
{'target': '92 %'}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from remit.terms.bands import BandsOf
from remit.terms.compose import compose
from remit.terms.document import SECTIONS
from remit.terms.hours import DatedHours, WeekHours
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.terms.populations import Where
from remit.terms.references import Base, Covers, Name, Role, Roles, Value
from remit.terms.references import Names as NamesKind
from remit.terms.scalars import Choice, ScalarKind, YesNo
from remit.terms.setting import Kind, Setting
from remit.terms.shapes import Either, Group, ListOf, MapOf, RowsOf
from remit.terms.written import lines_of_entry
from remit.values.fault import Fault, Place, Refused

Shape = Literal["text", "choice", "list", "pairs", "rows", "named", "group", "free"]
SPARE = 1
"""So many empty rows stand below the filled ones, for a page without scripts."""
JOIN = "/"
"""Between the parts of an inner field's name."""
LINES = "lines"
"""Under this part of its address all rows of a field may be given in one text, a row a line."""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting on a form. `text` is what is written (of a list one item a line), empty where the setting is absent.

    `options` are the words to choose from; a `choice` takes nothing else, for other shapes they are proposals. `columns` are the fields of
    a group or of an empty row, `rows` those of each row; of pairs and of named groups the first column is the key. `address` names the
    field on the form. A text may name `many` with commas between them.
    """

    name: str
    shape: Shape
    doc: str
    required: bool
    default: str
    noun: str
    sample: str
    text: str = ""
    options: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    rows: tuple[tuple[Field, ...], ...] = ()
    address: str = ""
    many: bool = False

    @property
    def written(self) -> bool:
        """Whether the text has the setting."""
        return bool(self.text or self.rows or (self.shape == "group" and any(one.written for one in self.columns)))

    @property
    def spare(self) -> tuple[Field, ...]:
        """An empty row behind the others."""
        return _at(self.columns, f"{self.address}{JOIN}{len(self.rows)}")

    @property
    def takes_lines(self) -> bool:
        """Whether its rows can be written as lines: every cell is one piece of text."""
        cells = [cell for row in (self.columns, *self.rows) for cell in row]
        plain = all(cell.shape in ("text", "choice", "list", "free") and ";" not in cell.text and "\t" not in cell.text for cell in cells)
        return self.shape in ("rows", "pairs") and plain and not any("\n" in cell.text for cell in cells if cell.shape != "list")

    @property
    def lines(self) -> str:
        """The rows as lines: `name: value`, or values with semicolons between them."""
        if self.shape == "pairs":
            return "\n".join(f"{key.text}: {held.text.replace(chr(10), ', ')}" for key, held in self.rows)
        return "\n".join("; ".join(cell.text.replace("\n", ", ") for cell in row).rstrip("; ") for row in self.rows)


@dataclass(frozen=True)
class Names:
    """What a draft defines, by section: the words that fields propose. `roles` are those of both parties."""

    sections: Mapping[str, tuple[str, ...]]
    components: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: bytes) -> Names:
        """From a draft, whole or not."""
        root, _, _ = compose(text.decode("utf-8", "replace").replace("\r\n", "\n"))
        sections: dict[str, tuple[str, ...]] = {}
        components: list[str] = []
        roles: list[str] = []
        for section in root:
            if section.key == "parties":
                roles += _roles(section.value)
            elif section.key in SECTIONS.values() and isinstance(section.value, Pairs):
                sections[section.key] = tuple(name for entry in section.value if (name := entry.key.partition(" ")[2]))
            if section.key == "services":
                components += _components(section.value)
        return cls(sections, tuple(components), tuple(dict.fromkeys(roles)))

    def under(self, *sections: str) -> tuple[str, ...]:
        return tuple(name for section in sections for name in self.sections.get(section, ()))


def _roles(parties: Node) -> Iterator[str]:
    for party in parties if isinstance(parties, Pairs) else ():
        found = party.value.get("roles and deputies") if isinstance(party.value, Pairs) else None
        yield from (entry.key for entry in found if isinstance(found, Pairs)) if isinstance(found, Pairs) else ()


def _components(services: Node) -> Iterator[str]:
    for service in services if isinstance(services, Pairs) else ():
        found = service.value.get("components") if isinstance(service.value, Pairs) else None
        yield from (entry.key for entry in found) if isinstance(found, Pairs) else ()


def fields(settings: Iterable[Setting], written: Node | None, names: Names) -> tuple[Field, ...]:
    """The fields of a clause with what is written in it."""
    values = written if isinstance(written, Pairs) else Pairs((), 0)
    return tuple(_field(setting, values.get(setting.name), names, setting.name) for setting in settings)


def _field(setting: Setting, value: Node | None, names: Names, address: str) -> Field:
    kind = setting.kind
    default = "" if setting.required or setting.default in (None, (), {}) else str(kind.write(setting.default))
    noun, sample = str(getattr(kind, "noun", "")), str(getattr(kind, "sample", ""))
    bare = Field(setting.name, "text", setting.doc, setting.required, default, noun, sample, address=address)
    made = _shaped(bare, kind, value, names)
    if value is not None and not made.written:
        return replace(bare, shape="free", text=_free(value), noun="")  # written in another way than the fields have
    return made


def _shaped(bare: Field, kind: Kind, value: Node | None, names: Names) -> Field:
    scalar = value.text if isinstance(value, Scalar) else ""
    if isinstance(kind, Choice | YesNo):
        return replace(bare, shape="choice", text=scalar, options=kind.readings if isinstance(kind, Choice) else ("yes", "no"))
    if isinstance(kind, Either):
        return _either(bare, kind, value, names)
    if isinstance(kind, ScalarKind | Value):
        return replace(bare, text=scalar, options=_options(kind, names))
    if isinstance(kind, Base) and (value is None or _texts(value)):
        return replace(bare, text=", ".join(_texts(value)), options=_options(kind, names), many=True)
    if isinstance(kind, ListOf | NamesKind | Roles):
        inner = kind.kind if isinstance(kind, ListOf) else kind.one if isinstance(kind, NamesKind) else kind
        if isinstance(inner, ScalarKind | Roles) and (value is None or _texts(value)):
            return replace(bare, shape="list", text="\n".join(_texts(value)), options=_options(inner, names))
    if isinstance(kind, Group):
        return replace(bare, shape="group", columns=_columns(kind.settings.values(), value, names, bare.address))
    if isinstance(kind, RowsOf | BandsOf):
        columns = tuple(kind.row.settings.values())
        items = value.items if isinstance(value, Items) else ()
        rows = tuple(_columns(columns, item, names, f"{bare.address}{JOIN}{at}") for at, item in enumerate(items))
        return replace(bare, shape="rows", columns=_columns(columns, None, names, ""), rows=rows)
    if isinstance(kind, MapOf) and isinstance(kind.value, Group) and not isinstance(value, Items | Scalar):
        return _named(bare, kind, kind.value, value, names)
    if isinstance(kind, WeekHours | DatedHours | Where) or (isinstance(kind, MapOf) and not isinstance(kind.value, Group)):
        return _pairs(bare, kind, value, names)
    return replace(bare, shape="free", text="" if value is None else _free(value))


def _named(bare: Field, kind: MapOf, group: Group, value: Pairs | None, names: Names) -> Field:
    """Groups of settings, each under a name of its own."""
    columns = (Setting("name", kind.key, ""), *group.settings.values())
    rows = []
    for at, entry in enumerate(value.entries if value is not None else ()):
        key, *held = _columns(columns, entry.value, names, f"{bare.address}{JOIN}{at}")
        rows.append((replace(key, text=entry.key), *held))
    return replace(bare, shape="named", columns=_columns(columns, None, names, ""), rows=tuple(rows))


def _pairs(bare: Field, kind: Kind, value: Node | None, names: Names) -> Field:
    """Names with values, one below the other."""
    if isinstance(kind, MapOf):
        columns = (Setting("name", kind.key, ""), Setting("value", kind.value, ""))
        key, held = _columns(columns, None, names, "")
        nested = any(not isinstance(entry.value, Scalar) for entry in (value.entries if isinstance(value, Pairs) else ()))
        if nested or held.shape not in ("text", "choice"):
            held = replace(held, shape="free", columns=())
        empty = (key, held)
    else:
        words = Field("value", "free", "", False, "", "", _SAMPLES[type(kind)][1], address="value")
        empty = (replace(words, name="name", shape="text", address="name", sample=_SAMPLES[type(kind)][0]), words)
    rows = []
    for at, entry in enumerate(value.entries if isinstance(value, Pairs) else ()):
        key, held = _at(empty, f"{bare.address}{JOIN}{at}")
        held = replace(held, text=entry.value.text if isinstance(entry.value, Scalar) else _free(entry.value))
        rows.append((replace(key, text=entry.key), held))
    return replace(bare, shape="pairs", columns=empty, rows=tuple(rows))


_SAMPLES: Mapping[type[Kind], tuple[str, str]] = {
    WeekHours: ("Monday to Friday", "08:00 to 18:00"),
    DatedHours: ("2026-12-24", "08:00 to 13:00"),
    Where: ("channel", "email"),
}


def _either(bare: Field, kind: Either, value: Node | None, names: Names) -> Field:
    """One text with proposals where every way to write it is one piece of text; else the language's own words."""
    leaves = list(_leaves(kind))
    plain = [leaf for leaf in leaves if isinstance(leaf, ScalarKind | Value)]
    if value is not None and not isinstance(value, Scalar):
        return replace(bare, shape="free", text=_free(value))
    options = tuple(dict.fromkeys(word for leaf in plain for word in _options(leaf, names)))
    nouns = " or ".join(dict.fromkeys(str(leaf.noun) for leaf in plain))
    sample = next((leaf.sample for leaf in plain if not isinstance(leaf, Choice)), "")
    shape: Shape = (
        "choice" if plain and all(isinstance(leaf, Choice) for leaf in leaves) else "text" if len(plain) == len(leaves) else "free"
    )
    return replace(bare, shape=shape, text=value.text if value is not None else "", options=options, noun=nouns, sample=sample)


def _leaves(kind: Kind) -> Iterator[Kind]:
    for one in kind.kinds if isinstance(kind, Either) else (kind,):
        yield from _leaves(one) if isinstance(one, Either) else (one,)


def _options(kind: Kind, names: Names) -> tuple[str, ...]:
    if isinstance(kind, Choice):
        return kind.readings
    if isinstance(kind, Covers):
        return (*names.under("services"), *names.components, *names.under("records"))
    if isinstance(kind, Name):
        return names.under(*kind.sections)
    if isinstance(kind, Role | Roles):
        return names.roles
    if isinstance(kind, Base):
        return ("base charges", "this service", "all charges", "forecast charges", "contract price", *names.under("charges"))
    return ()


def _columns(settings: Iterable[Setting], row: Node | None, names: Names, address: str) -> tuple[Field, ...]:
    values = row if isinstance(row, Pairs) else Pairs((), 0)
    return tuple(_field(one, values.get(one.name), names, f"{address}{JOIN}{one.name}" if address else one.name) for one in settings)


def _at(columns: tuple[Field, ...], address: str) -> tuple[Field, ...]:
    return tuple(
        replace(one, address=f"{address}{JOIN}{one.name}", columns=_at(one.columns, f"{address}{JOIN}{one.name}")) for one in columns
    )


def _texts(value: Node | None) -> tuple[str, ...]:
    if isinstance(value, Scalar):
        return (value.text,)
    items = value.items if isinstance(value, Items) else ()
    return tuple(item.text for item in items if isinstance(item, Scalar)) if all(isinstance(item, Scalar) for item in items) else ()


def _free(value: Node) -> str:
    """The value as the language writes it, without its name."""
    if isinstance(value, Scalar):
        return value.text
    lines = lines_of_entry(Entry("v", 0, value), 0)
    if len(lines) == 1:
        return lines[0].partition(": ")[2]
    return "\n".join(line.removeprefix("  ") for line in lines[1:])


def sent(found: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """The texts of a form's fields by their addresses, as the form would be sent back untouched."""
    for field in found:
        for inner in (field.columns if field.shape == "group" else (), *field.rows):
            yield from sent(inner)
        if field.text:
            yield field.address, field.text


# ── filled in ──


def filled(asked: Iterable[Field], given: Mapping[str, str]) -> Pairs:
    """The settings that a filled-in form says; an empty field leaves its setting out. `given` has the texts by the fields' addresses.

    `Refused` where a text in the language's own words cannot be read.
    """
    entries, faults = [], []
    for field in asked:
        try:
            value = _filled(field, given)
        except Refused as refused:
            faults += [Fault(Place(column=field.address), one.what, one.remedy) for one in refused.faults]
            continue
        if value is not None:
            entries.append(Entry(field.name, 0, value))
    if faults:
        raise Refused(faults)
    return Pairs(tuple(entries), 0)


def _filled(field: Field, given: Mapping[str, str]) -> Node | None:
    text = given.get(field.address, "").replace("\r\n", "\n").strip()
    if field.shape == "group":
        inner = filled(field.columns, given)
        return inner if inner.entries else None
    if field.shape in ("rows", "pairs", "named"):
        return _rows(field, given)
    if not text:
        return None
    if field.many and "," in text:
        return Items(tuple(Scalar(part.strip(), 0) for part in text.split(",") if part.strip()), 0)
    if field.shape == "list":
        items = tuple(Scalar(line.strip(), 0) for line in text.split("\n") if line.strip())
        return items[0] if len(items) == 1 else Items(items, 0)
    if field.shape == "free":
        return _read_free(text)
    return Scalar(" ".join(text.split()) if "\n" not in text else text, 0)


def _rows(field: Field, given: Mapping[str, str]) -> Node | None:
    """Rows in the order of their numbers, empty ones left out."""
    prefix = f"{field.address}{JOIN}"
    lines = given.get(f"{prefix}{LINES}", "").replace("\r\n", "\n").strip()
    if lines and lines != field.lines:  # who writes all rows anew means these
        given = _of_lines(field, lines)
    numbers = sorted({int(part) for name in given if name.startswith(prefix) and (part := name[len(prefix) :].split(JOIN)[0]).isdecimal()})
    rows = [row for at in numbers if (row := filled(_at(field.columns, f"{field.address}{JOIN}{at}"), given)).entries]
    if not rows:
        return None
    if field.shape == "rows":
        return Items(tuple(rows), 0)
    entries = []
    for row in rows:
        key = row.get("name")
        if field.shape == "named":
            rest = Pairs(tuple(entry for entry in row if entry.key != "name"), 0)
            entries.append(Entry(key.text if isinstance(key, Scalar) else "", 0, rest))
            continue
        entries.append(Entry(key.text if isinstance(key, Scalar) else "", 0, row.get("value") or Scalar("", 0)))
    return Pairs(tuple(entries), 0)


def _of_lines(field: Field, text: str) -> dict[str, str]:
    """The texts of the rows' fields from lines: `name: value`, or cells with semicolons or tabs between them."""
    given: dict[str, str] = {}
    for at, line in enumerate(part for part in text.split("\n") if part.strip()):
        colon = field.shape == "pairs" and "\t" not in line and ";" not in line
        cells = line.split(":", 1) if colon else line.replace("\t", ";").split(";")
        if len(cells) > len(field.columns):
            what = f"line {at + 1} has {len(cells)} cells, and a row has {len(field.columns)}"
            raise Refused([Fault(Place(column=field.address), what, "; ".join(column.name for column in field.columns))])
        for column, cell in zip(field.columns, cells, strict=False):
            words = cell.strip()
            given[f"{field.address}{JOIN}{at}{JOIN}{column.name}"] = words.replace(", ", "\n") if column.shape == "list" else words
    return given


def _read_free(text: str) -> Node:
    """A value in the language's own words; a text that YAML would take apart is a text all the same."""
    if "\n" not in text and text[:1] not in "[{'\"":
        return Scalar(text, 0)
    source = f"v: {text}\n" if "\n" not in text else "v:\n" + "".join(f"  {line}\n" for line in text.split("\n"))
    root, faults, _ = compose(source)
    value = root.get("v")
    if faults or value is None:
        raise Refused(faults or [Fault(Place(), "this cannot be read", "write it as in the contract's text")])
    return value
