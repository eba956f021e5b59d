"""A month's statement: what it needs, what later knowledge changes, what is disputed, and that the order of its inputs changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.statement import Statement, latest, statement
from remit.terms.reader import read
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
    accepted = fact("milestone", "transfer plan", date(2026, 3, 2), None, approved_by="operations director")
    may = settle("2026-05", summaries(100, 0, days=days), (), accepted)
    assert amounts(may) == {
        "10.1 customer contact": "182.00",
        "10.3 service management": "1450.00",
        "10.4 minimum charge": "11602.50",
        "10.8 pilot tickets": "78.00",
        "10.10 transition": "7302.00",
    }
    assert may.base == Decimal("1632.00"), "pilot prices are no base charge"


def test_units_that_are_not_known_by_day_cannot_be_split() -> None:
    with pytest.raises(Refused, match="the volume of customer contact is not known by day; give the units of each day"):
        settle("2026-05", summaries(100, 0))


def test_milestones_pay_up_to_the_share_reached() -> None:
    dates = {"transfer plan": date(2026, 6, 3), "pilot gate": date(2026, 7, 24), "service live": date(2026, 7, 31)}
    accepted = [fact("milestone", name, day, None, approved_by="operations director") for name, day in dates.items()]
    june = settle("2026-06", summaries(4000, 12000), (), *accepted)
    assert amounts(june)["10.10 transition"] == "7380.00"
    july = settle("2026-07", summaries(4000, 12000), (june,), *accepted)
    assert amounts(july)["10.10 transition"] == "17220.00"
    failed = fact("milestone", "pilot failed", date(2026, 7, 10), None)
    assert "10.10 transition" not in amounts(settle("2026-07", summaries(4000, 12000), (june,), failed)), "nothing more is due"
    cost = fact("receipt", "transition", date(2026, 6, 30), "9000.00")
    assert amounts(settle("2026-07", summaries(4000, 12000), (), failed, cost))["10.10 transition"] == "7380.00"


def test_hours_without_approval_do_not_bill_and_say_so() -> None:
    worked = [
        fact("hours", "extra training", date(2026, 8, 5), "20", approved_by="operations director"),
        fact("hours", "extra training", date(2026, 8, 6), "4"),
    ]
    august = settle("2026-08", summaries(4000, 12000), (), *worked)
    line = next(line for line in august.lines if line.clause == "10.7")
    assert line.amount == Decimal("640.00") and line.because == "20 hours approved at £32.00; 4 hours without approval are not billed."
    open_only = settle("2026-08", summaries(4000, 12000), (), worked[1])
    assert "10.7 extra training" not in amounts(open_only)
    assert open_only.notes == ("10.7 extra training: 0 hours approved at £32.00; 4 hours without approval are not billed.",)


def test_the_limit_of_a_quarter_runs_from_the_first_month_of_the_clause() -> None:
    """£1,500 in May, June and July together, and anew in August."""

    def month(number: int, history: tuple[Statement, ...]) -> Statement:
        hours = fact("hours", "extra training", date(2026, number, 10), "40", approved_by="operations director")
        return settle(f"2026-{number:02d}", summaries(4000, 12000), history, hours)

    history: tuple[Statement, ...] = ()
    billed = []
    for number in (6, 7, 8):
        history = (*history, month(number, history))
        billed.append(amounts(history[-1]).get("10.7 extra training"))
    assert billed == ["1280.00", "220.00", "1280.00"]


def test_licences_above_the_limit_need_the_named_role() -> None:
    receipts = [
        fact("receipt", "helpdesk licences", date(2026, 6, 2), "140.00"),
        fact("receipt", "helpdesk licences", date(2026, 6, 9), "60.00"),
    ]
    assert amounts(settle("2026-06", summaries(4000, 12000), (), *receipts))["10.6 helpdesk licences"] == "150.00"
    for role, billed in (("finance manager", "200.00"), ("operations director", "200.00"), ("team lead", "150.00")):
        approved = [{**receipt, "approved_by": role, "id": f"{role} {receipt['id']}"} for receipt in receipts]
        assert amounts(settle("2026-06", summaries(4000, 12000), (), *approved))["10.6 helpdesk licences"] == billed, role


def test_an_open_objection_divides_the_total() -> None:
    wrong = summaries(4260, 14200, {"entry accuracy": "14,044 of 14,200"})
    upheld = summaries(4260, 14200, {"entry accuracy": "14,044 of 14,155"})
    first = settle("2026-09", wrong, (), if_upheld=upheld)
    assert (first.version, first.total, first.agreed, first.disputed) == (1, Decimal("16250.88"), Decimal("16928.00"), Decimal("-677.12"))
    second = settle("2026-09", upheld, (first,))
    assert (second.version, second.total, second.disputed) == (2, Decimal("16928.00"), 0)
    assert latest([second, first]) == (second,)


def chain(*results: dict[str, str]) -> tuple[Statement, ...]:
    """July 2026 and the months that follow."""
    history: tuple[Statement, ...] = ()
    for offset, given in enumerate(results):
        history = (*history, settle(f"2026-{7 + offset:02d}", summaries(4000, 12000, given), history))
    return history


def test_late_records_are_corrected_in_a_later_statement_once() -> None:
    issued = chain({}, {})
    known_later = settle("2026-07", summaries(4010, 12000, LATE))
    september = settle("2026-09", summaries(4000, 12000), issued, recomputed=(known_later,))
    corrections = {line.title: (str(line.amount), line.kind, line.month) for line in september.lines if line.kind == "correction"}
    assert corrections == {
        "10.1 customer contact": ("26.00", "correction", "2026-07"),
        "11.1 service credits / email first reply": ("-623.84", "correction", "2026-07"),
    }
    assert september.base == Decimal("15570.00") and september.total == Decimal("15570.00") + Decimal("26.00") - Decimal("623.84")
    told = [line.because for line in september.lines if line.kind == "correction"]
    assert told[0] == "July 2026 computed anew with what is known now gives £10,426.00; £10,400.00 was settled before."
    again = settle("2026-10", summaries(4000, 12000), (*issued, september), recomputed=(known_later,))
    assert not [line for line in again.lines if line.kind == "correction"], "what is corrected is corrected once"


def test_a_credit_that_is_withdrawn_takes_its_earn_back_along() -> None:
    issued = chain(LATE, {}, {}, {})
    credit = next(line for line in issued[0].lines if line.clause == "11.1")
    back = next(line for line in issued[3].lines if line.clause == "11.3")
    assert credit.amount == -back.amount == Decimal("-622.80")
    anew = chain({}, {}, {}, {})
    november = settle("2026-11", summaries(4000, 12000), issued, recomputed=anew)
    changes = {(line.title, line.month): str(line.amount) for line in november.lines if line.kind == "correction"}
    assert changes == {
        ("11.1 service credits / email first reply", "2026-07"): "622.80",
        ("11.3 earn back / email first reply", "2026-10"): "-622.80",
    }
    assert november.total == november.base


def test_a_corrected_credit_earns_back_what_is_left_of_it() -> None:
    """July's credit was halved by a correction in August; October returns the half."""
    july, august, september = chain(LATE, {}, {})
    line = next(line for line in july.lines if line.clause == "11.1")
    half = replace(line, kind="correction", amount=Decimal("311.40"), month="2026-07")
    august = replace(august, lines=(*august.lines, half))
    october = settle("2026-10", summaries(4000, 12000), (july, august, september))
    assert amounts(october)["11.3 earn back / email first reply"] == "311.40"


def test_only_the_latest_version_of_a_month_is_history() -> None:
    july, august, september = chain(LATE, {}, {})
    withdrawn = replace(chain({})[0], version=2)
    october = settle("2026-10", summaries(4000, 12000), (july, august, september, withdrawn))
    assert "11.3 earn back / email first reply" not in amounts(october)


def test_a_month_without_result_extends_the_earn_back() -> None:
    history = chain(LATE, {}, {"email first reply": "none"}, {})
    assert "11.3 earn back / email first reply" not in amounts(history[-1])
    november = settle("2026-11", summaries(4000, 12000), history)
    assert amounts(november)["11.3 earn back / email first reply"] == "622.80"


def test_may_is_measured_and_free_of_credits() -> None:
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


def test_nothing_is_charged_after_a_term_that_is_not_renewed() -> None:
    text = (
        agreement()
        .terms.text.decode()
        .replace("ends: 2028-04-30", "ends: 2026-07-15")
        .replace("renews for: 12 months", "renews for: no renewal")
    )
    ended = Agreement(read(text.replace("part month: whole", "part month: by days", 1), standard_catalogue()), standard_catalogue())
    given = summaries(100, 0, days={date(2026, 7, 15): 60, date(2026, 7, 16): 40})
    july = statement(ended, given, facts(), (), Month(2026, 7), CUT)
    assert {line.title: str(line.amount) for line in july.lines if line.base_charge} == {
        "10.1 customer contact": "156.00",
        "10.3 service management": "701.61",
    }
    assert statement(ended, given, facts(), (july,), Month(2026, 8), CUT).lines == ()


def test_a_clause_that_an_amendment_removed_still_corrects_and_carries() -> None:
    """Earlier lines name clauses that the terms no longer have; they are settled after all others."""
    july, august = chain(LATE, {})
    gone = replace(
        july,
        lines=tuple(
            replace(line, clause="10.99", name="old price", level="8.99") if line.clause == "11.1" else line for line in july.lines
        ),
    )
    now = settle("2026-09", summaries(4000, 12000), (gone, august), recomputed=(chain({})[0],))
    assert [(line.title, str(line.amount)) for line in now.lines if line.kind == "correction"] == [
        ("10.99 old price / email first reply", "622.80")
    ]
