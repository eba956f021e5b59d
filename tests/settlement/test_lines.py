"""Every line of the contracts in `mechanisms/`, with all its figures: what a person needs to check it, and what the next rule reads of it.

The golden text stands in `mechanisms/lines.txt`; `pytest tests/settlement/test_lines.py --reset` writes it anew. Read the difference.
"""

from __future__ import annotations

from dataclasses import fields

import pytest

from remit.exchange.contract_outcome import Outcome
from remit.line import Line
from tests.settlement.test_mechanisms import FOLDER, run

GOLDEN = FOLDER / "lines.txt"
SAID = ("clause", "name", "part", "amount", "because")
FILES = sorted(FOLDER.glob("*.tests.yaml"))


def written(line: Line) -> str:
    figures = {one.name: getattr(line, one.name) for one in fields(line) if one.name not in SAID}
    shown = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items() if value not in (None, False))
    return f"  {line.title}: {line.amount}\n    {shown}\n    {line.because}"


def told(outcome: Outcome) -> str:
    settled = outcome.statement
    if settled is None:
        return "  refused"
    levels = [f"  {one.clause} {one.name}: {one.status}, {one.because}" for one in settled.scorecard.levels]
    return "\n".join([*levels, *map(written, settled.lines), *(f"  note: {note}" for note in settled.notes)])


def section(name: str) -> str:
    """One contract of the golden text."""
    parts = GOLDEN.read_text(encoding="utf-8").split("== ") if GOLDEN.exists() else []
    return next((part for part in parts if part.startswith(f"{name}\n")), "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_every_line_with_all_its_figures(file: object, pytestconfig: pytest.Config) -> None:
    name = file.name.split(".")[0]  # type: ignore[attr-defined]
    found = f"{name}\n" + "".join(f"{one.case.name}\n{told(one)}\n" for one in run(file))  # type: ignore[arg-type]
    if pytestconfig.getoption("--reset"):
        before = GOLDEN.read_text(encoding="utf-8").split("== ")[1:] if GOLDEN.exists() else []
        parts = {part.split("\n")[0]: part for part in before} | {name: found}
        GOLDEN.write_text("".join(f"== {parts[one]}" for one in sorted(parts)), encoding="utf-8")
    assert found == section(name)
