"""`remit check` and `remit diff` as a person calls them."""

from __future__ import annotations

import hashlib
import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli.commands.check import COMMAND as CHECK
from remit.cli.commands.clock import COMMAND as CLOCK
from remit.cli.commands.diff import COMMAND as DIFF
from remit.cli.commands.format import COMMAND as FORMAT
from tests.terms.cases import base_text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "terms.yaml").write_text(base_text("demo"), encoding="utf-8")
    return tmp_path


def amendment(text: str, body: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"remit terms: 1\namends: sha256:{digest}\nsigned: 2026-09-01\nfrom: 2026-10-01\n{body}"


def test_good_terms_are_counted_by_section(folder: Path) -> None:
    result = CliRunner().invoke(CHECK, [str(folder / "terms.yaml")])
    assert result.exit_code == 0
    assert "Customer contact and order entry: the terms can be executed." in result.output
    assert "service levels         6" in result.output
    assert result.output.startswith("Clause 11.2, line 353 (notice): ")


def test_faults_are_listed_and_counted(folder: Path) -> None:
    text = base_text("demo").replace("target: 90 %", "target: 0.9").replace("zone: Europe/London", "zone: GMT+1", 1)
    (folder / "terms.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(CHECK, [str(folder)])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "Clause 4.1, line 55: 'GMT+1' is not a time zone with its summer time; write a place, such as Europe/London.",
        "Clause 8.1, line 186: 'target' is 0.9, and share on time takes a percentage; write 90 %, or 0.9 % if that is meant.",
        "Clause 11.2, line 353 (notice): clause 11.1 can come to 16 % in a month and is limited to 12 %; from the fourth miss on, "
        "part of a credit is lost.",
        "2 faults and 1 notice.",
    ]


def test_the_list_of_holidays_that_the_fault_asks_for_can_be_pasted(folder: Path) -> None:
    text = base_text("demo").replace("      - South Africa\n", "      - South Africa\n    new holidays: do not count\n", 1)
    (folder / "terms.yaml").write_text(text, encoding="utf-8")
    refused = CliRunner().invoke(CHECK, [str(folder)])
    command = shlex.split(refused.output.split("`remit clock ")[1].split("`")[0])
    printed = CliRunner().invoke(CLOCK, command)
    assert "      - 2026-04-27  # Freedom Day (South Africa)\n" in printed.output
    pasted = text.replace("    new holidays: do not count\n", f"    new holidays: do not count\n{printed.output}")
    (folder / "terms.yaml").write_text(pasted, encoding="utf-8")
    assert refused.exit_code == 1 and CliRunner().invoke(CHECK, [str(folder)]).exit_code == 0
    values = json.loads(CliRunner().invoke(CLOCK, [*command, "--json"]).output)
    assert [f"- {one['day']}" for one in values] == [line.split("  #")[0].strip() for line in printed.output.splitlines()[1:]]
    wrong = CliRunner().invoke(CLOCK, ["holidays", "Englnd", "--from", "2026", "--to", "2025"])
    assert wrong.exit_code == 2


def test_json_has_every_fault_in_parts(folder: Path) -> None:
    (folder / "terms.yaml").write_text(base_text("demo").replace("target: 90 %", "target: 0.9"), encoding="utf-8")
    result = CliRunner().invoke(CHECK, ["--json", str(folder)])
    fault = json.loads(result.output)["faults"][0]
    assert result.exit_code == 1
    assert (fault["clause"], fault["line"], fault["notice"]) == ("8.1", 186, False)
    assert json.loads(result.output)["digest"] is None


def test_a_folder_is_checked_with_its_amendments(folder: Path) -> None:
    (folder / "amendments").mkdir()
    (folder / "amendments" / "1.yaml").write_text(amendment(base_text("demo"), "remove: [10.12]\n"), encoding="utf-8")
    result = CliRunner().invoke(CHECK, [str(folder)])
    assert result.exit_code == 1
    assert result.output.startswith("1.yaml, line 5: there is no clause 10.12 to remove; ")


def test_difference_of_two_texts(folder: Path) -> None:
    draft = folder / "draft.yaml"
    draft.write_text(
        base_text("demo").replace("at most: 12 %", "at most: 15 %").replace("  13.2 quarterly", "  13.2 regular"), encoding="utf-8"
    )
    result = CliRunner().invoke(DIFF, [str(folder / "terms.yaml"), str(draft)])
    assert result.output.splitlines() == [
        "11.2 credit limit: at most 12 % → 15 %",
        "13.2 quarterly review: name quarterly review → regular review",
        "2 differences.",
    ]
    as_json = json.loads(CliRunner().invoke(DIFF, ["--json", str(folder / "terms.yaml"), str(draft)]).output)
    assert as_json["changes"][0] == {
        "kind": "changed", "clause": "11.2", "name": "credit limit", "setting": "at most", "old": "12 %", "new": "15 %"
    }  # fmt: skip


def test_difference_that_an_amendment_makes(folder: Path) -> None:
    (folder / "amendment.yaml").write_text(amendment(base_text("demo"), "remove: [13.2]\n"), encoding="utf-8")
    call = [str(folder / "terms.yaml"), str(folder / "amendment.yaml")]
    assert CliRunner().invoke(DIFF, call).output == "13.2 quarterly review: removed (review)\n1 difference.\n"
    consolidated = CliRunner().invoke(DIFF, ["--text", *call]).output
    assert "quarterly review" not in consolidated
    assert consolidated.startswith(base_text("demo")[:8000])


def test_the_same_text_has_no_difference(folder: Path) -> None:
    call = [str(folder / "terms.yaml")] * 2
    assert CliRunner().invoke(DIFF, call).output == "The two texts say the same.\n"


def test_a_draft_gets_the_languages_spacing(folder: Path) -> None:
    draft = folder / "draft.yaml"
    text = base_text("demo")
    draft.write_text(text.replace("\n\n\n", "\n").replace("zone: Europe/London", "zone: Europe/London   "), encoding="utf-8")
    assert CliRunner().invoke(FORMAT, ["--check", str(draft)]).exit_code == 1
    assert CliRunner().invoke(FORMAT, [str(draft)]).output == "draft.yaml is laid out anew.\n"
    assert draft.read_text("utf-8") == text
    assert CliRunner().invoke(FORMAT, [str(draft)]).output == "draft.yaml is laid out well.\n"


def test_a_signed_text_is_not_laid_out_again(folder: Path) -> None:
    (folder / "statements" / "2026-05").mkdir(parents=True)
    before = (folder / "terms.yaml").read_bytes()
    result = CliRunner().invoke(FORMAT, [str(folder / "terms.yaml")])
    assert str(result.exception) == (
        "terms.yaml: this text has amendments or statements beside it, so it was signed; copy it and lay out the copy."
    )
    assert (folder / "terms.yaml").read_bytes() == before


def test_comments_stay_with_their_clause(folder: Path) -> None:
    draft = folder / "draft.yaml"
    draft.write_text(
        "remit terms: 1\ncharges:\n  # net\n  10.1 a: {rule: fixed}   # a\n\n\n\n  # gross\n  10.2 b: {rule: fixed}\n", encoding="utf-8"
    )
    CliRunner().invoke(FORMAT, [str(draft)])
    assert draft.read_text("utf-8") == (
        "remit terms: 1\n\n\ncharges:\n\n  # net\n  10.1 a: {rule: fixed}   # a\n\n  # gross\n  10.2 b: {rule: fixed}\n"
    )


def test_texts_over_several_lines_are_left_alone(folder: Path) -> None:
    draft = folder / "draft.yaml"
    text = "remit terms: 1\ntitle: |\n  One\n\n  Two\n"
    draft.write_text(text, encoding="utf-8")
    assert "holds blank lines that say something" in str(CliRunner().invoke(FORMAT, [str(draft)]).exception)
    assert draft.read_text("utf-8") == text
