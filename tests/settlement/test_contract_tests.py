"""Contract tests themselves: wrong files with their exact faults, differences in words, the command's exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.__main__ import remit
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.contract_outcome import outcomes
from remit.exchange.contract_tests import read
from remit.terms.reader import read as read_terms
from remit.values.fault import Refused
from tests.settlement.demo import agreement
from tests.shared import REPOSITORY

BAD = sorted((Path(__file__).parent / "bad").glob("*.tests.yaml"))
DEMO = REPOSITORY / "src" / "remit" / "demo"


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.name.split(".")[0])
def test_a_wrong_file_is_refused_with_every_fault(file: Path) -> None:
    """The faults stand behind `# >` at the end of each file."""
    text, *faults = file.read_text(encoding="utf-8").split("\n# > ")
    with pytest.raises(Refused) as refused:
        read(f"{text}\n", agreement(), file.name)
    assert [str(fault) for fault in refused.value.faults] == [fault.rstrip("\n") for fault in faults]


def differences(cases: str) -> dict[str, tuple[str, ...]]:
    return {
        one.case.name: one.differences
        for one in outcomes(read(f"contract: terms.yaml\ncases:\n{cases}", agreement(), "tests"), agreement())
    }


JULY = """  July:
    month: 2026-07
    volume: {ticket: 4720, order line: 13400}
    forecast: {ticket: 4600, order line: 13000}
    results: {email first reply: "2,432 of 2,926"}
    facts: {rand rate: 23.10}
"""


def test_differences_are_told_in_words() -> None:
    told = differences(
        JULY
        + """    levels: {email first reply: amber, entry accuracy: met}
    left out of the levels: {customer contact: 10 tickets}
    lines:
      10.1 customer contact: £12,272.00
      10.2 order entry: £4,155.00
      10.6 helpdesk licences: £118.00
      11.1 service credits / email first reply: -£715.04
    total: £17,000.00
"""
    )["July"]
    assert told == (
        "level email first reply: expected amber, got missed (email first reply at 83.1 % (2,432 of 2,926) is below the minimum of 85 %)",
        "left out of the levels, customer contact: expected 10 tickets, got 0",
        "line 10.2 order entry: expected £4,155.00, got £4,154.00 (13,400 order lines at £0.31)",
        "line 10.6 helpdesk licences: expected £118.00, got nothing",
        "line 10.3 service management: expected nothing, got £1,450.00 (£1,450.00 a month)",
        "total: expected £17,000.00, got £17,160.96",
    )


def test_a_case_without_expectations_agrees_unless_it_is_refused() -> None:
    assert differences(JULY) == {"July": ()}
    refused = differences(JULY.replace("    facts: {rand rate: 23.10}\n", ""))["July"]
    assert len(refused) == 1 and refused[0].startswith("the statement is refused: Clause 10.5, line ")


def test_a_repeated_case_gives_the_same_and_expects_its_own() -> None:
    told = differences(JULY + "    total: £17,160.96\n  again:\n    repeats: July\n    results: none\n    total: £17,876.00\n")
    assert told == {"July": (), "again": ()}


def test_what_is_expected_of_lines_is_complete() -> None:
    told = differences(JULY + "    lines: none\n")["July"]
    assert len(told) == 4 and all("expected nothing, got" in one for one in told)


def test_relief_may_count_items_as_met_or_leave_them_unbilled() -> None:
    text = (DEMO / "terms.yaml").read_text(encoding="utf-8")
    for effect, billing, standing, total in (
        ("removed from both sides", "still billed", "amber", "£17,439.62"),
        ("counted as met", "still billed", "amber", "£17,439.62"),
        ("removed from both sides", "not billed", "amber", "£17,425.34"),
    ):
        changed = text.replace("effect: removed from both sides\n    billing: still billed", f"effect: {effect}\n    billing: {billing}", 1)
        other = Agreement(read_terms(changed, standard_catalogue()), standard_catalogue())
        cases = f"""contract: terms.yaml
cases:
  September:
    month: 2026-09
    forecast: {{ticket: 4200, order line: 13500}}
    volume: {{ticket: 4260, order line: 14200}}
    results: {{entry accuracy: "14,044 of 14,200"}}
    facts: {{rand rate: 21.40, helpdesk licences: £118.00}}
    relief: {{9.1 malformed client files: 45 wrong order lines}}
    levels: {{entry accuracy: {standing}}}
    total: "{total}"
"""
        found = outcomes(read(cases, other, "tests"), other)
        assert [one.differences for one in found] == [()], (effect, billing)


def run(path: Path, *options: str) -> tuple[int, str]:
    done = CliRunner().invoke(remit, ["test", str(path), *options])
    return done.exit_code, done.output


def test_the_command_tells_how_many_agree() -> None:
    code, output = run(DEMO / "tests.yaml")
    assert code == 0 and output.splitlines()[-1] == "15 of 15 cases agree"
    assert json.loads(run(DEMO / "tests.yaml", "--json")[1])["agree"] == 15


def test_a_difference_exits_with_one_and_an_unreadable_file_with_two(tmp_path: Path) -> None:
    (tmp_path / "terms.yaml").write_bytes((DEMO / "terms.yaml").read_bytes())
    cases = tmp_path / "tests.yaml"
    text = (DEMO / "tests.yaml").read_text(encoding="utf-8")
    cases.write_text(text.replace("total: £15,248.00", "total: £15,248.01"), encoding="utf-8")
    code, output = run(cases)
    assert code == 1 and output.splitlines()[-1] == "14 of 15 cases agree"
    assert "         total: expected £15,248.01, got £15,248.00" in output.splitlines()
    cases.write_text(text.replace("month: 2026-05", "month: May"), encoding="utf-8")
    assert run(cases) == (2, "tests.yaml, line 14: 'month' is May; write the year first, such as 2026-07.\n1 fault.\n")
    cases.write_text("contract: nowhere.yaml\n", encoding="utf-8")
    assert run(cases)[0] == 2
    cases.write_bytes(b"\xff\xfe")
    assert run(cases)[0] == 2
    assert run(tmp_path / "absent.yaml")[0] == 2


def test_a_sample_that_is_too_small_refuses_the_statement() -> None:
    file = Path(__file__).parent / "mechanisms" / "accepted_beyond_number.terms.yaml"
    terms = Agreement(read_terms(file.read_bytes(), standard_catalogue()), standard_catalogue())
    given = "    month: 2025-03\n    volume: {line: 501}\n"
    cases = f"cases:\n  small:\n{given}    facts: {{order entry: 0 defects of 79}}\n  none:\n{given}"
    told = [one.differences[0] for one in outcomes(read(cases, terms, "tests"), terms)]
    assert "79 of 501 were sampled, and the plan takes 80; complete the sample." in told[0]
    assert "there is no audit of order entry for March 2025" in told[1]
