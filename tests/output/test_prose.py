"""The prose says everything that the clauses hold: every written value, every default as a reading, and no two readings alike."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.catalogue import standard_catalogue
from remit.demo.specimen import PLACE, demo_terms, specimen
from remit.exchange import prose_docx, prose_markdown, prose_pdf
from remit.prose import clauses, definitions
from remit.prose.contract import prose
from remit.prose.document import Document, Grid, Heading, Paragraph
from remit.prose.said import EMPTY, leaves
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Either, YesNo
from remit.terms.reader import read
from remit.terms.setting import Kind, Rule, Setting
from remit.terms.words import Words
from remit.values.fault import Refused
from tests.output.test_statement_output import check_golden
from tests.shared import shared

CATALOGUE = standard_catalogue()
RULES = [(section, rule) for section, rule in CATALOGUE if rule.example and section == getattr(rule, "sections", (rule.section,))[0]]


def text_of(document: Document) -> str:
    """Everything the document says, in one line per block."""
    blocks = []
    for block in document.blocks:
        blocks.append(" | ".join(" | ".join(row) for row in block.rows) if isinstance(block, Grid) else block.text)
    return "\n".join([document.title, *blocks])


@cache
def demo() -> Terms:
    return read(demo_terms(), CATALOGUE)


def settings_of(clause: Clause) -> dict[str, Setting]:
    if clause.section in DEFINITIONS:
        return {setting.name: setting for setting in DEFINITIONS[clause.section][1]}
    return dict(CATALOGUE.rule(clause.section, clause.rule or "").every_setting)


def is_choice(kind: Kind) -> bool:
    return isinstance(kind, Choice | YesNo) or (isinstance(kind, Either) and any(is_choice(one) for one in kind.kinds))


def missing(terms: Terms) -> list[str]:
    """Written values that do not stand in the prose; readings by name are left to the test that compares them."""
    said, words = text_of(prose(terms, CATALOGUE)).lower(), Words(terms)
    found = []
    for clause in terms.clauses:
        for name, setting in settings_of(clause).items():
            if (
                name not in clause.written
                or is_choice(setting.kind)
                or clause.get(name) in EMPTY
                or name in ("zone", "hours", "holidays", "dates")
            ):
                continue
            for forms in leaves(setting.kind, clause[name], words):
                event = definitions.EVENTS.get(forms[0]) if name in ("start", "stop") else None
                if not any(form.lower() in said for form in (*forms, *([event] if event else []))):
                    found.append(f"{clause.number} {name}: {forms}")
    return found


# ── the demo contract ──


def test_every_written_value_of_the_demo_is_said() -> None:
    assert missing(demo()) == []


def test_every_written_value_of_the_other_contracts_is_said() -> None:
    read_any = 0
    for name in ("simple.terms.yaml", "mechanisms.yaml"):
        text = shared("language", name).read_text()
        for part in re.split(r"^---\n", text, flags=re.MULTILINE):
            try:
                terms = read(part, CATALOGUE)
            except Refused:
                continue
            read_any += 1
            assert missing(terms) == [], name
    assert read_any


def test_the_fixed_sections_say_what_was_written() -> None:
    said = text_of(prose(demo(), CATALOGUE))
    for phrase in (
        "1.1 The *client* is Harbour & Pine Limited, Bristol, United Kingdom.",
        "Signed on 12 January 2026 and in force *[from that day]* (2.1, 2.2).",
        "renews for 12 months at a time (2.5) unless a party gives 3 months' notice (2.6).",
        "rounded once, half up, to £0.01",
        "reverse charge, shown and not charged",
        "Purchase order HP-4471",
        "No withholding tax",
        "8 points above the Bank of England base rate",
        "Records are frozen on business day 3, the preview follows on business day 5, objections are due by business day 10",
        "after 20 business days to an independent expert",
        "client | order desk supervisor | head of customer care",
    ):
        assert phrase in said


def test_the_prose_has_the_structure_of_the_model() -> None:
    """The same schedules, numbered sections and tables as the prose that the language was designed with."""
    model = shared("language", "demo.prose.md").read_text()
    ours = prose_markdown.write(prose(demo(), CATALOGUE))
    assert [line for line in model.splitlines() if line.startswith("#")] == [
        line for line in ours.splitlines() if line.startswith("#") and "Annex" not in line
    ]
    bold = re.compile(r"\*\*(\d+ [A-Z][a-z ]+)")
    assert [found[1].strip() for found in bold.finditer(model)] == [found[1].strip() for found in bold.finditer(ours)]
    heads = re.compile(r"^\| (?:Clause|Component) .*$", re.MULTILINE)
    assert [found[0] for found in heads.finditer(model)] == [found[0] for found in heads.finditer(ours)]
    numbers = re.compile(r"(?<![\d.(])(\d{1,2}\.\d{1,2})(?![\d)])")
    assert {found[1] for found in numbers.finditer(model)} - {found[1] for found in numbers.finditer(ours)} <= {
        "21.40", "23.50", "9.81", "5.81", "83.1", "16.928", "4.4", "4.2", "99.5", "4.6", "3.5",
    }  # fmt: skip


def test_examples_are_computed() -> None:
    said = text_of(prose(demo(), CATALOGUE))
    assert "the movement is 11.11 %, of which 7.11 % counts; the client pays 50 % of it on 80 % of £15,570.00. That is £442.88.*" in said
    assert "83 % (830 of 1,000) is below the minimum of 85 %: 4 % of £15,570.00. That is £622.80.*" in said
    dearer = read(demo_terms().replace("price: £0.31", "price: £0.41", 1), CATALOGUE)
    assert "4 % of £16,770.00. That is £670.80.*" in text_of(prose(dearer, CATALOGUE))


def test_the_prose_is_the_golden_file(request: pytest.FixtureRequest) -> None:
    check_golden("demo.prose.md", prose_markdown.write(prose(demo(), CATALOGUE)).encode(), request)


# ── every rule ──


def said_by(terms: Terms, clause: Clause, name: str, reading: object) -> str:
    """The prose of the clause's section with one setting written so."""
    written = replace(clause, settings={**clause.settings, name: reading}, written=clause.written | {name})
    changed = replace(terms, clauses=tuple(written if one.number == clause.number else one for one in terms.clauses))
    words = Words(changed)
    blocks = {
        8: lambda: clauses.levels(changed, CATALOGUE, words),
        9: lambda: clauses.reliefs(changed, CATALOGUE, words),
        10: lambda: clauses.charges(changed, CATALOGUE, words),
        11: lambda: clauses.adjustments(changed, CATALOGUE, words),
        13: lambda: clauses.governance(changed, CATALOGUE, words),
        14: lambda: clauses.data_protection(changed, CATALOGUE, words),
        15: lambda: clauses.ending(changed, CATALOGUE, words),
        4: lambda: definitions.calendars(changed, words),
        5: lambda: definitions.records(changed, words),
        6: lambda: definitions.services(changed, words),
        7: lambda: definitions.clocks(changed, words),
    }[clause.section]()
    return text_of(Document("", "", date.min, tuple(blocks)))


def alike(terms: Terms, clause: Clause, settings: Iterable[Setting]) -> list[str]:
    """Settings of which two readings print the same."""
    found = []
    for setting in settings:
        kind = setting.kind
        if isinstance(kind, Choice | YesNo):
            texts = [said_by(terms, clause, setting.name, one) for one in (kind.readings if isinstance(kind, Choice) else (True, False))]
            if len(set(texts)) < len(texts):
                found.append(setting.name)
    return found


@pytest.mark.parametrize(("section", "rule"), RULES, ids=[f"{section} {rule.name}" for section, rule in RULES])
def test_every_rule_says_what_its_example_writes(section: int, rule: Rule) -> None:
    terms = read(specimen(section, rule.example), CATALOGUE)
    assert [line for line in missing(terms) if line.startswith(f"{section}.{PLACE} ")] == []


@pytest.mark.parametrize(("section", "rule"), RULES, ids=[f"{section} {rule.name}" for section, rule in RULES])
def test_readings_of_a_rule_differ_in_its_prose(section: int, rule: Rule) -> None:
    """Two contracts that differ in one reading never print alike."""
    terms = read(specimen(section, rule.example), CATALOGUE)
    assert alike(terms, terms.clause(f"{section}.{PLACE}"), rule.every_setting.values()) == []


@pytest.mark.parametrize("section", sorted(DEFINITIONS))
def test_readings_of_a_definition_differ_in_its_prose(section: int) -> None:
    assert alike(demo(), next(demo().section(section)), DEFINITIONS[section][1]) == []


# ── writers ──


def test_markdown_tables_keep_their_columns_whatever_is_written() -> None:
    text = demo_terms().replace("item: helpdesk licences for the provider's agents", "item: licences | <b>agents</b> *of* the provider")
    for line in prose_markdown.write(prose(read(text, CATALOGUE), CATALOGUE)).splitlines():
        if line.startswith("| 10.6 "):
            assert len(re.findall(r"(?<!\\)\|", line)) == 4 and "<b>" not in line
            return
    raise AssertionError("10.6 is not in the table")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext of poppler-utils is not installed")
def test_pdf_says_every_paragraph(tmp_path: Path) -> None:
    document = prose(demo(), CATALOGUE)
    content = prose_pdf.write(document)
    assert content == prose_pdf.write(document)
    path = tmp_path / "prose.pdf"
    path.write_bytes(content)
    printed = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    printed = re.sub(r"\s+", "", re.sub(r"Customer contact and order entry +\d+/\d+\s+sha256:\S+", "", printed))
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            assert re.sub(r"[\s*]+", "", block.text) in printed


def test_docx_says_every_paragraph_and_is_the_same_bytes() -> None:
    docx = pytest.importorskip("docx")
    document = prose(demo(), CATALOGUE)
    content = prose_docx.write(document)
    assert content == prose_docx.write(document)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert block.text.replace("*", "") in paragraphs


def test_the_command_prints_markdown_and_writes_files(tmp_path: Path) -> None:
    from remit.cli.commands.prose import COMMAND

    terms = tmp_path / "terms.yaml"
    terms.write_text(demo_terms())
    assert CliRunner().invoke(COMMAND, [str(terms)]).output == prose_markdown.write(prose(demo(), CATALOGUE))
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"# Customer")):
        assert CliRunner().invoke(COMMAND, [str(terms), "--output", str(tmp_path / f"out.{ending}")]).exit_code == 0
        assert (tmp_path / f"out.{ending}").read_bytes().startswith(start)
    assert CliRunner().invoke(COMMAND, [str(terms), "--format", "pdf"]).exit_code == 2
    assert '"blocks"' in CliRunner().invoke(COMMAND, [str(terms), "--json"]).output


def test_holidays_as_signed_stand_in_the_prose_as_dates() -> None:
    dates = "[2026-12-25, 2026-05-04, 2027-01-01, 2028-01-03]"
    signed = f"      - South Africa\n    new holidays: do not count\n    holidays as signed: {dates}\n"
    said = text_of(prose(read(demo_terms().replace("      - South Africa\n", signed, 1), CATALOGUE), CATALOGUE))
    days = "4 May 2026, 25 December 2026, 1 January 2027 and 3 January 2028"
    assert f"except public holidays of England (United Kingdom) and South Africa as signed: {days}." in said
    assert "A holiday proclaimed later does not count." in said
