"""The readings of each adjustment, in the months where they part: what is credited, returned, grown or cut, and what is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from remit.terms.document import Clause
from remit.values.fault import Refused
from tests.settlement.sequence import FIRST, agreement_of, amounts, pounds, settled

CREDIT = "  11.1 credits: {rule: credit per miss, of: base charges, credits: {answered: 10 %, sold: 20 %}}\n"
MISS, KEPT, NONE = {"answered": "80 %"}, {"answered": "96 %"}, {"answered": "none"}


def earn_back(more: str = "") -> str:
    return f"{CREDIT}  11.2 back: {{rule: earn back, returns: [credits], after: 2 months, share: 100 %{more}}}"


# ── earn back ──


@pytest.mark.parametrize(
    ("more", "months", "returned"),
    [
        ("", [MISS, KEPT, KEPT, KEPT], ["0", "0", "100", "0"]),
        ("", [MISS, KEPT, NONE, KEPT, KEPT], ["0", "0", "0", "100", "0"]),
        (", month without result: fails", [MISS, KEPT, NONE, KEPT, KEPT], ["0", "0", "0", "0", "0"]),
        (", month without result: counts as met", [MISS, KEPT, NONE, KEPT], ["0", "0", "100", "0"]),
        (", when: target exceeded", [MISS, KEPT, {"answered": "95 %"}, KEPT], ["0", "0", "0", "0"]),
        ("", [MISS, KEPT, {"answered": "95 %"}, KEPT], ["0", "0", "100", "0"]),
        ("", [MISS, KEPT, {"answered": "92 %"}, KEPT], ["0", "0", "0", "0"]),
        (", lapses after: 2 months", [MISS, KEPT, KEPT], ["0", "0", "100"]),
        (", lapses after: 2 months", [MISS, KEPT, NONE, KEPT], ["0", "0", "0", "0"]),
        (", lapses after: 1 year", [MISS, KEPT, *[NONE] * 10, KEPT], ["0"] * 12 + ["100"]),
        (", lapses after: 1 year", [MISS, KEPT, *[NONE] * 11, KEPT], ["0"] * 14),
        ("", [MISS, KEPT, MISS, KEPT, KEPT], ["0", "0", "0", "0", "100"]),
    ],
)
def test_a_credit_returns_after_two_kept_months(more: str, months: list[dict[str, str]], returned: list[str]) -> None:
    assert amounts(settled(agreement_of(earn_back(more)), months), "11.2") == pounds(*returned)


def test_part_of_a_credit_returns_and_says_of_which_month() -> None:
    found = settled(agreement_of(earn_back().replace("share: 100 %", "share: 50 %")), [MISS, KEPT, KEPT])[2].lines[-1]
    assert (found.amount, found.month, found.level, found.part, found.kind, found.rate) == (
        Decimal("50.00"), "2025-01", "8.1", "answered", "earn back", "50 %",
    )  # fmt: skip


def test_two_levels_return_each_its_own_credit() -> None:
    months = [{**MISS, "sold": "90 %"}, KEPT, {**KEPT, "sold": "90 %"}, KEPT, KEPT]
    found = settled(agreement_of(earn_back()), months)
    assert amounts(found, "11.2") == pounds("0", "0", "100", "0", "200")
    assert [line.part for one in found for line in one.lines if line.clause == "11.2"] == ["answered", "sold"]


def test_what_returns_against_later_credits_waits_for_them_and_is_used_once() -> None:
    """£100 was earned back in March; the credits of £200 in April take it whole. In two pieces where a later credit is smaller."""
    against = earn_back(", paid: against later credits")
    sold = {**KEPT, "sold": "90 %"}
    assert amounts(settled(agreement_of(against), [MISS, KEPT, KEPT, sold, sold]), "11.2") == pounds("0", "0", "0", "100", "0")
    dear = against.replace("answered: 10 %, sold: 20 %", "answered: 30 %, sold: 20 %")
    assert amounts(settled(agreement_of(dear), [MISS, KEPT, KEPT, sold, sold, sold]), "11.2") == pounds("0", "0", "0", "200", "100", "0")


def test_two_credits_earned_back_share_what_can_be_set_off() -> None:
    against = earn_back(", paid: against later credits")
    months = [{**MISS, "sold": "90 %"}, KEPT, KEPT, {**KEPT, "sold": "90 %"}]
    found = settled(agreement_of(against), months)[3]
    assert [(line.part, line.amount) for line in found.lines if line.clause == "11.2"] == [
        ("answered", Decimal("100.00")), ("sold", Decimal("100.00")),
    ]  # fmt: skip


def test_a_level_where_less_is_better_exceeds_its_target_from_below() -> None:
    terms = (
        "  11.1 credits: {rule: credit per miss, of: base charges, credits: {time taken: 10 %}}\n"
        "  11.2 back: {rule: earn back, returns: [credits], after: 1 month, share: 100 %, when: target exceeded}"
    )
    slow, even, fast = ({"time taken": f"{hours} business hours"} for hours in (5, 4, 3))
    assert amounts(settled(agreement_of(terms), [slow, fast]), "11.2") == pounds("0", "100")
    assert amounts(settled(agreement_of(terms), [slow, even, fast]), "11.2") == pounds("0", "0", "0")


# ── repeat failure ──


@pytest.mark.parametrize(
    ("reading", "months", "credits"),
    [
        ("when missed: 2 in a row, repeat: doubles", [MISS, MISS, MISS], ["-100", "-200", "-200"]),
        ("when missed: 2 in a row, repeat: compounds", [MISS, MISS, MISS, MISS], ["-100", "-200", "-400", "-800"]),
        ("when missed: 2 in a row, repeat: doubles", [MISS, KEPT, MISS], ["-100", "0", "-100"]),
        ("when missed: 3 in a row, repeat: doubles", [MISS, MISS, MISS], ["-100", "-100", "-200"]),
        ("when missed: 2 in any 3 months, repeat: doubles", [MISS, KEPT, MISS, KEPT, KEPT, MISS], ["-100", "0", "-200", "0", "0", "-100"]),
        ("when missed: 2 in any 3 months, repeat: compounds", [MISS, MISS, MISS], ["-100", "-200", "-400"]),
    ],
)
def test_a_miss_that_is_repeated_costs_more(reading: str, months: list[dict[str, str]], credits: list[str]) -> None:
    terms = f"{CREDIT}  11.2 again: {{rule: repeat failure, increases: [credits], factor: 2, {reading}}}"
    assert amounts(settled(agreement_of(terms), months), "11.1") == pounds(*credits)


def test_only_the_level_that_was_missed_before_grows() -> None:
    terms = f"{CREDIT}  11.2 again: {{rule: repeat failure, increases: [credits], factor: 1.5, when missed: 2 in a row}}"
    second = settled(agreement_of(terms), [MISS, {**MISS, "sold": "90 %"}])[1]
    assert {line.part: line.amount for line in second.lines if line.clause == "11.1"} == {
        "answered": Decimal("-150.00"), "sold": Decimal("-200.00"),
    }  # fmt: skip


def test_a_credit_of_the_month_before_grows_by_the_months_before_it() -> None:
    """Settled in the next statement: February's miss, after January's, is doubled in March, whatever March is like."""
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    terms = f"{later}  11.2 again: {{rule: repeat failure, increases: [credits], factor: 2, when missed: 2 in a row}}"
    assert amounts(settled(agreement_of(terms), [MISS, MISS, KEPT, KEPT]), "11.1") == pounds("0", "-100", "-200", "0")
    assert amounts(settled(agreement_of(terms), [KEPT, MISS, MISS, KEPT]), "11.1") == pounds("0", "0", "-100", "-200")


# ── rising target ──


def rising(more: str = "", level: str = "answered") -> str:
    return f"  11.1 up: {{rule: rising target, service level: {level}, after: 3 months{more}}}"


@pytest.mark.parametrize(
    ("more", "results", "target"),
    [
        (", new target: halfway to the average", ["96 %", "97 %", "98 %"], "0.96"),
        (", new target: the average", ["96 %", "97 %", "98 %"], "0.97"),
        (", new target: the lowest month", ["96 %", "97 %", "98 %"], "0.96"),
        (", new target: the average, at most: 1 point", ["98 %", "98 %", "98 %"], "0.96"),
        (", new target: the average, at most: 1 point", ["95.5 %", "95.5 %", "95.5 %"], "0.955"),
        (", new target: the average, never above: 96.5 %", ["98 %", "98 %", "98 %"], "0.965"),
        (", new target: the average, never above: 99 %", ["98 %", "98 %", "98 %"], "0.98"),
        (", new target: the average", ["96 %", "95 %", "98 %"], "0.95"),
        (", new target: the average, when: target met", ["96 %", "95 %", "97 %"], "0.96"),
        (", new target: the average", ["98 %", "98 %", "92 %"], "0.95"),
        (", new target: the average", ["98 %", "98 %", "none"], "0.95"),
        (", new target: the average", ["98 %", "98 %"], "0.95"),
        (", new target: the average", ["none", "96 %", "97 %", "98 %"], "0.97"),
        (", new target: the average", ["96 %", "96 %", "96 %", "98 %", "98 %", "98 %"], "0.98"),
        (", new target: the average", ["98 %", "98 %", "98 %", "100 %", "100 %", "97 %"], "0.98"),
    ],
)
def test_a_target_rises_after_three_months(more: str, results: list[str], target: str) -> None:
    months = [{"answered": one} for one in results]
    last = settled(agreement_of(rising(more)), [*months, KEPT])[-1].scorecard["answered"]
    assert last.target is not None and last.target == Decimal(target)


def test_a_target_of_time_falls() -> None:
    months = [{"time taken": f"{hours} business hours"} for hours in (2, 3, 3.5, 3.5)]
    for reading, hours in (("the lowest month", "3.5"), ("halfway to the average", "3.416"), ("the lowest month, at most: 0 point", "4")):
        if "at most" in reading:
            continue
        found = settled(agreement_of(rising(f", new target: {reading}", "time taken")), months)[-1].scorecard["time taken"]
        assert found.target is not None and abs(float(found.target) / 3_600_000_000 - float(hours)) < 0.001, reading
    bounded = rising(", new target: the lowest month, never above: 3.75 business hours", "time taken")
    found = settled(agreement_of(bounded), months)[-1].scorecard["time taken"]
    assert found.target is not None and float(found.target) / 3_600_000_000 == 3.75


def test_a_gap_in_the_statements_begins_the_row_anew() -> None:
    terms = agreement_of(rising(", new target: the average"))
    before = settled(terms, [{"answered": "98 %"}, {"answered": "98 %"}])
    after = settled(terms, [{"answered": "97 %"}, {"answered": "97 %"}, KEPT], first=FIRST.plus(3), history=before)
    assert after[-1].scorecard["answered"].target == Decimal("0.95")


# ── service points ──

POINTS = """  11.1 points:
    rule: service points
    of: base charges
    points:
      answered:
        - {from: 95 %, points: 0}
        - {from: 90 %, to: 95 %, points: 1}
        - {to: 90 %, points: 3}
"""


@pytest.mark.parametrize(
    ("repeat", "credits"),
    [("no change", ["-3", "-3", "-3"]), ("doubles", ["-3", "-6", "-6"]), ("compounds", ["-3", "-6", "-12"])],
)
def test_points_of_a_level_missed_again(repeat: str, credits: list[str]) -> None:
    terms = f"{POINTS}    repeat: {repeat}\n    conversion: {{rule: marginal bands, bands: [{{from: 0, each point: £1.00}}]}}"
    assert amounts(settled(agreement_of(terms), [MISS, MISS, MISS]), "11.1") == pounds(*credits)


@pytest.mark.parametrize(
    ("between", "result", "credit"),
    [
        ("lower step", "80 %", "-20"),
        ("higher step", "80 %", "-50"),
        ("lower step", "92 %", "0"),
        ("higher step", "92 %", "-20"),
    ],
)
def test_points_between_two_steps(between: str, result: str, credit: str) -> None:
    steps = "steps: [{points: 4, credit: 5 %}, {points: 2, credit: 2 %}]"
    terms = f"{POINTS}    conversion: {{rule: steps, between steps: {between}, {steps}}}"
    assert amounts(settled(agreement_of(terms), [{"answered": result}]), "11.1") == pounds(credit)


def test_points_exactly_on_a_step_and_beyond_the_last() -> None:
    for between in ("lower step", "higher step"):
        steps = "steps: [{points: 1, credit: 2 %}, {points: 3, credit: 5 %}]"
        terms = agreement_of(f"{POINTS}    conversion: {{rule: steps, between steps: {between}, {steps}}}")
        assert amounts(settled(terms, [{"answered": "92 %"}, MISS]), "11.1") == pounds("-20", "-50")
        fewer = agreement_of(f"{POINTS}    conversion: {{rule: steps, between steps: {between}, steps: [{{points: 2, credit: 2 %}}]}}")
        assert amounts(settled(fewer, [MISS]), "11.1") == pounds("-20")


def test_points_by_bands_with_a_price_each() -> None:
    bands = "bands: [{from: 0, to: 2, each point: £0.00}, {from: 2, each point: £1.50, times: 4}]"
    found = settled(agreement_of(f"{POINTS}    conversion: {{rule: marginal bands, {bands}}}"), [MISS])[0]
    line = next(line for line in found.lines if line.clause == "11.1")
    assert (line.amount, line.quantity, line.unit) == (Decimal("-6.00"), Decimal(3), "point")
    assert line.because == "Answered 3, 3 points: 1 at £6.00."


def test_points_that_are_only_reported_are_a_note() -> None:
    found = settled(agreement_of(f"{POINTS}    conversion: {{rule: report only}}"), [MISS, KEPT])
    assert amounts(found, "11.1") == pounds("0", "0")
    assert [one.notes for one in found] == [("11.1 points: Answered 3, 3 points: reported only.",), ()]


@pytest.mark.parametrize("conversion", ["{rule: steps}", "{rule: marginal bands}"])
def test_a_conversion_without_its_table_is_refused(conversion: str) -> None:
    with pytest.raises(Refused, match=r"the conversion by .* has no"):
        agreement_of(f"{POINTS}    conversion: {conversion}")


# ── bonus and credit, points, damages ──


@pytest.mark.parametrize(
    ("more", "result", "amount", "kind"),
    [
        ("", "97 %", "20", "bonus"),
        ("", "93.5 %", "-15", "credit"),
        (", points: full", "93.5 %", "-10", "credit"),
        (", points: started", "93.5 %", "-20", "credit"),
        (", dead band: 1 point", "96 %", "0", ""),
        (", dead band: 1 point", "97 %", "10", "bonus"),
        (", dead band: 1 point, counted from: target", "97 %", "20", "bonus"),
        (", at most: £12.00", "97 %", "12", "bonus"),
        (", at most: 1.2 %", "93 %", "-12", "credit"),
        (", at most: £20.00", "97 %", "20", "bonus"),
    ],
)
def test_a_sum_either_way(more: str, result: str, amount: str, kind: str) -> None:
    terms = "  11.1 either way: {rule: bonus and credit, service level: answered, of: base charges, each way: 1 %%, for each: 1 point%s}"
    lines = [line for line in settled(agreement_of(terms % more), [{"answered": result}])[0].lines if line.clause == "11.1"]
    assert (sum(line.amount for line in lines), [line.kind for line in lines]) == (Decimal(amount), [kind] if kind else [])


def test_a_line_either_way_can_be_checked() -> None:
    terms = "  11.1 either way: {rule: bonus and credit, service level: answered, of: base charges, each way: 1 %, for each: 1 point}"
    better, worse = (settled(agreement_of(terms), [{"answered": one}])[0].lines[-1] for one in ("97 %", "94 %"))
    assert (better.quantity, better.unit, better.rate, better.base, better.level) == (2, "point", "1 %", Decimal("1000.00"), "8.1")
    assert "2 points better than the target of 95 %" in better.because and "1 point worse" in worse.because


@pytest.mark.parametrize(
    ("points", "result", "credit"),
    [
        ("full", "92.5 %", "-20"),
        ("started", "92.5 %", "-30"),
        ("in proportion", "92.5 %", "-25"),
        ("full", "95 %", "0"),
        ("full", "94 %", "-10"),
    ],
)
def test_a_credit_for_each_point(points: str, result: str, credit: str) -> None:
    terms = "  11.1 short: {rule: credit per point, service level: answered, of: base charges, below: 95 %, credit: 1 %, for each: 1 point"
    assert amounts(settled(agreement_of(f"{terms}, points: {points}}}"), [{"answered": result}]), "11.1") == pounds(credit)


def milestones(due: date, done: date | None) -> list[dict[str, object]]:
    facts = [{"kind": "milestone", "subject": "planned", "day": due, "value": "0"}]
    return facts + ([{"kind": "milestone", "subject": "report", "day": done, "value": "0"}] if done else [])


@pytest.mark.parametrize(
    ("more", "done", "taken"),
    [
        ("", date(2025, 1, 20), "-100"),
        ("", date(2025, 1, 11), "-10"),
        ("", date(2025, 1, 10), "0"),
        (", done day counts: no", date(2025, 1, 20), "-90"),
        (", due day counts: yes", date(2025, 1, 20), "-110"),
        (", grace: 2 days", date(2025, 1, 20), "-80"),
        (", grace: 1 week", date(2025, 1, 20), "-30"),
        (", at most: 5 %", date(2025, 1, 20), "-50"),
        (", at most: £100.00", date(2025, 1, 20), "-100"),
        (", for each: week, periods: started", date(2025, 1, 20), "-20"),
        (", for each: week, periods: full", date(2025, 1, 20), "-10"),
        (", for each: week, periods: in proportion", date(2025, 1, 17), "-10"),
        ("", None, "-210"),
    ],
)
def test_damages_for_days_late(more: str, done: date | None, taken: str) -> None:
    """Due on 10 January at £10 a day."""
    terms = f"  11.1 late: {{rule: damages for lateness, covers: report, late after: planned, of: base charges, credit: £10.00{more}}}"
    found = settled(agreement_of(terms), [{}], facts=milestones(date(2025, 1, 10), done))
    assert amounts(found, "11.1") == pounds(taken)


def test_damages_go_on_in_the_next_month_less_what_was_taken() -> None:
    terms = "  11.1 late: {rule: damages for lateness, covers: report, late after: planned, of: base charges, credit: £10.00}"
    found = settled(agreement_of(terms), [{}, {}, {}], facts=milestones(date(2025, 1, 10), date(2025, 2, 5)))
    assert amounts(found, "11.1") == pounds("-210", "-50", "0")
    line = found[1].lines[-1]
    assert (line.quantity, line.unit, line.kind) == (5, "day", "damages")
    assert line.because == "Report was 5 days late at £10.00; £210.00 was taken before."


# ── caps, same incident, bonus ──


@pytest.mark.parametrize(
    ("more", "credits"),
    [
        ("each: month", ["-150", "-150", "-150", "-150"]),
        ("each: month, spread: last clause first", ["-150", "-150", "-150", "-150"]),
        ("each: term", ["-150", "-150", "-150", "-150"]),
        ("each: contract year, excess: lapses", ["-150", "-150", "-150", "-150"]),
        ("each: month, excess: carried forward", ["-150", "-150", "-150", "-150"]),
    ],
)
def test_a_limit_in_each_period(more: str, credits: list[str]) -> None:
    """£300 a month is asked; 15 % of £1,000 is left, and as much more for every month of a longer period."""
    terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: 15 %, of: base charges, {more}}}"
    both = {**MISS, "sold": "90 %"}
    assert amounts(settled(agreement_of(terms), [both] * 4), "11.1") == pounds(*credits)


def test_which_lines_a_limit_cuts() -> None:
    both = {**MISS, "sold": "90 %"}
    found = {}
    for spread in ("in proportion", "last clause first"):
        terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £150.00, of: base charges, spread: {spread}}}"
        lines = [line for line in settled(agreement_of(terms), [both])[0].lines if line.clause == "11.1"]
        found[spread] = [(line.part, line.amount, line.asked) for line in lines]
    assert found["in proportion"] == [
        ("answered", Decimal("-50.00"), Decimal("-100.00")), ("sold", Decimal("-100.00"), Decimal("-200.00")),
    ]  # fmt: skip
    assert found["last clause first"] == [("answered", Decimal("-100.00"), None), ("sold", Decimal("-50.00"), Decimal("-200.00"))]


def test_a_limit_over_the_term_is_used_up() -> None:
    terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £250.00, of: base charges, each: term}}"
    assert amounts(settled(agreement_of(terms), [MISS] * 4), "11.1") == pounds("-100", "-100", "-50", "0")
    year = terms.replace("each: term", "each: contract year")
    assert amounts(settled(agreement_of(year), [MISS, MISS, *[KEPT] * 9, MISS, MISS]), "11.1")[-2:] == pounds("-50", "-100")
    twelve = terms.replace("each: term", "each: twelve months")
    assert amounts(settled(agreement_of(twelve), [MISS, MISS, *[KEPT] * 9, MISS, MISS]), "11.1")[-2:] == pounds("-50", "-100")


def test_what_is_carried_forward_is_paid_in_a_quiet_month_and_says_whose_it_is() -> None:
    terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £60.00, of: base charges, excess: carried forward}}"
    found = settled(agreement_of(terms), [MISS, KEPT, KEPT])
    assert amounts(found, "11.1") == pounds("-60", "-40", "0")
    line = found[1].lines[-1]
    assert (line.month, line.part, line.asked, line.rate, line.base) == ("2025-01", "answered", None, None, None)
    assert line.because == "Carried forward from January 2025: £40.00 of £100.00 was above the limit."
    twice = settled(agreement_of(terms.replace("£60.00", "£30.00")), [MISS, KEPT, KEPT, KEPT, KEPT])
    assert amounts(twice, "11.1") == pounds("-30", "-30", "-30", "-10", "0")
    assert [line.month for one in twice for line in one.lines if line.clause == "11.1"] == [None, "2025-01", "2025-01", "2025-01"]


@pytest.mark.parametrize(("pays", "credits"), [("largest", ["-200"]), ("first", ["-100"]), ("all", ["-100", "-200"])])
def test_one_incident_pays_once(pays: str, credits: list[str]) -> None:
    terms = f"{CREDIT}  11.2 one: {{rule: same incident, among: [answered, sold], pays: {pays}}}"
    found = settled(agreement_of(terms), [{**MISS, "sold": "90 %"}, MISS])
    assert [line.amount for line in found[0].lines if line.clause == "11.1"] == pounds(*credits)
    assert amounts(found, "11.1")[1] == Decimal("-100")


def test_a_level_outside_the_incident_pays_for_itself() -> None:
    three = CREDIT.replace("sold: 20 %", "sold: 20 %, time taken: 5 %")
    terms = f"{three}  11.2 one: {{rule: same incident, among: [answered, sold]}}"
    found = settled(agreement_of(terms), [{**MISS, "sold": "90 %", "time taken": "5 business hours"}])[0]
    assert [line.part for line in found.lines if line.clause == "11.1"] == ["sold", "time taken"]


@pytest.mark.parametrize(
    ("only_if", "others", "paid"),
    [
        ("every minimum met", {"answered": "92 %"}, "10"),
        ("every minimum met", {"answered": "80 %"}, "0"),
        ("every target met", {"answered": "92 %"}, "0"),
        ("every target met", {"answered": "95 %"}, "10"),
        ("no condition", {"answered": "80 %"}, "10"),
        ("every minimum met", {"sold": "none"}, "0"),
        ("every minimum met", {"sold": "98 %"}, "0"),
    ],
)
def test_a_bonus_and_its_condition(only_if: str, others: dict[str, str], paid: str) -> None:
    bands = "bands: [{from: 99 %, bonus: 1 %}]"
    terms = f"  11.1 extra: {{rule: bonus, service level: sold, of: base charges, only if: {only_if}, {bands}}}"
    assert amounts(settled(agreement_of(terms), [others]), "11.1") == pounds(paid)


@pytest.mark.parametrize(("edge", "result", "credit"), [
    ("upper band", "95 %", "0"), ("lower band", "95 %", "-50"), ("upper band", "90 %", "-50"), ("lower band", "90 %", "-100"),
    ("upper band", "100 %", "0"), ("lower band", "0 %", "-100"), ("upper band", "0 %", "-100"), ("lower band", "100 %", "0"),
])  # fmt: skip
def test_a_result_on_an_edge(edge: str, result: str, credit: str) -> None:
    bands = "bands: [{from: 95 %, to: 100 %, credit: 0 %}, {from: 90 %, to: 95 %, credit: 5 %}, {from: 0 %, to: 90 %, credit: 10 %}]"
    terms = f"  11.1 banded: {{rule: banded credit, service level: answered, of: base charges, edge: {edge}, {bands}}}"
    assert amounts(settled(agreement_of(terms), [{"answered": result}]), "11.1") == pounds(credit)


def test_a_result_outside_the_bands_is_credited_nothing() -> None:
    bands = "bands: [{from: 70 %, to: 80 %, credit: 5 %}, {from: 60 %, to: 70 %, credit: 10 %}]"
    for edge, results in (("upper band", ["0", "-50", "0"]), ("lower band", ["0", "-50", "0"])):
        terms = f"  11.1 banded: {{rule: banded credit, service level: answered, of: base charges, edge: {edge}, {bands}}}"
        months = [{"answered": one} for one in ("81 %", "75 %", "59 %")]
        assert amounts(settled(agreement_of(terms), months), "11.1") == pounds(*results)


def test_credits_are_settled_where_the_clause_says() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    found = settled(agreement_of(later), [MISS, KEPT, KEPT])
    assert amounts(found, "11.1") == pounds("0", "-100", "0")
    assert found[1].lines[-1].month == "2025-01"


def test_how_far_clauses_look_back() -> None:
    def back(adjustments: str) -> dict[str, int]:
        agreement = agreement_of(adjustments)
        return dict(agreement.looking_back(FIRST))

    assert back(CREDIT) == {}
    assert back(CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")) == {"11.1": 1}
    limit = CREDIT + "  11.2 limit: {rule: cap, limits: [credits], at most: 5 %, of: base charges, "
    assert back(limit + "each: month}") == {}
    assert back(limit + "each: month, excess: carried forward}") == {"11.2": 1}
    assert back(limit + "each: contract year}") == {"11.2": 11}
    assert back(limit + "each: term}")["11.2"] > 1_000
    again = CREDIT + "  11.2 again: {rule: repeat failure, increases: [credits], factor: 2, when missed: 2 in any 6 months}"
    assert back(again) == {"11.2": 5}
    points = f"{POINTS}    conversion: {{rule: report only}}\n"
    assert back(points) == {} and back(f"{points}    repeat: doubles")["11.1"] > 1_000


def test_clauses_name_the_levels_on_which_they_hang() -> None:
    terms = f"{CREDIT}  11.2 extra: {{rule: bonus, service level: sold, of: base charges, bands: [{{from: 99 %, bonus: 1 %}}]}}"
    agreement = agreement_of(terms)

    def levels(clause: Clause) -> tuple[str, ...]:
        return tuple(agreement.adjustment(clause).levels(clause))

    assert [levels(clause) for clause in agreement.terms.section(11)] == [("answered", "sold"), ("sold",)]


def test_points_come_from_levels_or_from_a_record_and_not_from_both() -> None:
    conversion = "    conversion: {rule: report only}"
    for terms in (f"{POINTS}    points from record: prices\n{conversion}", f"  11.1 points:\n    rule: service points\n{conversion}"):
        with pytest.raises(Refused, match="points come either from levels or from a record"):
            agreement_of(terms)


def test_a_result_outside_all_bands_and_one_that_is_missing_earn_no_points() -> None:
    bands = "points: {answered: [{from: 50 %, to: 90 %, points: 3}]}"
    terms = (
        f"  11.1 points: {{rule: service points, {bands}, conversion: {{rule: marginal bands, bands: [{{from: 0, each point: £1.00}}]}}}}"
    )
    months = [{"answered": one} for one in ("40 %", "80 %", "95 %", "none")]
    assert amounts(settled(agreement_of(terms), months), "11.1") == pounds("0", "-3", "0", "0")


def test_points_gathered_over_a_quarter() -> None:
    """Converted in March, of the charges of all three months; looking back as far as that."""
    steps = "conversion: {rule: steps, steps: [{points: 6, credit: 2 %}]}"
    terms = agreement_of(f"{POINTS}    gathered over: quarter\n    {steps}")
    assert amounts(settled(terms, [MISS, KEPT, MISS, MISS]), "11.1") == pounds("0", "0", "-60", "0")
    assert terms.looking_back(FIRST)["11.1"] == 2
    year = agreement_of(f"{POINTS}    gathered over: contract year\n    {steps}")
    assert year.looking_back(FIRST)["11.1"] == 11
    sums = "conversion: {rule: steps, steps: [{points: 6, credit: £7.00}]}"
    assert amounts(settled(agreement_of(f"{POINTS}    gathered over: quarter\n    {sums}"), [MISS, MISS, KEPT]), "11.1") == pounds(
        "0", "0", "-7"
    )


def test_a_credit_set_off_twice_is_that_of_its_own_month() -> None:
    """Two months' credits of one level return against later ones; what was set off of the first is not taken off the second."""
    against = f"{CREDIT}  11.2 back: {{rule: earn back, returns: [credits], after: 1 month, share: 100 %, paid: against later credits}}"
    sold = {**KEPT, "sold": "90 %"}
    found = settled(agreement_of(against), [MISS, KEPT, MISS, KEPT, sold, sold])
    assert [(str(one.month), line.month, line.amount) for one in found for line in one.lines if line.clause == "11.2"] == [
        ("2025-03", "2025-01", Decimal("100.00")), ("2025-05", "2025-03", Decimal("100.00")),
    ]  # fmt: skip
