"""Every table of the guide to readings: each answer settled, each default the true one, no answer and no open reading left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import indent
from typing import Any

import pytest

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.exchange.contract_outcome import outcomes
from remit.exchange.contract_tests import read
from remit.terms.document import SECTIONS
from remit.terms.fixed import MONEY
from remit.terms.reader import read as read_terms
from remit.terms.setting import Setting
from remit.terms.words import money
from tests.shared import REPOSITORY

PAGE = REPOSITORY / "docs" / "guide" / "readings.md"
FRAME = REPOSITORY / "examples" / "readings.terms.yaml"
CATALOGUE = standard_catalogue()
ABSENT = "not written"
EXPLAINED_IN_WORDS = {("forecast excess", "leaves the levels")}
"""Settings that need a log and not a contract test; their words are tested where the rule is."""
NOT_A_READING = {
    *[
        ("fixed", "each"),
        ("hours", "each"),
        ("milestones", "if the pilot fails"),
        ("rising target", "new target"),
        ("rising target", "when"),
    ],
    *[("excused time", "caused by"), ("forecast excess", "forecast by"), ("forecast excess", "without a forecast")],
    *[("credit pool", "pool total"), ("currency share", "fixing")],
    # told beside the same setting of another rule
    *[("bonus", "edge"), ("service points", "edge"), ("bonus and credit", "points"), ("bonus and credit", "points are")],
    ("bonus and credit", "only if"),
}
"""Settings that every contract writes or that have no money of their own, and those that another section of the page tells with it."""


@dataclass(frozen=True)
class Example:
    question: str
    clause: str
    given: str
    setting: str
    number: str
    within: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[str, ...]], ...]


def examples() -> Iterator[Example]:
    """The sections with a table: its setting, its columns, and each row with its answer, whether it is the default, and the amounts."""
    for section in re.split(r"\n(?=### )", PAGE.read_text(encoding="utf-8"))[1:]:
        blocks = re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)
        table = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
        if not table:
            continue
        head, _, *rows = [line.split(" | ") for line in table]
        named = re.fullmatch(r"`(.+)` of ([0-9.]+)(?:, (.+))?", head[0])
        assert named, head[0]
        answers = tuple((row[0].strip("*"), row[0].startswith("**"), tuple(row[1:])) for row in rows)
        question = section.split("\n")[0].removeprefix("### ")
        yield Example(question, *blocks, named[1], named[2], named[3] or "", tuple(head[1:]), answers)


EXAMPLES = tuple(examples())
each = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.setting} of {example.number} {example.question}")


def contract(example: Example, answer: str) -> Agreement:
    """The frame with the example's sections in place of its own, and the setting written so."""
    text = FRAME.read_text(encoding="utf-8")
    sections = {part.split(":")[0]: part for part in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)}
    sections |= {
        part.split(":")[0]: part.rstrip("\n") + "\n" for part in re.split(r"^(?=[a-z])", example.clause, flags=re.MULTILINE) if part
    }
    head = [part for name, part in sections.items() if name not in SECTIONS.values()]
    whole = "".join([*head, *(sections[name] for _, name in sorted(SECTIONS.items()) if name in sections)])
    if answer != ABSENT:
        whole = written(whole, example, answer)
    return Agreement(read_terms(whole, CATALOGUE), CATALOGUE)


def written(text: str, example: Example, answer: str) -> str:
    """The text with one setting more in the clause of that number."""
    lines = text.splitlines()
    start = "money:" if example.number == "3" else f"  {example.number} "
    (at,) = [index for index, line in enumerate(lines) if line.startswith(start)]
    if example.within:
        at = next(index for index, line in enumerate(lines) if index > at and line.strip() == f"{example.within}:")
    setting = f"{example.setting}: {answer}"
    if lines[at].endswith("}"):
        lines[at] = f"{lines[at][:-1]}, {setting}}}"
    else:
        margin = len(lines[at]) - len(lines[at].lstrip()) + 2
        lines.insert(at + 1, f"{' ' * margin}{setting}")
    return "\n".join(lines) + "\n"


def cases(given: str) -> str:
    """What is given as the cases of a contract test; the month is March 2025 where none is said."""
    if re.match(r"\S.*: \{month: ", given):
        return f"contract: c\ncases:\n{indent(given, '  ')}"
    month = "" if "month:" in given else "month: 2025-03\n"
    return f"contract: c\ncases:\n  March:\n{indent(month + given, '    ')}"


def paid(example: Example, answer: str) -> tuple[str, ...]:
    """The last month's lines under that answer, as the table writes them."""
    agreement = contract(example, answer)
    last = outcomes(read(cases(example.given), agreement, PAGE.name), agreement)[-1]
    assert last.statement is not None, last.differences
    sums = {title: sum(line.amount for line in last.statement.lines if line.title == title) for title in example.columns}
    titles = {line.title for line in last.statement.lines}
    return tuple(money(amount, "GBP") if title in titles else "–" for title, amount in sums.items())  # type: ignore[arg-type]


def setting_of(example: Example) -> Setting:
    if example.number == "3":
        return next(setting for setting in MONEY if setting.name == example.setting)
    clause = contract(example, ABSENT).terms.clause(example.number)
    found: Any = CATALOGUE.rule(clause.section, str(clause.rule)).every_setting
    return found[example.within].kind.settings[example.setting] if example.within else found[example.setting]  # type: ignore[no-any-return]


@each
def test_every_answer_pays_what_the_page_says(example: Example) -> None:
    assert {answer: paid(example, answer) for answer, _, _ in example.rows} == {answer: amounts for answer, _, amounts in example.rows}


@each
def test_the_answers_differ_and_the_bold_one_is_the_default(example: Example) -> None:
    assert len({amounts for _, _, amounts in example.rows}) > 1
    (bold,) = [answer for answer, default, _ in example.rows if default]
    default = setting_of(example).default
    said = ABSENT if default is None else {True: "yes", False: "no"}.get(default, default)
    assert bold == said
    if bold != ABSENT:
        assert paid(example, bold) == paid(example, ABSENT)


def test_every_reading_of_charges_and_adjustments_has_a_question() -> None:
    told = set()
    for example in EXAMPLES:
        if example.number != "3":
            clause = contract(example, ABSENT).terms.clause(example.number)
            told.add((str(clause.rule), example.setting))
    open_readings = {
        (rule.name, setting.name)
        for section, rule in CATALOGUE
        if section in (9, 10, 11)
        for setting in rule.settings
        if len(getattr(setting.kind, "readings", ())) > 1 or isinstance(setting.default, bool)
    }
    assert not open_readings - told - NOT_A_READING - EXPLAINED_IN_WORDS
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for _, name in EXPLAINED_IN_WORDS)
    assert {"rounded to", "exactly at", "target misses", "effect", "part month", "of", "taken", "settled", "claim"} <= {
        name for _, name in told
    }
