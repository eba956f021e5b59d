"""Random contracts, settled month after month, against plain arithmetic: 0 pennies off. 2,000 settlements with REMIT_PROVE=1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import polars as pl
import pytest

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.line import Volume
from remit.measure import Measure
from remit.statement import Statement, Summaries, statement
from remit.terms.reader import read
from remit.values.period import Month
from remit.work import facts as facts_of
from tests.conftest import PROVE
from tests.settlement.contracts import SERVICES, Figures, contract, months, text
from tests.settlement.oracle import Oracle

MONTHS = 8
CONTRACTS = 250 if PROVE else 40
CUT = 10
UNTIL = date(2026, 7, 19)


def agreement_of(figures: Figures) -> Agreement:
    return Agreement(read(text(figures, UNTIL), standard_catalogue()), standard_catalogue())


def summaries_of(figures: Figures, given: Figures, index: int) -> Summaries:
    volumes, measures = {}, {}
    for place, service in enumerate(SERVICES, 1):
        days = given["first days"][service] if index == 0 else {}
        billed = sum(days.values()) if index == 0 else given["volumes"][service]
        volumes[f"6.{place}"] = Volume(f"6.{place}", service, f"{service} unit", billed, given["forecasts"][service], 0, days)
    for place, name in enumerate(figures["levels"], 1):
        result = given["results"][name]
        measures[f"8.{place}"] = (
            Measure(Fraction(*result), result[1], {"met": result[0], "counted": result[1]}) if result else Measure(None, 0)
        )
    return Summaries(volumes=volumes, measures=measures)


def facts_in(figures: Figures, given: Figures, month: Month, index: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"kind": "mean", "subject": "rate", "day": month.first, "value": str(float(given["rate"]))}]
    for number, charge in enumerate(figures["charges"], 1):
        if charge["rule"] == "pass through":
            rows += [{"kind": "receipt", "subject": f"charge {number}", "day": month.last, "value": f"{float(value):.2f}",
                      "approved_by": "buyer" if approved else None} for value, approved in given["receipts"]]  # fmt: skip
        elif charge["rule"] == "hours":
            rows += [{"kind": "hours", "subject": f"charge {number}", "day": month.last, "value": str(float(value)),
                      "approved_by": "buyer" if approved else None} for value, approved in given["hours"]]  # fmt: skip
    return [{**row, "source": "oracle", "received_at": 0, "id": f"{index}-{number}"} for number, row in enumerate(rows)]


def frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    known, _ = facts_of.append(facts_of.empty(), pl.DataFrame(rows, schema=facts_of.FACTS))
    return known


def pennies(amount: Decimal) -> int:
    assert (amount * 100) % 1 == 0
    return int(amount * 100)


def by_title(settled: Statement) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in settled.lines:
        found[line.title] = found.get(line.title, 0) + pennies(line.amount)
    return found


def check_properties(settled: Statement) -> None:
    assert settled.total == sum((line.amount for line in settled.lines), Decimal(0)) == settled.agreed
    assert settled.disputed == 0
    assert settled.base == sum((line.amount for line in settled.lines if line.base_charge), Decimal(0))
    for line in settled.lines:
        assert line.amount and line.because.endswith(".") and line.because[0] != " "
        if line.asked is not None:
            assert abs(line.amount) < abs(line.asked) and (line.amount < 0) == (line.asked < 0)


@pytest.mark.parametrize("seed", range(CONTRACTS))
def test_no_penny_off(seed: int) -> None:
    random = Random(seed)
    figures = contract(random)
    agreement, oracle = agreement_of(figures), Oracle(figures, UNTIL)
    history: list[Statement] = []
    rows: list[dict[str, object]] = []
    for index, given in enumerate(months(figures, random, MONTHS)):
        month = Month(2026, 1).plus(index)
        rows += facts_in(figures, given, month, index)
        settled = statement(agreement, summaries_of(figures, given, index), frame(rows), history, month, CUT)
        assert by_title(settled) == oracle.month(index, given), f"seed {seed}, {month.name}\n{text(figures, UNTIL)}"
        check_properties(settled)
        history.append(settled)
    shuffled = random.sample(history[:-1], len(history) - 1)
    again = statement(
        agreement, summaries_of(figures, given, MONTHS - 1), frame(rows).sample(fraction=1, shuffle=True, seed=seed), shuffled, month, CUT
    )
    assert again == history[-1]
