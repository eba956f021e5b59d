"""Governance, data protection and exit: what they check and what they decide."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest

from remit.catalogue import standard_catalogue
from remit.provisions.approval_limits import approver
from remit.provisions.termination_right import Counted, Right, right
from remit.terms.document import Clause
from remit.terms.kinds import Occurrences
from remit.terms.reader import read
from remit.terms.words import Words
from remit.values.money import Money
from remit.values.period import Month
from tests.terms.cases import base_text

START = Month(2026, 1)


def months(marks: str) -> list[Counted]:
    """`x.x` is three months of which the first and third count; a blank is a month without a statement."""
    return [Counted(START.plus(index), mark == "x") for index, mark in enumerate(marks) if mark != " "]


def clause(*after: Occurrences) -> Clause:
    return Clause("15.1", "chronic failure", "termination right", {"after": after})


@pytest.mark.parametrize(
    ("marks", "after", "arose"),
    [
        ("xx", Occurrences(3, None), None),
        ("xxx", Occurrences(3, None), 2),
        ("xx.xxx", Occurrences(3, None), 5),
        ("xx x", Occurrences(3, None), None),
        ("x..x", Occurrences(2, 4), 3),
        ("x...x", Occurrences(2, 4), None),
        ("x.x.x.x.x", Occurrences(5, 12), 8),
        ("x", Occurrences(1, None), 0),
        ("", Occurrences(1, 1), None),
    ],
)
def test_the_right_arises_with_the_month_that_completes_the_count(marks: str, after: Occurrences, arose: int | None) -> None:
    found = right(clause(after), months(marks))
    assert (found.arose if found else None) == (None if arose is None else START.plus(arose))


def test_any_one_of_several_counts_gives_the_right() -> None:
    both = clause(Occurrences(3, None), Occurrences(5, 12))
    assert right(both, months("x.x.x.xxx")) == Right(START.plus(7), Occurrences(5, 12), tuple(START.plus(at) for at in (0, 2, 4, 6, 7)))
    assert right(both, months("..xxx")) == Right(START.plus(4), Occurrences(3, None), tuple(START.plus(at) for at in (2, 3, 4)))


@pytest.mark.parametrize("after", [Occurrences(2, 3), Occurrences(3, 5), Occurrences(2, None), Occurrences(3, None)])
def test_agrees_with_looking_at_every_window(after: Occurrences) -> None:
    span = after.within or after.count
    for number in range(2**8):
        marks = "".join("x" if number >> bit & 1 else "." for bit in range(8))
        windows = [end for end in range(8) if marks[max(0, end - span + 1) : end + 1].count("x") >= after.count]
        found = right(clause(after), months(marks))
        assert (found.arose - START if found else None) == (windows[0] if windows else None), marks
        if found:
            assert found.months in set(combinations([START.plus(at) for at, mark in enumerate(marks) if mark == "x"], after.count))


def test_sums_are_approved_by_the_lowest_role_that_may() -> None:
    limits = read(base_text("demo"), standard_catalogue()).clause("13.4")
    roles = [approver(limits, Money(Decimal(amount), "GBP")) for amount in ("1", "500.00", "500.01", "5000", "5000.01", "1000000")]
    assert roles == ["head of customer care"] * 2 + ["finance manager"] * 2 + ["operations director"] * 2


def test_the_demo_s_provisions_read_aloud() -> None:
    terms = read(base_text("demo"), standard_catalogue())
    words = Words(terms)
    said = {
        one.number: standard_catalogue().rule(one.section, one.rule or "").prose(one, words) for one in terms.clauses if one.section > 12
    }
    assert said["13.3"] == (
        "For a question that stops work: after 1 business hour to the team lead and order desk supervisor, after 4 business hours to the "
        "delivery manager and head of customer care and after 1 business day to the account director and operations director."
    )
    assert said["13.4"] == (
        "Sums are approved up to £500.00 by the head of customer care, up to £5,000.00 by the finance manager and above that by the "
        "operations director."
    )
    assert said["13.5"] == (
        "Decided by the operations director and account director: entry accuracy (8.3) at least 99 %, proven at 95 %; email first reply "
        "(8.1) at least 85 %; entry turnaround (8.4) at least 88 %; "
        "customer satisfaction (8.5) at least 4.2 from 50 answers; answers "
        "between the companies (8.6) at most 4 business hours; certified agents at least 9; open severe issues at most 0; "
        "feedback of each company at least 3.5. Otherwise: corrective plan and a second gate."
    )
    assert said["15.1"] == (
        "The provider returns all records, procedures and training material in an open format, then deletes its own copies, 30 days before "
        "the end (receipt by operations director)."
    )
