"""What holds in a month, how far back it reads, how a draft is written as a line, and what a month settles of the months before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.line import Account, Draft, Line, Volume
from remit.scorecard import Scorecard
from remit.statement import Summaries, rights, statement, termination_counts
from remit.terms.reader import read
from remit.terms.words import Words
from remit.values.period import Month
from remit.work.facts import FACTS
from tests.settlement.sequence import CHARGES, FIRST, TERMS, agreement_of, amounts, pounds, settled

CREDIT = "  11.1 credits: {rule: credit per miss, of: base charges, credits: {answered: 10 %, sold: 20 %}}\n"
MISS, BOTH = {"answered": "80 %"}, {"answered": "80 %", "sold": "90 %"}
RENEWED = "renews for: 12 months, notice: 1 month"


def written(text: str) -> Agreement:
    return Agreement(read(text.encode(), standard_catalogue()), standard_catalogue())


@pytest.mark.parametrize(
    ("level", "months"),
    [
        ("target misses: 3 in a row, minimum: 10 %", 2), ("target misses: 2 in any 6 months, minimum: 10 %", 5),
        ("averaged over: 3 months", 2), ("averaged over: 4 months, minimum: 10 %, target misses: 2 in a row", 3),
        ("averaged over: 2 months, minimum: 10 %, target misses: 4 in a row", 3), ("minimum: 10 %", 0),
    ],
)  # fmt: skip
def test_how_far_the_judgement_of_a_level_looks_back(level: str, months: int) -> None:
    terms = agreement_of(levels=f"  8.4 more: {{rule: share on time, clock: answer, target: 90 %, {level}}}\n")
    assert terms.looking_back(FIRST).get("8.4", 0) == months


def test_clauses_that_do_not_hold_look_nowhere() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement, from: 2025-03-01, until: 2025-04-30")
    terms = agreement_of(later)
    assert [dict(terms.looking_back(FIRST.plus(months))) for months in range(5)] == [{}, {}, {"11.1": 1}, {"11.1": 1}, {}]


def test_a_level_looks_as_far_back_as_it_says_and_no_further() -> None:
    level = "  8.4 more: {rule: share on time, clock: answer, target: 90 %, averaged over: 3 months}\n"
    found = settled(agreement_of(levels=level), [{"more": one} for one in ("60 %", "90 %", "96 %", "84 %", "87 %")])
    assert [one.scorecard["more"].judged for one in found] == [
        Fraction(6, 10),
        Fraction(75, 100),
        Fraction(82, 100),
        Fraction(9, 10),
        Fraction(89, 100),
    ]
    gap = settled(agreement_of(levels=level), [{"more": "90 %"}], first=FIRST.plus(3), history=[found[0], found[2]])
    assert gap[0].scorecard["more"].judged == Fraction(93, 100), "January is too far back, and February was never settled"


def test_what_was_excused_and_is_undecided_stands_in_the_scorecard() -> None:
    terms = agreement_of()
    given = Summaries(excused={"8.1": 4}, undecided={"8.2": 5})
    levels = statement(terms, given, pl.DataFrame(schema=FACTS), (), FIRST, 1).scorecard.levels
    assert [(one.clause, one.excused, one.undecided, one.status) for one in levels] == [
        ("8.1", 4, 0, "no data"), ("8.2", 0, 5, "no data"), ("8.3", 0, 0, "no data"),
    ]  # fmt: skip


# ── lines ──


def account() -> Account:
    terms = agreement_of(CREDIT).terms
    return Account(terms, FIRST, agreement_of().rounding, Scorecard(()), {}, pl.DataFrame(schema=FACTS), words=Words(terms))


def test_a_draft_is_written_as_a_line() -> None:
    agreement = agreement_of(CREDIT)
    draft = Draft(
        "10.1", "services", "part", "charge", Fraction(200, 3), "said", quantity=Fraction(2, 3), unit="item", rate="£100.00", level="8.1",
        volume="6.1", month="2025-01",
    )  # fmt: skip
    line = agreement.line(agreement.terms.clause("10.1"), draft, account())
    assert line == Line(
        "10.1", "services", "part", "charge", Decimal("66.67"), "Said.", quantity=Decimal("0.666667"), unit="item", rate="£100.00",
        level="8.1", volume="6.1", month="2025-01", base_charge=True, tax="reverse charge",
    )  # fmt: skip
    of = Draft("11.1", "credits", None, "credit", Fraction(-5), "said", base=Fraction(100, 3), rate="15 %")
    line = agreement.line(agreement.terms.clause("11.1"), of, account())
    assert (line.base, line.rate, line.quantity, line.base_charge) == (Decimal("33.33"), "15 %", None, False)
    # Figures that do not multiply to the amount are no rate.
    assert agreement.line(agreement.terms.clause("11.1"), replace(of, rate="20 %"), account()).rate is None
    for said, written in ((False, False), (True, True), (None, True)):
        assert agreement.line(agreement.terms.clause("10.1"), replace(draft, base_charge=said), account()).base_charge is written


@pytest.mark.parametrize(
    ("money", "tax"),
    [
        ("", "reverse charge"),
        (", value added tax: 20 %", "20 %"),
        (", value added tax: none", "none"),
    ],
)
def test_the_tax_of_a_line_and_of_its_statement(money: str, tax: str) -> None:
    text = TERMS.format(charges=CHARGES, levels="", renewal="notice: 1 month").replace("currency: GBP", f"currency: GBP{money}")
    found = settled(written(text), [{}])[0]
    assert (found.tax, found.lines[0].tax) == (tax, tax)


def test_the_contract_says_where_lines_are_booked_and_how_they_are_rounded() -> None:
    text = TERMS.format(charges="  10.1 a: {rule: fixed, amount: £10.03}", levels="", renewal="notice: 1 month")
    money = "{currency: GBP, rounding: down, rounded to: £0.05, cost centre: CC-1, purchase order: PO-1}"
    own = written(text.replace("{currency: GBP}", money))
    line = settled(own, [{}])[0].lines[0]
    assert (line.amount, line.cost_centre, line.purchase_order) == (Decimal("10.00"), "CC-1", "PO-1")
    assert (own.rounding.rule, own.rounding.to, own.currency, own.zone) == ("down", Decimal("0.05"), "GBP", "Europe/London")


def test_a_line_that_a_limit_takes_whole_is_a_note() -> None:
    terms = f"{CREDIT}  11.2 limit: {{rule: cap, limits: [credits], at most: £100.00, of: base charges, each: term}}"
    found = settled(agreement_of(terms), [MISS, MISS])[1]
    assert [line.clause for line in found.lines] == ["10.1"] and len(found.notes) == 1
    assert found.notes[0].startswith("11.1 credits / answered: ")
    assert found.notes[0].endswith("10 % of £1,000.00; clause 11.2 leaves £0.00 over the term of the £100.00 asked.")


# ── months before ──


def test_what_waits_is_settled_only_after_the_month_just_before() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    terms = agreement_of(later)
    january = settled(terms, [MISS])
    assert amounts(settled(terms, [{}], first=FIRST.plus(2), history=january), "11.1") == pounds("0"), "February was never settled"
    ending = agreement_of(later.replace("statement,", "statement, until: 2025-01-31,"))
    assert amounts(settled(ending, [MISS, MISS, {}]), "11.1") == pounds("0", "-100", "0"), "February's miss is after its last day"
    begun = agreement_of(later.replace("statement,", "statement, from: 2025-02-01,"))
    assert amounts(settled(begun, [MISS, MISS, {}]), "11.1") == pounds("0", "0", "-100"), "January's miss is before its first day"


def test_a_percentage_that_waits_is_taken_of_the_statement_that_settles_it() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    charges = (
        "  10.1 services: {rule: fixed, amount: £1000.00, until: 2025-01-31}\n  10.2 more: {rule: fixed, amount: £500.00, from: 2025-02-01}"
    )
    found = settled(agreement_of(later, charges), [MISS, {}])
    assert amounts(found, "11.1") == pounds("0", "-50")


def test_two_months_are_not_one_incident() -> None:
    """January's miss is settled in February, beside February's own of another level."""
    terms = (
        "  11.1 credits: {rule: credit per miss, of: base charges, settled: in the next statement, credits: {answered: 10 %}}\n"
        "  11.2 more: {rule: credit per miss, of: base charges, credits: {sold: 20 %}}\n"
        "  11.3 one: {rule: same incident, among: [answered, sold]}"
    )
    found = settled(agreement_of(terms), [MISS, {"sold": "90 %"}])
    assert (amounts(found, "11.1"), amounts(found, "11.2")) == (pounds("0", "-100"), pounds("0", "-200"))


def test_small_credits_are_one_incident_as_well() -> None:
    small = "  11.1 credits: {rule: credit per miss, of: base charges, credits: {answered: £0.40, sold: £0.30}}\n"
    found = settled(agreement_of(f"{small}  11.2 one: {{rule: same incident, among: [answered, sold]}}"), [BOTH])
    assert amounts(found, "11.1") == pounds("-0.40")


def test_only_credits_that_a_cap_names_and_carries_forward_are_carried() -> None:
    limit = "  11.2 limit: {{rule: cap, limits: [credits], at most: £60.00, of: base charges{more}}}"
    for more, credits in (
        (", excess: carried forward", ["-60", "-40"]),
        ("", ["-60", "0"]),
        (", excess: carried forward, until: 2025-01-31", ["-60", "0"]),
    ):
        assert amounts(settled(agreement_of(CREDIT + limit.format(more=more)), [MISS, {}]), "11.1") == pounds(*credits), more
    other = "  11.3 other: {rule: credit per miss, of: base charges, credits: {time taken: 10 %}}\n"
    other += "  11.4 small: {rule: cap, limits: [other], at most: £10.00, of: base charges}"
    slow = {**MISS, "time taken": "5 business hours"}
    found = settled(agreement_of(f"{CREDIT}{limit.format(more=', excess: carried forward')}\n{other}"), [slow, {}])
    assert (amounts(found, "11.1"), amounts(found, "11.3")) == (pounds("-60", "-40"), pounds("-10", "0"))


AFTER_RENEWAL = CREDIT.replace("of: base charges", "of: base charges, settled: against renewal charges")


def test_a_contract_that_is_not_renewed_sets_nothing_off_against_a_renewal() -> None:
    found = settled(agreement_of(AFTER_RENEWAL, renewal="renews for: no renewal, notice: 1 month"), [MISS, {}], first=Month(2026, 12))
    assert amounts(found, "11.1") == pounds("0", "0")


def test_what_a_renewal_sets_off_is_of_the_month_in_which_it_was_missed() -> None:
    """A percentage is that of the month's own charges, and a limit that of its own month."""
    charges = (
        "  10.1 services: {rule: fixed, amount: £1000.00, until: 2026-11-30}\n  10.2 more: {rule: fixed, amount: £500.00, from: 2026-12-01}"
    )
    limit = "  11.2 limit: {rule: cap, limits: [credits], at most: 25 %, of: base charges, until: 2026-12-31}"
    found = settled(agreement_of(AFTER_RENEWAL + limit, charges, renewal=RENEWED), [BOTH, BOTH, {}], first=Month(2026, 11))
    assert amounts(found, "11.1") == pounds("0", "0", "-375")
    assert [(line.month, line.part, line.amount) for line in found[2].lines if line.clause == "11.1"] == [
        ("2026-11", "answered", Decimal("-83.33")), ("2026-11", "sold", Decimal("-166.67")),
        ("2026-12", "answered", Decimal("-41.67")), ("2026-12", "sold", Decimal("-83.33")),
    ]  # fmt: skip


def test_a_renewal_sets_off_what_its_clause_held_for_and_what_was_claimed() -> None:
    until = AFTER_RENEWAL.replace("of: base charges", "until: 2026-11-30, of: base charges")
    assert amounts(settled(agreement_of(until, renewal=RENEWED), [MISS, MISS, {}], first=Month(2026, 11)), "11.1") == pounds(
        "0", "0", "-100"
    )
    claimed = AFTER_RENEWAL.replace("of: base charges", "claim: by the party it favours, of: base charges")
    claim = {"kind": "claim", "subject": "answered", "day": date(2026, 11, 30), "value": None, "clause": "11.1"}
    terms = agreement_of(claimed, renewal=RENEWED)
    for facts, credit in (([], "0"), ([claim], "-100")):
        assert amounts(settled(terms, [MISS, MISS, {}], first=Month(2026, 11), facts=facts), "11.1") == pounds("0", "0", credit)


# ── what a percentage is taken of ──


def test_the_charges_of_a_service_are_those_of_its_levels() -> None:
    charges = (
        "  10.1 work: {rule: unit price, service: work, price: £10.00}\n  10.2 sales: {rule: unit price, service: sales, price: £2.00}\n"
        "  10.3 extra: {rule: unit price, service: work, price: £1.00, base charge: no}"
    )
    terms = "  11.1 credits: {rule: credit per miss, of: this service, credits: {answered: 10 %, sold: 10 %}}"
    found = settled(agreement_of(terms, charges), [BOTH])[0]
    assert {line.part: line.amount for line in found.lines if line.clause == "11.1"} == {
        "answered": Decimal("-100.00"),
        "sold": Decimal("-10.00"),
    }


def test_late_work_of_a_service_is_measured_by_its_charges() -> None:
    charges = f"{CHARGES}\n  10.2 work: {{rule: unit price, service: work, price: £10.00}}"
    late = "  11.1 late: {rule: damages for lateness, covers: work, late after: planned, of: this service, credit: 1 %}"
    facts = [
        {"kind": "milestone", "subject": name, "day": date(2025, 1, day), "value": "0"} for name, day in (("planned", 10), ("work", 13))
    ]
    assert amounts(settled(agreement_of(late, charges), [{}], facts=facts), "11.1") == pounds("-30")


def test_a_volume_that_is_not_known_changes_nothing() -> None:
    band = "{rule: volume band, service: work, baseline: 100, band: 10 %, price above: £3.00, price below: £2.00}"
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 band: {band}")
    assert [line.clause for line in statement(terms, Summaries(), pl.DataFrame(schema=FACTS), (), FIRST, 1).lines] == ["10.1"]
    gone = {"6.1": Volume("6.1", "work", "item", 0, 100)}
    assert [line.amount for line in statement(terms, Summaries(volumes=gone), pl.DataFrame(schema=FACTS), (), FIRST, 1).lines][
        1:
    ] == pounds("-180")


# ── rights to end ──


def test_a_right_counts_credits_and_not_what_is_taken_back_of_a_bonus() -> None:
    bands = "only if: no condition, bands: [{from: 99 %, bonus: 1 %}]"
    clauses = f"{CREDIT}  11.2 extra: {{rule: bonus, service level: sold, of: base charges, {bands}}}\n"
    text = TERMS.format(charges=CHARGES, levels="", renewal="notice: 1 month") + f"adjustments:\n{clauses}"
    text += "exit:\n  15.1 ending: {rule: termination right, counts: month with a credit, after: [1 in any 2 months], notice: 1 month}\n"
    agreement = written(text)
    january = settled(agreement, [{"sold": "90 %"}])[0]
    quiet = settled(agreement, [{"sold": "98 %"}])[0]
    credit = next(line for line in january.lines if line.clause == "11.1")
    for line, counts in ((credit, True), (replace(credit, clause="11.2", kind="correction"), False)):
        one = replace(quiet, lines=(*quiet.lines, line))
        assert [[month.counts for month in months] for _, months in termination_counts(agreement, one, ())] == [[counts]]
        assert bool(rights(agreement, one, ())) is counts
    months = settled(agreement, [{"sold": "90 %"}, {}, {}, {}])
    for known in ((months[0],), tuple(months)):
        ((_, told),) = termination_counts(agreement, months[1], known)
        assert [(str(month.month), month.counts) for month in told] == [("2025-01", True), ("2025-02", False)], "and no month after it"


def test_a_term_that_ends_on_the_first_day_of_a_month_is_charged_for_that_month() -> None:
    text = TERMS.format(charges=CHARGES, levels="", renewal="renews for: no renewal, notice: 1 month")
    found = settled(written(text.replace("ends: 2026-12-31", "ends: 2026-12-01")), [{}, {}], first=Month(2026, 12))
    assert amounts(found, "10.1") == pounds("1000", "0")


def test_what_is_paid_out_at_the_end_says_of_which_month_it_is() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    found = settled(agreement_of(later, renewal="renews for: no renewal, notice: 1 month"), [MISS, BOTH], first=Month(2026, 11))[1]
    assert [(line.month, line.part) for line in found.lines if line.clause == "11.1"] == [
        ("2026-11", "answered"), ("2026-12", "answered"), ("2026-12", "sold"),
    ]  # fmt: skip


def test_only_what_waits_for_a_renewal_is_set_off_there() -> None:
    own = "  11.2 own: {rule: credit per miss, of: base charges, credits: {answered: 5 %}}"
    found = settled(agreement_of(AFTER_RENEWAL + own, renewal=RENEWED), [MISS, {}], first=Month(2026, 12))
    assert (amounts(found, "11.1"), amounts(found, "11.2")) == (pounds("0", "-100"), pounds("-50", "0"))


def test_a_year_in_a_row_raises_a_target() -> None:
    rising = "  11.1 up: {rule: rising target, service level: answered, after: 1 year, new target: the average}"
    terms = agreement_of(rising)
    found = settled(terms, [{"answered": "98 %"}] * 13)
    assert [one.scorecard["answered"].target for one in found[11:]] == [Fraction(95, 100), Fraction(98, 100)]


def test_a_month_that_is_settled_again_still_settles_the_month_before() -> None:
    later = CREDIT.replace("of: base charges", "of: base charges, settled: in the next statement")
    terms = agreement_of(later)
    issued = settled(terms, [MISS, {}, {}])
    again = settled(terms, [{}], first=FIRST.plus(1), history=issued)[0]
    assert (again.version, again.lines) == (2, issued[1].lines) and amounts([again], "11.1") == pounds("-100")


def test_a_version_is_the_next_of_its_month_unless_it_is_given() -> None:
    terms = agreement_of()
    issued = settled(terms, [{}])
    known = pl.DataFrame(schema=FACTS)
    found = [statement(terms, Summaries(), known, issued, month, 1).version for month in (FIRST, FIRST.plus(1))]
    assert found == [2, 1] and statement(terms, Summaries(), known, issued, FIRST, 1, version=7).version == 7


def test_a_limit_over_twelve_months_may_be_of_what_was_forecast() -> None:
    """£300 a month is asked; 15 % of the forecast £1,000 is left for each month."""
    limit = "  11.2 limit: {rule: cap, limits: [credits], at most: 15 %, of: forecast charges, each: twelve months}"
    assert amounts(settled(agreement_of(CREDIT + limit), [BOTH, BOTH]), "11.1") == pounds("-150", "-150")


BY_UNIT = "  10.1 services: {rule: unit price, service: work, price: £10.00}"


def test_a_limit_over_twelve_months_counts_what_was_forecast_for_each() -> None:
    """£300 a month is asked. 5 % of £1,000, then of £1,000 and £2,000, is left; what was credited before is taken off."""
    limit = "  11.2 limit: {rule: cap, limits: [credits], at most: 5 %, of: forecast charges, each: twelve months}"
    found = settled(agreement_of(CREDIT + limit, BY_UNIT), [BOTH, BOTH, {}, BOTH], forecasts=[100, 200, 400, 100])
    assert amounts(found, "11.1") == pounds("-50", "-100", "0", "-250")


def test_a_renewal_sets_off_what_was_forecast_for_the_month_of_the_miss() -> None:
    terms = agreement_of(AFTER_RENEWAL.replace("of: base charges", "of: forecast charges"), BY_UNIT, renewal=RENEWED)
    found = settled(terms, [MISS, MISS, {}], first=Month(2026, 11), forecasts=[100, 200, 300])
    assert [(line.month, line.amount) for line in found[2].lines if line.clause == "11.1"] == [
        ("2026-11", Decimal("-100.00")), ("2026-12", Decimal("-200.00")),
    ]  # fmt: skip
