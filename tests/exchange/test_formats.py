"""Every format gives the same table of text; encodings and separators are found out and said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from remit.exchange import csv, table
from remit.exchange.table import Table
from remit.values.fault import Refused

ROWS = [("T-1", "2026-05-04 09:30", "Grüße, „ja“"), ("T-2", "2026-05-05 10:00", ""), ("T-3", "2026-05-06 11:00", "line\nbreak")]
HEADS = ("ticket", "opened", "note")


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',;"\n\t|') else cell


def delimited(sign: str) -> str:
    return "\n".join(sign.join(quoted(cell) for cell in row) for row in (HEADS, *ROWS)) + "\n"


def cells(found: Table) -> list[tuple[str | None, ...]]:
    return [tuple(cell or None for cell in row) for row in found.rows.select(HEADS).rows()]


EXPECTED = [tuple(cell or None for cell in row) for row in ROWS]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_separators_and_encodings(sign: str, encoding: str) -> None:
    found = csv.parsed(delimited(sign).encode(encoding), "tickets.csv")
    assert cells(found) == EXPECTED
    assert found.rows["row"].to_list() == [2, 3, 4]
    named = {"cp1252": "Windows-1252", "utf-8": "UTF-8", "utf-8-sig": "UTF-8 with a mark"}.get(encoding, "UTF-16")
    assert named in found.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_blank_lines(end: str) -> None:
    found = csv.parsed(end.join(["", "a,b", "1,2", "", "3,4", ""]).encode(), "tickets.csv")
    assert found.rows.rows() == [(3, "1", "2"), (5, "3", "4")]


def test_numbers_keep_their_digits_and_ids_their_zeros() -> None:
    found = csv.parsed(b"id,amount\n007,2.70\n1e5,0.10\n", "tickets.csv")
    assert found.rows.rows() == [(2, "007", "2.70"), (3, "1e5", "0.10")]


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv.gz"
    path.write_bytes(gzip.compress(delimited(",").encode()))
    assert cells(table.read(path)) == EXPECTED


def test_the_other_formats_give_the_same(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=list(HEADS), orient="row")
    frame.write_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.jsonl").write_text("\n".join(json.dumps(row) for row in frame.to_dicts()), encoding="utf-8")
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("Tickets")
    for number, row in enumerate((HEADS, *ROWS)):
        sheet.write_row(number, 0, row)
    book.close()
    for name in ("t.parquet", "t.jsonl", "t.xlsx"):
        assert cells(table.read(tmp_path / name)) == EXPECTED, name
        assert table.read(tmp_path / name, ("opened",)).columns == ("opened",)


def test_typed_dates_become_iso(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "t.xlsx"), {"default_date_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["ticket", "opened", "amount"])
    from datetime import UTC, datetime

    sheet.write_row(1, 0, ["T-1", datetime(2026, 5, 4, 9, 30), 2.7])
    book.close()
    assert table.read(tmp_path / "t.xlsx").rows.rows() == [(2, "T-1", "2026-05-04 09:30:00", "2.7")]
    moments = pl.DataFrame({"opened": [datetime(2026, 5, 4, 9, 30, tzinfo=UTC)]})
    moments.write_parquet(tmp_path / "t.parquet")
    assert table.read(tmp_path / "t.parquet").rows["opened"].to_list() == ["2026-05-04 09:30:00.000000+00:00"]


def test_xes_gives_a_row_an_event_with_its_case(tmp_path: Path) -> None:
    (tmp_path / "t.xes").write_text(
        '<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="Case 1"/>'
        '<event><string key="concept:name" value="Resolve"/><date key="time:timestamp" value="2026-05-04T09:30:00.000+02:00"/></event>'
        "<event><string key='concept:name' value='Close'/></event></trace></log>",
        encoding="utf-8",
    )
    found = table.read(tmp_path / "t.xes")
    assert found.columns == ("case:concept:name", "concept:name", "time:timestamp")
    assert found.rows.rows() == [(1, "Case 1", "Resolve", "2026-05-04T09:30:00.000+02:00"), (2, "Case 1", "Close", None)]


def test_nested_json_becomes_columns_and_keeps_digits(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"key": "A-1", "fields": {"priority": {"name": "High"}, "points": 2.70, "done": true}}\n')
    assert table.read(tmp_path / "t.jsonl").rows.to_dicts() == [
        {"row": 1, "key": "A-1", "fields.priority.name": "High", "fields.points": "2.70", "fields.done": "true"}
    ]


def test_a_repeated_heading_is_numbered() -> None:
    assert csv.parsed(b"Key,Comment,Comment,\n1,a,b,\n", "jira.csv").columns == ("Key", "Comment", "Comment (2)")


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "t.doc").write_text("x")
    with pytest.raises(Refused, match=r"no reader for '.doc'; export it as csv"):
        table.read(tmp_path / "t.doc")


STREAMS = [
    delimited(","),
    delimited(";").replace("\n", "\r\n"),
    "a,b\n1,\n\n3,4\n",
    "a,b,\n1,2,\n,,\n5,6,\n",
    '\ufeffa,b\n"x, y",2\n',
    "a,b\n1,2\n3\n",
    'a,b\n"1,2\n3,4\n',
]


@pytest.mark.parametrize("text", STREAMS)
def test_a_large_file_is_streamed_to_the_same_table(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    said: list[object] = []
    for size in (1 << 30, 0):
        monkeypatch.setattr(csv, "LARGE", size)
        try:
            found = table.read(path)
            assert table.heads(path) == found.columns
            said.append((found.rows.rows(), found.columns))
        except Refused as refused:
            said.append(str(refused))
    assert said[0] == said[1]
