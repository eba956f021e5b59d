"""What existing systems got wrong about clocks, each as a case that must come out right here. Sources: their public trackers."""

from __future__ import annotations

from datetime import date, datetime

from remit.clock.days import due_in_days
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed, running
from remit.clock.schedule import Schedule
from remit.clock.windows import Window, weekly
from remit.values.period import HOUR, MINUTE, Period, instant, moment, zone

WORKDAYS = "mon tue wed thu fri"
EVERY_DAY = f"{WORKDAYS} sat sun"


def hours(place: str, *windows: str, days: str = WORKDAYS, holidays: str = "") -> Schedule:
    of_day = [Window.read(*window.split("-")) for window in windows]
    return Schedule(place, weekly({day: of_day for day in days.split()}), frozenset(map(date.fromisoformat, holidays.split())))


def at(text: str, place: str = "UTC") -> int:
    """An instant on the wall clock of a place; of a repeated hour the first."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=zone(place)))


def shown(when: int, place: str) -> str:
    return moment(when, place).strftime("%Y-%m-%d %H:%M")


def test_one_hour_across_the_change_does_not_return_its_own_start() -> None:
    """moment-business-time #58."""
    always = hours("Europe/London", "00:00-24:00", days=EVERY_DAY)
    start = at("2026-10-25 01:30", "Europe/London")
    assert due(always, start, HOUR) - start == HOUR
    assert due(always, due(always, start, HOUR), -HOUR) == start


def test_a_change_at_midnight_loses_and_repeats_nothing() -> None:
    """OTRS pull requests 698 and 787: Sao Paulo's clocks jumped from 24:00 to 01:00, and went back from 24:00 to 23:00."""
    place = "America/Sao_Paulo"
    always = hours(place, "00:00-24:00", days=EVERY_DAY)
    assert elapsed(always, at("2018-11-03 12:00", place), at("2018-11-04 12:00", place)) == 23 * HOUR
    assert elapsed(always, at("2018-02-17 12:00", place), at("2018-02-18 12:00", place)) == 25 * HOUR
    late = hours(place, "23:00-24:00", days="sat")
    assert elapsed(late, at("2018-02-17 12:00", place), at("2018-02-18 12:00", place)) == 2 * HOUR


def test_one_hour_of_the_afternoon_is_one_hour() -> None:
    """business_time pull request 70: 15:00 to 16:00 gave six hours."""
    office = hours("UTC", "09:00-17:00")
    assert elapsed(office, at("2026-05-05 15:00"), at("2026-05-05 16:00")) == HOUR


def test_the_offset_is_that_of_the_date() -> None:
    """chatwoot #2882, Rocket.Chat pull request 40077: an offset taken once held all year."""
    office = hours("Europe/Berlin", "09:00-17:00")
    for day in ("2026-01-12", "2026-07-13"):
        start = at(f"{day} 08:00", "Europe/Berlin")
        assert shown(due(office, start, HOUR), "Europe/Berlin") == f"{day} 10:00"


def test_an_agents_zone_moves_no_deadline() -> None:
    """frappe/helpdesk pull request 3776: the same instant, written in another zone, had another deadline."""
    office = hours("Asia/Kolkata", "10:00-18:00")
    written_here, written_there = at("2026-05-05 17:00", "Asia/Kolkata"), at("2026-05-05 07:30", "America/New_York")
    assert written_here == written_there
    assert shown(due(office, written_there, 2 * HOUR), "Asia/Kolkata") == "2026-05-06 11:00"


def test_hold_time_is_open_time_and_not_the_wall_clocks() -> None:
    """frappe pull request 2449, erpnext pull request 49414: a hold over the weekend moved the deadline by the weekend."""
    office = hours("UTC", "09:00-17:00")
    friday, weekend = at("2026-05-08 15:00"), Period(at("2026-05-08 16:00"), at("2026-05-11 10:00"))
    assert due(office, friday, 4 * HOUR, [weekend]) == at("2026-05-11 13:00")
    assert running(office, friday, at("2026-05-11 13:00"), [weekend]) == 4 * HOUR


def test_hours_that_never_open_end_the_question() -> None:
    """businesstimedelta #9: an endless loop."""
    never, once = hours("UTC"), Schedule("UTC", ((),) * 7, overrides={date(2026, 5, 5): (Window.read("09:00", "10:00"),)})
    assert due(never, at("2026-05-05 09:00"), 1) == UNREACHABLE
    assert due(never, at("2026-05-05 09:00"), -1) == -UNREACHABLE
    assert due(once, at("2026-05-05 09:00"), HOUR) == at("2026-05-05 10:00")
    assert due(once, at("2026-05-05 09:00"), HOUR, boundary="next opening") == at("2026-05-05 10:00")
    assert due(once, at("2026-05-05 09:00"), HOUR + 1) == UNREACHABLE
    assert due_in_days(once, at("2026-05-05 09:00"), 1) == UNREACHABLE
    assert due(hours("UTC", "09:00-17:00"), at("2026-05-05 09:00"), 10**6 * 365 * 24 * HOUR) == UNREACHABLE


def test_waiting_over_a_weekend_is_no_working_time() -> None:
    """glpi #10594."""
    office = hours("UTC", "09:00-17:00")
    assert elapsed(office, at("2026-05-08 17:00"), at("2026-05-11 09:00")) == 0


def test_no_deadline_lies_past_closing() -> None:
    """glpi #9082: a due instant at 18:30 although the desk closes at 18:00."""
    office = hours("UTC", "09:00-18:00")
    assert due(office, at("2026-05-05 17:00"), 90 * MINUTE) == at("2026-05-06 09:30")
    assert due(office, at("2026-05-05 17:00"), HOUR) == at("2026-05-05 18:00")
    assert due(office, at("2026-05-05 17:00"), HOUR, boundary="next opening") == at("2026-05-06 09:00")


def test_days_are_not_86_400_seconds() -> None:
    """GLPI, by reading: Paris over 29 March 2026 gave 12.5 hours instead of 35.5."""
    always = hours("Europe/Paris", "00:00-24:00", days=EVERY_DAY)
    assert elapsed(always, at("2026-03-28 12:00", "Europe/Paris"), at("2026-03-30 00:30", "Europe/Paris")) == 35 * HOUR + 30 * MINUTE


def test_an_evening_shift_runs_past_midnight() -> None:
    """Business_Duration #7: the shift from 17:00 to 01:00."""
    evening = hours("UTC", "17:00-01:00")
    assert elapsed(evening, at("2021-11-15 02:00"), at("2021-11-15 04:48")) == 0
    assert elapsed(evening, at("2021-11-15 23:00"), at("2021-11-16 02:00")) == 2 * HOUR
    assert due(evening, at("2021-11-15 23:00"), 3 * HOUR) == at("2021-11-16 18:00")


def test_time_backwards_is_negative() -> None:
    """seatgeek/businesstime #7, #13; frappe pull request 3354: "failed by -34 minutes" of something that was met."""
    office = hours("UTC", "09:00-17:00")
    start, end = at("2026-05-04 16:30"), at("2026-05-05 09:04")
    assert elapsed(office, start, end) == 34 * MINUTE
    assert elapsed(office, end, start) == -34 * MINUTE
    assert due(office, end, -34 * MINUTE) == start


def test_a_windows_ends_are_not_mapped_to_utc() -> None:
    """New York 2026-03-08: 02:00 to 02:30 is skipped, of 02:30 to 03:15 a quarter of an hour is left; Apia had no 30 December 2011."""
    place, start, end = "America/New_York", at("2026-03-08 00:00", "America/New_York"), at("2026-03-09 00:00", "America/New_York")
    assert elapsed(hours(place, "02:00-02:30", days="sun"), start, end) == 0
    assert elapsed(hours(place, "02:30-03:15", days="sun"), start, end) == 15 * MINUTE
    apia = hours("Pacific/Apia", "09:00-17:00")
    assert elapsed(apia, at("2011-12-29 17:00", "Pacific/Apia"), at("2011-12-31 09:00", "Pacific/Apia")) == 0
    assert due_in_days(apia, at("2011-12-29 12:00", "Pacific/Apia"), 1) == at("2012-01-02 17:00", "Pacific/Apia")


def test_pauses_that_overlap_count_once() -> None:
    """Two reasons to wait at once are one wait."""
    office = hours("UTC", "09:00-17:00")
    waits = [Period(at("2026-05-05 10:00"), at("2026-05-05 12:00")), Period(at("2026-05-05 11:00"), at("2026-05-05 13:00"))]
    assert running(office, at("2026-05-05 09:00"), at("2026-05-05 17:00"), waits) == 5 * HOUR
    assert due(office, at("2026-05-05 09:00"), 2 * HOUR, waits) == at("2026-05-05 14:00")


def test_a_pause_that_has_no_end_yet_leaves_no_due_instant() -> None:
    """Paused is not late: zammad and glpi #24481 called items overdue that were waiting for their customer."""
    office = hours("UTC", "09:00-17:00")
    waiting = Period(at("2026-05-05 10:00"), UNREACHABLE)
    assert due(office, at("2026-05-05 09:00"), 2 * HOUR, [waiting]) == UNREACHABLE
    assert due(office, at("2026-05-05 09:00"), HOUR, [waiting]) == at("2026-05-05 10:00")
