"""A packed log holds the same events as the log, and gives the same digest, in both orders and whatever the size of its parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.engines.digest import root
from remit.exchange.parts import WORDS, Unpackable, Writer, open_parts, write
from remit.work.digest import digests
from remit.work.log import EVENTS, canonical, known_at
from tests.conftest import PROVE

TEXTS = st.sampled_from(["created", "state", 'a "quoted" word', "back\\slash", "líne", "new\nline", "\x01"])
MAYBE = st.none() | TEXTS


@st.composite
def logs(draw: st.DrawFn) -> pl.DataFrame:
    count = draw(st.integers(1, 40))
    rows = [
        {
            "record": "helpdesk",
            "item": draw(st.sampled_from(["T-1", "T-2", "t-10", "é", '"'])),
            "event": draw(TEXTS),
            "field": draw(MAYBE),
            "value": draw(MAYBE),
            "who": draw(MAYBE),
            "at": draw(st.integers(0, 6)),
            "received_at": draw(st.integers(0, 9)),
            "sequence": draw(st.none() | st.integers(0, 3)),
            "id": str(number),
        }
        for number in range(count)
    ]
    return pl.DataFrame(rows, schema=EVENTS)


@settings(max_examples=1_000 if PROVE else 25)
@given(logs(), st.sampled_from(["item", "time"]), st.integers(1, 12), st.integers(0, 10))
def test_packing_loses_nothing(events: pl.DataFrame, order: str, rows: int, cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parts = write(Path(folder) / "log", events, order, rows)  # type: ignore[arg-type]
        names = parts.names()
        unpacked = pl.concat([parts.unpacked(part, names) for part in open_parts(Path(folder) / "log").parts])
        assert canonical(unpacked).equals(canonical(events))
        known = digests(known_at(events, cut))
        assert root(parts, cut) == known.get("helpdesk", root(parts, -1))


@settings(max_examples=1_000 if PROVE else 25)
@given(logs(), st.integers(1, 12))
def test_parts_never_split_what_belongs_together(events: pl.DataFrame, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for order, together in (("item", ["item"]), ("time", ["item", "at"])):
            parts = write(Path(folder) / order, events, order, rows)  # type: ignore[arg-type]
            keys = [set(parts.read(part, together).unique().rows()) for part in parts.parts]
            assert sum(len(key) for key in keys) == len(set().union(*keys))


def test_a_log_of_free_text_is_refused(tmp_path: Path) -> None:
    words = pl.DataFrame({"event": [f"{number:06d}" for number in range((1 << 16) + 1)]}).with_columns(
        *(pl.lit(None, dtype=pl.String).alias(name) for name in ("field", "value", "who"))
    )
    with pytest.raises(Unpackable, match="65,537 combinations"):
        Writer(tmp_path, "helpdesk", "item", words.cast(WORDS))


def test_an_unfinished_log_cannot_be_opened(tmp_path: Path) -> None:
    Writer(tmp_path / "log", "helpdesk", "item", pl.DataFrame(schema=WORDS))
    with pytest.raises(FileNotFoundError):
        open_parts(tmp_path / "log")
