"""Scores of bidders on weighted criteria, from a table or from YAML.

A table (CSV, XLSX and the other formats of `table`) has one row for each criterion: columns `criterion`, `weight`, one for each bidder,
and where wanted `kind` (benefit, cost, price), `lowest`, `highest`, `least` and `formula`. YAML holds the same by name:

criteria: cost: {weight: 25, kind: price, formula: lowest over price} culture: 75 bidders: Cape Town: {cost: 15570, culture: 9} budget:
20000 missing: Manila: [Zendesk]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from remit.choice.matrix import KINDS, Criterion, Matrix, number
from remit.exchange import table
from remit.exchange.table import refused
from remit.values.fault import Fault, Place, Refused

SETTINGS = ("kind", "lowest", "highest", "least", "formula")


def read(path: Path, highest: Fraction = Fraction(10)) -> Matrix:
    """The matrix of a file; `highest` is the top of the scale where the file names none. Raises `Refused` with every fault."""
    if path.suffix.lower() in (".yaml", ".yml"):
        return _of_yaml(path, highest)
    rows = table.read(path).rows.to_dicts()
    heads = {str(head).strip().lower(): str(head) for head in (rows[0] if rows else {})}
    for name in ("criterion", "weight"):
        if name not in heads:
            raise refused(path.name, f"there is no column '{name}'", "name the columns criterion, weight, and each bidder", row=1)
    settings = {name: heads[name] for name in SETTINGS if name in heads}
    bidders = [head for head in heads.values() if head not in (heads["criterion"], heads["weight"], table.ROW, *settings.values())]
    if not bidders:
        raise refused(path.name, "there is no bidder", "give each bidder a column with its scores", row=1)
    rows = [row for row in rows if (row[heads["criterion"]] or "").strip()]
    if not rows:
        raise refused(path.name, "there is no criterion", "write one row for each criterion")
    asked = [
        {"weight": row[heads["weight"]], **{name: row[head] for name, head in settings.items() if row[head] not in (None, "")}}
        for row in rows
    ]
    names = [str(row[heads["criterion"]]).strip() for row in rows]
    given = {bidder: [row[bidder] for row in rows] for bidder in bidders}
    return _matrix(path.name, list(zip(names, asked, strict=True)), given, highest, [int(row[table.ROW]) for row in rows])


def _of_yaml(path: Path, highest: Fraction) -> Matrix:
    try:
        found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise refused(path.name, f"the file cannot be read ({error.strerror})", "check the name and the folder") from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise refused(path.name, f"this is not YAML ({error})", "write criteria and bidders by name") from None
    if not isinstance(found, dict) or not isinstance(found.get("criteria"), dict) or not isinstance(found.get("bidders"), dict):
        raise refused(path.name, "there are no criteria and bidders", "write both by name")
    asked = [(str(name), one if isinstance(one, dict) else {"weight": one}) for name, one in found["criteria"].items()]
    given: dict[str, list[Any]] = {}
    for bidder, scores in found["bidders"].items():
        if isinstance(scores, dict):
            scores = [scores.get(name) for name, _ in asked]
        given[str(bidder)] = list(scores) if isinstance(scores, list) else [None] * len(asked)
    budget = found.get("budget")
    missing = {str(name): tuple(map(str, musts)) for name, musts in (found.get("missing") or {}).items()}
    return _matrix(path.name, asked, given, highest, None, missing, None if budget is None else number(budget))


def _matrix(
    file: str,
    asked: Sequence[tuple[str, Mapping[str, Any]]],
    given: Mapping[str, list[Any]],
    highest: Fraction,
    rows: list[int] | None,
    missing: Mapping[str, tuple[str, ...]] | None = None,
    budget: Fraction | None = None,
) -> Matrix:
    faults: list[Fault] = []

    def figure(value: Any, row: int | None, column: str) -> Fraction:
        try:
            return number("" if value is None else str(value))
        except ValueError:
            what = "the cell is empty" if value in (None, "") else f"'{value}' is no number"
            faults.append(Fault(Place(file=file, row=row, column=column), what, "write a number"))
            return Fraction(1)

    places = [rows[index] if rows else None for index in range(len(asked))]
    criteria = tuple(_criterion(name, one, highest, place, figure) for (name, one), place in zip(asked, places, strict=True))
    for one, place in zip(criteria, places, strict=True):
        if one.kind not in KINDS:
            remedy = f"write {', '.join(KINDS)}"
            faults.append(Fault(Place(file=file, row=place, column="kind"), f"'{one.kind}' is no kind of criterion", remedy))
    scores = tuple(
        tuple(
            figure(value, place, bidder if rows else f"{bidder}: {name}")
            for value, place, (name, _) in zip(row, places, asked, strict=True)
        )
        for bidder, row in _even(given, len(asked), file, faults)
    )
    if faults:
        raise Refused(faults)
    return Matrix(criteria, tuple(given), scores, missing or {}, budget)


def _even(given: Mapping[str, list[Any]], length: int, file: str, faults: list[Fault]) -> Iterator[tuple[str, list[Any]]]:
    for bidder, row in given.items():
        if len(row) != length:
            faults.append(Fault(Place(file=file, column=bidder), f"it has {len(row)} scores for {length} criteria", "score each once"))
        yield bidder, [*row, *[1] * length][:length]


def _criterion(name: str, asked: Mapping[str, Any], highest: Fraction, place: int | None, figure: Any) -> Criterion:
    return Criterion(
        name,
        figure(asked.get("weight"), place, "weight"),
        str(asked.get("kind") or "benefit").strip().lower(),  # type: ignore[arg-type]
        figure(asked.get("lowest") or 0, place, "lowest"),
        figure(asked["highest"], place, "highest") if asked.get("highest") is not None else highest,
        figure(asked["least"], place, "least") if asked.get("least") is not None else None,
        str(asked.get("formula") or "lowest over price").strip(),
    )
