"""Bands of results: they have `from` and `to`, touch, and leave no result between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from remit.terms.context import INVALID, Context
from remit.terms.node import Items, Node, Pairs, Scalar, shown
from remit.terms.references import Value
from remit.terms.setting import Kind, Setting
from remit.terms.shapes import Group, settings_schema
from remit.terms.typed import Band, Length


class BandsOf(Kind):
    """Rows of `{from:, to:, …}`, tuple of `Band`s in the order written.

    `over` is the kind of from and to (`Value("service level")`, `Number()`, …), the settings are the other columns. Times become
    microseconds in `Band.low` and `Band.high`. Overlaps and gaps between bands are faults; the open ends need not be covered.
    """

    late = True

    def __init__(self, over: Kind, *settings: Setting) -> None:
        self.over = over
        ends = (Setting("from", over, "Lowest result of the band."), Setting("to", over, "Where the band ends."))
        self.columns = {setting.name: setting for setting in settings}
        self.row = Group(*ends, *settings)

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Items) or not node.items:
            columns = ", ".join(f"{name}: …" for name in self.row.settings)
            return context.fault(
                node.line, f"'{context.setting}' is {shown(node)}, and {context.rule} takes bands", f"write '- {{{columns}}}' a line"
            )
        bands = [self._band(item, context.under(str(index), item.line, context.setting)) for index, item in enumerate(node.items)]
        if INVALID in bands:
            return INVALID
        return tuple(bands) if self._touch(node.items, bands, context) else INVALID

    def _band(self, node: Node, context: Context) -> Any:
        row = self.row.read(node, context)
        if row is INVALID:
            return INVALID
        low, high = (_exact(row[end]) for end in ("from", "to"))
        if low is not None and high is not None and low >= high:
            start, end = _text(node, "from"), _text(node, "to")
            return context.fault(
                node.line,
                f"the band from {start} to {end} holds no result",
                f"write from {end} to {start}" if low > high else "move one end",
            )
        return Band(low, high, {name: row[name] for name in self.columns}, node.line)

    def _touch(self, nodes: Sequence[Node], bands: Sequence[Band], context: Context) -> bool:
        """Whether each band ends where the next begins; tells what overlaps and what no band holds."""
        order = sorted(range(len(bands)), key=lambda index: (bands[index].low is not None, bands[index].low or Fraction(0)))
        good = True
        for lower, upper in itertools.pairwise(order):
            below, above = bands[lower], bands[upper]
            if above.low is None or below.high is None or below.high > above.low:
                _tell_overlap(nodes, bands, lower, upper, context)
                good = False
            elif below.high < above.low:
                self._tell_gap(nodes, lower, upper, context)
                good = False
        return good

    def _tell_gap(self, nodes: Sequence[Node], lower: int, upper: int, context: Context) -> None:
        end, start = _text(nodes[lower], "to"), _text(nodes[upper], "from")
        remedy = f"end the band at {start}"
        places = _places(end)
        level = context.defined.find(str(context.typed.get(self.over.level)), ("service levels",)) if isinstance(self.over, Value) else None
        printed = places > _places(start) and level is not None and level.get("rounded to") is None
        if printed and level is not None:
            plural = "" if places == 1 else "s"
            words = {1: "one", 2: "two", 3: "three"}.get(places, str(places))
            remedy += f", and set 'rounded to: {places} decimal place{plural}' in clause {level.number}"
            remedy += f" if the table is printed to {words} place{plural}"
        context.fault(nodes[lower].line, f"no band holds results between {end} and {start}", remedy)

    def write(self, value: Any) -> str:
        parts = []
        for band in value:
            ends = {"from": self._end(band.low, value), "to": self._end(band.high, value)}
            columns = {name: self.columns[name].kind.write(item) for name, item in band.pays.items() if item is not None}
            parts.append(" ".join(f"{name} {text}" for name, text in {**ends, **columns}.items() if text))
        return "; ".join(parts)

    def _end(self, value: Fraction | None, bands: Sequence[Band]) -> str:
        return "" if value is None else self.over.write(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": settings_schema(self.row.settings), "minItems": 1}


def _exact(value: Any) -> Any:
    return Fraction(value.microseconds) if isinstance(value, Length) else value


def _text(node: Node, end: str) -> str:
    found = node.get(end) if isinstance(node, Pairs) else None
    return found.text if isinstance(found, Scalar) else "the open end"


def _places(text: str) -> int:
    number = text.split(" ")[0].rstrip("%")
    return len(number.partition(".")[2])


def _tell_overlap(nodes: Sequence[Node], bands: Sequence[Band], lower: int, upper: int, context: Context) -> None:
    below, above = bands[lower], bands[upper]
    first, second = sorted((lower, upper))
    line = nodes[second].line
    if above.low is None:
        what = f"two bands have no 'from' (lines {nodes[first].line} and {line}), so both hold the lowest results"
        context.fault(line, what, "give the upper one a 'from'")
        return
    start = _text(nodes[upper], "from")
    if below.high is None:
        if above.high is None:
            what = f"bands overlap from {start} upwards"
        else:
            what = f"bands overlap between {start} and {_text(nodes[upper], 'to')}"
        context.fault(line, what, f"end the lower one at {start}")
        return
    end = _text(nodes[lower], "to")
    if above.high is not None and above.high < below.high:
        end = _text(nodes[upper], "to")
    one, other = ("first", "second") if lower < upper else ("second", "first")
    remedy = f"end the {one} at {start} or start the {other} at {end}"
    context.fault(line, f"bands overlap between {start} and {end}", remedy)
