"""A clause that lacks a fact refuses the statement and says which, for when, and where to record it; one that does not, settles.

The cases stand in `absent.cases`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from remit.exchange.aloud import result
from remit.line import Volume
from remit.statement import Summaries, statement
from remit.values.fault import Refused
from remit.values.period import Month
from remit.work.facts import FACTS
from tests.settlement.sequence import CHARGES, KEPT, agreement_of


@dataclass
class Case:
    name: str
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> pl.DataFrame:
        rows = []
        for place, line in enumerate(self.parts.get("facts", "").splitlines()):
            kind, subject, day, value, unit, approved_by = [*map(str.strip, line.split(",")), None, None][:6]
            row = {"kind": kind, "subject": subject, "day": date.fromisoformat(str(day)), "value": value, "unit": unit}
            rows.append({**row, "approved_by": approved_by, "clause": None, "source": "test", "received_at": 0, "id": str(place)})
        return pl.DataFrame(rows, schema=FACTS)

    def faults(self) -> list[str]:
        """What the statement of the month is refused with; nothing where it is settled."""
        level, _, told = self.parts.get("results", "").partition(" ")
        agreement = agreement_of(
            self.parts.get("adjustments", ""), f"{CHARGES}\n{self.parts.get('charges', '')}", self.parts.get("levels", "")
        )
        measures = {}
        for name, text in {**KEPT, **({level: told} if level else {})}.items():
            clause = agreement.terms.named(8, name)
            measures[clause.number] = result(text, agreement.metric(clause).result_kind(clause), clause["minimum sample"])
        forecast = None if self.parts.get("forecast") == "none" else 100
        billed = int(self.parts.get("billed", "100"))
        volumes = {one.number: Volume(one.number, one.name, one["unit"], billed, forecast) for one in agreement.terms.section(6)}
        try:
            statement(agreement, Summaries(volumes=volumes, measures=measures), self.facts, (), Month.read(self.parts["month"]), 1)
        except Refused as refused:
            return [str(fault) for fault in refused.faults]
        return []


def cases() -> list[Case]:
    found = []
    for block in re.split(r"^=== ", (Path(__file__).parent / "absent.cases").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition("\n")
        case = Case(name.strip())
        for part in re.split(r"^--- ", body, flags=re.MULTILINE)[1:]:
            head, _, text = part.partition("\n")
            word, _, value = head.partition(" ")
            case.parts[word] = value or text.rstrip() + "\n" * (word == "levels")
        found.append(case)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_it_says_which_fact_is_absent(case: Case) -> None:
    assert case.faults() == [line for line in case.parts["says"].splitlines() if line]
