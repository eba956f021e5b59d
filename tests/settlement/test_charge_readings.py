"""The readings of each charge, in the months where they part: what is billed, limited, shared or left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from remit.charges.accepted_share import sample_size
from remit.terms.document import Clause
from remit.values.fault import Refused
from remit.values.period import Month
from tests.settlement.sequence import CHARGES, FIRST, agreement_of, amounts, pounds, settled

ONE: list[dict[str, str]] = [{}]


def billed(charge: str, units: int = 100, months: int = 1, facts: list[dict[str, object]] | None = None) -> list[Decimal]:
    """What clause 10.2 bills, beside £1,000 a month."""
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}")
    return amounts(settled(terms, ONE * months, volumes={"work": units}, facts=facts or []), "10.2")


@pytest.mark.parametrize(
    ("lot", "size"),
    [
        (1, 1), (2, 2), (8, 2), (9, 3), (15, 3), (16, 5), (25, 5), (26, 8), (50, 8), (51, 13), (90, 13), (91, 20), (150, 20), (151, 32),
        (280, 32), (281, 50), (500, 50), (501, 80), (1_200, 80), (1_201, 125), (3_200, 125), (3_201, 200), (10_000, 200), (10_001, 315),
        (35_000, 315), (35_001, 500), (150_000, 500), (150_001, 800), (500_000, 800), (500_001, 1_250), (9_000_000, 1_250),
    ],
)  # fmt: skip
def test_the_sample_of_a_lot_is_that_of_the_standard(lot: int, size: int) -> None:
    """ISO 2859-1, general level II, normal inspection: both sides of every boundary."""
    assert sample_size(lot) == size


@pytest.mark.parametrize(
    ("units", "own", "all_upper", "all_lower"),
    [(50, "100", "100", "100"), (99, "198", "198", "198"), (100, "200", "150", "200"), (101, "201.50", "151.50", "151.50"),
     (200, "350", "200", "300"), (250, "400", "250", "250")],
)  # fmt: skip
def test_a_price_by_tiers(units: int, own: str, all_upper: str, all_lower: str) -> None:
    tiers = "tiers: [{from: 0, to: 100, price: £2.00}, {from: 100, to: 200, price: £1.50}, {from: 200, price: £1.00}]"
    price = f"{{rule: tiered price, service: work, {tiers}"
    assert billed(f"{price}}}", units) == pounds(own)
    assert billed(f"{price}, each tier: prices all units}}", units) == pounds(all_upper)
    assert billed(f"{price}, each tier: prices all units, edge: lower band}}", units) == pounds(all_lower)


def test_a_price_by_one_tier_can_be_checked() -> None:
    tiers = "tiers: [{from: 0, to: 100, price: £2.00}, {from: 100, price: £1.50}]"
    terms = agreement_of(charges=f"  10.1 work: {{rule: tiered price, service: work, {tiers}}}")
    low, high = (settled(terms, ONE, volumes={"work": units})[0].lines[0] for units in (50, 150))
    assert (low.quantity, low.unit, low.rate, low.volume, low.base_charge) == (50, "item", "£2.00", "6.1", True)
    assert (high.quantity, high.rate, high.because) == (150, None, "100 items at £2.00 and 50 items at £1.50.")


@pytest.mark.parametrize(
    ("units", "edge", "baseline"),
    [(100, "0", "0"), (110, "0", "0"), (111, "3", "33"), (120, "30", "60"), (90, "0", "0"), (89, "-2", "-22"), (0, "-180", "-200")],
)
def test_a_band_around_the_volume(units: int, edge: str, baseline: str) -> None:
    band = "{rule: volume band, service: work, baseline: 100, band: 10 %, price above: £3.00, price below: £2.00"
    assert billed(f"{band}}}", units) == pounds(edge)
    assert billed(f"{band}, counted from: baseline}}", units) == pounds(baseline)


def test_a_change_of_volume_is_named_by_its_class() -> None:
    band = (
        "{rule: volume band, service: work, baseline: 100, band: 10 %, price above: £3.00, price below: £2.00, "
        "changes: [{class: great, beyond: 50 %}, {class: small, beyond: 20 %}]}"
    )
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {band}")
    said = {}
    for units in (120, 121, 150, 151, 40):
        said[units] = settled(terms, ONE, volumes={"work": units})[0].lines[-1]
    assert [("small" in line.because, "great" in line.because) for line in said.values()] == [
        (False, False), (True, False), (True, False), (False, True), (False, True),
    ]  # fmt: skip
    assert (said[40].quantity, said[40].rate, said[40].unit, said[40].volume) == (Decimal(-50), "£2.00", "item", "6.1")


def fact(
    kind: str, value: str, month: int = 1, approved_by: str | None = None, subject: str = "extra", **more: object
) -> dict[str, object]:
    return {"kind": kind, "subject": subject, "day": date(2025, month, 15), "value": value, "approved_by": approved_by, **more}


@pytest.mark.parametrize(
    ("more", "receipts", "paid"),
    [
        ("", [("80.00", None)], "80"),
        (", mark up: 5 %", [("80.00", None)], "84"),
        (", at most: £100.00", [("80.00", None), ("50.00", None)], "100"),
        (", at most: £100.00", [("100.00", None)], "100"),
        (", at most: £100.00, above that: approval by buyer", [("80.00", None), ("50.00", None)], "100"),
        (", at most: £100.00, above that: approval by buyer", [("80.00", None), ("50.00", "buyer")], "100"),
        (", at most: £100.00, above that: approval by buyer", [("40.00", None), ("120.00", "buyer")], "120"),
        (", at most: £100.00, above that: approval by buyer", [("40.00", None), ("120.00", "clerk")], "120"),
        (", at most: £100.00, above that: approval by buyer", [("40.00", None), ("120.00", "lead")], "100"),
        (", at most: £100.00, mark up: 10 %", [("130.00", None)], "110"),
    ],
)
def test_costs_passed_on(more: str, receipts: list[tuple[str, str | None]], paid: str) -> None:
    facts = [fact("receipt", value, approved_by=by) for value, by in receipts]
    assert billed(f"{{rule: pass through, item: licences, evidence: invoice{more}}}", facts=facts) == pounds(paid)


@pytest.mark.parametrize(
    ("each", "paid"),
    [
        ("month", ["80", "80", "80", "80"]),
        ("quarter", ["80", "20", "0", "80"]),
        ("year", ["80", "20", "0", "0"]),
        ("term", ["80", "20", "0", "0"]),
    ],
)
def test_a_limit_of_costs_in_each_period(each: str, paid: list[str]) -> None:
    facts = [fact("receipt", "80.00", month) for month in (1, 2, 3, 4)]
    charge = f"{{rule: pass through, item: licences, evidence: invoice, at most: £100.00, each: {each}}}"
    assert billed(charge, months=4, facts=facts) == pounds(*paid)
    marked = f"{{rule: pass through, item: licences, evidence: invoice, at most: £100.00, mark up: 10 %, each: {each}}}"
    assert billed(marked, months=4, facts=facts) == [Decimal(value) * 11 / 10 for value in paid]
    hours = [fact("hours", "8", month, "buyer") for month in (1, 2, 3, 4)]
    worked = f"{{rule: hours, work: training, price: £10.00, approved by: buyer, at most: £100.00, each: {each}}}"
    assert billed(worked, months=4, facts=hours) == pounds(*paid)


@pytest.mark.parametrize(
    ("more", "approved_by", "paid", "said"),
    [
        ("", "buyer", "80", "8 hours approved at £10.00."),
        ("", None, "0", ""),
        (", approval: none", None, "80", "8 hours worked at £10.00."),
        (", at most: £80.00", "buyer", "80", "8 hours approved at £10.00."),
        (", at most: £79.00", "buyer", "79", "8 hours approved at £10.00; £79.00 a month leaves £79.00."),
    ],
)
def test_hours(more: str, approved_by: str | None, paid: str, said: str) -> None:
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{rule: hours, work: training, price: £10.00{more}}}")
    found = settled(terms, ONE, facts=[fact("hours", "8", approved_by=approved_by)])[0]
    lines = [line for line in found.lines if line.clause == "10.2"]
    assert (sum(line.amount for line in lines), [line.because for line in lines]) == (Decimal(paid), [said] if said else [])
    if not lines:
        assert found.notes == ("10.2 extra: 0 hours approved at £10.00; 8 hours without approval are not billed.",)
    else:
        assert (lines[0].quantity, lines[0].unit) == (8, "hour")


def test_a_month_without_hours_or_receipts_says_nothing() -> None:
    for charge in ("{rule: hours, work: training, price: £10.00}", "{rule: pass through, item: licences, evidence: invoice}"):
        found = settled(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}"), ONE)[0]
        assert (len(found.lines), found.notes) == (1, ())


@pytest.mark.parametrize(
    ("part", "amount"),
    [("whole", "1000"), ("by days", "548.39"), ("none", "0")],
)
def test_a_charge_that_begins_inside_a_month(part: str, amount: str) -> None:
    """A clause from 15 January: 17 of 31 days; £1,000 x 17 / 31 = £548.39."""
    terms = agreement_of(charges=f"  10.1 services: {{rule: fixed, amount: £1000.00, from: 2025-01-15, part month: {part}}}")
    found = settled(terms, [{}, {}])
    assert amounts(found, "10.1") == pounds(amount, "1000")
    if part == "by days":
        assert found[0].lines[0].because == "£1,000.00 a month, for 17 of 31 days."
    assert found[1].lines[0].because == "£1,000.00 a month."


def test_how_a_sum_is_due() -> None:
    for each, paid in (("month", ["100"] * 5), ("quarter", ["100", "0", "0", "100", "0"]), ("year", ["100", "0", "0", "0", "0"])):
        assert billed(f"{{rule: fixed, amount: £100.00, each: {each}}}", months=5) == pounds(*paid), each


@pytest.mark.parametrize(
    ("more", "charged"),
    [("at least: 80 %, of: base charges", "0"), ("at least: 120 %, of: base charges", "200"), ("at least: 100 %, of: base charges", "0")],
)
def test_a_minimum_adds_what_is_lacking(more: str, charged: str) -> None:
    assert billed(f"{{rule: minimum charge, {more}}}") == pounds(charged)


def test_where_a_line_is_booked() -> None:
    booked = "  10.1 services: {rule: fixed, amount: £1000.00, cost centre: CC-9, purchase order: PO-7}"
    first, second = settled(agreement_of(charges=f"{booked}\n  10.2 more: {{rule: fixed, amount: £1.00}}"), ONE)[0].lines
    assert (first.cost_centre, first.purchase_order) == ("CC-9", "PO-7")
    assert (second.cost_centre, second.purchase_order) == (None, None)


def test_what_counts_among_the_base_charges() -> None:
    charges = (
        "  10.1 services: {rule: fixed, amount: £1000.00, base charge: no}\n  10.2 work: {rule: unit price, service: work, price: £2.00}"
    )
    found = settled(agreement_of(charges=charges), ONE)[0]
    assert [line.base_charge for line in found.lines] == [False, True] and found.base == Decimal("200.00")


def test_nothing_is_due_after_a_term_without_renewal() -> None:
    terms = agreement_of(renewal="renews for: no renewal, notice: 1 month")
    found = settled(terms, ONE * 2, first=Month(2026, 12))
    assert amounts(found, "10.1") == pounds("1000", "0") and found[1].scorecard.levels == ()


def index(values: Mapping[int, str]) -> list[dict[str, object]]:
    return [fact("index", value, subject="prices") | {"day": date(2026, month, 1)} for month, value in values.items()]


@pytest.mark.parametrize(
    ("more", "value", "moved"),
    [
        ("", "110", "100"), ("", "90", "-100"), (", multiple: 50 %", "110", "50"), (", plus: 1 point", "110", "110"),
        (", threshold: 10 %", "110", "0"), (", threshold: 9 %", "110", "100"), (", threshold: 4 %, counted from: threshold", "110", "60"),
        (", threshold: 4 %, counted from: threshold", "90", "-60"), (", most rise: 4 %", "110", "40"), (", most fall: 3 %", "90", "-30"),
        (", most rise: 4 %", "90", "-100"), (", most fall: 3 %", "110", "100"), (", multiple: 50 %, most rise: 6 %", "120", "60"),
        (", multiple: 50 %, most rise: 6 %, limits apply: before the multiple", "120", "30"),
        (", plus: 1 point, most rise: 6 %, limits apply: before the multiple", "120", "70"),
        (", plus: 1 point, most rise: 6 %", "120", "60"),
    ],
)  # fmt: skip
def test_prices_follow_an_index(more: str, value: str, moved: str) -> None:
    charge = f"{{rule: indexation, prices: all prices, record: prices, base value: 100, every: 12 months{more}}}"
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}")
    assert amounts(settled(terms, ONE, first=Month(2026, 1), facts=index({1: value})), "10.2") == pounds(moved)


def test_before_the_anniversary_no_index_is_needed() -> None:
    charge = "{rule: indexation, prices: all prices, record: prices, base value: 100, every: 12 months}"
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}")
    assert amounts(settled(terms, ONE, first=Month(2025, 12)), "10.2") == pounds("0")
    with pytest.raises(Refused, match="there is no prices for January 2026"):
        settled(terms, ONE, first=Month(2026, 1))


def test_how_far_charges_look_back() -> None:
    def back(charge: str) -> dict[str, int]:
        return dict(agreement_of(charges=f"{CHARGES}\n  10.2 extra: {charge}").looking_back(FIRST))

    assert back("{rule: hours, work: training, price: £10.00}") == {}
    for rule in ("rule: hours, work: training, price: £10.00", "rule: pass through, item: licences, evidence: invoice"):
        assert back(f"{{{rule}, at most: £1.00, each: month}}") == {}
        assert back(f"{{{rule}, at most: £1.00, each: quarter}}") == {"10.2": 2}
        assert back(f"{{{rule}, at most: £1.00, each: year}}") == {"10.2": 11}
        assert back(f"{{{rule}, at most: £1.00, each: term}}")["10.2"] > 1_000


def test_a_tier_that_leaves_units_without_a_price_is_refused() -> None:
    for tiers, told in (
        ("[{from: 10, price: £1.00}]", "units below 10 have no price"),
        ("[{from: 0, to: 10, price: £1.00}]", "units above 10 have no price"),
    ):
        with pytest.raises(Refused, match=told):
            agreement_of(charges=f"  10.1 work: {{rule: tiered price, service: work, tiers: {tiers}}}")


def test_the_clause_behind_a_charge() -> None:
    terms = agreement_of()

    def stage(clause: Clause) -> str:
        return terms.charge(clause).stage

    assert [stage(clause) for clause in terms.terms.section(10)] == ["price"]


def test_one_hour_without_approval_is_said() -> None:
    terms = agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{rule: hours, work: training, price: £10.00}}")
    given = [fact("hours", "8", approved_by="buyer"), fact("hours", "1") | {"id": "other"}]
    line = settled(terms, ONE, facts=given)[0].lines[-1]
    assert line.because == "8 hours approved at £10.00; 1 hour without approval is not billed."


def test_defects_beyond_the_number_that_the_plan_accepts() -> None:
    audit = [fact("audit", "20", subject="work", unit="sampled"), fact("audit", "4", subject="work", unit="defects") | {"id": "defects"}]
    charge = "{rule: accepted share, amount: £1000.00, service share: 50 %, covers: work, acceptance number: 1"
    assert billed(f"{charge}}}", facts=audit) == pounds("400")
    assert billed(f"{charge}, defects: beyond the acceptance number}}", facts=audit) == pounds("425")


def test_a_shared_gain_is_settled_by_the_costs_of_its_own_days() -> None:
    """Target £100 and a profit of £10; of £20 saved the provider keeps half, of £20 beyond it bears half, until the ceiling."""
    charge = "{rule: gain share, target cost: £100.00, target profit: £10.00, provider bears: 50 %, provider keeps: 50 %, ceiling: £125.00"
    for cost, paid in (("80.00", "100"), ("100.00", "110"), ("120.00", "120"), ("130.00", "125")):
        assert billed(f"{charge}}}", facts=[fact("receipt", cost)]) == pounds(paid)
    both = [fact("receipt", "50.00"), fact("receipt", "50.00", 2)]
    assert billed(f"{charge}}}", months=3, facts=both) == pounds("85", "25", "0")
    assert billed(f"{charge}, until: 2025-02-10}}", months=3, facts=both) == pounds("85", "0", "0")


def test_a_gain_is_shared_without_a_ceiling() -> None:
    charge = "{rule: gain share, target cost: £100.00, target profit: £10.00, provider bears: 50 %, provider keeps: 50 %}"
    assert billed(charge, facts=[fact("receipt", "200.00")]) == pounds("160")
    assert billed(charge) == pounds("0")


@pytest.mark.parametrize(
    ("more", "moved"),
    [
        ("", ["0", "100", "210"]),
        (", compounds: on the first price", ["0", "100", "210"]),
        (", most rise: 5 %", ["0", "50", "102.50"]),
        (", most rise: 5 %, compounds: on the first price", ["0", "50", "50"]),
        (", multiple: 50 %", ["0", "50", "102.50"]),
        (", multiple: 50 %, compounds: on the first price", ["0", "50", "105"]),
        (", threshold: 10 %", ["0", "0", "0"]),
        (", threshold: 10 %, compounds: on the first price", ["0", "0", "210"]),
    ],
)
def test_prices_in_the_third_year(more: str, moved: list[str]) -> None:
    """The index stands at 110 after a year and at 121 after two."""
    terms = agreement_of(
        charges=f"{CHARGES}\n  10.2 extra: {{rule: indexation, prices: all prices, record: prices, base value: 100, every: 1 year{more}}}",
        renewal="renews for: 12 months, notice: 1 month",
    )
    facts = [*index({1: "110"}), fact("index", "121", subject="prices") | {"day": date(2027, 1, 1), "id": "second"}]
    found = [
        amounts(settled(terms, ONE, first=month, facts=facts), "10.2")[0] for month in (Month(2025, 12), Month(2026, 1), Month(2027, 1))
    ]
    assert found == pounds(*moved)


def test_an_index_that_cannot_be_followed_is_refused() -> None:
    for settings, told in (
        ("base value: 0, every: 12 months", "an index cannot start from 0"),
        ("base value: 100, every: 2 weeks", "prices cannot be adjusted every 2 weeks"),
        ("base value: 100, every: 0 months", "prices cannot be adjusted every 0 months"),
    ):
        with pytest.raises(Refused, match=told):
            agreement_of(charges=f"{CHARGES}\n  10.2 extra: {{rule: indexation, prices: all prices, record: prices, {settings}}}")
    for every in ("1 month", "1 year"):
        agreement_of(
            charges=f"{CHARGES}\n  10.2 extra: {{rule: indexation, prices: all prices, record: prices, base value: 1, every: {every}}}"
        )


@pytest.mark.parametrize(
    ("more", "units", "paid"), [("", 90, "0"), ("", 89, "2"), (", of: expected volume", 80, "20"), (", of: forecast", 0, "180")]
)
def test_what_was_promised_and_not_taken(more: str, units: int, paid: str) -> None:
    """A forecast and an expected volume of 100; 90 % of it at £2.00."""
    assert billed(f"{{rule: take or pay, service: work, at least: 90 %, price: £2.00{more}}}", units) == pounds(paid)


RAND = (
    "{rule: currency share, record: prices, base rate: 25 ZAR for 1 GBP, linked share: 50 %, band: 5 %, "
    "client pays: 80 %, client receives: 60 %"
)


@pytest.mark.parametrize(
    ("more", "rate", "share"),
    [
        ("", "20", "80"), ("", "25", "0"), ("", "30", "-35"), ("", "24", "0"), ("", "23.50", "5.53"),
        (", at most: 10 %", "20", "20"), (", at most: 30 %", "20", "80"), (", at most: 10 %", "30", "-15"),
        (", counted from: base rate", "20", "100"), (", movement of: the contract currency", "20", "60"),
    ],
)  # fmt: skip
def test_a_share_that_follows_a_currency(more: str, rate: str, share: str) -> None:
    """£1,000, half of it linked: from 25 to 20 the rand rises by 25 %, of which 20 % lie outside the band; 80 % of £100 are paid."""
    given = {"kind": "mean", "subject": "prices", "day": FIRST.first, "value": rate}
    assert billed(f"{RAND}{more}}}", facts=[given]) == pounds(share)


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(Refused):
        billed(f"{RAND}}}", facts=[{"kind": "mean", "subject": "prices", "day": FIRST.first, "value": "0"}])
