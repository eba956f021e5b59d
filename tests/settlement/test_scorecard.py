"""Levels judged: the boundaries at which a standing turns, what is too little to judge, and how near a miss is."""

from __future__ import annotations

from dataclasses import replace
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


# ── how near a miss is, and how a level is told ──

OF_TIMES = "rule: percentile, clock: answer, percentile: 50, minimum sample: 1"
LESS = "rule: abandonment, covers: work, minimum sample: 1"


def near(settings: str, good: int, whole: int) -> tuple[int | None, int | None]:
    found = judge(settings, counted(good, whole))
    return found.misses_left, found.short_by


@pytest.mark.parametrize(
    ("settings", "good", "left", "short"),
    [
        # Without a minimum the target is the limit: of 200 items 180 keep 90 %.
        (f"{SHARE}, target: 90 %", 200, 20, None),
        (f"{SHARE}, target: 90 %", 180, 0, None),
        (f"{SHARE}, target: 90 %", 179, None, 1),
        (f"{SHARE}, target: 90 %", 0, None, 180),
        # With one it is the minimum: 170 keep 85 %.
        (f"{SHARE}, target: 90 %, minimum: 85 %", 180, 10, None),
        (f"{SHARE}, target: 90 %, minimum: 85 %", 172, 2, None),
        (f"{SHARE}, target: 90 %, minimum: 85 %", 160, None, 10),
        # Exactly at the limit is missed: 171 are needed.
        (f"{SHARE}, target: 90 %, minimum: 85 %, exactly at: missed", 172, 1, None),
        (f"{SHARE}, target: 90 %, minimum: 85 %, exactly at: missed", 170, None, 1),
        # Rounded to a whole per cent 179 of 200, 89.5 %, are 90 %.
        (f"{SHARE}, target: 90 %, rounded to: 0 decimal places", 180, 1, None),
        (f"{SHARE}, target: 90 %, rounded to: 0 decimal places", 178, None, 1),
        # Less is better: 10 of 200 are 5 %.
        (f"{LESS}, target: 5 %", 4, 6, None),
        (f"{LESS}, target: 5 %", 10, 0, None),
        (f"{LESS}, target: 5 %", 11, None, 1),
        (f"{LESS}, target: 5 %, minimum: 10 %", 11, 9, None),
        (f"{LESS}, target: 5 %, minimum: 10 %", 25, None, 5),
        # Nothing to be near to, or nothing that items alone decide.
        (SHARE, 100, None, None),
        (f"{SHARE}, target: 90 %, minimum sample: 300", 100, None, None),
        (f"{SHARE}, target: 90 %, averaged over: 3 months", 100, None, None),
        (f"{SHARE}, target: 90 %, averaged over: 1 months", 100, None, 80),
        (f"{SHARE}, target: 90 %, minimum: 85 %, target misses: 2 in a row", 180, None, None),
        (f"{OF_TIMES}, target: 4 business hours", 100, None, None),
    ],
)
def test_how_many_items_a_level_is_from_its_limit(settings: str, good: int, left: int | None, short: int | None) -> None:
    assert near(settings, good, 200) == (left, short)


def test_a_share_that_was_given_without_its_items_has_no_distance() -> None:
    for measure in (Measure(Fraction(9, 10), 200), Measure(Fraction(1, 3), 200, {"met": 66, "of": 200})):
        found = judge(f"{SHARE}, target: 90 %", measure)
        assert (found.misses_left, found.short_by) == (None, None), "a third of 200 items is no number of items"
    assert judge(f"{SHARE}, target: 90 %", Measure(None, 0, {"met": 0, "of": 0})).status == "no data"


def test_what_a_level_says_of_itself() -> None:
    full = judge(f"{SHARE}, target: 90 %, minimum: 85 %, minimum sample: 20, owed by: both", counted(180, 200))
    assert (full.clause, full.name, full.rule, full.owed_by, full.result, full.better, full.minimum_sample) == (
        "8.1", "level", "share on time", "both", "percentage", "more", 20,
    )  # fmt: skip
    assert (full.target, full.minimum, full.judged, full.counted, full.excused, full.undecided) == (
        Fraction(9, 10), Fraction(85, 100), Fraction(9, 10), Fraction(9, 10), 0, 0,
    )  # fmt: skip
    assert (full.evidence, full.result_said) == ("180 of 200", "level at 90 % (180 of 200)")
    bare = judge(SHARE, Measure(Fraction(9, 10), 200))
    assert (bare.owed_by, bare.minimum_sample, bare.target, bare.minimum, bare.timed, bare.evidence) == (
        "provider",
        30,
        None,
        None,
        None,
        "",
    )
    assert bare.result_said == bare.because == "level at 90 %" and bare.status == "reported"
    assert bare.written(Fraction(9, 10)) == "90 %"
    few = judge(f"{SHARE}, target: 90 %, minimum sample: 1000", counted(180, 999))
    assert (few.counted, few.judged, few.because) == (None, Fraction(180, 999), "level rests on 999 of at least 1,000")
    more = attainment(*level(f"{SHARE}, target: 90 %"), counted(180, 200), (), target=Fraction(95, 100), excused=3, undecided=2)
    assert (more.target, more.status, more.excused, more.undecided) == (Fraction(95, 100), "missed", 3, 2)


@pytest.mark.parametrize(
    ("settings", "value", "said"),
    [
        (f"{SHARE}, target: 90 %", Fraction(8312, 10000), "83.1 %"),
        (f"{SHARE}, target: 90 %", Fraction(8315, 10000), "83.2 %"),
        (f"{SHARE}, target: 90 %", Fraction(1, 3), "33.3 %"),
        (f"{SHARE}, target: 90 %", Fraction(89_996, 100_000), "89.996 %"),
        (f"{SHARE}, target: 90 %", Fraction(90_004, 100_000), "90.004 %"),
        (f"{SHARE}, target: 90 %", Fraction(2_699_999, 3_000_000), "89.99997 %"),
        (f"{SHARE}, target: 90 %", Fraction(9, 10) - Fraction(1, 3 * 10**9), "89.99999997 %"),
        (f"{SHARE}, target: 90 %", Fraction(9, 10) - Fraction(1, 3 * 10**10), "89.999999997 %"),
        (f"{SHARE}, target: 90 %, minimum: 85 %", Fraction(85_004, 100_000), "85.004 %"),
        ("rule: volume, covers: work", Fraction(1234), "1,234"),
        ("rule: volume, covers: work", Fraction(5, 2), "2.5"),
        ("rule: volume, covers: work", Fraction(10, 3), "3.33"),
        ("rule: volume, covers: work, target: 2", Fraction(2999, 1500), "1.999"),
        (f"{OF_TIMES}, target: 4 business hours", Fraction(3_600_000_000 * 31, 10), "3.1 business hours"),
        (f"{OF_TIMES}, target: 4 business hours", Fraction(3_600_000_000 * 10, 3), "3.3 business hours"),
        (f"{OF_TIMES}, target: 30 minutes", Fraction(60_000_000 * 45, 2), "22.5 minutes"),
    ],
)
def test_how_a_result_is_written(settings: str, value: Fraction, said: str) -> None:
    """With the decimals that tell it from target and minimum, and no more."""
    assert judge(settings, Measure(value, 200)).written(value) == said


@pytest.mark.parametrize(
    ("settings", "value", "judged"),
    [
        (
            f"{OF_TIMES}, target: 4 business hours, rounded to: 1 decimal place",
            Fraction(3_600_000_000 * 405, 100),
            3_600_000_000 * 41 // 10,
        ),
        (f"{OF_TIMES}, target: 4 business hours, rounded to: 0 decimal places", Fraction(3_600_000_000 * 44, 10), 3_600_000_000 * 4),
        (f"{OF_TIMES}, rounded to: 0 decimal places", Fraction(5, 2), 3),
        ("rule: volume, covers: work, rounded to: 1 decimal place", Fraction(249, 100), Fraction(5, 2)),
        (f"{SHARE}, rounded to: 1 decimal place", Fraction(89_949, 100_000), Fraction(899, 1000)),
    ],
)
def test_a_result_is_rounded_in_the_unit_it_is_written_in(settings: str, value: Fraction, judged: Fraction) -> None:
    assert judge(settings, Measure(value, 200)).judged == judged


def test_which_months_are_averaged() -> None:
    settings = f"{SHARE}, target: 90 %, averaged over: 3 months"
    first, second, third = (judge(settings, counted(good, 100)) for good in (60, 80, 100))
    assert judge(settings, counted(90, 100), third, second, first).judged == Fraction(90, 100)
    assert judge(settings, counted(90, 100), third, second).judged == Fraction(90, 100)
    assert judge(settings, counted(90, 100), third).judged == Fraction(95, 100)
    assert judge(settings, counted(90, 100), None, second).judged == Fraction(85, 100)
    assert judge(settings, counted(90, 100), judge(settings, counted(0, 0)), second).judged == Fraction(85, 100)
    sample = replace(third, measure=Measure(Fraction(1), 100, {"met": 100, "of": 100}, judged_by=Fraction(7, 10)))
    assert judge(settings, counted(90, 100), sample).judged == Fraction(80, 100), "an earlier month counts by its lower bound as well"


@pytest.mark.parametrize(
    ("settings", "good", "said"),
    [
        (f"{SHARE}, target: 90 %, minimum: 85 %", 175, "level at 87.5 % (175 of 200) is below the target of 90 %"),
        (f"{SHARE}, target: 90 %, minimum: 85 %", 160, "level at 80 % (160 of 200) is below the minimum of 85 %"),
        (f"{SHARE}, target: 90 %, minimum: 85 %, exactly at: missed", 170, "level at 85 % (170 of 200) is at the minimum of 85 %"),
        (f"{SHARE}, target: 90 %, minimum: 85 %, exactly at: missed", 180, "level at 90 % (180 of 200) is at the target of 90 %"),
        (f"{SHARE}, target: 90 %", 160, "level at 80 % (160 of 200) is below the target of 90 %"),
        (f"{SHARE}, target: 90 %", 190, "level at 95 % (190 of 200)"),
        (f"{LESS}, target: 5 %, minimum: 10 %", 30, "level at 15 % (30 of 200) is above the minimum of 10 %"),
        (f"{LESS}, target: 5 %, minimum: 10 %", 15, "level at 7.5 % (15 of 200) is above the target of 5 %"),
        (f"{LESS}, target: 5 %, minimum: 10 %, exactly at: missed", 20, "level at 10 % (20 of 200) is at the minimum of 10 %"),
        (f"{SHARE}, target: 90 %, minimum: 85 %, target misses: 1 in a row", 175,
         "level at 87.5 % (175 of 200) is below the target of 90 % too often"),
        (f"{SHARE}, target: 90 %, minimum: 85 %, target misses: 1 in a row", 160,
         "level at 80 % (160 of 200) is below the minimum of 85 %"),
    ],
)  # fmt: skip
def test_why_a_level_is_not_met(settings: str, good: int, said: str) -> None:
    assert judge(settings, counted(good, 200)).because == said


def test_a_miss_in_a_row_needs_the_whole_row() -> None:
    settings = f"{SHARE}, target: 95 %, minimum: 80 %, target misses: 3 in a row"
    amber, worse = (judge(settings, counted(good, 100)) for good in (94, 70))
    assert (amber.status, worse.status) == ("amber", "missed")
    assert judge(settings, counted(94, 100), worse, amber).status == "missed", "a missed minimum misses the target as well"
    assert judge(settings, counted(94, 100), amber, None).status == "amber"
    assert judge(settings, counted(94, 100), amber, amber, None).status == "missed"


def test_a_result_of_nothing_and_items_without_a_result_are_no_data() -> None:
    for measure in (Measure(Fraction(1), 0), Measure(None, 5), Measure(None, 0)):
        found = judge(f"{SHARE}, target: 90 %", measure)
        assert (found.status, found.judged, found.misses_left, found.short_by) == ("no data", None, None, None)
