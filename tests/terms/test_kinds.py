"""What a kind writes, it reads as the same value; what it takes matches its JSON Schema; other texts are faults, never errors."""

from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.terms.context import INVALID, Context, Defined
from remit.terms.currencies import CODES
from remit.terms.kinds import (
    Amount,
    BusinessDay,
    Choice,
    Count,
    Day,
    Deadline,
    Due,
    Duration,
    Either,
    ExchangeRate,
    Hours,
    Length,
    Number,
    Occurrences,
    Percent,
    Places,
    Point,
    Rate,
    Scale,
    ScaleOf,
    Times,
    Window,
    YesNo,
    Zone,
)
from remit.terms.node import Scalar
from remit.values.money import Money

EXAMPLES = 2_000 if os.environ.get("REMIT_PROVE") == "1" else 60

decimals = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False).map(Fraction)
lengths = st.builds(
    Length, decimals.filter(bool), st.sampled_from(["second", "minute", "hour", "day"]), st.booleans()
) | st.builds(Length, decimals.filter(bool), st.sampled_from(["week", "month", "year"]))  # fmt: skip
dates = st.dates(date(1990, 1, 1), date(2100, 1, 1))
windows = st.builds(lambda start, length: Window(start, start + length), st.integers(0, 1439), st.integers(1, 1439)).filter(
    lambda window: window.end <= 1440 or window.end - 1440 < window.start
)
codes = st.sampled_from(sorted(CODES))
CASES: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "number": (Number(), decimals | decimals.map(lambda value: -value)),
    "count": (Count(), st.integers(0, 10**12)),
    "percent": (Percent(), decimals.map(lambda value: value / 100)),
    "point": (Point(), decimals.map(lambda value: value / 100)),
    "amount": (Amount(signed=True), st.builds(Money, st.decimals(-(10**8), 10**8, places=2, allow_nan=False).map(lambda d: d + 0), codes)),
    "yes or no": (YesNo(), st.booleans()),
    "choice": (Choice("whole", "by days", "none"), st.sampled_from(["whole", "by days", "none"])),
    "day": (Day(), dates),
    "duration": (Duration(), lengths),
    "ahead": (Duration(ahead=True), lengths),
    "times": (Times(), st.builds(Occurrences, st.integers(1, 99), st.none() | st.integers(99, 999))),
    "rate": (Rate(), st.builds(ExchangeRate, decimals.filter(bool), codes, codes).filter(lambda rate: rate.linked != rate.against)),
    "places": (Places(), st.none() | st.integers(0, 9)),
    "scale": (ScaleOf(), st.builds(Scale, decimals, decimals).filter(lambda scale: scale.low < scale.high)),
    "business day": (BusinessDay(), st.integers(1, 31)),
    "due": (Due(), dates | st.builds(Deadline, st.sampled_from(["the end", "notice", "services start"]), lengths, st.booleans())),
    "hours": (Hours(), st.lists(windows, max_size=3).map(tuple)),
    "zone": (Zone(), st.sampled_from(["Europe/London", "America/Argentina/Ushuaia", "UTC", "Asia/Kolkata"])),
    "either": (Either(Percent(), Amount()), decimals.map(lambda value: value / 100)),
}
every_kind = pytest.mark.parametrize("name", list(CASES))


def context(currency: str | None = None) -> Context:
    return Context("10.1", "the rule", Defined(currency=currency), [], setting="setting")


@every_kind
def test_what_is_written_is_read_as_the_same(name: str) -> None:
    kind, values = CASES[name]

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(values)
    def holds(value: Any) -> None:
        currency = value.currency if isinstance(value, Money) else value.against if isinstance(value, ExchangeRate) else None
        place = context(currency)
        text = kind.write(value)
        assert kind.read(Scalar(text, 1), place) == value, [text, *map(str, place.faults)]
        assert place.faults == []
        assert matches(kind.schema(), text), text

    holds()


def matches(schema: dict[str, Any], text: str) -> bool:
    if "anyOf" in schema:
        return any(matches(one, text) for one in schema["anyOf"])
    return text in schema["enum"] if "enum" in schema else re.search(schema.get("pattern", ""), text) is not None


@every_kind
def test_any_text_is_a_value_or_one_fault(name: str) -> None:
    kind, _ = CASES[name]

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(st.text(max_size=20) | st.from_regex(r"[0-9]{1,4}[ .,:/%-][0-9a-z %]{0,9}", fullmatch=True))
    def holds(text: str) -> None:
        place = context("GBP")
        value = kind.read(Scalar(text, 7), place)
        assert (value is INVALID) == (len(place.faults) == 1)
        assert len(place.faults) <= 1

    holds()


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Amount(), "£1,450.00", Money(Decimal("1450.00"), "GBP")),
        (Amount(), "GBP 2.70", Money(Decimal("2.70"), "GBP")),
        (Amount(), "2.70 GBP", Money(Decimal("2.70"), "GBP")),
        (Amount(signed=True), "-£5", Money(Decimal("-5"), "GBP")),
        (Percent(), "99.5%", Fraction(995, 1000)),
        (Number(), "12,000.25", Fraction(1200025, 100)),
        (Duration(), "1.5 business hours", Length(Fraction(3, 2), "hour", True)),
        (Duration(), "1 week", Length(Fraction(1), "week")),
        (Hours(), "22:00 to 06:00", (Window(1320, 1800),)),
        (Hours(), "00:00 to 24:00", (Window(0, 1440),)),
        (Hours(), "09:00 to 12:00 and 13:00 to 17:30", (Window(540, 720), Window(780, 1050))),
        (Hours(), "closed", ()),
        (Due(), "last day of the term", Deadline("last day of the term")),
        (Due(), "10 business days after notice", Deadline("notice", Length(Fraction(10), "day", True), before=False)),
        (Places(), "exact", None),
    ],
)
def test_as_people_write(kind: Any, text: str, value: Any) -> None:
    place = context("GBP")
    assert kind.read(Scalar(text, 1), place) == value
    assert place.faults == []


def test_pennies_stay_as_they_are_written() -> None:
    place = context("GBP")
    assert str(Amount().read(Scalar("£2.70", 1), place).amount) == "2.70"


@pytest.mark.parametrize(
    ("currency", "text", "good"),
    [
        ("CAD", "$2.60", True),
        ("USD", "$2.60", True),
        ("GBP", "$2.60", False),
        ("CNY", "¥5", True),
        ("SEK", "5 kr", True),
        ("ZAR", "R5", True),
    ],
)
def test_a_shared_sign_is_the_contracts_currency(currency: str, text: str, good: bool) -> None:
    place = context(currency)
    value = Amount().read(Scalar(text, 1), place)
    assert (value is not INVALID) == good
    assert not good or value.currency == currency
