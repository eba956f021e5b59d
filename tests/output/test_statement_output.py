"""What a statement looks like to people and machines: golden files, round trips, and nothing that a spreadsheet would run."""

from __future__ import annotations

import difflib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.exchange import statement_json, statement_markdown, statement_pdf, statement_words, statement_xlsx
from remit.exchange.plain import Unreadable, plain, typed
from remit.exchange.statement_json import Envelope
from remit.line import Line
from remit.scorecard import Attainment
from remit.statement import Statement
from tests.output.samples import JULY, MAY

GOLDEN = Path(__file__).parent / "golden"
ENVELOPE = Envelope(program="remit 0.1.0", issued_at=1785999600000000)


def check_golden(name: str, content: bytes, request: pytest.FixtureRequest) -> None:
    """A golden file holds these bytes; with --reset it does afterwards."""
    path = GOLDEN / name
    if request.config.getoption("--reset"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    if path.read_bytes() != content:
        old, new = (text.decode().splitlines() for text in (path.read_bytes(), content))
        difference = "\n".join(difflib.unified_diff(old, new, "golden", "now", lineterm="", n=0))
        pytest.fail(
            f"{name} has changed; if that is meant, run with --reset and read it before you commit it.\n{difference}", pytrace=False
        )


# ── canonical JSON ──


@pytest.mark.parametrize("statement", [MAY, JULY], ids=["May", "July"])
def test_json_is_the_golden_file_and_reads_back(statement: Statement, request: pytest.FixtureRequest) -> None:
    content = statement_json.write(statement, ENVELOPE)
    check_golden(f"{statement.month}.json", content, request)
    found, envelope = statement_json.read(content)
    assert found == statement
    assert envelope == replace(ENVELOPE, digest=statement_json.digest(statement))


def test_the_envelope_is_not_signed() -> None:
    assert statement_json.write(JULY, ENVELOPE) != statement_json.write(JULY)
    assert statement_json.load(statement_json.write(JULY, ENVELOPE))["envelope"]["digest"] == statement_json.digest(JULY)


def test_nothing_signed_is_a_float() -> None:
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(item) for item in value.values())
        return any(floats(item) for item in value) if isinstance(value, list) else isinstance(value, float)

    assert not floats(json.loads(statement_json.write(JULY, ENVELOPE)))
    with pytest.raises(TypeError):
        plain({"a": 0.5})


def test_a_very_large_whole_number_loses_no_digit() -> None:
    level = replace(JULY.scorecard.levels[0], measure=replace(JULY.scorecard.levels[0].measure, parts={"time": 2**60 + 1}))
    statement = replace(JULY, scorecard=replace(JULY.scorecard, levels=(level,)))
    assert statement_json.read(statement_json.write(statement))[0] == statement


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('"version":1', '"version":2'), "something in it was changed"),
        (lambda text: text.replace('"version":1', '"version":1.0'), "not a whole number"),
        (lambda text: text.replace('"version":1', '"version": 1'), "not canonical JSON"),
        (lambda text: text.replace('"version":1', '"version":"one"'), "statement.version should be a whole number"),
        (lambda text: text.replace('"total":', '"totals":'), "unknown field 'totals'"),
        (lambda text: text.replace('"tax":"reverse charge",', "", 1), "lacks the field 'tax'"),
        (lambda text: text.replace('"17876.00"', '"1.7876E4"'), "should be a decimal number as a text"),
        (lambda text: text.replace('"met"', '"good"', 1), "should be one of met"),
        (lambda text: text[:-20], "not JSON"),
        (lambda text: "[]", "This is no statement"),
    ],
)
def test_reading_refuses_what_writing_would_not_give(change: object, says: str) -> None:
    content = statement_json.write(replace(JULY, scorecard=replace(JULY.scorecard, levels=JULY.scorecard.levels[2:])))
    forged = change(content.decode()).encode()  # type: ignore[operator]
    assert forged != content
    with pytest.raises(Unreadable) as refused:
        statement_json.read(forged)
    assert says in str(refused.value)


def test_bytes_do_not_depend_on_zone_locale_or_order_of_mappings() -> None:
    program = (
        "from tests.output.samples import JULY\nfrom remit.exchange import statement_json, statement_markdown, statement_xlsx\n"
        "from hashlib import sha256\n"
        "print(sha256(statement_json.write(JULY) + statement_markdown.write(JULY).encode() + statement_xlsx.write(JULY)).hexdigest())"
    )
    found = set()
    for zone, locale, seed in (("UTC", "C", "0"), ("Pacific/Kiritimati", "de_DE.UTF-8", "1"), ("America/New_York", "C.UTF-8", "2")):
        env = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        call = [sys.executable, "-c", program]
        found.add(subprocess.run(call, env=env, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]).stdout)
    assert len(found) == 1
    reordered = replace(JULY, digests=dict(reversed(JULY.digests.items())))
    for write in (statement_json.write, statement_markdown.write, statement_xlsx.write, statement_pdf.write):
        assert write(reordered) == write(JULY)


# ── words ──


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((), "Nothing is due for July 2026."),
        (JULY.lines[:3], "£17,876.00 is due: the base charges and nothing else."),
        (JULY.lines, "£17,160.96 is due, £715.04 less than the base charges because email first reply missed its minimum."),
        (
            (*JULY.lines[:3], Line("10.6", "helpdesk licences", None, "charge", Decimal("118.00"), "By receipt.")),
            "£17,994.00 is due, £118.00 more than the base charges because of £118.00 of helpdesk licences.",
        ),
        (
            (
                *JULY.lines[:3],
                Line("11.3", "earn back", "email first reply", "earn back", Decimal("715.04"), "Met.", month="2026-07"),
                Line("10.5", "rand share", None, "charge", Decimal("403.31"), "Rate."),
                Line("10.6", "helpdesk licences", None, "charge", Decimal("118.00"), "By receipt."),
                Line("11.4", "satisfaction bonus", None, "bonus", Decimal("173.45"), "Good."),
            ),
            "£19,285.80 is due, £1,409.80 more than the base charges because of £715.04 earned back, £403.31 of rand share and £291.45 of "
            "smaller lines.",
        ),
        (
            (
                *JULY.lines[:3],
                JULY.lines[3],
                replace(JULY.lines[3], part="chat answered", level="8.2"),
                Line("10.6", "helpdesk licences", None, "charge", Decimal("118.00"), "By receipt."),
            ),
            "£16,563.92 is due, £1,312.08 less than the base charges because email first reply and chat answered missed their minimum, "
            "with £118.00 of helpdesk licences.",
        ),
        ((replace(JULY.lines[3], kind="correction", month="2026-05"),), "£715.04 is owed to the client"),
    ],
)  # fmt: skip
def test_the_answer_is_one_sentence_with_its_reasons(lines: tuple[Line, ...], says: str) -> None:
    total = sum((line.amount for line in lines), Decimal(0))
    assert str(statement_words.answer(replace(JULY, lines=lines, total=total))).startswith(says)


def test_a_month_of_base_charges_alone_has_no_reason_to_differ() -> None:
    assert statement_words.reasons(replace(JULY, lines=JULY.lines[:3])) == ""
    assert statement_words.reasons(JULY) == "£715.04 taken off because email first reply missed its minimum"


def test_every_sentence_of_an_answer_stands_in_the_list_for_translators() -> None:
    asked: list[str] = []

    def say(sentence: str) -> str:
        asked.append(sentence)
        return sentence

    for lines in (JULY.lines, JULY.lines[:3], (), (*JULY.lines, Line("10.6", "licences", None, "charge", Decimal(1), "By receipt."))):
        for total in (Decimal(5), Decimal(-5)):
            statement_words.answer(replace(JULY, lines=lines, total=total), say)
            statement_words.reasons(replace(JULY, lines=lines, total=total), say)
    assert set(asked) <= set(statement_words.ANSWERS)
    assert len(set(asked)) > 8


@given(st.integers(1, 10_000), st.integers(0, 10_000), st.integers(0, 1000), st.integers(0, 1000))
def test_a_printed_result_stands_on_its_side_of_target_and_minimum(of: int, met: int, target: int, minimum: int) -> None:
    value = Fraction(min(met, of), of)
    limits = Fraction(target, 1000), Fraction(minimum, 1000)
    level = replace(
        JULY.scorecard.levels[0], measure=replace(JULY.scorecard.levels[0].measure, value=value), target=limits[0], minimum=limits[1]
    )
    shown = Fraction(statement_words.result(level).removesuffix(" %")) / 100
    for limit in limits:
        assert (shown < limit, shown == limit) == (value < limit, value == limit)


# ── Markdown ──


@pytest.mark.parametrize("statement", [MAY, JULY], ids=["May", "July"])
def test_markdown_is_the_golden_file(statement: Statement, request: pytest.FixtureRequest) -> None:
    check_golden(f"{statement.month}.md", statement_markdown.write(statement).encode(), request)


def test_data_in_markdown_is_never_markup() -> None:
    name = "a|b <script>alert(1)</script> [link](http://x) *bold* `code`\n# head"
    text = statement_markdown.write(replace(JULY, client=name, lines=(replace(JULY.lines[0], name=name),)))
    assert "<script>" not in text and "[link](" not in text and "\n# head" not in text
    assert "a\\|b \\<script\\>" in text


# ── PDF ──

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext of poppler-utils is not installed")


def test_pdf_is_the_same_bytes_each_time_and_carries_the_signed_statement() -> None:
    content = statement_pdf.write(JULY, ENVELOPE)
    assert content == statement_pdf.write(JULY, ENVELOPE)
    assert content.startswith(b"%PDF-") and b"statement.json" in content


def printed(statement: Statement, tmp_path: Path) -> str:
    path = tmp_path / "statement.pdf"
    path.write_bytes(statement_pdf.write(statement, ENVELOPE))
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", text)


@needs_poppler
@pytest.mark.parametrize("statement", [MAY, JULY], ids=["May", "July"])
def test_pdf_says_every_line_every_level_and_the_digest_on_one_page(statement: Statement, tmp_path: Path) -> None:
    text = printed(statement, tmp_path)
    for line in statement.lines:
        assert statement_words.title(line) in text
        assert statement_words.money(line.amount, statement.currency) in text
    for level in statement.scorecard.levels:
        assert level.name.split()[0] in text and statement_words.result(level) in text and level.status in text
    assert statement_json.digest(statement) in text
    assert "1/1" in text


@needs_poppler
def test_the_statement_attached_to_the_pdf_verifies(tmp_path: Path) -> None:
    from remit.exchange import verification

    path = tmp_path / "statement.pdf"
    path.write_bytes(statement_pdf.write(JULY, ENVELOPE))
    subprocess.run(["pdfdetach", "-saveall", "-o", str(tmp_path), str(path)], check=True, capture_output=True)
    checks, found, _ = verification.statement((tmp_path / "statement.json").read_bytes(), "attached")
    assert found == JULY and all(check.holds for check in checks)


@needs_poppler
def test_a_long_statement_runs_over_pages_and_says_all(tmp_path: Path) -> None:
    lines = tuple(replace(JULY.lines[0], clause=f"10.{number}", name=f"service {number}") for number in range(1, 121))
    text = printed(replace(JULY, lines=lines), tmp_path)
    assert all(f"service {number} " in text for number in range(1, 121)) and "3/4" in text


@needs_poppler
def test_data_in_pdf_is_never_markup(tmp_path: Path) -> None:
    assert '#panic("x") $x$ *y*' in printed(replace(JULY, client='#panic("x") $x$ *y*'), tmp_path)


# ── workbook ──


def cells(content: bytes) -> list[list[list[object]]]:
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_workbook_says_every_line_in_numbers() -> None:
    statement, lines, levels = cells(statement_xlsx.write(JULY, ENVELOPE))
    assert ["", "Total due", "", "", "", 17160.96] in statement
    assert [row[9] for row in lines[1:]] == [float(line.amount) for line in JULY.lines]
    assert [row[6] for row in levels[1:]] == [level.status for level in JULY.scorecard.levels]
    assert statement_xlsx.write(JULY, ENVELOPE) == statement_xlsx.write(JULY, ENVELOPE)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "=cmd|' /C calc'!A0", "@SUM(1)", "-2+3+cmd|' /C calc'!A0"]
)
def test_no_text_becomes_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    texts = {
        field.name: evil for field in fields(Line) if field.name in ("name", "because", "unit", "tax", "cost_centre", "purchase_order")
    }
    statement = replace(JULY, client=evil, notes=(evil,), lines=(replace(JULY.lines[0], **texts),))  # type: ignore[arg-type]
    content = statement_xlsx.write(statement, items={"8.1": [{"item": evil}]})
    sheets = zipfile.ZipFile(io.BytesIO(content))
    assert not any(b"<f>" in sheets.read(name) or b"<f " in sheets.read(name) for name in sheets.namelist())
    for sheet in cells(content):
        for row in sheet:
            assert not any(isinstance(cell, str) and cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)


def test_an_amount_beyond_a_double_is_written_as_text() -> None:
    line = replace(JULY.lines[0], amount=Decimal("12345678901234567.89"))
    assert "12345678901234567.89" in [row[9] for row in cells(statement_xlsx.write(replace(JULY, lines=(line,))))[1]]


# ── the exact codec ──


@given(st.fractions(), st.decimals(allow_nan=False, allow_infinity=False), st.integers())
def test_exact_numbers_come_back(fraction: Fraction, decimal: Decimal, whole: int) -> None:
    assert typed(Fraction, plain(fraction)) == fraction
    assert typed(Decimal, plain(decimal)) == decimal
    assert typed(int, plain(whole)) == whole


def test_a_level_of_another_status_is_refused() -> None:
    value = plain(JULY.scorecard.levels[0])
    assert typed(Attainment, value) == JULY.scorecard.levels[0]
    with pytest.raises(Unreadable, match="status should be one of"):
        typed(Attainment, {**value, "status": "fine"})
