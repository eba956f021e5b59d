"""Kinds of setting that are one piece of text: numbers, sums, dates, lengths of time, choices."""

from __future__ import annotations

import calendar
import re
from abc import abstractmethod
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.terms.context import INVALID, Context, listed, nearest, shortened
from remit.terms.currencies import CODES, SHARED_SIGNS
from remit.terms.node import Node
from remit.terms.setting import Kind
from remit.terms.typed import Deadline, ExchangeRate, Length, Occurrences, Scale
from remit.values.money import SIGNS, Money

NUMERAL = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"(-?)({NUMERAL})")
_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")
_SIGN_OF = {code: sign for sign, code in SIGNS.items()}


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
    pattern = rf"-?{NUMERAL} ?%"

    def parse(self, text: str, context: Context) -> Any:
        found = re.fullmatch(rf"(-?)({NUMERAL}) ?%", text)
        return INVALID if found is None else (-1 if found[1] else 1) * fraction(found[2]) / 100

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what = f"'{context.setting}' is {text}, and {context.rule} takes a percentage"
        if re.fullmatch(NUMERAL, text):
            bare = fraction(text)
            if 0 < bare <= 1:
                return what, f"write {numeral(bare * 100)} %, or {text} % if that is meant"
            return what, f"write {text} %"
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


class Amount(ScalarKind):
    """A sum in the contract's currency, `Money`: `£1,450.00`, `GBP 2.60`."""

    noun = "a sum"
    sample = "£2.60"
    pattern = rf"-?(?:[^\s0-9.,;:-]{{1,3}} ?{NUMERAL}|{NUMERAL} ?[^\s0-9.,;:-]{{1,3}})"

    def parse(self, text: str, context: Context) -> Any:
        found = _money(text)
        if found is None:
            return INVALID
        sign, amount = found
        wanted = context.defined.currency
        currency = wanted if wanted and wanted in SHARED_SIGNS.get(sign, ()) else SIGNS.get(sign, sign)
        if currency not in CODES or (wanted and currency != wanted):
            return INVALID
        return Money(amount, currency)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        currency = context.defined.currency
        sign = _SIGN_OF.get(currency or "", f"{currency} ") if currency else "£"
        found = _money(text)
        if found is not None and currency:
            remedy = f"write {sign}{_digits(text)}"
            if re.fullmatch("[A-Z]{3}", found[0]) and found[0] not in CODES:
                return f"'{found[0]}' is not a currency", remedy
            return (
                f"{text} is not in the contract's currency {currency} (clause 3.1)",
                f"{remedy}, or use the rule currency share" if context.clause and context.clause.startswith("10.") else remedy,
            )
        what = f"'{context.setting}' is {text}, and {context.rule} takes a sum" + (f" in {currency}" if currency else "")
        return what, f"write {sign}{text}" if re.fullmatch(NUMERAL, text) else f"write for example {sign}2.60"

    def write(self, value: Any) -> str:
        sign = _SIGN_OF.get(value.currency, f"{value.currency} ")
        return f"{'-' if value.amount < 0 else ''}{sign}{abs(value.amount):,f}"


def _digits(text: str) -> str:
    found = re.search(NUMERAL, text)
    return found[0] if found else text


def _money(text: str) -> tuple[str, Decimal] | None:
    """The sign or code and the amount of a sum."""
    found = re.fullmatch(rf"(-?)([^\s0-9.,;:-]{{1,3}}) ?({NUMERAL})", text)
    minus, sign, amount = (found[1], found[2], found[3]) if found else ("", "", "")
    if not found:
        found = re.fullmatch(rf"(-?)({NUMERAL}) ?([^\s0-9.,;:%-]{{1,3}})", text)
        if not found:
            return None
        minus, amount, sign = found[1], found[2], found[3]
    return sign, Decimal(minus + amount.replace(",", ""))


class CurrencyCode(ScalarKind):
    """A currency by its three letters, str: `GBP`."""

    noun = "a currency"
    sample = "GBP"
    pattern = "[A-Z]{3}"

    def parse(self, text: str, context: Context) -> Any:
        return text if text in CODES else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        meant = SIGNS.get(text) or (text.upper() if text.upper() in CODES else None)
        remedy = f"write {meant}" if meant else "write the three letters of ISO 4217, such as GBP"
        return f"'{text}' is not a currency", remedy

    def write(self, value: Any) -> str:
        return str(value)


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


class Day(ScalarKind):
    """A date, year first: `2026-01-12`."""

    noun = "a date"
    sample = "2026-01-12"
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        try:
            return date.fromisoformat(text)
        except ValueError:
            return INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        return (
            missing_day(text)
            if re.fullmatch(self.pattern, text)
            else (f"'{text}' is not a date", "write the year first, such as 2026-01-12")
        )

    def write(self, value: Any) -> str:
        return str(value.isoformat())


def missing_day(text: str) -> tuple[str, str]:
    """Why a well-formed date does not exist."""
    year, month = int(text[:4]), int(text[5:7])
    if not 1 <= month <= 12:
        return f"{text} does not exist", "a year has 12 months"
    if not year:
        return f"{text} does not exist", "write the year in four digits, such as 2026"
    return f"{text} does not exist", f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"


class Duration(ScalarKind):
    """A length of time, `Length`: `4 business hours` (inside a calendar), `60 seconds`, `3 months`.

    `ahead=True` takes it with the word ahead: `1 month ahead`.
    """

    noun = "a length of time"
    sample = "4 business hours"

    def __init__(self, ahead: bool = False) -> None:
        self.suffix = " ahead" if ahead else ""
        self.pattern = rf"{NUMERAL} (?:business (?:second|minute|hour|day)|{'|'.join(_UNITS)})s?{self.suffix}"
        if ahead:
            self.noun, self.sample = "a length of time ahead", "1 month ahead"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        number, *words = text.removesuffix(self.suffix).split(" ")
        unit: Any = words[-1].removesuffix("s")
        return Length(fraction(number), unit, business=len(words) == 2)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what = f"'{text}' is not {self.noun}"
        meant = _meant_length(text)
        if meant is None or self.suffix:
            return what, f"write for example '{self.sample}'"
        number, unit = meant
        plural = unit if number == "1" else f"{unit}s"
        if unit in ("week", "month", "year"):
            return what, f"write '{number} {plural}'"
        hours = context.typed.get("calendar")
        inside = f"({hours} only)" if isinstance(hours, str) else "(inside the calendar)"
        return what, f"write '{number} business {plural}' {inside} or '{number} {plural}' (day and night)"

    def write(self, value: Any) -> str:
        number = numeral(value.amount)
        return f"{number} {'business ' if value.business else ''}{value.unit}{'' if number == '1' else 's'}{self.suffix}"


def _meant_length(text: str) -> tuple[str, str] | None:
    """The number and unit that `4h`, `30min` or `4 working hours` mean."""
    found = re.fullmatch(rf"({NUMERAL})[ -]?([a-z -]*)", text.lower())
    if found is None:
        return None
    word = found[2].split()[-1] if found[2].split() else ""
    short = {"h": "hour", "hr": "hour", "hrs": "hour", "m": "minute", "min": "minute", "mins": "minute", "s": "second", "sec": "second",
             "secs": "second", "d": "day", "w": "week", "wk": "week", "mo": "month", "y": "year", "yr": "year"}  # fmt: skip
    unit = short.get(word) or next((unit for unit in _UNITS if word in (unit, f"{unit}s")), None)
    return (found[1], unit) if unit else None


class Times(ScalarKind):
    """How often something happened, `Occurrences`: `4 in any 12 months`, `3 in a row`."""

    noun = "a number of times"
    sample = "4 in any 12 months"
    pattern = r"[0-9]{1,4} (?:in a row|in any [0-9]{1,4} months)"

    def parse(self, text: str, context: Context) -> Any:
        found = re.fullmatch(r"([0-9]{1,4}) in a row|([0-9]{1,4}) in any ([0-9]{1,4}) months", text)
        if found is None:
            return INVALID
        times = Occurrences(int(found[1]), None) if found[1] else Occurrences(int(found[2]), int(found[3]))
        return times if times.count > 0 and (times.within is None or times.count <= times.within) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        found = re.fullmatch(r"([0-9]{1,4}) in any ([0-9]{1,4}) months", text)
        if found and int(found[1]) > int(found[2]):
            return (
                f"'{text}' cannot happen: {found[2]} months hold at most {found[2]} results",
                f"write '{found[2]} in any {found[1]} months'",
            )
        return f"'{text}' does not say how often", "write '4 in any 12 months' or '3 in a row'"

    def write(self, value: Any) -> str:
        return f"{value.count} in a row" if value.within is None else f"{value.count} in any {value.within} months"


class Rate(ScalarKind):
    """A rate of exchange, `ExchangeRate`: `23.50 ZAR for 1 GBP`, against the contract's currency."""

    noun = "a rate of exchange"
    sample = "23.50 ZAR for 1 GBP"
    pattern = rf"{NUMERAL} [A-Z]{{3}} for 1 [A-Z]{{3}}"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        number, linked, _, _, against = text.split(" ")
        rate = ExchangeRate(fraction(number), linked, against)
        wanted = context.defined.currency
        agrees = linked in CODES and against in CODES and linked != against and (wanted is None or wanted == against)
        return rate if agrees and rate.amount > 0 else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        if not re.fullmatch(self.pattern, text):
            return f"'{text}' is not a rate of exchange", f"write for example {self.sample}"
        number, linked, _, _, against = text.split(" ")
        unknown = [code for code in (linked, against) if code not in CODES]
        if unknown:
            return f"'{unknown[0]}' is not a currency", "write the three letters of ISO 4217, such as ZAR"
        wanted = context.defined.currency
        if linked == against:
            return f"{text} is no rate between two currencies", "name the currency that is linked first"
        if fraction(number) == 0:
            return f"a rate of {text} is nothing", "write the rate of the day of signature"
        return f"the rate is against {against}, but the contract is in {wanted} (clause 3.1)", f"write it as {linked} for 1 {wanted}"

    def write(self, value: Any) -> str:
        return f"{numeral(value.amount)} {value.linked} for 1 {value.against}"


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


class BusinessDay(ScalarKind):
    """A day of the statement's calendar, counted in the month after, int: `business day 3`."""

    noun = "a business day of the month"
    sample = "business day 3"
    pattern = "business day [0-9]{1,2}"

    def parse(self, text: str, context: Context) -> Any:
        return int(text.rsplit(" ", 1)[1]) if re.fullmatch(self.pattern, text) and not text.endswith(" 0") else INVALID

    def write(self, value: Any) -> str:
        return f"business day {value}"


class Due(ScalarKind):
    """A day that is fixed or hangs on another, date or `Deadline`: `2026-09-30`, `30 days before the end`, `last day of the term`."""

    noun = "a date or a length of time before or after an event"
    sample = "30 days before the end"
    pattern = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{NUMERAL} (?:business )?[a-z]+ (?:before|after) .+|(?:first|last) day of .+"

    def parse(self, text: str, context: Context) -> Any:
        if re.fullmatch(Day.pattern, text):
            return Day().parse(text, context)
        found = re.fullmatch(rf"({Duration().pattern}) (before|after) (\S.*)", text)
        if found:
            return Deadline(found[3], Duration().parse(found[1], context), before=found[2] == "before")
        return Deadline(text) if re.fullmatch(r"(?:first|last) day of \S.*", text) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        if re.fullmatch(Day.pattern, text):
            return missing_day(text)
        return f"'{text}' is not a day that can be found in a calendar", f"write for example '{self.sample}' or 2026-09-30"

    def write(self, value: Any) -> str:
        if isinstance(value, date):
            return value.isoformat()
        if value.length is None:
            return str(value.event)
        return f"{Duration().write(value.length)} {'before' if value.before else 'after'} {value.event}"
