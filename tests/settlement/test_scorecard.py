"""Levels judged: the boundaries at which a standing turns, what is too little to judge, and how near a miss is."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.catalogue import standard_catalogue
from remit.measure import Measure, Metric
from remit.scorecard import Attainment, attainment
from remit.terms.document import Clause
from remit.terms.reader import read

HEAD = """remit terms: 1
title: Levels
form: advanced
parties: {client: {name: Client, country: United Kingdom}, provider: {name: Provider, country: South Africa}}
term: {signed: 2025-12-01, services start: 2026-01-01, ends: 2027-12-31, notice: 1 month}
money: {currency: GBP}
calendars:
  4.1 hours: {zone: Europe/London, hours: {Monday to Friday: 09:00 to 17:00}}
records:
  5.1 desk: {system: Desk, kept by: both}
services:
  6.1 work: {record: desk, unit: item, expected volume: 100}
clocks:
  7.1 answer: {covers: work, calendar: hours, start: created, stop: closed, within: 4 business hours}
service levels:
"""
SHARE = "rule: share on time, clock: answer"


@cache
def level(settings: str) -> tuple[Clause, Metric]:
    terms = read(f"{HEAD}  8.1 level: {{{settings}}}\n", standard_catalogue())
    clause = terms.clause("8.1")
    metric = standard_catalogue().rule(8, str(clause.rule))
    assert isinstance(metric, Metric)
    return clause, metric


def judge(settings: str, measure: Measure, *earlier: Attainment | None) -> Attainment:
    return attainment(*level(settings), measure, earlier)


def counted(good: int, whole: int) -> Measure:
    return Measure(Fraction(good, whole) if whole else None, whole, {"met": good, "of": whole} if whole else {})


def test_the_boundaries_of_every_standing() -> None:
    settings = f"{SHARE}, target: 90 %, minimum: 85 %"
    standings = {good: judge(settings, counted(good, 1000)).status for good in (849, 850, 851, 899, 900, 901, 1000, 0)}
    assert standings == {849: "missed", 850: "amber", 851: "amber", 899: "amber", 900: "met", 901: "met", 1000: "met", 0: "missed"}


def test_exactly_at_a_threshold_may_be_missed() -> None:
    settings = f"{SHARE}, target: 90 %, minimum: 85 %, exactly at: missed"
    assert [judge(settings, counted(good, 1000)).status for good in (850, 851, 900, 901)] == ["missed", "amber", "amber", "met"]


def test_without_a_minimum_there_is_no_amber_and_without_a_target_only_a_report() -> None:
    assert [judge(f"{SHARE}, target: 90 %", counted(good, 1000)).status for good in (899, 900)] == ["missed", "met"]
    assert judge(SHARE, counted(1, 1000)).status == "reported"


def test_too_little_evidence_is_never_met_or_missed() -> None:
    settings = f"{SHARE}, target: 90 %, minimum sample: 50"
    assert [judge(settings, counted(whole, whole)).status for whole in (0, 1, 49, 50)] == [
        "no data",
        "too little evidence",
        "too little evidence",
        "met",
    ]
    assert judge(settings, counted(0, 49)).because == "level rests on 49 of at least 50"
    assert judge(settings, counted(0, 0)).because == "level has no data"


@pytest.mark.parametrize(("good", "status"), [(8894, "missed"), (8895, "met"), (8899, "met"), (8900, "met")])
def test_a_result_is_rounded_before_it_is_judged(good: int, status: str) -> None:
    """89.0 % after rounding half up to one decimal place."""
    assert judge(f"{SHARE}, target: 89 %, rounded to: 1 decimal place", counted(good, 10_000)).status == status


def test_less_is_better_for_times() -> None:
    hour = 3_600_000_000
    settings = "rule: percentile, clock: answer, percentile: 50, target: 4 business hours, minimum: 5 business hours, minimum sample: 1"
    standings = [judge(settings, Measure(Fraction(hour * 4 + more), 9, {"items": 9})).status for more in (-1, 0, 1, hour, hour + 1)]
    assert standings == ["met", "met", "amber", "amber", "missed"]
    late = judge(settings, Measure(Fraction(hour * 51, 10), 9, {"items": 9}))
    assert late.because == "level at 5.1 business hours (from 9) is above the minimum of 5 business hours"


def test_a_sample_is_judged_by_its_lower_bound() -> None:
    settings = "rule: accuracy, covers: work, evidence: sample, target: 99 %, sample judged by: lower bound"
    measure = Measure(Fraction(3128, 3150), 3150, {"met": 3128, "of": 3150}, judged_by=Fraction(98_999, 100_000))
    assert judge(settings, measure).status == "missed"
    assert judge(settings, measure).misses_left is None, "an interval does not say how many more"


def test_months_are_averaged_where_there_are_any() -> None:
    settings = f"{SHARE}, target: 98.9 %, averaged over: 2 months"
    before = judge(settings, counted(992, 1000))
    assert judge(settings, counted(986, 1000)).status == "missed"
    assert judge(settings, counted(986, 1000), before).status == "met"
    assert judge(settings, counted(986, 1000), before).judged == Fraction(989, 1000)
    assert judge(settings, counted(986, 1000), None, before).status == "missed", "only the month just before counts"
    assert judge(settings, counted(0, 0), before).status == "no data"


@pytest.mark.parametrize(
    ("times", "earlier", "status"),
    [
        ("4 in any 12 months", "aaa", "missed"),
        ("4 in any 12 months", "aa", "amber"),
        ("4 in any 12 months", "gagagga", "missed"),
        ("4 in any 12 months", "aaggggggggga", "amber"),
        ("4 in any 12 months", "agagggggggga", "amber"),
        ("3 in a row", "aa", "missed"),
        ("3 in a row", "aga", "amber"),
        ("3 in a row", "a", "amber"),
    ],
)
def test_the_target_may_be_missed_so_often(times: str, earlier: str, status: str) -> None:
    """`a` amber, `g` good, the last month first; the twelfth month back is out of the window."""
    settings = f"{SHARE}, target: 95 %, minimum: 90 %, target misses: {times}"
    months = [judge(settings, counted(94 if one == "a" else 96, 100)) for one in earlier]
    found = judge(settings, counted(94, 100), *months)
    assert found.status == status
    assert judge(settings, counted(95, 100), *months).status == "met"
    if status == "missed":
        assert found.because == "level at 94 % (94 of 100) is below the target of 95 % too often"


def test_a_result_is_printed_on_its_own_side_of_the_threshold() -> None:
    close = judge(f"{SHARE}, target: 90 %, minimum: 85 %", counted(84_999, 100_000))
    assert close.because == "level at 84.999 % (84,999 of 100,000) is below the minimum of 85 %"
    assert judge(f"{SHARE}, target: 90 %, minimum: 85 %", counted(2432, 2926)).because.startswith("level at 83.1 % (2,432 of 2,926)")


SETTINGS = st.builds(
    lambda target, drop, rest: f"{SHARE}, minimum sample: 1, target: {target} %{drop}{rest}",
    st.integers(1, 100),
    st.just(""),
    st.sampled_from(["", ", exactly at: missed", ", rounded to: 1 decimal place", ", rounded to: 0 decimal places"]),
)


@given(SETTINGS, st.integers(1, 400), st.data())
def test_misses_left_and_short_by_are_the_turning_point(settings: str, whole: int, data: st.DataObject) -> None:
    """As many more misses as are left keep the level, one more breaks it; what a missed level is short by would just have kept it."""
    good = data.draw(st.integers(0, whole))
    found = judge(settings, counted(good, whole))

    def kept(items: int) -> bool:
        return judge(settings, counted(items, whole)).status == "met"

    if found.status == "met":
        left = found.misses_left
        assert left is not None and found.short_by is None and left >= 0
        assert all(kept(items) for items in range(max(0, good - left), good + 1))
        assert good - left - 1 < 0 or not kept(good - left - 1)
    else:
        short = found.short_by
        assert short is not None and found.misses_left is None and short > 0
        assert not any(kept(items) for items in range(good, min(whole, good + short - 1) + 1))
        assert good + short > whole or kept(good + short)


@given(st.integers(1, 300), st.data())
def test_where_less_is_better_the_turning_point_lies_above(whole: int, data: st.DataObject) -> None:
    bad = data.draw(st.integers(0, whole))
    settings = "rule: abandonment, covers: work, minimum sample: 1, target: 5 %"
    found = judge(settings, Measure(Fraction(bad, whole), whole, {"abandoned": bad, "of": whole}))
    limit = max(items for items in range(whole + 1) if Fraction(items, whole) <= Fraction(5, 100))
    if found.status == "met":
        assert found.misses_left == limit - bad
    else:
        assert found.short_by == bad - limit
