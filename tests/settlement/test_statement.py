"""A month's statement: what it needs, what later knowledge changes, what is disputed, and that the order of its inputs changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from remit.statement import Statement, latest, statement
from remit.values.fault import Refused
from remit.values.period import Month
from remit.work import facts as facts_of
from tests.settlement.demo import CUT, agreement, amounts, fact, facts, settle, summaries

LATE = {"email first reply": "2,432 of 2,926"}


def test_a_missing_rate_refuses_the_statement_and_a_preview_lists_it() -> None:
    given = summaries(4000, 12000)
    with pytest.raises(Refused) as refused:
        statement(agreement(), given, facts_of.empty(), (), Month(2026, 6), CUT)
    said = "Clause 10.5, line 279: there is no rand rate for June 2026 (mean of the month); record it as a fact of the kind rate."
    assert [str(fault) for fault in refused.value.faults] == [said]
    preview = statement(agreement(), given, facts_of.empty(), (), Month(2026, 6), CUT, preview=True)
    assert preview.notes == (f"Missing: {said}",) and preview.total == Decimal("15570.00")


def test_every_missing_fact_is_told_at_once() -> None:
    given = summaries(100, 100)
    without = replace(given, volumes={number: replace(volume, forecast=None) for number, volume in given.volumes.items()})
    with pytest.raises(Refused) as refused:
        statement(agreement(), without, facts_of.empty(), (), Month(2026, 6), CUT)
    assert [fault.place.clause for fault in refused.value.faults] == ["10.1", "10.5"]


def test_facts_received_at_the_cut_are_not_known() -> None:
    licences = fact("receipt", "helpdesk licences", date(2026, 6, 9), "118.00", CUT)
    assert "10.6 helpdesk licences" not in amounts(settle("2026-06", summaries(4000, 12000), (), licences))
    known = {**licences, "received_at": CUT - 1}
    assert amounts(settle("2026-06", summaries(4000, 12000), (), known))["10.6 helpdesk licences"] == "118.00"


def test_pilot_and_live_prices_meet_within_may() -> None:
    days = {date(2026, 5, 4): 30, date(2026, 5, 5): 70}
    given = summaries(4000, 12000, {**LATE, "customer satisfaction": "4.7 from 200"})
    whole = {number: replace(volume, days={date(2026, 5, 5): volume.billed}) for number, volume in given.volumes.items()}
    may = settle("2026-05", replace(given, volumes=whole))
    assert may.scorecard["email first reply"].status == "missed" and may.total == may.base == Decimal("15570.00")


@pytest.mark.parametrize(("answers", "bonus"), [("4.6 from 100", "155.70"), ("4.5999 from 100", None), ("4.9 from 99", None)])
def test_the_bonus_needs_its_band_and_its_sample(answers: str, bonus: str | None) -> None:
    assert amounts(settle("2026-06", summaries(4000, 12000, {"customer satisfaction": answers}))).get("11.4 satisfaction bonus") == bonus


def test_a_missed_minimum_bars_the_bonus() -> None:
    june = settle("2026-06", summaries(4000, 12000, {**LATE, "customer satisfaction": "4.9 from 400"}))
    assert "11.4 satisfaction bonus" not in amounts(june)


def test_the_same_arguments_in_any_order_give_the_same_statement() -> None:
    rows = [fact("receipt", "helpdesk licences", date(2026, 10, day), f"{day}.10") for day in range(1, 12)]
    history = chain(LATE, {}, {})
    given = summaries(4480, 13700, {"email first reply": "92.4 %"})
    one = statement(agreement(), given, facts(*rows), history, Month(2026, 10), CUT)
    other = replace(given, volumes=dict(reversed(given.volumes.items())), measures=dict(reversed(given.measures.items())))
    again = statement(agreement(), other, facts(*rows).reverse(), tuple(reversed(history)), Month(2026, 10), CUT)
    assert again == one


def test_a_line_names_all_that_a_person_needs_to_check_it() -> None:
    july = settle("2026-07", summaries(4720, 13400, LATE))
    credit = next(line for line in july.lines if line.kind == "credit")
    assert (credit.base, credit.rate, credit.level, credit.part, credit.asked) == (
        Decimal("17876.00"),
        "4 %",
        "8.1",
        "email first reply",
        None,
    )
    assert credit.because == "Email first reply at 83.1 % (2,432 of 2,926) is below the minimum of 85 %: 4 % of £17,876.00."
    charge = july.lines[0]
    assert (charge.quantity, charge.unit, charge.rate, charge.volume, charge.base_charge) == (Decimal(4720), "ticket", "£2.60", "6.1", True)
    assert {line.purchase_order for line in july.lines} == {"HP-4471"} and {line.tax for line in july.lines} == {"reverse charge"}


def test_a_cut_line_shows_what_was_asked() -> None:
    worst = {
        "email first reply": "80 %",
        "chat answered": "70 %",
        "entry accuracy": "98 %",
        "entry turnaround": "80 %",
        "customer satisfaction": "4.1 from 150",
    }
    july = settle("2026-07", summaries(4720, 13400, worst))
    credits = [line for line in july.lines if line.kind == "credit"]
    assert sum(line.amount for line in credits) == -Decimal("2145.12") and credits[0].asked == Decimal("-715.04")
    assert credits[0].because.endswith("4 % of £17,876.00; clause 11.2 leaves £2,145.12 this month of the £2,860.16 asked.")


def test_exactly_at_the_cap_nothing_is_cut() -> None:
    """4 + 3 + 4 % are below 12 %; 4 + 3 + 3 + 2 % are exactly 12 %."""
    exact = {"email first reply": "80 %", "chat answered": "70 %", "entry turnaround": "80 %", "customer satisfaction": "4.1 from 150"}
    credits = [line for line in settle("2026-07", summaries(4720, 13400, exact)).lines if line.kind == "credit"]
    assert sum(line.amount for line in credits) == -Decimal("2145.12") and all(line.asked is None for line in credits)


def test_the_scorecard_tells_how_near_a_miss_is() -> None:
    july = settle("2026-07", summaries(4720, 13400, LATE)).scorecard["email first reply"]
    assert (july.status, july.short_by, july.misses_left) == ("missed", 56, None)
    near = settle("2026-07", summaries(4720, 13400, {"email first reply": "2,488 of 2,926"})).scorecard["8.1"]
    assert (near.status, near.short_by, near.misses_left) == ("amber", None, 0)
    assert near.measure.value == Fraction(2488, 2926)
