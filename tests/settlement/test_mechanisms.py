"""Mechanisms of signed contracts, as contract tests: each folder entry is a contract with the months and lines that must come out.

The figures are those that the contracts or their guidance publish, with the boundaries added where a mechanism turns.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.contract_outcome import Outcome, outcomes
from remit.exchange.contract_tests import contract_of, read
from remit.terms.reader import read as read_terms
from tests.shared import REPOSITORY, shared

FOLDER = Path(__file__).parent / "mechanisms"


def run(file: Path, contract: Path | None = None) -> tuple[Outcome, ...]:
    text = file.read_text(encoding="utf-8")
    terms = contract or file.parent / contract_of(text, file.name)
    agreement = Agreement(read_terms(terms.read_bytes(), standard_catalogue()), standard_catalogue())
    return outcomes(read(text, agreement, file.name), agreement)


def told(found: tuple[Outcome, ...]) -> str:
    return "\n".join(f"{one.case.name}: {difference}" for one in found for difference in one.differences)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.tests.yaml")), ids=lambda file: file.name.split(".")[0])
def test_every_case_agrees(file: Path) -> None:
    found = run(file)
    assert found and told(found) == ""
    for one in found:
        assert one.statement is not None
        assert one.statement.total == sum(line.amount for line in one.statement.lines)
        assert all(line.because.endswith(".") and line.amount for line in one.statement.lines)


def test_the_demo_to_the_penny() -> None:
    found = run(REPOSITORY / "src" / "remit" / "demo" / "tests.yaml")
    assert told(found) == "" and len(found) == 15


def test_the_worked_design() -> None:
    assert told(run(shared("language", "tests.yaml"))) == ""
