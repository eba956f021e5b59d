"""Service points: which months and things they are counted for, what a step or a band makes of them, and how far back they look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from remit.statement import Statement
from remit.values.period import Month
from tests.settlement.sequence import FIRST, agreement_of, amounts, pounds, settled

LEVELS = """    points:
      answered:
        - {from: 95 %, points: 0}
        - {from: 90 %, to: 95 %, points: 1}
        - {to: 90 %, points: 3}
      sold:
        - {from: 95 %, points: 0}
        - {to: 95 %, points: 2}
"""
HEAD = "  11.1 points:\n    rule: service points\n    of: base charges\n"
A_POUND_EACH = "    conversion: {rule: marginal bands, bands: [{from: 0, each point: £1.00}]}\n"
MISS, BOTH = {"answered": "80 %"}, {"answered": "80 %", "sold": "90 %"}


def points(more: str = "", conversion: str = A_POUND_EACH, levels: str = LEVELS) -> str:
    return f"{HEAD}{levels}{more}{conversion}"


def said(found: Statement) -> list[str]:
    return [line.because for line in found.lines if line.clause == "11.1"]


def test_points_of_levels_add_up_and_are_named() -> None:
    found = settled(agreement_of(points()), [BOTH, {"sold": "90 %"}, {"answered": "92 %"}, {}])
    assert amounts(found, "11.1") == pounds("-5", "-2", "-1", "0")
    assert [said(one) for one in found] == [
        ["Answered 3, sold 2, 5 points: 5 at £1.00."],
        ["Sold 2, 2 points: 2 at £1.00."],
        ["Answered 1, 1 point: 1 at £1.00."],
        [],
    ]
    line = found[0].lines[-1]
    assert (line.quantity, line.unit, line.base, line.part, line.kind) == (5, "point", None, None, "credit")


def test_too_small_a_sample_earns_no_points() -> None:
    assert amounts(settled(agreement_of(points()), [{"answered": "5 of 29"}, {"answered": "5 of 30"}]), "11.1") == pounds("0", "-3")


@pytest.mark.parametrize(
    ("steps", "between", "credits"),
    [
        ("{points: 5, credit: 4 %}, {points: 2, credit: 1 %}", "lower step", ["-10", "-40", "0"]),
        ("{points: 5, credit: 4 %}, {points: 2, credit: 1 %}", "higher step", ["-40", "-40", "-10"]),
        ("{points: 2, credit: £3.00}, {points: 5, credit: 4 %}", "lower step", ["-3", "-40", "0"]),
        ("{points: 2, credit: £3.00}, {points: 4, credit: 2 %}", "higher step", ["-20", "-20", "-3"]),
        ("{points: 6, credit: 4 %}", "lower step", ["0", "0", "0"]),
        ("{points: 6, credit: 4 %}", "higher step", ["-40", "-40", "-40"]),
    ],
)
def test_which_step_is_reached(steps: str, between: str, credits: list[str]) -> None:
    """Three points, five, and one, in three months; the order in which steps are written decides nothing."""
    terms = points(conversion=f"    conversion: {{rule: steps, between steps: {between}, steps: [{steps}]}}\n")
    assert amounts(settled(agreement_of(terms), [MISS, BOTH, {"answered": "92 %"}]), "11.1") == pounds(*credits)


def test_what_a_step_says() -> None:
    terms = points(conversion="    conversion: {rule: steps, steps: [{points: 5, credit: 4 %}]}\n")
    few, many = settled(agreement_of(terms), [MISS, BOTH])
    assert few.notes == ("11.1 points: Answered 3, 3 points: below the first step.",) and not said(few)
    assert said(many) == ["Answered 3, sold 2, 5 points: 4 % of £1,000.00."]
    assert many.lines[-1].base == Decimal("1000.00")


@pytest.mark.parametrize(
    ("bands", "credit"),
    [
        ("{to: 2, each point: £1.00}, {from: 2, each point: £10.00}", "-32"),
        ("{to: 4, each point: £1.00}, {from: 4, to: 8, each point: £10.00}", "-14"),
        ("{from: 1, to: 3, each point: £1.00}, {from: 3, each point: £10.00, times: 2}", "-42"),
        ("{from: 5, each point: £1.00}", "0"),
        ("{to: 5, each point: £1.00}", "-5"),
    ],
)
def test_each_point_has_the_price_of_its_own_band(bands: str, credit: str) -> None:
    terms = points(conversion=f"    conversion: {{rule: marginal bands, bands: [{bands}]}}\n")
    assert amounts(settled(agreement_of(terms), [BOTH]), "11.1") == pounds(credit)


@pytest.mark.parametrize(
    ("repeat", "credits"),
    [
        ("no change", ["-3", "-3", "0", "-3", "-3"]),
        ("doubles", ["-3", "-6", "0", "-3", "-6"]),
        ("compounds", ["-3", "-6", "0", "-3", "-6"]),
    ],
)
def test_a_month_without_points_ends_the_repeat(repeat: str, credits: list[str]) -> None:
    assert amounts(settled(agreement_of(points(f"    repeat: {repeat}\n")), [MISS, MISS, {}, MISS, MISS]), "11.1") == pounds(*credits)


def test_only_the_level_that_is_missed_again_is_doubled() -> None:
    assert amounts(settled(agreement_of(points("    repeat: doubles\n")), [MISS, BOTH, {"sold": "90 %"}]), "11.1") == pounds(
        "-3", "-8", "-4"
    )


def test_a_repeat_is_counted_in_the_month_that_is_settled() -> None:
    later = points("    repeat: doubles\n    settled: in the next statement\n")
    assert amounts(settled(agreement_of(later), [MISS, MISS, {}, MISS, {}]), "11.1") == pounds("0", "-3", "-6", "0", "-3")


def test_a_quarter_gathers_repeats_month_by_month() -> None:
    found = settled(agreement_of(points("    repeat: compounds\n    gathered over: quarter\n")), [MISS, MISS, MISS, MISS, {}, {}])
    assert amounts(found, "11.1") == pounds("0", "0", "-21", "0", "0", "-24"), "3, 6 and 12; then 24 of April"


def test_a_period_that_the_term_cuts_short_is_converted_at_its_end() -> None:
    """Quarters from February 2025: December 2026 is the second month of one. Without renewal it is the last; with one January is."""
    gathered = points("    gathered over: quarter\n    from: 2025-02-01\n")
    ending = agreement_of(gathered, renewal="renews for: no renewal, notice: 1 month")
    assert amounts(settled(ending, [MISS, BOTH], first=Month(2026, 11)), "11.1") == pounds("0", "-8")
    renewed = agreement_of(gathered, renewal="renews for: 12 months, notice: 1 month")
    assert amounts(settled(renewed, [MISS, BOTH, MISS], first=Month(2026, 11)), "11.1") == pounds("0", "0", "-11")


def test_a_share_of_a_quarter_is_of_its_own_months() -> None:
    """February's to April's £1,000 each; January's is none of them."""
    steps = "    conversion: {rule: steps, steps: [{points: 3, credit: 2 %}]}\n"
    found = settled(agreement_of(points("    gathered over: quarter\n    from: 2025-02-01\n", steps)), [MISS, MISS, {}, {}])
    assert amounts(found, "11.1") == pounds("0", "0", "0", "-60")
    assert said(found[3]) == ["Answered 3, 3 points: 2 % of £3,000.00."] and found[3].lines[-1].base == Decimal("3000.00")


def count(day: date, value: str, unit: str | None = None, subject: str = "prices") -> dict[str, object]:
    return {"kind": "count", "subject": subject, "day": day, "value": value, "unit": unit}


RECORD = HEAD + "    points from record: prices\n"


def test_points_of_a_record_are_those_of_its_month() -> None:
    given = [count(date(2025, 1, 31), "4"), count(date(2025, 2, 1), "2"), count(date(2025, 1, 9), "50", subject="desk")]
    found = settled(agreement_of(RECORD + A_POUND_EACH), [{}, {}, {}], facts=given)
    assert amounts(found, "11.1") == pounds("-4", "-2", "0")
    assert said(found[0]) == ["Prices in January 2025, 4 points: 4 at £1.00."] and said(found[2]) == []
    quarter = settled(agreement_of(f"{RECORD}    gathered over: quarter\n{A_POUND_EACH}"), [{}, {}, {}], facts=given)
    assert amounts(quarter, "11.1") == pounds("0", "0", "-6")
    assert said(quarter[2]) == ["Prices in January 2025 to March 2025, 6 points: 6 at £1.00."]


def test_each_thing_has_points_of_its_own() -> None:
    """Two houses with three points each reach the step of three twice; together they would reach that of six."""
    steps = "    conversion: {rule: steps, steps: [{points: 3, credit: £10.00}, {points: 6, credit: £50.00}]}\n"
    day = FIRST.first
    given = [count(day, "3", "house B"), count(day, "3", "house A"), count(date(2025, 2, 1), "9", "house C")]
    found = settled(agreement_of(f"{RECORD}    per: house\n{steps}"), [{}], facts=given)[0]
    assert [(line.part, line.amount, line.quantity) for line in found.lines if line.clause == "11.1"] == [
        ("house A", Decimal("-10.00"), 3), ("house B", Decimal("-10.00"), 3),
    ]  # fmt: skip
    together = settled(agreement_of(f"{RECORD}{steps}"), [{}], facts=[count(day, "3"), count(date(2025, 1, 2), "3")])
    assert amounts(together, "11.1") == pounds("-50")


@pytest.mark.parametrize(
    ("more", "months"),
    [
        ("", 0), ("    settled: in the next statement\n", 1), ("    gathered over: quarter\n", 2),
        ("    gathered over: contract year\n", 11), ("    gathered over: quarter\n    settled: in the next statement\n", 2),
        ("    repeat: doubles\n", 1200), ("    repeat: compounds\n", 1200),
    ],
)  # fmt: skip
def test_how_far_points_look_back(more: str, months: int) -> None:
    assert agreement_of(points(more)).looking_back(FIRST).get("11.1", 0) == months


def test_a_step_of_the_contract_price_is_taken_of_it_once_however_long_points_add_up() -> None:
    """£1,000 in each of 24 months, so 4 % of the price is £960; points of a quarter are paid for in its last month."""
    conversion = "    conversion: {rule: steps, steps: [{points: 5, credit: 4 %}]}\n"
    terms = points("    gathered over: quarter\n", conversion).replace("of: base charges", "of: contract price")
    assert amounts(settled(agreement_of(terms), [BOTH, {}, {}]), "11.1") == pounds("0", "0", "-960")
