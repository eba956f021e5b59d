"""The process audit by hand: hours and costs of the demonstration's ten processes, the vital few, and where each stands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest

from remit.choice import audit, pareto, suitability
from remit.choice.audit import Audited
from remit.demo.audit import PROCESSES, PROPOSED
from remit.exchange import register
from remit.exchange.table import Table, numbered

BY_HAND = {
    "Customer email": (420, 10_080), "Live chat": (260, 6_240), "Phone support": (310, 7_750), "Order data entry": (240, 5_280),
    "Accounts payable": (180, 4_860), "Product merchandising": (200, 6_200), "IT helpdesk, first line": (120, 3_360),
    "Returns and warranty": (150, 3_450), "Supplier negotiation": (90, 3_780), "Payroll": (40, 1_200),
}  # fmt: skip
"""Hours and pounds a month, as section 5 of the specification writes them."""
AUDITED = {
    one.name: Audited(one.name, one.name, one.unit, Decimal(one.volume), Decimal(one.minutes), Decimal(one.rate), ratings=one.rated)
    for one in PROCESSES
}


@pytest.mark.parametrize("name", BY_HAND)
def test_hours_and_cost_are_those_of_a_hand_calculation(name: str) -> None:
    effort = AUDITED[name].effort
    assert effort is not None and (effort.hours, effort.cost) == BY_HAND[name]


def test_the_audit_sums_to_2010_hours_and_52200_pounds() -> None:
    assert sum(one.hours for one in AUDITED.values()) == 2_010 and sum(one.cost for one in AUDITED.values()) == 52_200
    rows = pareto.ranked((name, one.cost) for name, one in AUDITED.items())
    assert pareto.vital(rows) == 5 and round(rows[4].running * 100) == 68
    assert rows[-1].running == 1


def test_a_third_of_a_penny_is_not_lost() -> None:
    """Three times seven minutes at £11 is £3.85, and one third of it is no finite decimal: it stays a fraction."""
    assert audit.Effort(Decimal(1), Decimal(7), Decimal(11)).cost == Fraction(77, 60)


def test_core_processes_are_never_candidates_and_a_specialist_rating_moves_what_lies_in_the_middle() -> None:
    places = {name: suitability.place(one.ratings) for name, one in AUDITED.items()}
    assert {name for name, where in places.items() if where and where.core} == {"Product merchandising", "Supplier negotiation"}
    assert all(where and where.verdict == suitability.SUITS for name, where in places.items() if name in PROPOSED)
    middle = {"core": 3, "describe": 4, "check": 4, "teach": 4}
    assert [where.verdict for specialist in (1, 5) if (where := suitability.place({**middle, "specialist": specialist}))] == [
        suitability.STANDARDISE,
        suitability.SUITS,
    ]
    for specialist in range(1, 6):  # but never what is core
        where = suitability.place({**middle, "core": 5, "specialist": specialist}, Decimal(40))
        assert where is not None and where.core and not where.candidate and not where.distracts


def test_hours_of_managers_make_a_candidate_of_what_is_not_core() -> None:
    ratings = {"core": 1, "specialist": 1, "describe": 1, "check": 1, "teach": 1}
    few, many = suitability.place(ratings, Decimal("9.99")), suitability.place(ratings, Decimal(10))
    assert few is not None and many is not None
    assert (few.candidate, many.candidate, many.verdict) == (False, True, suitability.IMPROVE)


def test_the_function_to_begin_with_is_the_one_the_demonstration_piloted() -> None:
    first = suitability.starter(list(AUDITED.values()))
    assert first is not None and first.name == "Order data entry"
    assert not suitability.warnings(first)
    assert any("sensitive data" in said for said in suitability.warnings(AUDITED["Payroll"]))


def sheet(*rows: tuple[str, ...]) -> Table:
    heads = ("Process", "Unit", "Volume per month", "Minutes each", "Hourly rate", "Core", "Parts", "Note")
    return Table("sheet.csv", numbered(pl.DataFrame(rows, schema=list(heads), orient="row"), 2))


def test_a_sheet_is_read_by_its_heads_and_every_bad_cell_is_told() -> None:
    table = sheet(
        ("Email", "email", "2,400", "10.5", "£24.00", "2", "answer; escalate", "x"),
        ("Chat", "chat", "1,600", "9,75", "24", "6", "", "x"),
        ("email", "", "", "", "", "", "", ""),
        ("", "", "5", "", "", "", "", ""),
    )
    found = register.read(table, register.guessed(table.columns))
    assert found.rows[0].values["volume"] == 2400 and found.rows[0].values["components"] == "answer\nescalate"
    assert [(fault.place.row, fault.place.column) for fault in found.faults] == [
        (3, "Minutes each"),
        (3, "Core"),
        (4, "Process"),
        (5, "Process"),
    ]


def test_hours_instead_of_minutes_are_taken_only_where_they_come_out_exactly() -> None:
    heads = ("Process", "Volume", "Hours a month")
    for hours, fits in (("420", True), ("100", False)):
        table = Table("sheet.csv", numbered(pl.DataFrame([("Email", "2400" if fits else "7", hours)], schema=list(heads), orient="row"), 2))
        found = register.read(table, register.guessed(table.columns))
        assert (not found.faults) is fits
        if fits:
            assert found.rows[0].values["minutes"] == Decimal("10.5")
