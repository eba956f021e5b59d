"""Dates as people write them to instants: the form in words, the zone, and how gaps and repeated hours of the clock are read.

A form is made of the words year, short year (two digits, 2000 to 2099), month, month name, day, hour, minute, second (with fraction, if
there is one), am/pm and offset, with the signs between them: `day/month/year hour:minute`. `iso 8601` reads `2026-05-04T09:30:00+01:00`,
with a blank or T, with or without seconds, fraction and offset; `unix seconds` and `unix milliseconds` count from 1970 UTC.

>>> column = pl.Series(["4/5/2026 09:30", "31/2/2026 10:00"])
>>> parsed(column, ("day/month/year hour:minute",), "Europe/London").to_list()
[1777883400000000, None]
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import polars as pl

from remit.values.period import HOUR, instant, zone

_PARTS = {
    "short year": "%y",
    "year": "%Y",
    "month name": "%B",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S%.f",
    "am/pm": "%p",
    "offset": "%z",
}
_WORD = re.compile("|".join(sorted(map(re.escape, _PARTS), key=len, reverse=True)))
_SIGNS = re.compile(r"[\s/.,:TZ\-]*")
_OFFSET = r"(?:Z|[+-]\d{2}:?\d{2})$"
_ISO = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)
NAMED_FORMS = ("iso 8601", "unix seconds", "unix milliseconds")


def known_form(form: str) -> bool:
    """Whether these words describe a date: at least year, month and day, each once, with signs between."""
    if form in NAMED_FORMS:
        return True
    words = _WORD.findall(form)
    whole = {"year", "day"} <= {word.removeprefix("short ") for word in words} and any(word.startswith("month") for word in words)
    return whole and len(set(words)) == len(words) and _SIGNS.fullmatch(_WORD.sub("", form)) is not None


def carries_offset(form: str) -> bool:
    """Whether every date of the form says its own distance from UTC, so that no zone is needed."""
    return form.startswith("unix") or "offset" in form


def parsed(texts: pl.Series, forms: tuple[str, ...], place: str | None, skipped: str = "read after", repeated: str = "first") -> pl.Series:
    """Instants (int64 microseconds UTC) of the texts, null where none of the forms fits.

    Dates without an offset are read on the wall clock of `place`; without a place they stay null. Under `refused` a wall-clock time that
    did not exist, or existed twice, is null as well.
    """
    distinct = pl.DataFrame({"text": texts.unique()})
    found = pl.lit(None, dtype=pl.Int64)
    columns = []
    for index, form in enumerate(forms):
        distinct = distinct.with_columns(_of_form(distinct["text"], form, place, skipped, repeated).alias(f"form {index}"))
        columns.append(pl.col(f"form {index}"))
    distinct = distinct.select("text", pl.coalesce([*columns, found]).alias("at"))
    return pl.DataFrame({"text": texts}).join(distinct, on="text", how="left", nulls_equal=True, maintain_order="left")["at"]


def wall_clock(texts: pl.Series, form: str) -> pl.Series:
    """The dates as written, without zone (`Datetime`), null where the form does not fit; for a form with an offset, UTC."""
    if form == "iso 8601":
        bare = texts.str.replace("T", " ", literal=True)
        pattern_of = [bare.str.to_datetime(pattern, time_unit="us", strict=False) for pattern in _ISO]
        walls = pl.select(pl.coalesce(pattern_of)).to_series()
    elif form.startswith("unix"):
        unit = 1_000_000 if form == "unix seconds" else 1_000
        walls = (texts.cast(pl.Int64, strict=False) * unit).cast(pl.Datetime("us"))
    elif form.endswith("offset"):
        walls = texts.str.to_datetime(_pattern(form), time_unit="us", strict=False).dt.replace_time_zone(None)
    else:
        walls = texts.str.to_datetime(_pattern(form), time_unit="us", strict=False)
    plausible = walls.is_between(_EARLIEST, _LATEST)
    return walls.set(~plausible.fill_null(False), None)


def instants(walls: pl.Series, place: str, skipped: str = "read after", repeated: str = "first") -> pl.Series:
    """Wall-clock times of a place as instants.

    The offset is looked up once an hour where it is the same throughout, and minute by minute only in the hours in which the clock
    changes. A skipped time `read after` keeps the offset from before the change, so it falls after it (02:30 is 03:30); `read before`
    the one from after the change (01:30). Rules: PEP 495.
    """
    there = zone(place)
    frame = pl.DataFrame({"wall": walls.cast(pl.Datetime("us"))}).with_columns(pl.col("wall").dt.truncate("1h").alias("hour"))
    hours = frame["hour"].drop_nulls().unique()
    offsets: dict[datetime, int] = {}
    for hour in hours.to_list():
        edges = [edge.replace(tzinfo=there, fold=fold).utcoffset() for edge in (hour, hour + timedelta(hours=1)) for fold in (0, 1)]
        if all(edge == edges[0] for edge in edges) and edges[0] is not None:
            offsets[hour] = edges[0] // timedelta(microseconds=1)
    steady = pl.DataFrame({"hour": list(offsets), "offset": list(offsets.values())}, schema={"hour": pl.Datetime("us"), "offset": pl.Int64})
    frame = frame.join(steady, on="hour", how="left", maintain_order="left")
    at = frame["wall"].cast(pl.Int64) - frame["offset"]
    changing = frame.filter(pl.col("offset").is_null() & pl.col("wall").is_not_null())["wall"].unique()
    if changing.is_empty():
        return at
    single = {wall: _single(wall.replace(tzinfo=there), skipped, repeated) for wall in changing.to_list()}
    table = pl.DataFrame({"wall": list(single), "single": list(single.values())}, schema={"wall": pl.Datetime("us"), "single": pl.Int64})
    return at.zip_with(at.is_not_null(), frame.join(table, on="wall", how="left", maintain_order="left")["single"])


def _single(moment: datetime, skipped: str, repeated: str) -> int | None:
    first, second = moment.replace(fold=0), moment.replace(fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None and after is not None
    if before == after:
        return instant(first)
    reading = skipped if before < after else repeated
    if reading == "refused":
        return None
    return instant(first if reading in ("read after", "first") else second)


def _of_form(texts: pl.Series, form: str, place: str | None, skipped: str, repeated: str) -> pl.Series:
    if carries_offset(form):
        return wall_clock(texts, form).cast(pl.Int64)
    if form != "iso 8601":
        return _placed(wall_clock(texts, form), place, skipped, repeated)
    offset = texts.str.extract(f"({_OFFSET})")
    walls = wall_clock(texts.str.replace(_OFFSET, "").str.strip_chars_end(), form)
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    digits = offset.str.replace_all(r"[^\d]", "")
    minutes = digits.str.slice(0, 2).cast(pl.Int64, strict=False) * 60 + digits.str.slice(2, 2).cast(pl.Int64, strict=False)
    distance = pl.select(pl.when(offset == "Z").then(0).otherwise(sign * minutes * (HOUR // 60))).to_series()
    own = walls.cast(pl.Int64) - distance
    return own.zip_with(offset.is_not_null(), _placed(walls, place, skipped, repeated))


def _placed(walls: pl.Series, place: str | None, skipped: str, repeated: str) -> pl.Series:
    if place is None:
        return pl.Series(walls.name, [None] * len(walls), dtype=pl.Int64)
    return instants(walls, place, skipped, repeated)


def _pattern(form: str) -> str:
    words = _WORD.findall(form)
    twelve = "am/pm" in words
    pattern = _WORD.sub(lambda found: "%I" if twelve and found.group() == "hour" else _PARTS[found.group()], form)
    return re.sub(r"\s+", " ", pattern)
