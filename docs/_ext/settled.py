"""A settled month for every rule of charges and adjustments, taken from the contract tests: the reference shows figures that came out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.contract_outcome import outcomes
from remit.exchange.contract_tests import read
from remit.line import Line
from remit.statement import Statement
from remit.terms.document import Clause
from remit.terms.reader import read as read_terms
from remit.terms.words import money

MECHANISMS = Path(__file__).parents[2] / "tests" / "settlement" / "mechanisms"


def settled() -> dict[str, str]:
    """By the rule's name: a clause, and the line that one month of its contract test has for it; Markdown."""
    found: dict[str, str] = {}
    for tests in sorted(MECHANISMS.glob("*.tests.yaml")):
        text = tests.with_name(tests.name.replace(".tests.", ".terms.")).read_text(encoding="utf-8")
        agreement = Agreement(read_terms(text, standard_catalogue()), standard_catalogue())
        statements = [one.statement for one in outcomes(read(tests.read_text(encoding="utf-8"), agreement, tests.name), agreement)]
        for clause in agreement.terms.clauses:
            if clause.section in (10, 11) and clause.rule and clause.rule not in found:
                shown = next(_shown(clause, [one for one in statements if one is not None]), None)
                if shown is not None:
                    found[clause.rule] = f"```yaml\n{_text(clause, text)}\n```\n\n{shown}"
    return found


def _shown(clause: Clause, statements: list[Statement]) -> Iterator[str]:
    for statement in statements:
        for line in statement.lines:
            among = clause.rule == "same incident" and line.kind == "credit"
            if among or line.clause == clause.number or re.search(rf"\bclause {re.escape(clause.number)}\b", line.because):
                yield _line(line, statement)
        if clause.rule == "rising target":
            level = statement.scorecard.get(clause["service level"])
            if level is not None and level.status == "missed":
                yield f"> {statement.month.name}: {level.because}."


def _line(line: Line, statement: Statement) -> str:
    return f"> {statement.month.name}, {line.title}: **{money(line.amount, statement.currency)}**. {line.because}"


def _text(clause: Clause, text: str) -> str:
    """The clause as its contract writes it."""
    found = re.search(rf"^  {re.escape(clause.number)} .*\n(?:    .*\n)*", text, re.MULTILINE)
    assert found is not None
    return "\n".join(line[2:] for line in found[0].rstrip("\n").splitlines())
