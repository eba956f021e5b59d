"""Facts are exact, dated and sourced; a correction is a further fact, and what was received later is not known earlier."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from remit.values.fault import Refused
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work.facts import FACTS, append, empty, known_at

MAY = Month(2026, 5)


def facts(*rows: dict[str, object]) -> pl.DataFrame:
    made = [{"source": "bulletin", "received_at": 0, "id": str(number), **row} for number, row in enumerate(rows)]
    return append(empty(), pl.DataFrame(made, schema=FACTS))[0]


def fixing(day: date, value: str, **more: object) -> dict[str, object]:
    return {"kind": "rate", "subject": "rand rate", "day": day, "value": value, **more}


def test_the_mean_of_a_month_is_exact() -> None:
    held = facts(
        *(fixing(date(2026, 5, day), value) for day, value in ((1, "23.4000"), (4, "23.5001"), (5, "23.6"))), fixing(date(2026, 6, 1), "1")
    )
    found = work_facts.rate(held, "rand rate", MAY, "mean of the month")
    assert found is not None
    assert found.value == Fraction("70.5001") / 3
    assert found.days == (date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5))


@pytest.mark.parametrize(
    ("how", "value"), [("first day of the month", "23.4"), ("last day of the month", "23.6"), ("day of signature", "22.1")]
)
def test_one_day_of_a_month(how: str, value: str) -> None:
    held = facts(fixing(date(2026, 4, 30), "22.1"), fixing(date(2026, 5, 4), "23.4"), fixing(date(2026, 5, 29), "23.6"))
    found = work_facts.rate(held, "rand rate", MAY, how, signed=date(2026, 5, 2))
    assert found is not None
    assert found.value == Fraction(value)


def test_a_month_without_a_value_has_no_rate() -> None:
    assert work_facts.rate(facts(fixing(date(2026, 4, 30), "22.1")), "rand rate", MAY, "mean of the month") is None


def test_a_correction_stands_and_only_from_when_it_was_received() -> None:
    held = facts(fixing(date(2026, 5, 4), "23.4"), fixing(date(2026, 5, 4), "23.5", received_at=10))
    before, after = (work_facts.rate(known_at(held, cut), "rand rate", MAY, "mean of the month") for cut in (5, 11))
    assert before is not None and before.value == Fraction("23.4")
    assert after is not None and after.value == Fraction("23.5")


def test_receipts_and_hours_add_up_and_say_who_approved() -> None:
    hour = {"kind": "hours", "subject": "extra training", "day": date(2026, 8, 4)}
    held = facts({**hour, "value": "12.5", "approved_by": "operations director"}, {**hour, "value": "7.5"}, {**hour, "value": "-1"})
    found = work_facts.hours(held, "extra training", date(2026, 8, 1), date(2026, 8, 31))
    assert work_facts.amount(found) == 19
    assert [fact.approved for fact in found] == [True, False, False]


def test_the_forecast_that_was_fixed_in_time_counts() -> None:
    sheet = {"kind": "forecast", "subject": "orders", "day": date(2026, 5, 1)}
    held = facts(
        {**sheet, "value": "4000"}, {**sheet, "value": "5000", "received_at": 10}, {**sheet, "day": date(2026, 4, 1), "value": "1"}
    )
    in_time = work_facts.forecast(held, "orders", MAY, fixed_by=10)
    assert in_time is not None and in_time.value == 4000
    june = work_facts.last_forecast(held, "orders", Month(2026, 6))
    assert june is not None and june.value == 5000
    assert work_facts.forecast(held, "orders", Month(2026, 6)) is None


def test_the_same_id_with_another_body_is_refused() -> None:
    held = facts(fixing(date(2026, 5, 4), "23.4"))
    again, report = append(held, held)
    assert again.equals(held) and report.known == 1
    with pytest.raises(Refused, match=r"value '23.4', now '23.5'"):
        append(held, held.with_columns(pl.lit("23.5").alias("value")))
