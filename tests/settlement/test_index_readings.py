"""Prices that follow an index or a currency: which value is read, what is held back and when it counts, and which prices move."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from remit.values.period import Month
from tests.settlement.sequence import CHARGES, FIRST, agreement_of, amounts, pounds, settled

LONG = "renews for: 12 months, notice: 1 month"
INDEX = "rule: indexation, prices: {prices}, record: prices, base value: 100, every: {every}{more}"


def index(*values: tuple[int, int, str], subject: str = "prices") -> list[dict[str, object]]:
    return [{"kind": "index", "subject": subject, "day": date(year, month, 1), "value": value} for year, month, value in values]


def moved(
    more: str, *values: tuple[int, int, str], month: Month, every: str = "12 months", also: list[dict[str, object]] | None = None
) -> str:
    """What an index adds to £1,000 in a month, as text."""
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{{INDEX.format(prices='all prices', every=every, more=more)}}}", renewal=LONG)
    found = settled(terms, [{}], first=month, facts=[*index(*values), *(also or [])])[0]
    return str(sum((line.amount for line in found.lines if line.clause == "10.2"), Decimal(0)))


JANUARY = Month(2026, 1)


@pytest.mark.parametrize(
    ("more", "value", "added"),
    [
        (", least rise: 2 %", "110", "100.00"), (", least rise: 2 %", "101", "20.00"), (", least rise: 2 %", "90", "20.00"),
        (", least rise: 2 %, threshold: 5 %", "105", "20.00"), (", least rise: 2 %, threshold: 5 %", "106", "60.00"),
        (", threshold: 5 %", "95", "0"), (", threshold: 5 %", "94", "-60.00"), 
        (", threshold: 5 %, counted from: threshold", "94", "-10.00"),
        (", most rise: 10 %", "110", "100.00"), (", most fall: 10 %", "90", "-100.00"), (", most fall: 9 %", "90", "-90.00"),
        (", most rise: 3 %, most fall: 2 %", "105", "30.00"), (", most rise: 3 %, most fall: 2 %", "95", "-20.00"),
        (", multiple: 0 %, plus: 1 point", "110", "10.00"), (", multiple: 150 %", "110", "150.00"),
        (", multiple: 50 %, plus: 2 points, most rise: 5 %", "110", "50.00"),
        (", multiple: 50 %, plus: 2 points, most rise: 5 %, limits apply: before the multiple", "110", "45.00"),
        (", multiple: 50 %, most fall: 4 %, limits apply: before the multiple", "90", "-20.00"),
    ],
)  # fmt: skip
def test_how_much_of_a_movement_is_passed_on(more: str, value: str, added: str) -> None:
    assert moved(more, (2026, 1, value), month=JANUARY) == added


def test_which_value_of_the_index_is_read() -> None:
    values = [(2025, month, str(100 + month)) for month in range(1, 13)]
    values.append((2026, 1, "113"))
    for reading, added in (
        ("of the month", "130.00"), ("mean of 3 months", "120.00"), ("mean of 6 months", "105.00"), ("mean of 12 months", "75.00"),
    ):  # fmt: skip
        assert moved(f", value: {reading}", *values, month=JANUARY) == added, reading
    assert moved(", month: before the anniversary", *values, month=JANUARY) == "120.00"
    assert moved(", month: before the anniversary, value: mean of 3 months", *values, month=JANUARY) == "110.00"


@pytest.mark.parametrize(("reading", "added"), [("lesser", "50.00"), ("greater", "100.00"), ("mean", "75.00")])
@pytest.mark.parametrize("compounds", ["on the last price", "on the first price"])
def test_of_several_indices(reading: str, compounds: str, added: str) -> None:
    desk = index((2026, 1, "210"), subject="desk")
    more = f", also: {{desk: 200}}, of several: {reading}, compounds: {compounds}"
    assert moved(more, (2026, 1, "110"), month=JANUARY, also=desk) == added


@pytest.mark.parametrize(
    ("more", "added"),
    [
        # Year one: 100 to 110; year two: 110 to 121, which is 10 % again, of which the limit leaves 4 %.
        (", most rise: 4 %", "81.60"),
        (", most rise: 4 %, unused movement: counts at the next adjustment", "81.60"),
        (", most rise: 15 %", "210.00"),
        (", most rise: 15 %, unused movement: counts at the next adjustment", "210.00"),
        (", threshold: 12 %", "0"),
        (", threshold: 12 %, unused movement: counts at the next adjustment", "210.00"),
        (", threshold: 12 %, unused movement: counts at the next adjustment, counted from: threshold", "90.00"),
        (", multiple: 50 %", "102.50"),
        (", multiple: 50 %, unused movement: counts at the next adjustment", "102.50"),
        (", least rise: 12 %", "254.40"),
    ],
)
def test_what_is_held_back_in_the_first_year(more: str, added: str) -> None:
    assert moved(more, (2026, 1, "110"), (2027, 1, "121"), month=Month(2027, 1)) == added


def test_movement_that_was_held_back_counts_when_the_index_stands_still() -> None:
    """10 % in the first year, of which 4 % are passed on; nothing in the second, in which the rest counts up to the limit again."""
    still = ((2026, 1, "110"), (2027, 1, "110"))
    for more, added in (
        (", most rise: 4 %", "40.00"),
        (", most rise: 4 %, unused movement: counts at the next adjustment", "81.60"),
        (", multiple: 50 %, most rise: 4 %, unused movement: counts at the next adjustment", "49.63"),
        (", most rise: 4 %, limits apply: before the multiple, multiple: 50 %, unused movement: counts at the next adjustment", "40.40"),
    ):
        assert moved(more, *still, month=Month(2027, 1)) == added, more


@pytest.mark.parametrize(
    ("every", "month", "added"),
    [
        ("6 months", Month(2025, 6), "0"), ("6 months", Month(2025, 7), "50.00"), ("6 months", Month(2025, 12), "50.00"),
        ("6 months", Month(2026, 1), "100.00"), ("1 year", Month(2025, 12), "0"), ("1 year", Month(2026, 1), "100.00"),
        ("2 years", Month(2026, 12), "0"),
    ],
)  # fmt: skip
def test_how_often_prices_move(every: str, month: Month, added: str) -> None:
    assert moved("", (2025, 7, "105"), (2026, 1, "110"), month=month, every=every) == added


def test_years_are_counted_from_the_first_month_of_the_clause() -> None:
    values = ((2026, 1, "110"), (2026, 3, "120"))
    assert moved(", from: 2025-03-01", *values, month=Month(2026, 2)) == "0"
    assert moved(", from: 2025-03-01", *values, month=Month(2026, 3)) == "200.00"


def test_which_prices_move_and_what_the_lines_say() -> None:
    charges = (
        f"{CHARGES}\n  10.2 work: {{rule: unit price, service: work, price: £2.00}}\n  10.3 desk: {{rule: fixed, amount: £50.00}}\n"
        f"  10.4 licence: {{rule: fixed, amount: £70.00, base charge: no}}\n"
    )
    values = index((2026, 1, "110"))
    every = agreement_of(charges=f"{charges}  10.9 rise: {{{INDEX.format(prices='all prices', every='12 months', more='')}}}", renewal=LONG)
    found = [line for line in settled(every, [{}], first=JANUARY, facts=values)[0].lines if line.clause == "10.9"]
    assert [(line.part, line.amount, line.volume, line.base_charge) for line in found] == [
        ("services", Decimal("100.00"), None, True), ("work", Decimal("20.00"), "6.1", True), ("desk", Decimal("5.00"), None, True),
    ]  # fmt: skip
    assert found[0].because == "Prices changes prices by 10.0000 %: 10.0000 % of £1,000.00."
    assert (found[0].base, found[0].rate) == (Decimal("1000.00"), "10.0000 %")
    named = agreement_of(
        charges=f"{charges}  10.9 rise: {{{INDEX.format(prices='[licence, desk]', every='12 months', more='')}}}", renewal=LONG
    )
    found = [line for line in settled(named, [{}], first=JANUARY, facts=values)[0].lines if line.clause == "10.9"]
    assert [(line.part, line.amount, line.base_charge) for line in found] == [
        ("desk", Decimal("5.00"), True), ("licence", Decimal("7.00"), False),
    ]  # fmt: skip


def test_one_index_does_not_move_the_line_of_another() -> None:
    first, second = (
        f"  10.{number} rise {number}: {{{INDEX.format(prices='all prices', every='12 months', more='')}}}" for number in (2, 3)
    )
    found = settled(agreement_of(charges=f"{CHARGES}\n{first}\n{second}", renewal=LONG), [{}], first=JANUARY, facts=index((2026, 1, "110")))
    assert (amounts(found, "10.2"), amounts(found, "10.3")) == (pounds("100"), pounds("100"))


# ── a currency ──

RAND = (
    "{{rule: currency share, record: prices, base rate: 25 ZAR for 1 GBP, linked share: 50 %, band: 5 %, client pays: 80 %, "
    "client receives: 60 %{more}}}"
)


def rates(*values: tuple[date, str]) -> list[dict[str, object]]:
    return [{"kind": "rate", "subject": "prices", "day": day, "value": value} for day, value in values]


DAYS = [
    (date(2024, 11, 29), "40"),
    (date(2024, 12, 31), "25"),
    (date(2025, 1, 2), "20"),
    (date(2025, 1, 30), "24"),
    (date(2025, 2, 3), "30"),
]


@pytest.mark.parametrize(
    ("fixing", "share", "said"),
    [
        ("mean of the month", "34.55", "at 25.00 to 22.00 the movement is 13.64 %, of which 8.64 % counts"),
        ("first day of the month", "80.00", "at 25.00 to 20.00 the movement is 25.00 %, of which 20.00 % counts"),
        ("day of signature", "-97.50", "at 25.00 to 40.00 the movement is -37.50 %, of which -32.50 % counts"),
    ],
)
def test_which_rate_is_read(fixing: str, share: str, said: str) -> None:
    """Signed on Sunday 1 December 2024: the last rate before it is that of 29 November."""
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {RAND.format(more=f', fixing: {fixing}')}")
    line = settled(terms, [{}], facts=rates(*DAYS))[0].lines[-1]
    assert str(line.amount) == share and said in line.because.replace("−", "-").replace("At", "at", 1)


@pytest.mark.parametrize(
    ("more", "share"),
    [
        # 20: 20 % beyond the band, of which the client pays 80 %; 30: 16.67 %, 11.67 % beyond, of which it receives 60 %; 25: nothing.
        ("", "15.00"),
        (", counted from: base rate", "16.67"),
        (", at most: 10 %", "1.67"),
    ],
)
def test_each_day_by_itself(more: str, share: str) -> None:
    days = rates((date(2025, 1, 2), "20"), (date(2025, 1, 3), "30"), (date(2025, 1, 6), "25"), (date(2025, 2, 3), "10"))
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {RAND.format(more=f', fixing: each day{more}')}")
    line = settled(terms, [{}], facts=days)[0].lines[-1]
    assert str(line.amount) == share and line.because.startswith("2 of 3 daily rates lie beyond the band around 25.00")
    calm = settled(terms, [{}], facts=rates((date(2025, 1, 2), "25"), (date(2025, 1, 3), "24.5")))[0]
    assert [line.clause for line in calm.lines] == ["10.1"]


def test_what_a_share_is_taken_of() -> None:
    charges = f"{CHARGES}\n  10.3 licence: {{rule: fixed, amount: £500.00, base charge: no}}"
    given = [{"kind": "mean", "subject": "prices", "day": FIRST.first, "value": "20"}]
    for of, share in (("base charges", "80"), ("all charges", "120"), ("[licence]", "40")):
        terms = agreement_of(charges=f"{charges}\n  10.4 extra: {RAND.format(more=f', of: {of}')}")
        found = settled(terms, [{}], facts=given)
        assert amounts(found, "10.4") == pounds(share), of
    line = found[0].lines[-1]
    assert (line.base, line.rate) == (Decimal("500.00"), "50 % x 80 % x 20.0000 %")
