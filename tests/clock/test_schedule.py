"""Calendars: holidays, overrides, breaks, working days and the years at either end."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from datetime import date
from itertools import pairwise

import pytest

from remit.clock.days import due_in_days
from remit.clock.deadline import due
from remit.clock.elapsed import elapsed
from remit.clock.schedule import Schedule
from remit.clock.transitions import OutOfRange, offset, transitions
from remit.clock.windows import BadWindow, Window, weekly
from remit.values.period import DAY, HOUR, MINUTE, SECOND, Period, UnknownZone, moment
from tests.clock.test_failures_of_others import EVERY_DAY, at, hours

NIGHT = {day: [Window.read("22:00", "06:00")] for day in EVERY_DAY.split()}


def night(**settings: object) -> Schedule:
    return Schedule("UTC", weekly(NIGHT), **settings)  # type: ignore[arg-type]


def test_a_holiday_closes_its_date_or_the_shift_that_starts_on_it() -> None:
    """Friday 1 May: by date last night's shift ends at midnight and the next starts on Saturday; by shift it runs to its end."""
    first_of_may = frozenset({date(2026, 5, 1)})
    span = at("2026-04-30 12:00"), at("2026-05-02 12:00")
    assert elapsed(night(), *span) == 16 * HOUR
    assert elapsed(night(holidays=first_of_may), *span) == 2 * HOUR
    assert elapsed(night(holidays=first_of_may, holiday_scope="shift"), *span) == 8 * HOUR


def test_overrides_replace_the_days_hours_and_beat_holidays_or_not() -> None:
    christmas_eve = {date(2026, 12, 24): (Window.read("09:00", "12:00"),)}
    span = at("2026-12-24 00:00"), at("2026-12-25 00:00")
    office = weekly({"Thursday": [Window.read("08:00", "18:00")]})
    holiday = frozenset({date(2026, 12, 24)})
    assert elapsed(Schedule("UTC", office, overrides=christmas_eve), *span) == 3 * HOUR
    assert elapsed(Schedule("UTC", office, holiday, overrides=christmas_eve), *span) == 3 * HOUR
    assert elapsed(Schedule("UTC", office, holiday, overrides=christmas_eve, overrides_beat_holidays=False), *span) == 0
    assert elapsed(Schedule("UTC", office, overrides={date(2026, 12, 24): ()}), *span) == 0


def test_breaks_are_taken_out_of_whatever_is_open() -> None:
    lunch = {date(2026, 5, 5): (Window.read("12:00", "13:00"), Window.read("12:30", "13:30"))}
    office = Schedule("UTC", weekly({"tue": [Window.read("09:00", "13:00")]}), breaks=lunch)
    assert elapsed(office, at("2026-05-05 00:00"), at("2026-05-06 00:00")) == 3 * HOUR


def test_windows_that_overlap_count_once_and_open_hours_never_touch() -> None:
    office = hours("Europe/Paris", "08:00-12:00", "11:00-13:00", "13:00-14:00", "00:00-24:00", days="wed thu")
    compiled = office.hours(at("2026-01-01 00:00"), at("2026-12-31 00:00"))
    assert (compiled.starts[1:] > compiled.ends[:-1]).all()
    assert elapsed(office, at("2026-05-05 00:00"), at("2026-05-10 00:00")) == 48 * HOUR


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-05-05 10:00", 0, "2026-05-05 17:00"),  # Tuesday: the end of the starting day
        ("2026-05-05 10:00", 1, "2026-05-06 17:00"),
        ("2026-05-05 07:00", 1, "2026-05-06 17:00"),  # before opening it is that day already
        ("2026-05-05 17:00", 0, "2026-05-06 17:00"),  # after closing it arrives the next morning
        ("2026-05-09 10:00", 0, "2026-05-11 17:00"),  # Saturday: arrives on Monday
        ("2026-05-08 10:00", 1, "2026-05-11 17:00"),
        ("2026-05-05 10:00", 6, "2026-05-13 17:00"),
    ],
)
def test_working_days_end_at_closing_time(start: str, days: int, expected: str) -> None:
    assert due_in_days(hours("UTC", "09:00-17:00"), at(start), days) == at(expected)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-05-05 10:00", 0, "2026-05-05 10:00"),
        ("2026-05-05 10:00", 3, "2026-05-08 10:00"),
        ("2026-05-08 10:00", 1, "2026-05-11 10:00"),
        ("2026-05-09 10:00", 1, "2026-05-12 09:00"),  # Saturday arrives on Monday at opening
    ],
)
def test_working_days_at_the_same_time(start: str, days: int, expected: str) -> None:
    assert due_in_days(hours("UTC", "09:00-17:00"), at(start), days, day_due="same time") == at(expected)


def test_the_same_time_in_an_hour_that_is_skipped_or_repeated() -> None:
    always = hours("Europe/London", "00:00-24:00", days=EVERY_DAY)
    skipped = due_in_days(always, at("2026-03-28 01:30", "Europe/London"), 1, day_due="same time")
    assert moment(skipped, "Europe/London").strftime("%H:%M") == "02:00"
    repeated = due_in_days(always, at("2026-10-24 01:30", "Europe/London"), 1, day_due="same time")
    assert repeated == at("2026-10-25 00:30")


def test_days_of_24_business_hours() -> None:
    """ServiceNow and Znuny: two days are 48 hours of open time, six working days of eight."""
    assert due_in_days(hours("UTC", "09:00-17:00"), at("2026-05-04 09:00"), 2, day_means="24 business hours") == at("2026-05-11 17:00")


def test_pauses_push_a_day_deadline_by_their_open_time() -> None:
    office, wait = hours("UTC", "09:00-17:00"), Period(at("2026-05-05 15:00"), at("2026-05-06 11:00"))
    assert due_in_days(office, at("2026-05-05 10:00"), 1, [wait]) == at("2026-05-07 13:00")
    assert due_in_days(office, at("2026-05-05 10:00"), 1, [Period(at("2026-05-05 18:00"), at("2026-05-05 19:00"))]) == at(
        "2026-05-06 17:00"
    )
    with pytest.raises(ValueError, match="working days cannot be counted"):
        due_in_days(office, at("2026-05-05 10:00"), -1)


def test_far_years_are_as_exact_as_near_ones() -> None:
    week = 5 * 8 * HOUR
    for monday in ("0012-05-07 00:00", "1899-05-01 00:00", "2187-05-07 00:00", "9000-05-05 00:00"):
        office, start = hours("America/New_York", "09:00-17:00"), at(monday, "America/New_York")
        assert elapsed(office, start, start + 7 * DAY) == week
        assert due(office, start, week) - start < 7 * DAY
    with pytest.raises(OutOfRange):
        elapsed(hours("UTC", "09:00-17:00"), -(2**62), 0)


def test_due_and_elapsed_agree_over_centuries() -> None:
    hour_a_week = hours("UTC", "09:00-10:00", days="mon")
    start = at("2026-05-04 09:00")
    assert elapsed(hour_a_week, start, due(hour_a_week, start, 20_000 * HOUR)) == 20_000 * HOUR
    assert due(hour_a_week, due(hour_a_week, start, 20_000 * HOUR, boundary="next opening"), -20_000 * HOUR) == start


def test_schedules_are_values() -> None:
    one, other = hours("UTC", "09:00-17:00", holidays="2026-05-04"), hours("UTC", "09:00-17:00", holidays="2026-05-04")
    elapsed(one, 0, DAY)
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == other
    with pytest.raises(FrozenInstanceError):
        one.zone = "Europe/London"  # type: ignore[misc]
    with pytest.raises(UnknownZone):
        hours("Europe/Londn", "09:00-17:00")


@pytest.mark.parametrize(
    "window", [("9", "17:00"), ("09:00", "25:00"), ("24:00", "02:00"), ("09:00", "09:00"), ("09:60", "10:00"), ("0９:00", "10:00")]
)
def test_a_window_that_means_nothing_is_refused_with_a_remedy(window: tuple[str, str]) -> None:
    with pytest.raises(BadWindow) as refused:
        Window.read(*window)
    assert refused.value.remedy


def test_the_transitions_used_are_listed() -> None:
    schedule = hours("Europe/London", "09:00-17:00")
    found = schedule.transitions(at("2026-01-01 00:00"), at("2027-01-01 00:00"))
    assert [(change.at, change.after - change.before) for change in found] == [
        (at("2026-03-29 01:00"), HOUR),
        (at("2026-10-25 01:00"), -HOUR),
    ]
    assert schedule.transitions(found[0].at, found[0].at) == ()
    assert schedule.transitions(found[0].at, found[0].at + 1) == found[:1]


def test_no_zone_leaves_an_offset_and_returns_to_it_within_three_days() -> None:
    """What `transitions` relies on, held against every zone of the pinned package, as its files list their changes."""
    import struct
    from importlib import resources

    root = resources.files("tzdata")
    for place in root.joinpath("zones").read_text().split():
        content = root.joinpath("zoneinfo", *place.split("/")).read_bytes()
        counts = struct.unpack(">6l", content[20:44])
        second = 44 + counts[3] * 5 + counts[4] * 6 + counts[5] + counts[2] * 8 + counts[1] + counts[0]
        *_, changes, kinds, _ = struct.unpack(">6l", content[second + 20 : second + 44])
        at_ = struct.unpack(f">{changes}q", content[second + 44 : second + 44 + 8 * changes])
        which = content[second + 44 + 8 * changes : second + 44 + 9 * changes]
        table = content[second + 44 + 9 * changes :]
        offsets = [struct.unpack(">l", table[6 * kind : 6 * kind + 4])[0] for kind in range(kinds)]
        real, before = [], offsets[0]
        for when, kind in zip(at_, which, strict=True):
            if offsets[kind] != before:
                real.append(when)
                before = offsets[kind]
        assert all(later - earlier > 3 * 86_400 for earlier, later in pairwise(real)), place
        if place in ("Africa/Casablanca", "America/Noronha", "Asia/Gaza", "Pacific/Apia", "Africa/Monrovia"):
            span = at("1900-01-01 00:00"), at("2037-01-01 00:00")
            listed = [change.at // 1_000_000 for change in transitions(place, *span)]
            assert listed == [when for when in real if span[0] <= when * 1_000_000 < span[1]], place


def test_offsets_before_standard_time_have_seconds() -> None:
    assert offset("Europe/Paris", at("1900-01-01 12:00")) == 9 * MINUTE + 21 * SECOND
    paris = hours("Europe/Paris", "09:00-17:00", days=EVERY_DAY)
    assert due(paris, at("1900-01-01 00:00"), HOUR) == at("1900-01-01 10:00") - 9 * MINUTE - 21 * SECOND
