"""What a month rests on beside its rules: history, order, bases, the contract's price, how a line and a standing are said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from remit.agreement import decimal
from remit.line import contract_price
from remit.statement import corrections, latest
from remit.terms.typed import Band
from remit.values.money import SIGNS
from remit.values.period import Month
from tests.settlement.sequence import CHARGES, FIRST, agreement_of, amounts, pounds, settled

CREDIT = "  11.1 credits: {rule: credit per miss, of: base charges, credits: {answered: 10 %, sold: 20 %}}\n"
MISS = {"answered": "80 %"}
BOTH = {"answered": "80 %", "sold": "90 %"}


def test_later_months_are_no_history() -> None:
    """A month that is settled again does not see the months after it."""
    terms = agreement_of(f"{CREDIT}  11.2 back: {{rule: earn back, returns: [credits], after: 1 month, share: 100 %}}")
    months = settled(terms, [MISS, {}, MISS, {}])
    again = settled(terms, [{}], first=FIRST.plus(1), history=[months[0], months[2], months[3]])[0]
    assert again.lines == months[1].lines and again.version == 1
    assert settled(terms, [{}], first=FIRST.plus(1), history=months)[0].version == 2


def test_lines_stand_in_the_order_of_the_clauses() -> None:
    """The bonus is settled last and written first, where its clause is."""
    terms = (
        "  11.1 extra: {rule: bonus, service level: sold, of: base charges, only if: no condition, bands: [{from: 99 %, bonus: 1 %}]}\n"
        "  11.2 credits: {rule: credit per miss, of: base charges, credits: {answered: 10 %}}"
    )
    assert [line.clause for line in settled(agreement_of(terms), [MISS])[0].lines] == ["10.1", "11.1", "11.2"]


def test_corrections_stand_in_the_order_of_clauses_and_parts() -> None:
    terms = agreement_of(CREDIT)
    issued, now = settled(terms, [{}, {}]), settled(terms, [BOTH, BOTH])
    found = corrections(terms, [now[1], now[0]], issued)
    assert [(line.month, line.part, line.amount, line.kind) for line in found] == [
        ("2025-01", "answered", Decimal("-100.00"), "correction"),
        ("2025-01", "sold", Decimal("-200.00"), "correction"),
        ("2025-02", "answered", Decimal("-100.00"), "correction"),
        ("2025-02", "sold", Decimal("-200.00"), "correction"),
    ]
    assert found[0].because == "January 2025 computed anew with what is known now gives −£100.00; £0.00 was settled before."
    # Figures of the line that is corrected do not multiply to the difference, and are left out.
    assert all((line.quantity, line.unit, line.rate, line.base, line.asked, line.base_charge) == (None,) * 5 + (False,) for line in found)
    later = replace(issued[1], lines=(*issued[1].lines, *found[:2]))
    assert corrections(terms, [now[0]], [issued[0], later]) == (), "what a later statement corrected is not corrected again"
    both = replace(issued[1], lines=(*issued[1].lines, *found))
    assert corrections(terms, now, [issued[0], both]) == (), "each month counts its own corrections alone"
    assert corrections(terms, [now[0]], [issued[1]]) == (), "a month that was never issued is not corrected"


def test_a_correction_of_a_charge_and_of_what_fell_away() -> None:
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 work: {{rule: unit price, service: work, price: £2.00}}")
    issued, now = settled(terms, [{}], volumes={"work": 100}), settled(terms, [{}], volumes={"work": 0})
    assert [(line.title, line.amount) for line in corrections(terms, now, issued)] == [("10.2 work", Decimal("-200.00"))]
    back = corrections(terms, issued, now)
    assert [(line.title, line.amount) for line in back] == [("10.2 work", Decimal("200.00"))]
    assert (back[0].quantity, back[0].unit, back[0].rate, back[0].base_charge, back[0].volume) == (None, None, None, False, "6.1")


def test_the_latest_version_of_each_month_counts() -> None:
    first, second = settled(agreement_of(CREDIT), [MISS, {}])
    newer = replace(first, version=2, total=Decimal(1))
    assert latest([second, newer, first]) == (newer, second)


def test_corrections_are_neither_carried_forward_nor_credits() -> None:
    terms = agreement_of(
        f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £60.00, of: base charges, excess: carried forward}}"
    )
    january = settled(terms, [MISS])[0]
    cut = next(line for line in january.lines if line.clause == "11.1")
    corrected = replace(january, lines=tuple(replace(line, kind="correction") if line is cut else line for line in january.lines))
    assert amounts(settled(terms, [{}], first=FIRST.plus(1), history=[january]), "11.1") == pounds("-40")
    assert amounts(settled(terms, [{}], first=FIRST.plus(1), history=[corrected]), "11.1") == pounds("0")


@pytest.mark.parametrize(
    ("value", "written"),
    [(Fraction(1, 3), "0.333333"), (Fraction(1, 1_000_000), "0.000001"), (Fraction(2, 3), "0.666667"), (Fraction(5, 2), "2.5"),
     (Fraction(0), "0"), (Fraction(-7, 4), "-1.75"), (Fraction(120), "120")],
)  # fmt: skip
def test_a_quantity_is_written_with_the_places_it_needs(value: Fraction, written: str) -> None:
    assert str(decimal(value)) == written


@pytest.mark.parametrize(
    ("charges", "price"),
    [
        ("  10.1 a: {rule: fixed, amount: £100.00}", "2400"),
        ("  10.1 a: {rule: fixed, amount: £100.00, each: quarter}", "800"),
        ("  10.1 a: {rule: fixed, amount: £100.00, each: year}", "200"),
        ("  10.1 a: {rule: fixed, amount: £100.00, from: 2026-11-01}", "200"),
        ("  10.1 a: {rule: fixed, amount: £100.00, until: 2025-03-31}", "300"),
        ("  10.1 a: {rule: fixed, amount: £100.00, until: 2027-03-31}", "2400"),
        ("  10.1 a: {rule: fixed, amount: £100.00, each: quarter, until: 2025-04-30}", "200"),
        ("  10.1 a: {rule: full time equivalents, people: 2, hours a year: 1200, price an hour: £10.00, month is: one twelfth}", "48000"),
        ("  10.1 a: {rule: unit price, service: work, price: £2.00}", "0"),
        ("  10.1 a: {rule: milestones, total: £70.00, accepted by: buyer, paid on acceptance: [{milestone: go, share: 100 %}]}", "70"),
        (
            "  10.1 a: {rule: fixed, amount: £100.00}\n"
            "  10.2 b: {rule: milestones, total: £70.00, accepted by: buyer, paid on acceptance: [{milestone: go, share: 100 %}]}",
            "2470",
        ),
        ("  10.1 a: {rule: fixed, amount: £100.00}\n  10.2 b: {rule: fixed, amount: £50.00, each: year}", "2500"),
    ],
)
def test_the_price_of_the_contract(charges: str, price: str) -> None:
    """Two years, as far as prices are fixed."""
    assert contract_price(agreement_of(charges=charges).terms) == Fraction(price)


def test_a_share_of_the_contract_price() -> None:
    terms = "  11.1 credits: {rule: credit per miss, of: contract price, credits: {answered: 1 %}}"
    assert amounts(settled(agreement_of(terms), [MISS]), "11.1") == pounds("-240")


@pytest.mark.parametrize(
    ("of", "credit"),
    [("base charges", "-130"), ("all charges", "-140"), ("this service", "-20"), ("[services]", "-100"), ("[licences]", "-10"),
     ("forecast charges", "-130")],
)  # fmt: skip
def test_what_a_percentage_is_taken_of(of: str, credit: str) -> None:
    charges = (
        f"{CHARGES}\n  10.2 work: {{rule: unit price, service: work, price: £2.00}}\n"
        "  10.3 sales: {rule: unit price, service: sales, price: £2.00}\n"
        "  10.4 licences: {rule: fixed, amount: £100.00, base charge: no}"
    )
    terms = f"  11.1 credits: {{rule: credit per miss, of: {of}, credits: {{answered: 10 %}}}}"
    found = settled(agreement_of(terms, charges=charges), [MISS], volumes={"work": 100, "sales": 50})
    expected = {"forecast charges": "-140"}.get(of, credit)  # £1,000, and 100 of each at £2.00
    assert amounts(found, "11.1") == pounds(expected)


def test_a_percentage_after_the_credits_above() -> None:
    terms = f"{CREDIT}  11.2 more: {{rule: credit per miss, of: base charges, taken: after credits, credits: {{time taken: 10 %}}}}"
    months = [{**MISS, "time taken": "5 business hours"}, {"time taken": "5 business hours"}]
    assert amounts(settled(agreement_of(terms), months), "11.2") == pounds("-90", "-100")


def test_a_bonus_is_taken_after_the_credits_of_its_own_service() -> None:
    charges = (
        "  10.1 work: {rule: unit price, service: work, price: £10.00}\n  10.2 sales: {rule: unit price, service: sales, price: £10.00}"
    )
    terms = (
        "  11.1 credits: {rule: credit per miss, of: this service, credits: {answered: 10 %, sold: 10 %}}\n"
        "  11.2 extra: {rule: bonus, service level: time taken, of: this service, taken: after credits, only if: no condition, "
        "bands: [{to: 2 business hours, bonus: 10 %}]}"
    )
    found = settled(agreement_of(terms, charges=charges), [BOTH])
    assert amounts(found, "11.1") == pounds("-150") and amounts(found, "11.2") == pounds("90")


def test_how_a_band_is_said() -> None:
    level = settled(agreement_of(CREDIT), [MISS])[0].scorecard["answered"]
    nine, ten = Fraction(90, 100), Fraction(1)
    assert [level.band_said(Band(low, high, {})) for low, high in ((nine, ten), (nine, None), (None, nine))] == [
        "90 % to 100 %", "from 90 %", "below 90 %",
    ]  # fmt: skip


def test_a_contract_without_tax_and_with_a_rate() -> None:
    found = settled(agreement_of(CREDIT), [{}])[0]
    assert found.tax == "reverse charge" == found.lines[0].tax


def test_the_signs_of_currencies() -> None:
    assert SIGNS == {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR", "₱": "PHP", "R": "ZAR", "zł": "PLN"}


def test_a_clause_that_ends_is_charged_to_its_last_day_and_prices_meet_by_days() -> None:
    prices = (
        "  10.1 old: {rule: unit price, service: work, price: £1.00, until: 2025-01-14}\n"
        "  10.2 new: {rule: unit price, service: work, price: £2.00, from: 2025-01-15}"
    )
    days = {date(2025, 1, 14): 40, date(2025, 1, 15): 60}
    found = settled(agreement_of(charges=prices), [{}], volumes={"work": 100, "sales": 100}, days=days)
    assert (amounts(found, "10.1"), amounts(found, "10.2")) == (pounds("40"), pounds("120"))


def test_credits_of_the_first_term_are_set_off_after_its_renewal() -> None:
    terms = agreement_of(
        CREDIT.replace("of: base charges", "of: base charges, settled: against renewal charges"),
        renewal="renews for: 12 months, notice: 1 month",
    )
    term = [MISS, *[{}] * 22, BOTH]
    found = settled(terms, [*term, {}, {}])
    assert amounts(found, "11.1") == pounds(*["0"] * 24, "-400", "0")
    assert [(line.month, line.part) for line in found[24].lines if line.clause == "11.1"] == [
        ("2025-01", "answered"), ("2026-12", "answered"), ("2026-12", "sold"),
    ]  # fmt: skip


def test_credits_that_wait_are_paid_or_lapse_at_the_end() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    for text, last in ((later, "-200"), (later.replace("statement,", "statement, at the end: lapses,"), "-100")):
        terms = agreement_of(text, renewal="renews for: no renewal, notice: 1 month")
        found = settled(terms, [MISS, MISS], first=Month(2026, 11))
        assert amounts(found, "11.1") == pounds("0", last), text


def test_a_level_is_judged_from_its_first_day_to_its_last() -> None:
    levels = "  8.4 answered at night: {rule: share on time, clock: answer, target: 50 %, from: 2025-02-01, until: 2025-02-28}\n"
    terms = agreement_of(CREDIT, levels=levels)
    found = settled(terms, [{"answered at night": "80 %"}] * 3)
    assert [[level.name for level in one.scorecard.levels][3:] for one in found] == [[], ["answered at night"], []]


def test_a_level_that_is_not_there_is_an_error_or_nothing() -> None:
    card = settled(agreement_of(CREDIT), [{}])[0].scorecard
    assert card["8.1"] is card["answered"] is card.get("8.1") and card.get("9.9") is None
    with pytest.raises(KeyError, match=r"9\.9"):
        card["9.9"]


def test_what_rests_on_too_little_names_no_distance() -> None:
    levels = "  8.4 rare: {rule: share on time, clock: answer, target: 95 %, minimum sample: 30}\n"
    terms = agreement_of(levels=levels)
    few, many = (settled(terms, [{"rare": one}])[0].scorecard["rare"] for one in ("20 of 29", "20 of 30"))
    assert (few.status, few.misses_left, few.short_by) == ("too little evidence", None, None)
    assert (many.status, many.misses_left, many.short_by) == ("missed", None, 9)


def test_damages_and_credits_both_lower_what_is_left() -> None:
    late = "  11.2 late: {rule: damages for lateness, covers: report, late after: planned, credit: £10.00, due day counts: yes}"
    more = "  11.3 more: {rule: credit per miss, of: base charges, taken: after credits, credits: {time taken: 10 %}}"
    planned = {"kind": "milestone", "subject": "planned", "day": date(2025, 1, 22), "value": "0"}
    found = settled(agreement_of(f"{CREDIT}{late}\n{more}"), [{**MISS, "time taken": "5 business hours"}], facts=[planned])
    assert [amounts(found, clause)[0] for clause in ("11.1", "11.2", "11.3")] == pounds("-100", "-100", "-80")


def test_a_clause_about_a_level_that_does_not_hold_yet_pays_nothing() -> None:
    levels = "  8.4 later: {rule: share on time, clock: answer, target: 50 %, from: 2025-02-01}\n"
    clauses = {
        "bonus": "only if: no condition, bands: [{from: 99 %, bonus: 1 %}]",
        "banded credit": "bands: [{to: 101 %, credit: 1 %}]",
        "credit per point": "below: 101 %, credit: 1 %, for each: 0.5 points",
        "bonus and credit": "each way: 1 %, for each: 50 points",
    }
    for rule, settings in clauses.items():
        terms = f"  11.1 one: {{rule: {rule}, service level: later, of: base charges, {settings}}}"
        if rule in ("banded credit", "credit per point"):
            terms = terms.replace("101 %", "100 %")
        found = settled(agreement_of(terms, levels=levels), [{"later": "99.5 %"}, {"later": "99.5 %"}])
        assert amounts(found, "11.1")[0] == 0 and amounts(found, "11.1")[1] != 0, rule


def test_credits_are_set_off_in_the_first_month_of_each_renewal_each_under_the_limit_of_its_month() -> None:
    """£300 asked in the first month of which £150 is left, £100 in the last; neither is limited again by the month of the renewal."""
    later = CREDIT.replace("of: base charges", "of: base charges, settled: against renewal charges")
    limit = "  11.2 limit: {rule: cap, limits: [credits], at most: 15 %, of: base charges}"
    terms = agreement_of(f"{later}{limit}", renewal="renews for: 12 months, notice: 1 month")
    months = [BOTH, *[{}] * 22, MISS, MISS, *[{}] * 11, {}, {}]
    paid = amounts(settled(terms, months), "11.1")
    by_year = agreement_of(f"{later}{limit}", renewal="renews for: 1 year, notice: 1 month")
    assert amounts(settled(by_year, months), "11.1") == paid
    assert {place: amount for place, amount in enumerate(paid) if amount} == {24: Decimal("-250.00"), 36: Decimal("-100.00")}


def test_a_limit_of_a_year_holds_what_is_set_off_for_it_and_not_what_is_set_off_in_it() -> None:
    """£250 is left of £400 in 2025 and 2026 each, and of £300 in 2027; what January 2027 sets off is of the years before."""
    later = CREDIT.replace("of: base charges", "of: base charges, settled: against renewal charges")
    limit = "  11.2 limit: {rule: cap, limits: [credits], at most: £250.00, each: contract year}"
    terms = agreement_of(f"{later}{limit}", renewal="renews for: 12 months, notice: 1 month")
    year = [*[MISS] * 4, *[{}] * 8]
    paid = amounts(settled(terms, [*year, *year, {}, BOTH, *[{}] * 10, {}]), "11.1")
    assert {place: amount for place, amount in enumerate(paid) if amount} == {24: Decimal("-500.00"), 36: Decimal("-250.00")}
