"""Readings of charges and adjustments that part in rare months: several credits at once, tiers in any order, limits and their notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from remit.values.fault import Refused
from remit.values.period import Month
from tests.settlement.sequence import CHARGES, FIRST, agreement_of, amounts, pounds, settled

CREDIT = "  11.1 credits: {rule: credit per miss, of: base charges, credits: {answered: 10 %, sold: 20 %}}\n"
BACK = "  11.2 back: {{rule: earn back, returns: [credits{also}], after: {after}, share: {share}{more}}}"
MISS, BOTH = {"answered": "80 %"}, {"answered": "80 %", "sold": "90 %"}


def back(after: str = "1 month", share: str = "100 %", more: str = "", also: str = "") -> str:
    return BACK.format(after=after, share=share, more=more, also=also)


# ── earn back ──


def test_what_was_earned_back_says_by_what() -> None:
    half = settled(agreement_of(CREDIT + back(share="50 %", after="2 months")), [MISS, {}, {}])[2].lines[-1]
    assert half.because == "Answered met its target in 2 months after January 2025: 50 % of that month's credit returns."
    whole = settled(agreement_of(CREDIT + back(more=", when: target exceeded")), [MISS, {}])[1].lines[-1]
    assert whole.because == "Answered exceeded its target in 1 month after January 2025: that month's credit returns."
    assert (whole.clause, whole.name, whole.kind, whole.base_charge) == ("11.2", "back", "earn back", False)


def test_a_correction_of_another_month_changes_what_returns() -> None:
    """January's credit of £100 is halved by a correction that February's statement made, which names January."""
    terms = agreement_of(CREDIT + back(after="2 months"))
    january, february = settled(terms, [MISS, {}])
    credit = next(line for line in january.lines if line.clause == "11.1")
    half = replace(credit, kind="correction", amount=Decimal("50.00"), month="2025-01")
    march = settled(terms, [{}], first=FIRST.plus(2), history=[january, replace(february, lines=(*february.lines, half))])
    assert amounts(march, "11.2") == pounds("50")
    gone = replace(half, amount=Decimal("100.00"))
    assert amounts(
        settled(terms, [{}], first=FIRST.plus(2), history=[january, replace(february, lines=(*february.lines, gone))]), "11.2"
    ) == pounds("0")


def test_credits_of_clauses_that_are_not_named_do_not_return() -> None:
    more = "  11.1A more: {rule: credit per miss, of: base charges, credits: {answered: 5 %}}\n"
    for also, returned in (("", "100"), (", more", "150")):
        assert amounts(settled(agreement_of(f"{CREDIT}{more}{back(also=also)}"), [MISS, {}]), "11.2") == pounds("0", returned)


def test_a_bonus_is_nothing_to_earn_back() -> None:
    either = "  11.1 credits: {rule: bonus and credit, service level: answered, of: base charges, each way: 1 %, for each: 1 point}\n"
    found = settled(agreement_of(either + back()), [{"answered": "97 %"}, {"answered": "95 %"}, {"answered": "90 %"}, {"answered": "95 %"}])
    assert (amounts(found, "11.1"), amounts(found, "11.2")) == (pounds("20", "0", "-50", "0"), pounds("0", "0", "0", "50"))


@pytest.mark.parametrize(
    ("lapses", "kept_after", "returned"),
    [("3 months", 2, "100"), ("3 months", 3, "100"), ("3 months", 4, "0"), ("1 year", 12, "100"), ("1 year", 13, "0")],
)
def test_the_chance_ends_after_its_months(lapses: str, kept_after: int, returned: str) -> None:
    months = [MISS, *[{"answered": "none"}] * (kept_after - 1), {}]
    assert amounts(settled(agreement_of(CREDIT + back(more=f", lapses after: {lapses}")), months), "11.2")[-1:] == pounds(returned)


def test_a_small_sample_neither_keeps_nor_breaks() -> None:
    assert amounts(settled(agreement_of(CREDIT + back()), [MISS, {"answered": "5 of 20"}, {}]), "11.2") == pounds("0", "0", "100")
    assert amounts(
        settled(agreement_of(CREDIT + back(more=", month without result: fails")), [MISS, {"answered": "20 of 20"}, {}]), "11.2"
    ) == pounds("0", "0", "0")


def test_what_returns_against_later_credits_is_at_most_those_credits() -> None:
    against = back(more=", paid: against later credits")
    found = settled(agreement_of(CREDIT + against), [{"sold": "90 %"}, {}, MISS, MISS, MISS])
    assert amounts(found, "11.2") == pounds("0", "0", "100", "100", "0")
    late = "  11.3 late: {rule: damages for lateness, covers: report, late after: planned, credit: £10.00, due day counts: yes}"
    facts = [
        {"kind": "milestone", "subject": name, "day": date(2025, 3, day), "value": "0"} for name, day in (("planned", 10), ("report", 12))
    ]
    found = settled(agreement_of(f"{CREDIT}{against}\n{late}"), [{"sold": "90 %"}, {}, {}], facts=facts)
    assert (amounts(found, "11.2"), amounts(found, "11.3")) == (pounds("0", "0", "30"), pounds("0", "0", "-30"))


# ── repeat failure ──


def test_how_a_repeat_is_said_and_what_is_no_repeat() -> None:
    again = "  11.2 again: {rule: repeat failure, increases: [credits], factor: 1.5, repeat: compounds}"
    found = settled(agreement_of(CREDIT + again), [MISS, MISS, MISS, {}, MISS])
    assert amounts(found, "11.1") == pounds("-100", "-150", "-225", "0", "-100")
    assert found[2].lines[-1].because.endswith("10 % of £1,000.00; times 2.25, because the level was missed before (clause 11.2).")
    apart = settled(agreement_of(CREDIT + again), [MISS], first=FIRST.plus(2), history=found[:1])
    assert amounts(apart, "11.1") == pounds("-100"), "a month without a statement is no miss"
    other = f"{CREDIT}  11.2 more: {{rule: credit per miss, of: base charges, credits: {{answered: 5 %}}}}\n{again.replace('11.2', '11.3')}"
    assert amounts(settled(agreement_of(other), [MISS, MISS]), "11.2") == pounds("-50", "-50"), "only the credits that it names"


# ── caps ──


def test_a_limit_on_a_bonus_and_on_what_returns() -> None:
    bonus = "  11.1 extra: {rule: bonus, service level: sold, of: base charges, only if: no condition, bands: [{from: 99 %, bonus: 5 %}]}\n"
    limit = "  11.2 limit: {rule: cap, limits: [extra], at most: 3 %, of: base charges}"
    line = settled(agreement_of(bonus + limit), [{}])[0].lines[-1]
    assert (line.amount, line.asked, line.kind) == (Decimal("30.00"), Decimal("50.00"), "bonus")
    assert line.because.endswith("; clause 11.2 leaves £30.00 this month of the £50.00 asked.")
    back_limit = "\n  11.3 limit: {rule: cap, limits: [back], at most: £40.00, of: base charges}"
    assert amounts(settled(agreement_of(CREDIT + back() + back_limit), [MISS, {}]), "11.2") == pounds("0", "40")
    with pytest.raises(Refused, match="one limit holds bonuses and credits together, which are settled one after the other"):
        agreement_of(bonus + CREDIT.replace("11.1", "11.1A") + limit.replace("[extra]", "[extra, credits]"))
    with pytest.raises(Refused, match="one limit holds credits and earn backs together"):
        agreement_of(CREDIT + back() + back_limit.replace("[back]", "[back, credits]"))


@pytest.mark.parametrize(
    ("each", "said"),
    [
        ("month", "leaves £50.00 this month of the £100.00 asked."), ("term", "leaves £50.00 over the term of the £100.00 asked."),
        ("contract year", "leaves £50.00 in the contract year of the £100.00 asked."),
        ("twelve months", "leaves £50.00 in twelve months of the £100.00 asked."),
    ],
)  # fmt: skip
def test_what_a_limit_says_of_its_period(each: str, said: str) -> None:
    terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £50.00, of: base charges, each: {each}}}"
    assert settled(agreement_of(terms), [MISS])[0].lines[-1].because.endswith(said)


def test_each_service_has_a_limit_of_its_own_and_a_sum_limits_all() -> None:
    charges = (
        "  10.1 work: {rule: unit price, service: work, price: £10.00}\n  10.2 sales: {rule: unit price, service: sales, price: £20.00}"
    )
    credits = "  11.1 credits: {rule: credit per miss, of: this service, credits: {answered: 20 %, sold: 20 %}}\n"
    limit = "  11.2 limit: {{rule: cap, limits: [credits], at most: {most}, of: this service, each: {each}}}"
    for most, each, expected in (
        ("10 %", "month", [("answered", "-100.00"), ("sold", "-100.00")]),
        ("30 %", "month", [("answered", "-200.00"), ("sold", "-200.00")]),
        ("£100.00", "month", [("answered", "-50.00"), ("sold", "-50.00")]),
    ):  # fmt: skip
        found = settled(agreement_of(credits + limit.format(most=most, each=each), charges), [BOTH])[0]
        assert [(line.part, str(line.amount)) for line in found.lines if line.clause == "11.1"] == expected
    terms = agreement_of(credits + limit.format(most="15 %", each="term"), charges)
    found = settled(terms, [MISS, {"sold": "90 %"}, BOTH])
    assert [(str(one.month), line.part, str(line.amount)) for one in found for line in one.lines if line.clause == "11.1"] == [
        ("2025-01", "answered", "-150.00"), ("2025-02", "sold", "-200.00"),
        ("2025-03", "answered", "-200.00"), ("2025-03", "sold", "-200.00"),
    ]  # fmt: skip


def test_two_limits_one_after_the_other() -> None:
    limits = (
        "  11.2 small: {rule: cap, limits: [credits], at most: £150.00, of: base charges}\n"
        "  11.3 smaller: {rule: cap, limits: [credits], at most: £90.00, of: base charges}"
    )
    found = settled(agreement_of(CREDIT + limits), [BOTH])[0]
    assert [(line.part, line.amount, line.asked) for line in found.lines if line.clause == "11.1"] == [
        ("answered", Decimal("-30.00"), Decimal("-100.00")), ("sold", Decimal("-60.00"), Decimal("-200.00")),
    ]  # fmt: skip


# ── claims ──


@pytest.mark.parametrize(
    ("subject", "clause", "day", "received", "owed"),
    [
        ("credits", "11.1", "2025-01-31", 0, True), ("answered", "11.1", "2025-01-01", 0, True), ("sold", "11.1", "2025-01-31", 0, False),
        ("credits", "11.2", "2025-01-31", 0, False), ("credits", "11.1", "2025-02-01", 0, False),
        ("credits", "11.1", "2024-12-31", 0, False),
    ],
)  # fmt: skip
def test_which_claim_is_one(subject: str, clause: str, day: str, received: int, owed: bool) -> None:
    terms = CREDIT.replace("of: base charges", "of: base charges, claim: by the party it favours")
    claim = {"kind": "claim", "subject": subject, "day": date.fromisoformat(day), "value": None, "clause": clause, "received_at": received}
    found = settled(agreement_of(terms), [MISS], facts=[claim])[0]
    assert bool([line for line in found.lines if line.clause == "11.1"]) is owed
    assert (
        len(found.notes),
        any("£100.00 is owed only if it is claimed by 10 February 2025, and no claim is known" in one for one in found.notes),
    ) == ((0, False) if owed else (1, True))


# ── charges ──


def test_tiers_in_any_order_and_those_that_leave_a_gap() -> None:
    price = "rule: tiered price, service: work, tiers: [{from: 100, price: £1.00}, {to: 100, price: £2.00}]"
    for more, units, paid in (
        ("", 150, "250"),
        (", each tier: prices all units", 150, "150"),
        (", each tier: prices all units", 50, "100"),
    ):
        terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{{price}{more}}}")
        assert amounts(settled(terms, [{}], volumes={"work": units}), "10.2") == pounds(paid)
    for tiers, told in (
        (
            "[{from: 20, to: 30, price: £1.00}, {from: 10, to: 20, price: £1.00}, {from: 30, price: £1.00}]",
            "units below 10 have no price",
        ),
        ("[{from: 10, to: 1200, price: £1.00}, {from: 0, to: 10, price: £1.00}]", "units above 1,200 have no price; leave the last"),
    ):
        with pytest.raises(Refused, match=told):
            agreement_of(charges=f"  10.1 work: {{rule: tiered price, service: work, tiers: {tiers}}}")


@pytest.mark.parametrize(
    ("more", "charged"),
    [
        ("at least: £1200.00", "200"), ("at least: £1000.00", "0"), ("at least: £900.00", "0"),
        ("at least: £1200.00, part month: by days, from: 2025-01-17", "0"),
        ("at least: £3100.00, part month: by days, from: 2025-01-17", "500"),
        ("at least: 50 %, of: all charges, compared with: base charges", "0"),
        ("at least: 80 %, of: all charges, compared with: base charges", "200"),
        ("at least: 110 %, of: base charges, compared with: all charges", "0"),
    ],
)  # fmt: skip
def test_what_a_minimum_is_compared_with(more: str, charged: str) -> None:
    licence = "10.2 licence: {rule: fixed, amount: £500.00, base charge: no}"
    charges = f"{CHARGES}\n  {licence}\n  10.3 least: {{rule: minimum charge, {more}}}"
    assert amounts(settled(agreement_of(charges=charges), [{}]), "10.3") == pounds(charged)


def test_a_price_that_is_shown_for_a_part_of_a_month() -> None:
    charge = "  10.1 a: {{rule: fixed, amount: £310.00, each: {each}, part month: by days, from: 2025-01-17{more}}}"
    for each, more, paid in (
        ("month", "", ["150", "310"]), ("month", ", until: 2025-01-20", ["40", "0"]), ("once", "", ["150", "0"]),
        ("quarter", "", ["150", "0"]),
    ):  # fmt: skip
        found = settled(agreement_of(charges=charge.format(each=each, more=more)), [{}, {}])
        assert amounts(found, "10.1") == pounds(*paid), each
    line = settled(agreement_of(charges="  10.1 a: {rule: fixed, amount: £310.00, each: once}"), [{}])[0].lines[0]
    assert (line.unit, line.quantity, line.rate, line.because) == ("sum", 1, "£310.00", "£310.00 once.")


def test_milestones_count_what_they_include_and_what_was_corrected() -> None:
    charge = (
        f"{CHARGES}\n  10.2 pilot: {{rule: unit price, service: work, price: £1.00, until: 2025-01-31}}\n"
        "  10.3 move: {rule: milestones, total: £1000.00, accepted by: buyer, includes: [pilot], "
        "paid on acceptance: [{milestone: plan, share: 40 %}, {milestone: live, share: 60 %}]}"
    )
    terms = agreement_of(charges=charge)
    accepted = [
        {"kind": "milestone", "subject": name, "day": day, "value": None, "approved_by": "buyer"}
        for name, day in (("plan", date(2025, 1, 31)), ("live", date(2025, 3, 1)))
    ]
    found = settled(terms, [{}, {}, {}, {}], facts=accepted)
    assert (amounts(found, "10.2"), amounts(found, "10.3")) == (pounds("100", "0", "0", "0"), pounds("300", "0", "600", "0"))
    assert found[2].lines[-1].because == "Accepted: plan and live; 100 % of £1,000.00, £400.00 paid before."
    unsigned = [{**one, "approved_by": None} for one in accepted]
    assert amounts(settled(terms, [{}], facts=unsigned), "10.3") == pounds("0"), "nobody accepted it"
    paid = next(line for line in found[0].lines if line.clause == "10.3")
    less = replace(found[1], lines=(*found[1].lines, replace(paid, kind="correction", amount=Decimal("-50.00"), month="2025-01")))
    assert amounts(settled(terms, [{}], first=FIRST.plus(2), history=[found[0], less], facts=accepted), "10.3") == pounds("650")


@pytest.mark.parametrize(
    ("more", "cost", "due"),
    [
        ("", "300.00", "0"), (", if the pilot fails: documented cost", "300.00", "300"),
        (", if the pilot fails: documented cost, then at most: £250.00", "300.00", "250"),
        (", if the pilot fails: documented cost, then at most: £350.00", "300.00", "300"),
    ],
)  # fmt: skip
def test_what_is_due_when_a_pilot_fails(more: str, cost: str, due: str) -> None:
    charge = f"rule: milestones, total: £1000.00, accepted by: buyer, paid on acceptance: [{{milestone: plan, share: 100 %}}]{more}"
    failed = {"kind": "milestone", "subject": "pilot failed", "day": date(2025, 2, 10), "value": None}
    receipt = {"kind": "receipt", "subject": "move", "day": date(2025, 1, 5), "value": cost}
    found = settled(agreement_of(charges=f"{CHARGES}\n  10.2 move: {{{charge}}}"), [{}, {}, {}], facts=[failed, receipt])
    assert amounts(found, "10.2") == pounds("0", due, "0")


def test_a_gain_says_how_it_was_shared() -> None:
    charge = "{rule: gain share, target cost: £100.00, target profit: £10.00, provider bears: 50 %, provider keeps: 50 %, ceiling: £125.00}"
    receipts = [{"kind": "receipt", "subject": "extra", "day": date(2025, month, 5), "value": "70.00"} for month in (1, 2)]
    first, second = settled(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}"), [{}, {}], facts=receipts)
    assert first.lines[-1].because == "Cost of £70.00 is £30.00 under target, profit £25.00."
    assert second.lines[-1].because == (
        "Cost of £140.00 is £40.00 over target, profit −£10.00, £130.00 limited to the ceiling of £125.00; £95.00 was paid before."
    )  # fmt: skip


def test_a_credit_in_bands_of_time() -> None:
    bands = "bands: [{to: 4 business hours, credit: 0 %}, "
    bands += "{from: 4 business hours, to: 6 business hours, credit: 5 %}, {from: 6 business hours, credit: 10 %}]"
    terms = agreement_of(f"  11.1 banded: {{rule: banded credit, service level: time taken, of: base charges, {bands}}}")
    months = [{"time taken": f"{hours} business hours"} for hours in ("3", "4", "5.5", "6", "7")]
    found = settled(terms, months)
    assert amounts(found, "11.1") == pounds("0", "-50", "-50", "-100", "-100")
    assert found[2].lines[-1].because.endswith("lies in the band 4 business hours to 6 business hours: 5 % of £1,000.00.")


def test_relative_points_are_those_of_the_threshold() -> None:
    terms = "  11.1 short: {{rule: credit per point, service level: answered, of: base charges, "
    terms += "below: 90 %, credit: 1 %, for each: 1 point{more}}}"
    for more, credit in (("", "-9"), (", points are: relative per cent", "-10"), (", at most: 5 %", "-50")):
        found = settled(agreement_of(terms.format(more=more)), [{"answered": "81 %"}])
        assert amounts(found, "11.1") == ([Decimal(credit) * 10] if "most" not in more else pounds(credit)), more


def test_levels_of_time_count_points_above() -> None:
    each_way = "  11.1 ways: {rule: bonus and credit, service level: time taken, of: base charges, "
    each_way += "each way: £1.00, for each: 1 point, points are: relative per cent}"
    found = settled(agreement_of(each_way), [{"time taken": f"{hours} business hours"} for hours in ("3", "4", "5")])
    assert amounts(found, "11.1") == pounds("25", "0", "-25")


def test_a_month_after_the_last_day_of_a_clause_charges_nothing() -> None:
    for rule in (
        "rule: pass through, item: licences, evidence: invoice", "rule: hours, work: training, price: £10.00, approval: none",
        "rule: fixed, amount: £5.00", "rule: unit price, service: work, price: £1.00",
    ):  # fmt: skip
        kind = "hours" if "hours" in rule else "receipt"
        facts = [{"kind": kind, "subject": "extra", "day": date(2025, month, day), "value": "8"} for month, day in ((1, 31), (2, 1))]
        terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{{rule}, until: 2025-01-31}}")
        found = amounts(settled(terms, [{}, {}], facts=facts), "10.2")
        assert found[0] > 0 and found[1] == 0, rule


def test_prices_end_with_a_term_that_is_not_renewed() -> None:
    terms = agreement_of(charges="  10.1 a: {rule: fixed, amount: £310.00}", renewal="renews for: no renewal, notice: 1 month")
    assert amounts(settled(terms, [{}, {}], first=Month(2026, 12)), "10.1") == pounds("310", "0")
    renewed = agreement_of(charges="  10.1 a: {rule: fixed, amount: £310.00}", renewal="renews for: 12 months, notice: 1 month")
    assert amounts(settled(renewed, [{}, {}], first=Month(2026, 12)), "10.1") == pounds("310", "310")


def test_a_credit_that_is_corrected_after_it_was_set_off_is_not_taken_back_here() -> None:
    """£100 was set off in March; April's statement halves January's credit, and corrects March by itself."""
    terms = agreement_of(CREDIT + back(more=", paid: against later credits"))
    sold = {"sold": "90 %"}
    issued = settled(terms, [MISS, {}, sold, {}])
    assert amounts(issued, "11.2") == pounds("0", "0", "100", "0")
    credit = next(line for line in issued[0].lines if line.clause == "11.1")
    half = replace(credit, kind="correction", amount=Decimal("50.00"), month="2025-01")
    history = [*issued[:3], replace(issued[3], lines=(*issued[3].lines, half))]
    may = settled(terms, [sold], first=FIRST.plus(4), history=history)[0]
    assert [(line.month, line.amount) for line in may.lines if line.clause == "11.2"] == [("2025-03", Decimal("200.00"))]


def test_credits_are_no_charges() -> None:
    more = "  11.2 more: {rule: credit per miss, of: all charges, credits: {answered: 10 %}}"
    assert amounts(settled(agreement_of(f"{CREDIT}{more}"), [MISS]), "11.2") == pounds("-100")


def test_points_of_time_count_above_the_threshold() -> None:
    short = "  11.1 slow: {rule: credit per point, service level: time taken, of: base charges, below: 4 business hours, credit: £1.00, "
    terms = agreement_of(f"{short}for each: 1 point, points are: relative per cent}}")
    assert amounts(settled(terms, [{"time taken": f"{hours} business hours"} for hours in ("3", "4", "5")]), "11.1") == pounds(
        "0", "0", "-25"
    )


def test_costs_above_a_limit_say_why_they_are_not_billed() -> None:
    receipt = {"kind": "receipt", "subject": "extra", "day": date(2025, 1, 5), "value": "130.00"}
    for above, why in (("", "is not billed."), (", above that: approval by buyer", "is not billed without approval by buyer.")):
        charge = f"{{rule: pass through, item: licences, evidence: invoice, at most: £100.00{above}}}"
        line = settled(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}"), [{}], facts=[receipt])[0].lines[-1]
        assert line.because == f"1 receipt for licences, £130.00; £30.00 above the limit of £100.00 a month {why}"


def test_a_part_month_of_a_team_is_said() -> None:
    team = "{rule: full time equivalents, people: 2, hours a year: 1200, price an hour: £10.00, part month: by days, from: 2025-01-17}"
    found = settled(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {team}"), [{}, {}])
    assert amounts(found, "10.2") == pounds("967.74", "2000")
    assert "of the month" in found[0].lines[-1].because and "of the month" not in found[1].lines[-1].because


def test_a_limit_that_is_not_written_needs_no_history() -> None:
    for rule in ("rule: hours, work: training, price: £10.00", "rule: pass through, item: licences, evidence: invoice"):
        terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{{rule}, each: quarter}}")
        assert dict(terms.looking_back(FIRST)) == {}


def test_costs_that_find_their_limit_used_up_are_a_note() -> None:
    receipts = [{"kind": "receipt", "subject": "extra", "day": date(2025, month, 5), "value": "100.00"} for month in (1, 2)]
    charge = "{rule: pass through, item: licences, evidence: invoice, at most: £100.00, each: term}"
    found = settled(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}"), [{}, {}], facts=receipts)
    assert found[0].notes == ()
    assert found[1].notes == ("10.2 extra: 1 receipt for licences, £100.00; £100.00 above the limit of £100.00 a term is not billed.",)


def test_damages_of_no_level_lower_no_service() -> None:
    charges = (
        "  10.1 work: {rule: unit price, service: work, price: £10.00}\n  10.2 sales: {rule: unit price, service: sales, price: £10.00}"
    )
    terms = (
        "  11.1 late: {rule: damages for lateness, covers: report, late after: planned, credit: £10.00}\n"
        "  11.2 extra: {rule: bonus, service level: time taken, of: this service, taken: after credits, only if: no condition, "
        "bands: [{to: 2 business hours, bonus: 10 %}]}"
    )
    facts = [{"kind": "milestone", "subject": "planned", "day": date(2025, 1, 21), "value": "0"}]
    found = settled(agreement_of(terms, charges), [{}], facts=facts)
    assert (amounts(found, "11.1"), amounts(found, "11.2")) == (pounds("-100"), pounds("100"))
