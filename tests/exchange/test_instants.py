"""Local times become the instants that the zone's own rules give, held against a plain reading of PEP 495 one by one."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.exchange.instants import instants, known_form, parsed
from remit.values.period import instant, zone

PLACES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Africa/Casablanca",
)
WALLS = st.lists(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1))
    | st.sampled_from(
        [datetime(2026, 3, 29), datetime(2026, 10, 25), datetime(2011, 12, 29), datetime(2026, 4, 5), datetime(2016, 10, 16)]
    ).flatmap(lambda day: st.integers(0, 2 * 86_400).map(lambda seconds: day + timedelta(seconds=seconds))),
    max_size=30,
)


def one(wall: datetime, place: str, skipped: str, repeated: str) -> int | None:
    """A wall-clock time read by hand: the two offsets that could hold, and which one the mapping wants."""
    there = zone(place)
    early, late = (instant(wall.replace(tzinfo=there, fold=fold)) for fold in (0, 1))
    if early == late:
        return early
    back = datetime.fromtimestamp(0, there) + timedelta(microseconds=0)
    assert back.tzinfo is not None
    exists = (datetime(1970, 1, 1, tzinfo=zone("Etc/UTC")) + timedelta(microseconds=early)).astimezone(there).replace(tzinfo=None) == wall
    reading = repeated if exists else skipped
    if reading == "refused":
        return None
    if exists:
        return min(early, late) if reading == "first" else max(early, late)
    return max(early, late) if reading == "read after" else min(early, late)


@given(
    WALLS,
    st.sampled_from(PLACES),
    st.sampled_from(["read after", "read before", "refused"]),
    st.sampled_from(["first", "second", "refused"]),
)
def test_walls_are_read_as_by_hand(walls: list[datetime], place: str, skipped: str, repeated: str) -> None:
    series = pl.Series(walls, dtype=pl.Datetime("us"))
    assert instants(series, place, skipped, repeated).to_list() == [one(wall, place, skipped, repeated) for wall in walls]


@pytest.mark.parametrize(
    ("form", "text", "utc"),
    [
        ("day/month/year hour:minute", "29/2/2016 01:16", "2016-02-29T01:16:00"),
        ("month/day/year hour:minute am/pm", "2/29/2016 1:16 PM", "2016-02-29T13:16:00"),
        ("day/month name/short year hour:minute am/pm", "12/May/26 12:30 AM", "2026-05-11T23:30:00"),
        ("month name day, year hour:minute am/pm", "May 4, 2026 9:30 AM", "2026-05-04T08:30:00"),
        ("day.month.year hour:minute:second", "04.05.2026 09:30:05", "2026-05-04T08:30:05"),
        ("iso 8601", "2026-05-04T09:30:00.250+02:00", "2026-05-04T07:30:00.250000"),
        ("iso 8601", "2026-05-04 09:30", "2026-05-04T08:30:00"),
        ("iso 8601", "2026-05-04", "2026-05-03T23:00:00"),
        ("unix seconds", "1463000000", "2016-05-11T20:53:20"),
        ("unix milliseconds", "1463000000123", "2016-05-11T20:53:20.123000"),
    ],
)
def test_a_form_in_words(form: str, text: str, utc: str) -> None:
    assert known_form(form)
    (at,) = parsed(pl.Series([text]), (form,), "Europe/London").to_list()
    assert at == instant(datetime.fromisoformat(f"{utc}+00:00"))


@pytest.mark.parametrize(
    "text", ["31/2/2016 10:00", "1/13/2016 10:00", "1/3/16 10:00", "1/3/2016 24:00", "1/3/2016", "1/3/2016 10:00:00", "yesterday"]
)
def test_what_is_no_date_is_nothing(text: str) -> None:
    assert parsed(pl.Series([text]), ("day/month/year hour:minute",), "Europe/London").to_list() == [None]


@pytest.mark.parametrize("form", ["d/m/y", "%d/%m/%Y", "year", "month/month/year", "day/month/year anything", ""])
def test_what_is_no_form(form: str) -> None:
    assert not known_form(form)
