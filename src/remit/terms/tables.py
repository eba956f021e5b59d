"""Targets by field: a table whose rows fit every item of the population exactly once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from remit.terms.context import INVALID, Context, listed
from remit.terms.document import Clause
from remit.terms.node import Items, Node, Pairs, shown
from remit.terms.populations import Where, covered, record_of
from remit.terms.scalars import Choice
from remit.terms.setting import REQUIRED, Kind, Setting
from remit.terms.shapes import Group
from remit.terms.typed import Between, Condition, Row, Table

_OTHER = "\0other"
"""Stands for the values that no row names."""


class TableOf(Kind):
    """`table:` rows of `{where:, is:}`, with `as at` and `otherwise`; `Table`. Gaps and overlaps are found by the record's fields."""

    late = True

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.where = Where()
        self.outer = Group(
            Setting("table", self, "Rows of {where:, is:}.", REQUIRED),
            Setting("as at", Choice("start", "due", "stop"), "When the fields of an item are read.", "start"),
            Setting("otherwise", kind, "What holds for items that fit no row."),
        )
        self.row = Group(
            Setting("where", self.where, "Which items the row holds.", REQUIRED), Setting("is", kind, "What holds for them.", REQUIRED)
        )

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs):
            return self._rows(node, context)
        values = self.outer.read(node, context)
        if values is INVALID:
            return INVALID
        table = Table(values["table"], values["as at"], values["otherwise"])
        return table if _fits_once(table, self.kind, context, node.line) else INVALID

    def _rows(self, node: Node, context: Context) -> Any:
        """The rows under 'table'."""
        if not isinstance(node, Items) or not node.items:
            return context.fault(
                node.line, f"'{context.setting}' is {shown(node)}, and a table has rows", "write '- {where: {…}, is: …}' a line"
            )
        rows = []
        for index, item in enumerate(node.items):
            row = self.row.read(item, context.under(str(index), item.line, context.setting))
            rows.append(INVALID if row is INVALID else Row(row["where"], row["is"], item.line))
        return INVALID if INVALID in rows else tuple(rows)

    def write(self, value: Any) -> str:
        rows = [f"{self.kind.write(row.value)} where {self.where.write(row.where)}" for row in value.rows]
        if value.otherwise is not None:
            rows.append(f"otherwise {self.kind.write(value.otherwise)}")
        return f"{listed(rows)} (as at {value.as_at})"

    def schema(self) -> dict[str, Any]:
        rows = {"type": "array", "items": self.row.schema(), "minItems": 1}
        outer = {"table": rows, "as at": {"enum": ["start", "due", "stop"]}, "otherwise": self.kind.schema()}
        return {"type": "object", "properties": outer, "required": ["table"], "additionalProperties": False}


def population(typed: Mapping[str, Any], context: Context) -> Condition:
    """Which items a clause counts, as far as it is a conjunction of fields: its component's `where` and its own."""
    fields: dict[str, Any] = {}
    name = typed.get("covers")
    service = covered(name, context.defined) if isinstance(name, str) else None
    component = (service.get("components") or {}).get(name) if service else None
    for where in ((component or {}).get("where"), typed.get("where")):
        fields.update(where or {})
    return fields


def _fits_once(table: Table, kind: Kind, context: Context, line: int) -> bool:
    record = record_of(context.typed, context.defined)
    outer = population(context.typed, context)
    fields = list(dict.fromkeys(field for row in table.rows for field in row.where))
    known: Mapping[str, Any] = (record.get("fields") or {}) if record else {}
    domains = [_domain(field, known.get(field), outer.get(field), table) for field in fields]
    gaps: list[tuple[str, ...]] = []
    for item in _items(domains):
        fitting = [
            row
            for row in table.rows
            if all(_holds(row.where[field], value) for field, value in zip(fields, item, strict=True) if field in row.where)
        ]
        if len(fitting) > 1:
            _tell_overlap(fields, item, fitting, kind, context)
            return False
        if not fitting:
            gaps.append(item)
    if gaps and table.otherwise is None:
        _tell_gap(fields, gaps, record, context, context.lines.get(context.path, line))
        return False
    return True


def _items(domains: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every combination of values, at most as many as a person could have meant."""
    return itertools.islice(itertools.product(*domains), 20_000)


def _domain(field: str, known: Any, outer: Any, table: Table) -> list[str]:
    """The values of a field that decide which row fits: those declared, or those that rows name and one that none names."""
    if isinstance(known, tuple):
        return [value for value in known if outer is None or _holds(outer, value)]
    named: dict[str, None] = {}
    ends: set[Fraction] = set()
    for row in table.rows:
        wanted = row.where.get(field)
        if isinstance(wanted, Between):
            ends.update(end for end in map(_number, (wanted.low, wanted.high)) if end is not None)
        else:
            named.update(dict.fromkeys(wanted or ()))
    if ends:
        return [str(number) for number in _between(ends) if outer is None or _holds(outer, str(number))]
    if isinstance(outer, tuple):
        return list(outer)
    return [*named, _OTHER]


def _between(ends: set[Fraction]) -> list[Fraction]:
    """The ends of ranges, and a number between each two and beyond both."""
    order = sorted(ends)
    numbers = [order[0] - 1, order[0]]
    for left, right in itertools.pairwise(order):
        if not (left.denominator == right.denominator == 1 and right - left == 1):
            numbers.append((left + right) / 2 if right - left < 2 else Fraction(int(left) + 1))
        numbers.append(right)
    return [*numbers, order[-1] + 1]


def _number(text: str | None) -> Fraction | None:
    try:
        return None if text is None else Fraction(text.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None


def _holds(wanted: tuple[str, ...] | Between, value: str) -> bool:
    if not isinstance(wanted, Between):
        return value in wanted
    number, low, high = _number(value), _number(wanted.low), _number(wanted.high)
    return number is not None and (low is None or low <= number) and (high is None or number <= high)


def _said(fields: Sequence[str], item: Sequence[str]) -> str:
    return listed([f"another {field}" if value == _OTHER else f"{field} {value}" for field, value in zip(fields, item, strict=True)])


def _tell_gap(fields: Sequence[str], gaps: Sequence[tuple[str, ...]], record: Clause | None, context: Context, line: int | None) -> None:
    more = f", nor {len(gaps) - 1} other combination{'s' if len(gaps) > 2 else ''}" if len(gaps) > 1 else ""
    place = f" (field{'s' if len(fields) > 1 else ''} of clause {record.number})" if record else ""
    context.fault(line, f"no row holds {_said(fields, gaps[0])}{place}{more}", "add a row, or 'otherwise'")


def _tell_overlap(fields: Sequence[str], item: Sequence[str], rows: Sequence[Row], kind: Kind, context: Context) -> None:
    first, second = rows[0], rows[1]
    values = [kind.write(row.value) for row in (first, second)]
    number, _, unit = values[0].partition(" ")
    if unit and unit.rstrip("s") == values[1].partition(" ")[2].rstrip("s"):
        values[0] = number
    what = f"an item with {_said(fields, item)} fits two rows (lines {first.line} and {second.line}), with {listed(values)}"
    context.fault(second.line, what, "exclude one from the other")
