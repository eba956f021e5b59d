"""Months, instants and zones: half-open, exact, and never the machine's own zone data."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.values.period import DAY, HOUR, SECOND, Month, Period, UnknownZone, instant, moment, zone

MONTHS = st.builds(Month, st.integers(1971, 2100), st.integers(1, 12))


@given(MONTHS, st.integers(-500, 500))
def test_months_count_like_numbers(month: Month, steps: int) -> None:
    assert month.plus(steps) - month == steps
    assert month.plus(steps).plus(-steps) == month
    assert (month.plus(steps) > month) == (steps > 0)
    assert month.next().previous() == month


@given(MONTHS)
def test_a_month_is_written_as_it_is_read(month: Month) -> None:
    assert Month.read(str(month)) == month
    assert Month.of(month.first) == Month.of(month.last) == month
    assert month.last + timedelta(days=1) == month.next().first


@given(MONTHS, st.sampled_from(["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]))
def test_months_tile_the_time_of_a_place(month: Month, place: str) -> None:
    assert month.bounds(place).end == month.next().bounds(place).start
    start = moment(month.bounds(place).start, place)
    assert (start.date(), start.hour, start.minute) == (month.first, 0, 0)


def test_a_month_with_a_clock_change_has_an_hour_less_or_more() -> None:
    march, october = Month(2026, 3).bounds("Europe/London"), Month(2026, 10).bounds("Europe/London")
    assert march.end - march.start == 31 * DAY - HOUR
    assert october.end - october.start == 31 * DAY + HOUR


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-5", "May 2026", "", "2026-05-01"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Month.read(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_instants_are_exact_to_the_microsecond(when: datetime) -> None:
    assert moment(instant(when)) == when
    assert instant(when + timedelta(microseconds=1)) == instant(when) + 1
    assert instant(when.astimezone(timezone(timedelta(hours=5, minutes=45)))) == instant(when)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        instant(datetime(2026, 5, 5, 9))


def test_a_period_includes_its_start_and_not_its_end() -> None:
    period = Period(0, SECOND)
    assert 0 in period and SECOND - 1 in period
    assert SECOND not in period and -1 not in period


@pytest.mark.parametrize(
    "name", ["GMT+1", "Europe/Londres", "", "../etc/passwd", "Europe", "europe/London ", "/etc/localtime", "__init__.py"]
)
def test_a_place_that_does_not_exist(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


def test_zones_come_from_the_package_whatever_the_machine_says(tmp_path: Path) -> None:
    """The same instants with another zone, another locale and a false zone database on the path."""
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").write_bytes(b"TZif2" + b"\0" * 39)
    program = (
        "from remit.values.period import Month, moment; p = Month.read('2026-03').bounds('Europe/London');"
        "print(p.start, p.end, moment(p.end, 'Europe/London').isoformat())"
    )
    answers = set()
    for changes in ({}, {"TZ": "Pacific/Apia", "LC_ALL": "C"}, {"TZ": "", "PYTHONTZPATH": str(tmp_path), "ZONEINFO": str(tmp_path)}):
        run = subprocess.run([sys.executable, "-c", program], env={**os.environ, **changes}, capture_output=True, text=True, check=True)
        answers.add(run.stdout)
    assert answers == {"1772323200000000 1774998000000000 2026-04-01T00:00:00+01:00\n"}


def test_month_names_are_for_people() -> None:
    assert Month.of(date(2026, 12, 24)).name == "December 2026"
