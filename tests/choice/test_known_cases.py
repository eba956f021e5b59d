"""`remit choice check` against the shared cases and others of the same kinds, and what it says of wrong ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from remit.choice.cases import read


def case(formula: str, bidders: dict[str, Any], criteria: dict[str, float] | None = None, **answers: Any) -> Any:
    entry = {"id": "one", "criteria": criteria or {"quality": 60, "price": 40}, "formula": formula, "bidders": bidders, **answers}
    return read(json.dumps([entry]), "cases.json")[0]


def bids(*prices: int, quality: tuple[float, ...] = ()) -> dict[str, Any]:
    rows = {name: {"price": price} for name, price in zip("ABCD", prices, strict=False)}
    for name, value in zip("ABCD", quality, strict=False):
        rows[name]["quality"] = value
    return rows


@pytest.mark.parametrize(
    "found",
    [
        case(
            "price points = 40*(highest-this)/(highest-lowest)", bids(100, 110, 120), published={"price_points": {"A": 40, "B": 20, "C": 0}}
        ),
        case("points = 40*(1 - (this - lowest)/lowest)", bids(100, 110), published={"price_points": {"A": 40, "B": 36}}),
        case(
            "price points = max × (budget − this)/(budget − lowest)", bids(100, 150), budget=200, exact={"price_points": {"A": 40, "B": 20}}
        ),
        case("price points = 50 + 50*(mean - this)/mean", bids(90, 110), exact={"price_points": {"A": 55, "B": 45}}),
        case("linear between lowest (40) and highest (0)", bids(100, 110, 120), published={"price_points": {"A": 40, "B": 20, "C": 0}}),
        case(
            "Sf = 100*Fm/F; S = 0.8*St + 0.2*Sf",
            {"A": {"technical": 85, "price": 110}, "B": {"technical": 80, "price": 100}},
            {"technical": 80, "financial": 20},
            published={"financial_scores": {"A": 90.9, "B": 100}, "totals": {"A": 86.2, "B": 84}},
            ranks=["A", "B"],
        ),
        case(
            "cost points = lowest/this*300; total = technical + cost points",
            {"A": {"technical": 600, "price": 50_000}, "B": {"technical": 640, "price": 55_000}},
            {"technical": 700, "cost": 300},
            published={"totals": {"A": 900, "B": 912.7}},
            ranks=["B", "A"],
        ),
        case("award to the lowest price among those with quality >= 70", bids(10, 20, 30, quality=(69, 75, 90)), ranks={"award": "B"}),
        case("best technical score of at least 70 within a budget of 30,000", bids(31000, 28500, quality=(87, 85)), ranks={"award": "B"}),
        case(
            "score = 0.5*quality + 0.5*100*lowest/this, minimum quality >= 60",
            bids(100, 130, 50, quality=(80, 95, 20)),
            exact={"totals": {"A": 90, "B": 85.9615}},
            ranks={"award": "A"},
        ),
        case(
            "0.6*Q + 0.4*100*(1-(this-lowest)/lowest)",
            {"A": {"Q": 80, "price": 100}, "B": {"Q": 95, "price": 130}, "C": {"Q": 20, "price": 50}},
            exact={"A_C_only": {"A": 48, "C": 52}, "without_C": {"A": 88, "B": 85}},
            ranks={"A_C_only": ["C", "A"], "award": "C"},
        ),
        case("total = sum(weight*score)", {"A": [4, 5], "B": [5, 4]}, {"a": 40, "b": 60}, published={"totals": {"A": 4.6, "B": 4.4}}),
        case(
            "value = performance/price*1000",
            {"A": {"performance": 800, "price": 5000}},
            {"performance": 100},
            published={"value": {"A": 160}},
        ),
        case("TOPSIS", {"x": {"a": 3, "b": 4}, "y": {"a": 4, "b": 3}}, {"a": 0.5, "b": 0.5}, published={"closeness": {"x": 0.5, "y": 0.5}}),
    ],
    ids=lambda found: found.name if isinstance(found, str) else None,
)
def test_rules_of_the_same_kinds_are_read(found: Any) -> None:
    assert found.agrees, [str(one) for one in found.findings] or found.fault


@pytest.mark.parametrize("found", read((Path(__file__).parent / "tenders.json").read_text(), "tenders.json"), ids=lambda found: found.name)
def test_tenders_in_their_own_words(found: Any) -> None:
    """Rules as authorities write them, with answers worked out by hand (closeness by nine lines of Python)."""
    assert found.agrees, [str(one) for one in found.findings] or found.fault


def test_two_numbers_side_by_side_are_no_product() -> None:
    """`max(0, 40*…)` once read as 0 times 40: a comma ends a number unless three digits follow."""
    assert case("points = max(0, 1,200*lowest/this)", bids(100, 200), published={"price_points": {"A": 1200, "B": 600}}).agrees
    assert "reading ended" in case("points = 40 lowest/this 2 3", bids(100, 200), published={"price_points": {"A": 40}}).fault


def test_rounding_is_found_out_from_the_decimals() -> None:
    prices = bids(50_000, 55_000)
    assert "half up to 1 decimal" in str(
        case("points = lowest/this*300", prices, published={"cost_points": {"A": 300, "B": 272.7}}).findings[0]
    )
    off = case("points = lowest/this*300", prices, published={"cost_points": {"A": 300, "B": 272.8}})
    assert str(off.findings[0]) == "published cost points: B is given as 272.8 and comes to 272.7272727" and not off.agrees
    parts = case(
        "total = sum(weight*score)",
        {"A": {"x": 4.15, "y": 4.15, "z": 1.05}},
        {"x": 0.3, "y": 0.3, "z": 0.4},
        published={"totals": {"A": 2.93}},
    )
    assert not parts.agrees
    parts = case(
        "total = sum(weight*score)",
        {"A": {"x": 4.15, "y": 4.15, "z": 1.05}},
        {"x": 0.3, "y": 0.3, "z": 0.4},
        published={"totals": {"A": 2.92}},
    )
    assert "added from parts" in str(parts.findings[0]), "1.25 + 1.25 + 0.42, though the exact total is 2.91"


def test_a_wrong_order_award_or_name_is_said() -> None:
    prices = bids(50_000, 55_000)
    assert "the order is A, B" in str(case("points = lowest/this*300", prices, ranks=["B", "A"]).findings[0])
    wrong = case("award to the lowest price among those with quality >= 70", bids(10, 20, quality=(69, 75)), ranks={"award": "A"})
    assert str(wrong.findings[0]) == "award: it is given to A and goes to B"
    assert "Z is no bidder" in str(case("points = lowest/this*300", prices, published={"cost_points": {"Z": 1}}).findings[0])
    assert "no number, no price and no criterion" in case("points = lowest * moonlight", prices, published={"cost_points": {"A": 1}}).fault
    assert "divides by zero" in case("points = lowest/(this - this)", prices, published={"cost_points": {"A": 1}}).fault


def program(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "remit", "choice", *map(str, words)], capture_output=True, text=True, check=False)


def test_the_shared_cases_agree() -> None:
    shared = os.environ.get("REMIT_SHARED")
    if not shared or not (file := Path(shared) / "cases" / "selection.json").is_file():
        pytest.skip("REMIT_SHARED names no folder of cases")
    answer = program("check", file)
    assert answer.returncode == 0 and answer.stdout.endswith("5 of 5 agree, 0 off\n")


def test_the_program_ends_with_one_where_a_case_differs(tmp_path: Path) -> None:
    file = tmp_path / "cases.json"
    entry = {"id": "x", "criteria": {"cost": 300}, "formula": "points = lowest/this*300", "bidders": bids(50, 55), "ranks": ["B", "A"]}
    file.write_text(json.dumps([entry]))
    answer = program("check", file)
    assert answer.returncode == 1 and "OFF  order: given as B, A, and the order is A, B" in answer.stdout
    assert json.loads(program("check", file, "--json").stdout)["off"] == 1
    file.write_text("[")
    assert program("check", file).returncode == 2


def test_a_matrix_is_compared_from_a_table_and_from_yaml(tmp_path: Path) -> None:
    table = tmp_path / "scores.csv"
    table.write_text("criterion,weight,Cape Town,Manila\ncost,25,7.5,9.5\nrest,75,9,8\n")
    said = program("compare", table).stdout
    assert "Cape Town is first." in said and "above 33.3333" in said and "34  Manila" in said
    text = tmp_path / "scores.yaml"
    text.write_text(
        "criteria:\n  quality: {weight: 50, highest: 100}\n  price: {weight: 50, kind: price}\n"
        "bidders:\n  A: {quality: 80, price: 100}\n  B: {quality: 95, price: 130}\n  C: {quality: 20, price: 50}\n"
    )
    said = program("compare", text).stdout
    assert "By weighted sum: without C, which loses, the rest gives the award to A." in said
    assert json.loads(program("compare", table, "--json").stdout)["totals"] == {"Cape Town": "345/4", "Manila": "335/4"}


def test_a_bad_matrix_says_where(tmp_path: Path) -> None:
    table = tmp_path / "scores.csv"
    table.write_text("criterion,weight,A,B\ncost,25,much,9.5\nrest,75,,8\n")
    answer = program("compare", table)
    assert answer.returncode == 1
    for part in ("row 2, column 'A': 'much' is no number", "row 3, column 'A': the cell is empty"):
        assert part in answer.stdout + answer.stderr
