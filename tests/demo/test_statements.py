"""The demo's statements to the penny: every line of every month, September in two versions, the cash of six months."""

from __future__ import annotations

import re
import subprocess
import sys
from decimal import Decimal

import pytest

from remit.exchange.folder import Folder
from remit.statement import Statement, latest
from remit.values.period import Month
from tests.shared import shared

BASE = "10.1 customer contact", "10.2 order entry", "10.3 service management"
LINES = {
    ("2026-05", 1): dict(zip(BASE, ("10140.00", "3658.00", "1450.00"), strict=True)),
    ("2026-06", 1): dict(zip(BASE, ("10530.00", "3751.00", "1450.00"), strict=True)),
    ("2026-07", 1): dict(zip(BASE, ("12272.00", "4154.00", "1450.00"), strict=True))
    | {"11.1 service credits / email first reply": "-715.04"},
    ("2026-08", 1): dict(zip(BASE, ("11180.00", "3999.00", "1450.00"), strict=True))
    | {"10.6 helpdesk licences": "118.00", "10.7 extra training": "640.00"},
    ("2026-09", 1): dict(zip(BASE, ("11076.00", "4402.00", "1450.00"), strict=True))
    | {"10.5 rand share": "393.62", "10.6 helpdesk licences": "118.00", "11.1 service credits / entry accuracy": "-677.12"},
    ("2026-09", 2): dict(zip(BASE, ("11076.00", "4402.00", "1450.00"), strict=True))
    | {"10.5 rand share": "393.62", "10.6 helpdesk licences": "118.00"},
    ("2026-10", 1): dict(zip(BASE, ("11648.00", "4247.00", "1450.00"), strict=True))
    | {
        "10.5 rand share": "403.31",
        "10.6 helpdesk licences": "118.00",
        "11.3 earn back / email first reply": "715.04",
        "11.4 satisfaction bonus": "173.45",
    },
}
TOTALS = {
    ("2026-05", 1): "15248.00",
    ("2026-06", 1): "15731.00",
    ("2026-07", 1): "17160.96",
    ("2026-08", 1): "17387.00",
    ("2026-09", 1): "16762.50",
    ("2026-09", 2): "17439.62",
    ("2026-10", 1): "18754.80",
}
BASES = {
    "2026-05": "15248.00",
    "2026-06": "15731.00",
    "2026-07": "17876.00",
    "2026-08": "16629.00",
    "2026-09": "16928.00",
    "2026-10": "17345.00",
}
FIRST_REPLY = {
    "2026-05": (2_210, 2_418),
    "2026-06": (2_313, 2_511),
    "2026-07": (2_432, 2_926),
    "2026-08": (2_431, 2_666),
    "2026-09": (2_393, 2_641),
    "2026-10": (2_567, 2_778),
}


@pytest.fixture(scope="module")
def issued(demo: Folder) -> dict[tuple[str, int], Statement]:
    return {(str(month), one.version): one for month in demo.months() for one in demo.versions(month)}


def test_seven_statements_were_issued(issued: dict[tuple[str, int], Statement]) -> None:
    assert sorted(issued) == sorted(TOTALS)


@pytest.mark.parametrize("key", list(TOTALS), ids=lambda key: f"{key[0]} v{key[1]}")
def test_every_line_to_the_penny(issued: dict[tuple[str, int], Statement], key: tuple[str, int]) -> None:
    statement = issued[key]
    assert {line.title: str(line.amount) for line in statement.lines} == LINES[key]
    assert str(statement.total) == TOTALS[key]
    assert str(statement.base) == BASES[key[0]]
    assert statement.total == sum(line.amount for line in statement.lines)


@pytest.mark.parametrize("month", list(FIRST_REPLY))
def test_first_replies(issued: dict[tuple[str, int], Statement], month: str) -> None:
    level = issued[month, 1].scorecard["email first reply"]
    met, counted = FIRST_REPLY[month]
    assert level.measure.value is not None and (level.measure.value * counted, level.measure.count) == (met, counted)
    assert level.status == ("missed" if month == "2026-07" else "met")
    assert level.short_by == (56 if month == "2026-07" else None) or month != "2026-07"


def test_accuracy_of_september_before_and_after_the_dispute(issued: dict[tuple[str, int], Statement]) -> None:
    first, second = (issued["2026-09", version].scorecard["entry accuracy"] for version in (1, 2))
    assert (first.measure.count, first.status) == (14_200, "missed")
    assert first.measure.value is not None and (1 - first.measure.value) * 14_200 == 156
    assert (second.measure.count, second.status, second.excused) == (14_155, "amber", 45)
    assert second.measure.value is not None and (1 - second.measure.value) * 14_155 == 111
    assert {volume.service: volume.billed for volume in issued["2026-09", 2].volumes}["order entry"] == 14_200, "excused, and still billed"


def test_satisfaction_of_october(issued: dict[tuple[str, int], Statement]) -> None:
    level = issued["2026-10", 1].scorecard["customer satisfaction"]
    assert level.measure.count == 412
    assert level.measure.value is not None and round(
        Decimal(level.measure.value.numerator) / level.measure.value.denominator, 2
    ) == Decimal("4.63")


def test_all_other_levels_are_at_their_target(issued: dict[tuple[str, int], Statement]) -> None:
    below = {
        (month, version, level.name): level.status
        for (month, version), one in issued.items()
        for level in one.scorecard.levels
        if level.status != "met"
    }
    assert below == {
        ("2026-07", 1, "email first reply"): "missed",
        ("2026-09", 1, "entry accuracy"): "missed",
        ("2026-09", 2, "entry accuracy"): "amber",
    }


def test_savings_of_six_months(issued: dict[tuple[str, int], Statement]) -> None:
    """Cash against the budget of £22,780 a month, £1,500 of it for governance; and the avoided cost of growth."""
    final = latest(issued.values())
    cash = sum(Decimal("22780") - one.total - 1_500 for one in final)
    volumes = [{volume.service: volume.billed for volume in one.volumes} for one in final]
    in_house = sum(Decimal("4.375") * one["customer contact"] + Decimal("0.44") * one["order entry"] for one in volumes)
    assert cash == Decimal("25958.62")
    assert in_house - 6 * 22_780 == Decimal("10165.25")
    assert cash + in_house - 6 * 22_780 == Decimal("36123.87")
    assert cash - 24_600 == Decimal("1358.62")


def test_both_waterfalls_are_exact(issued: dict[tuple[str, int], Statement]) -> None:
    final = latest(issued.values())

    def of(kind: str, clause: str = "") -> Decimal:
        return sum((line.amount for one in final for line in one.lines if line.kind == kind and line.clause.startswith(clause)), Decimal(0))

    assert of("credit") == Decimal("-715.04")
    assert of("earn back") == Decimal("715.04")
    assert of("bonus") == Decimal("173.45")
    assert of("charge", "10.5") == Decimal("796.93")
    assert of("charge", "10.6") == Decimal("354.00")
    assert of("charge", "10.7") == Decimal("640.00")
    plan, growth = Decimal("34260.00"), Decimal("3828.25")
    extras = of("charge", "10.5") + of("charge", "10.6") + of("charge", "10.7") + of("bonus")
    assert plan + growth - of("credit") - of("earn back") - extras == Decimal("36123.87")


def test_the_independent_arithmetic_gives_the_same(issued: dict[tuple[str, int], Statement]) -> None:
    text = subprocess.run([sys.executable, shared("demo", "reconcile.py")], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^(\w{3}) base ([\d.]+) .* v1 ([\d.]+) v2 ([\d.]+) inhouse", text, re.MULTILINE)
    assert len(found) == 6
    for name, base, first, second in found:
        month = next(one for one in BASES if Month.read(one).name.startswith(name))
        assert issued[month, 1].base == Decimal(base)
        assert issued[month, 1].total == Decimal(first)
        assert latest(one for (of, _), one in issued.items() if of == month)[0].total == Decimal(second)
