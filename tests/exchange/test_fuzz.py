"""Hostile and damaged files are refused with a sentence, quickly, in little memory, and nothing of them is imported."""

from __future__ import annotations

import gzip
import io
import tempfile
import time
import zipfile
from functools import cache
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from remit.exchange import mapping_text, table
from remit.exchange.events import events
from remit.values.fault import Refused

ENDINGS = ("csv", "jsonl", "xes", "xlsx", "parquet", "csv.gz")
MAPPING = mapping_text.read(
    "remit mapping: 1\nrecord: r\nshape: event log\nzone: Europe/London\ndates: [iso 8601]\n"
    "columns: {item: ticket, event: action, at: time}\nother events: kept\n",
    "m.yaml",
)


def attempt(path: Path) -> None:
    """Either a table, or a refusal; whatever is a table goes on to events or another refusal."""
    try:
        events(table.read(path), MAPPING, 0)
    except Refused as refused:
        assert refused.faults


def whole(folder: Path) -> dict[str, bytes]:
    """One good file of each format."""
    frame = pl.DataFrame({"ticket": ["T-1"] * 50, "action": ["opened"] * 50, "time": [f"2026-05-04 09:{m:02d}" for m in range(50)]})
    book = xlsxwriter.Workbook(str(folder / "good.xlsx"))
    sheet = book.add_worksheet()
    for number, row in enumerate([frame.columns, *frame.rows()]):
        sheet.write_row(number, 0, row)
    book.close()
    frame.write_parquet(folder / "good.parquet")
    text = frame.write_csv().encode()
    event = '<event><string key="action" value="opened"/><date key="time" value="2026-05-04T09:00:00Z"/></event>'
    return {
        "csv": text,
        "csv.gz": gzip.compress(text),
        "jsonl": frame.write_ndjson().encode(),
        "xes": f'<log><trace><string key="ticket" value="T-1"/>{event * 50}</trace></log>'.encode(),
        "xlsx": (folder / "good.xlsx").read_bytes(),
        "parquet": (folder / "good.parquet").read_bytes(),
    }


@cache
def good() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return whole(Path(folder))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@given(content=st.binary(max_size=400), ending=st.sampled_from(ENDINGS))
def test_random_bytes(content: bytes, ending: str, folder: Path) -> None:
    path = folder / f"random.{ending}"
    path.write_bytes(content)
    attempt(path)


@given(ending=st.sampled_from(ENDINGS), cut=st.floats(0, 1), flips=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6))
def test_cut_and_damaged_files(ending: str, cut: float, flips: list[tuple[float, int]], folder: Path) -> None:
    content = bytearray(good()[ending])
    for place, byte in flips:
        content[int(place * (len(content) - 1))] = byte
    path = folder / f"damaged.{ending}"
    path.write_bytes(bytes(content[: int(cut * len(content))]) if not flips else bytes(content))
    attempt(path)


@given(text=st.text(max_size=300))
def test_random_mappings(text: str) -> None:
    with pytest.raises(Refused):
        mapping_text.read(text, "mapping.yaml")


@given(text=st.lists(st.sampled_from(["a", '"', ",", ";", "\n", "\r", "\t", "é", "\ufeff", "0", " "]), max_size=60).map("".join))
def test_random_csv_from_its_own_signs(text: str, folder: Path) -> None:
    path = folder / "signs.csv"
    path.write_text(text, encoding="utf-8", newline="")
    attempt(path)


def bomb_gzip(folder: Path) -> Path:
    path = folder / "bomb.csv.gz"
    with gzip.open(path, "wb") as packed:
        packed.write(b"ticket,action,time\n")
        for _ in range(120):
            packed.write(b" " * (1 << 20))
    return path


def bomb_zip(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (120 << 20))
    return path


def bomb_far_cell(folder: Path) -> Path:
    path = folder / "far.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write(0, 0, "ticket")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    return path


def bomb_entities(folder: Path) -> Path:
    path = folder / "laughs.xes"
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(
        f'<!DOCTYPE log [<!ENTITY l0 "ha">{lines}]><log><trace><event><string key="ticket" value="&l9;"/></event></trace></log>'
    )
    return path


def bomb_depth(folder: Path) -> Path:
    path = folder / "deep.jsonl"
    path.write_text("[" * 200_000 + "\n" + '{"a":' * 200_000)
    return path


def bomb_depth_xml(folder: Path) -> Path:
    path = folder / "deep.xes"
    path.write_text("<log>" + "<trace>" * 200_000)
    return path


def bomb_lying_size(folder: Path) -> Path:
    """A ZIP whose directory says that a part is small."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"A" * (8 << 20))
    size = (8 << 20).to_bytes(4, "little")
    path = folder / "lying.xlsx"
    path.write_bytes(made.getvalue().replace(size, (100).to_bytes(4, "little")))
    return path


@pytest.mark.parametrize("make", [bomb_gzip, bomb_zip, bomb_far_cell, bomb_entities, bomb_depth, bomb_depth_xml, bomb_lying_size])
def test_bombs_are_refused_at_once(make: object, tmp_path: Path) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    began = time.monotonic()
    with pytest.raises(Refused):
        table.read(path)
    assert time.monotonic() - began < 10


def test_an_alias_bomb_in_a_mapping_is_refused() -> None:
    laughs = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 10))
    with pytest.raises(Refused):
        mapping_text.read("remit mapping: 1\nx0: &x0 ha\n" + laughs, "mapping.yaml")
