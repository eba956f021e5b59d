"""Damages for lateness: which days count, what is counted instead of days, and how limits run over months and deliveries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from remit.values.fault import Refused
from tests.settlement.sequence import agreement_of, amounts, pounds, settled

LATE = "  11.1 late: {{rule: damages for lateness, covers: report, late after: planned, of: base charges, credit: {credit}{more}}}"


def milestone(subject: str, day: date, unit: str | None = None, **more: object) -> dict[str, object]:
    return {"kind": "milestone", "subject": subject, "day": day, "value": "0", "unit": unit, **more}


def taken(more: str, due: date, done: date | None, credit: str = "£10.00", months: int = 1) -> list[Decimal]:
    facts = [milestone("planned", due), *([milestone("report", done)] if done else [])]
    return amounts(settled(agreement_of(LATE.format(credit=credit, more=more)), [{}] * months, facts=facts), "11.1")


FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (date(2025, 1, day) for day in (10, 11, 12, 13, 14))


@pytest.mark.parametrize(
    ("more", "due", "done", "sum_taken"),
    [
        ("", FRIDAY, TUESDAY, "-20"),
        ("", FRIDAY, SUNDAY, "0"),
        ("", SATURDAY, MONDAY, "-10"),
        (", due day counts: yes", FRIDAY, TUESDAY, "-30"),
        (", due day counts: yes", SATURDAY, TUESDAY, "-20"),
        (", due day counts: yes", TUESDAY, MONDAY, "0"),
        (", due day counts: yes", TUESDAY, TUESDAY, "-10"),
        (", done day counts: no", FRIDAY, TUESDAY, "-10"),
        (", done day counts: no", FRIDAY, SUNDAY, "0"),
        (", done day counts: no", FRIDAY, FRIDAY, "0"),
        (", grace: 1 business days", FRIDAY, TUESDAY, "-10"),
        (", grace: 2 business days", FRIDAY, TUESDAY, "0"),
        (", grace: 1 business days", SATURDAY, TUESDAY, "-10"),
        (", grace: 2 days", FRIDAY, TUESDAY, "-20"),
        ("", FRIDAY, None, "-150"),
    ],
)
def test_business_days_are_those_with_open_time(more: str, due: date, done: date | None, sum_taken: str) -> None:
    """The calendar is open from Monday to Friday."""
    assert taken(f", for each: business day{more}", due, done) == pounds(sum_taken)


@pytest.mark.parametrize(
    ("more", "done", "sum_taken"),
    [
        ("", date(2025, 1, 9), "0"),
        (", done day counts: no", date(2025, 1, 10), "0"),
        (", done day counts: no", date(2025, 1, 12), "-10"),
        (", due day counts: yes", date(2025, 1, 10), "-10"),
        (", due day counts: yes, done day counts: no", date(2025, 1, 10), "0"),
        (", grace: 3 business days", date(2025, 1, 16), "-10"),
        (", for each: week, grace: 1 week", date(2025, 1, 31), "-20"),
        (", for each: week, periods: full", date(2025, 1, 16), "0"),
        (", for each: week, periods: full", date(2025, 1, 17), "-10"),
        (", for each: week, periods: in proportion", date(2025, 1, 24), "-20"),
    ],
)
def test_days_around_the_due_day(more: str, done: date, sum_taken: str) -> None:
    assert taken(more, FRIDAY, done) == pounds(sum_taken)


def test_a_percentage_may_be_rounded_before_it_is_multiplied() -> None:
    """0.1234 % of £1,000.00 is £1.234 a day: ten days are £12.34, or ten times £1.23."""
    assert taken(", rate rounded first: yes", FRIDAY, date(2025, 1, 20), credit="0.1234 %") == pounds("-12.30")
    assert taken("", FRIDAY, date(2025, 1, 20), credit="0.1234 %") == pounds("-12.34")


def test_a_limit_holds_for_the_delivery_over_all_its_months() -> None:
    facts = [milestone("planned", FRIDAY)]
    for most in ("£250.00", "25 %"):
        found = settled(agreement_of(LATE.format(credit="£10.00", more=f", at most: {most}")), [{}] * 3, facts=facts)
        assert amounts(found, "11.1") == pounds("-210", "-40", "0"), most
        assert found[1].lines[-1].because == (
            "Report was 28 days late at £10.00, £280.00, limited to £250.00 in all; £210.00 was taken before."
        )  # fmt: skip
    assert taken(", at most: £210.00", FRIDAY, None) == pounds("-210"), "exactly at the limit nothing is cut"


def test_deliveries_stand_in_the_order_of_their_due_days_and_have_limits_of_their_own() -> None:
    facts = [
        milestone("planned", date(2025, 1, 20), "first"), milestone("report", date(2025, 1, 25), "first"),
        milestone("planned", date(2025, 1, 10), "second"), milestone("report", date(2025, 1, 20), "second"),
    ]  # fmt: skip
    found = settled(agreement_of(LATE.format(credit="£10.00", more=", at most: £60.00")), [{}], facts=facts)[0]
    assert [(line.part, line.amount) for line in found.lines if line.clause == "11.1"] == [
        ("second", Decimal("-60.00")), ("first", Decimal("-50.00")),
    ]  # fmt: skip


def test_the_day_that_was_received_last_stands() -> None:
    facts = [milestone("planned", date(2025, 1, 25)), milestone("planned", FRIDAY), milestone("report", date(2025, 1, 20))]
    assert amounts(settled(agreement_of(LATE.format(credit="£10.00", more="")), [{}], facts=facts), "11.1") == pounds("-100")
    first = [milestone("planned", FRIDAY, id="b"), milestone("planned", date(2025, 1, 18), id="a"), milestone("report", date(2025, 1, 20))]
    assert amounts(settled(agreement_of(LATE.format(credit="£10.00", more="")), [{}], facts=first), "11.1") == pounds("-100")


def test_a_date_that_serves_another_clause_is_none_of_this_one() -> None:
    terms = agreement_of(LATE.format(credit="£10.00", more=""))
    for clause, sums in (("11.1", "-100"), (None, "-100"), ("11.2", "0")):
        facts = [milestone(name, day, clause=clause) for name, day in (("planned", FRIDAY), ("report", date(2025, 1, 20)))]
        assert amounts(settled(terms, [{}], facts=facts), "11.1") == pounds(sums), clause


@pytest.mark.parametrize("each", ["hour", "item", "business day"])
def test_what_is_counted_needs_no_dates(each: str) -> None:
    facts = [{"kind": "count", "subject": "report", "day": date(2025, month, 1), "value": value} for month, value in ((1, "3"), (2, "5"))]
    found = settled(agreement_of(LATE.format(credit="£10.00", more=f", for each: {each}, at most: £40.00")), [{}] * 3, facts=facts)
    assert amounts(found, "11.1") == pounds("-30", "-40", "0")
    line = found[0].lines[-1]
    assert (line.quantity, line.unit, line.rate, line.part) == (3, each, "£10.00", None)
    assert line.because == f"Report was 3 {each}s late at £10.00."


def test_days_are_never_counted_by_a_record() -> None:
    facts = [{"kind": "count", "subject": "report", "day": date(2025, 1, 1), "value": "3"}]
    for each in ("day", "week"):
        assert amounts(
            settled(agreement_of(LATE.format(credit="£10.00", more=f", for each: {each}")), [{}], facts=facts), "11.1"
        ) == pounds("0")


def test_hours_without_a_count_are_nothing_and_business_days_are_counted_from_dates() -> None:
    facts = [milestone("planned", FRIDAY), milestone("report", TUESDAY)]
    for each, sums in (("hour", "0"), ("item", "0"), ("business day", "-20")):
        terms = agreement_of(LATE.format(credit="£10.00", more=f", for each: {each}"))
        assert amounts(settled(terms, [{}], facts=facts), "11.1") == pounds(sums), each


def test_what_is_done_on_the_last_day_of_the_month() -> None:
    assert taken(", done day counts: no", FRIDAY, date(2025, 1, 31)) == pounds("-200")
    assert taken("", FRIDAY, date(2025, 1, 31), months=2) == pounds("-210", "0")


def test_deliveries_of_one_day_stand_by_name() -> None:
    facts = [milestone("planned", date(2025, 1, 30), name) for name in ("north", "east", "south")]
    found = settled(agreement_of(LATE.format(credit="£10.00", more="")), [{}], facts=facts)[0]
    assert [line.part for line in found.lines if line.clause == "11.1"] == ["east", "north", "south"]


def test_what_waits_for_the_next_statement_is_counted_to_the_end_of_its_own_month() -> None:
    terms = agreement_of(LATE.format(credit="£10.00", more=", settled: in the next statement"))
    found = settled(terms, [{}, {}, {}], facts=[milestone("planned", FRIDAY), milestone("report", date(2025, 2, 5))])
    assert amounts(found, "11.1") == pounds("0", "-210", "-50")


@pytest.mark.parametrize(("grace", "said"), [("36 hours", "36 hours"), ("1.5 days", "1.5 days"), ("2 business hours", "2 business hours")])
def test_a_grace_that_no_calendar_counts_is_refused(grace: str, said: str) -> None:
    with pytest.raises(Refused, match=f"a grace of {said} cannot be counted in a calendar"):
        agreement_of(LATE.format(credit="£10.00", more=f", grace: {grace}"))
