"""Kinds of setting that are one piece of text: words, numbers, percentages, choices."""

from __future__ import annotations

import re
from abc import abstractmethod
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.terms.context import INVALID, Context, listed, nearest, shortened
from remit.terms.node import Node
from remit.terms.setting import Kind
from remit.terms.typed import Scale

NUMERAL = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"(-?)({NUMERAL})")


def fraction(text: str) -> Fraction:
    """The exact number of a numeral with or without thousands commas."""
    return Fraction(text.replace(",", ""))


def numeral(value: Fraction | Decimal | int) -> str:
    """A number with thousands commas and no superfluous zeros; one without a finite decimal is rounded to six places.

    >>> numeral(Fraction(99, 2)), numeral(12000)
    ('49.5', '12,000')
    """
    exact = Fraction(value)
    places = next((n for n in range(13) if (exact * 10**n).denominator == 1), 6)
    return f"{Decimal(round(exact * 10**places)).scaleb(-places):,f}"


class ScalarKind(Kind):
    """One piece of text. `noun` and `sample` stand in messages: *takes a percentage; write for example 90 %*."""

    noun: str
    sample: str
    pattern: str = ""
    numeric: bool = False
    """Whether an editor that types YAML by itself may see a number here."""

    def read(self, node: Node, context: Context) -> Any:
        text = context.text(node, self.noun, self.sample)
        if text is INVALID:
            return INVALID
        value = self.parse(text, context)
        return context.fault(node.line, *self.refusal(shortened(text), context)) if value is INVALID else value

    @abstractmethod
    def parse(self, text: str, context: Context) -> Any:
        """The typed value, or `INVALID`."""

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        """What is wrong with the text, and what to write."""
        return f"'{context.setting}' is {text}, and {context.rule} takes {self.noun}", f"write for example {self.sample}"

    def schema(self) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": ["string", "number"] if self.numeric else "string"}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        return {**schema, "description": f"{self.noun}, such as {self.sample}"}


class Text(ScalarKind):
    """Any words; they are printed and decide nothing."""

    noun = "words"
    sample = "the supplier's invoice"

    def parse(self, text: str, context: Context) -> Any:
        return text

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean"]}


class Number(ScalarKind):
    """An exact number, `Fraction`: `4.4`, `12,000`, `120.0`."""

    noun = "a number"
    sample = "4.4"
    pattern = rf"-?{NUMERAL}"
    numeric = True

    def parse(self, text: str, context: Context) -> Any:
        found = _NUMBER.fullmatch(text)
        return INVALID if found is None else (-1 if found[1] else 1) * fraction(found[2])

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what, remedy = super().refusal(text, context)
        inner = re.search(NUMERAL, text)
        return what, f"write {inner[0]}" if inner and "%" in text else remedy

    def write(self, value: Any) -> str:
        return numeral(value)


class Count(ScalarKind):
    """A whole number, int: `4,000`."""

    noun = "a whole number"
    sample = "100"
    pattern = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
    numeric = True

    def parse(self, text: str, context: Context) -> Any:
        return int(text.replace(",", "")) if re.fullmatch(self.pattern, text) and len(text) < 24 else INVALID

    def write(self, value: Any) -> str:
        return f"{value:,}"


class Percent(ScalarKind):
    """A percentage as a fraction of one: `90 %` is 9/10."""

    noun = "a percentage"
    sample = "90 %"
    pattern = rf"{NUMERAL} ?%"

    def parse(self, text: str, context: Context) -> Any:
        return fraction(text.rstrip("% ")) / 100 if re.fullmatch(self.pattern, text) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what = f"'{context.setting}' is {text}, and {context.rule} takes a percentage"
        if re.fullmatch(NUMERAL, text):
            bare = fraction(text)
            if 0 < bare <= 1:
                return what, f"write {numeral(bare * 100)} %, or {text} % if that is meant"
            return what, f"write {text} %"
        meant = re.fullmatch(rf"({NUMERAL}) ?(?:per ?cent|pct\.?|p\.c\.)", text)
        if meant:
            return what, f"write {meant[1]} %"
        if re.fullmatch(rf"-{NUMERAL} ?%", text):
            return (
                f"'{context.setting}' is {text}, and a percentage here has no minus",
                f"write {text[1:]}; the rule says which way it counts",
            )
        return what, f"write for example {self.sample}"

    def write(self, value: Any) -> str:
        return f"{numeral(Fraction(value) * 100)} %"


class Point(ScalarKind):
    """Percentage points: `1 point` is 1/100."""

    noun = "points"
    sample = "1 point"
    pattern = rf"{NUMERAL} points?"

    def parse(self, text: str, context: Context) -> Any:
        found = re.fullmatch(rf"({NUMERAL}) points?", text)
        return INVALID if found is None else fraction(found[1]) / 100

    def write(self, value: Any) -> str:
        points = numeral(Fraction(value) * 100)
        return f"{points} point{'' if points == '1' else 's'}"


class YesNo(ScalarKind):
    """`yes` or `no`, bool."""

    noun = "yes or no"
    sample = "yes"
    pattern = "yes|no"

    def parse(self, text: str, context: Context) -> Any:
        return {"yes": True, "no": False}.get(text, INVALID)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what, _ = super().refusal(text, context)
        meant = {"true": "yes", "on": "yes", "y": "yes", "false": "no", "off": "no", "n": "no"}.get(text.lower(), text.lower())
        return what, f"write {meant}" if meant in ("yes", "no") else "write yes or no"

    def write(self, value: Any) -> str:
        return "yes" if value else "no"

    def schema(self) -> dict[str, Any]:
        return {"enum": ["yes", "no", True, False]}


class Choice(ScalarKind):
    """One of a few readings, written in full; str."""

    def __init__(self, *readings: str) -> None:
        self.readings = readings
        self.noun = listed(readings, "or")
        self.sample = readings[0]

    def parse(self, text: str, context: Context) -> Any:
        return text if text in self.readings else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what, _ = super().refusal(text, context)
        meant = nearest(text, self.readings)
        return what, f"write {meant}" if meant else "write one of them"

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.readings)}


class Places(ScalarKind):
    """To how many decimal places a result is rounded before it is judged, int: `1 decimal place`. `exact` is None."""

    noun = "a number of decimal places"
    sample = "1 decimal place"
    pattern = "exact|[0-9] decimal places?"

    def parse(self, text: str, context: Context) -> Any:
        return INVALID if not re.fullmatch(self.pattern, text) else None if text == "exact" else int(text[0])

    def write(self, value: Any) -> str:
        return "exact" if value is None else f"{value} decimal place{'' if value == 1 else 's'}"


class ScaleOf(ScalarKind):
    """A scale of answers, `Scale`: `1 to 5`."""

    noun = "a scale"
    sample = "1 to 5"
    pattern = rf"{NUMERAL} to {NUMERAL}"

    def parse(self, text: str, context: Context) -> Any:
        found = re.fullmatch(rf"({NUMERAL}) to ({NUMERAL})", text)
        if not found or fraction(found[1]) >= fraction(found[2]):
            return INVALID
        return Scale(fraction(found[1]), fraction(found[2]))

    def write(self, value: Any) -> str:
        return f"{numeral(value.low)} to {numeral(value.high)}"
