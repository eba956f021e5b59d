"""Tenders from files of known cases: criteria, bidders, prices, and the scoring rule in the words of its source.

What a rule says is found in this order: assignments and expressions between stops (`price score = lowest/this*5; total = …`), a gate
("award to best technical >= 70 whose price is within budget"), a method or price formula of the catalogue by its name.

>>> from remit.choice.tender import Reading
>>> tender = read_tender({"criteria": {"quality": 60, "price": 40}, "formula": "price points = 40*lowest/this",
...                       "bidders": {"A": {"quality": 50, "price": 100}, "B": {"quality": 55, "price": 125}}})
>>> {name: str(total) for name, total in tender.results(tender.bidders, Reading())["total"].items()}
{'A': '90', 'B': '87'}
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from remit.choice.formula_text import Formula, NotFormula, parsed, plain
from remit.choice.matrix import number
from remit.choice.method import methods
from remit.choice.price import formulas
from remit.choice.tender import MONEY, PRICES, RANGE, TECHNICAL, Tender, Unreadable, is_money

_ASKS_PRICES = re.compile(
    rf"\b(?:{'|'.join(alias for word, aliases in PRICES.items() if word != 'available' for alias in aliases)}|linear)\b"
)
_REMARK = re.compile(r"\([^()]*\)")
_KINDS = ("kinds", "types", "directions", "direction")
_DOWN = re.compile(r"costs?|min(?:imi[sz]e)?|less(?: is better)?|lower(?: is better)?|smaller|down|negative")
_FLOOR = re.compile(
    r"(?:not|never) (?:below|less than|under) (?:0|zero)|(?:at least|minimum(?: of)?|min|floor(?:ed)?(?: at)?) (?:0|zero)(?: points)?"
    r"|never negative|no negative points?|(?:negative|less) (?:points? )?(?:counts? as|are|is|=) (?:0|zero)"
)
_STOPS = re.compile(r"\s*(?:[;\n]|[,.](?=\s)|\b(?:where|subject to|provided|then|with)\b)\s*")


def read_tender(case: Mapping[str, Any]) -> Tender:
    """The tender of a case; raises `Unreadable` with what it lacks."""
    criteria = {name: _number(_weight(given), f"the weight of {name}") for name, given in _object(case, "criteria").items()}
    bidders = _object(case, "bidders")
    text = str(case.get("formula") or case.get("rule") or case.get("method") or "")
    prices = {name: _number(price, f"the price of {name}") for name, price in (case.get("prices") or {}).items()}
    scored = bool(prices) or not _ASKS_PRICES.search(plain(text))  # then what stands under a bidder's price is a score
    if not scored:
        prices = {name: _number(asked, f"the price of {name}") for name, given in bidders.items() if (asked := _price(given)) is not None}
    scores = {name: dict(_scores(name, given, criteria, scored)) for name, given in bidders.items()}
    costs = frozenset(_costs(case, criteria, plain(text)))
    return _with_rule(Tender(criteria, tuple(bidders), scores, prices, (), **_gates(case, text), costs=costs), text)


def _weight(given: Any) -> Any:
    """The weight of a criterion, where more than that is said of it."""
    return given.get("weight", 1) if isinstance(given, dict) else given


def _costs(case: Mapping[str, Any], criteria: Collection[str], words: str) -> Iterator[str]:
    """The criteria of which less is better: said of each, in a list by name, or in the rule ("price and time are costs")."""
    told: Mapping[str, Any] = next((case[key] for key in _KINDS if isinstance(case.get(key), dict)), {})
    said = re.search(r"([\w ,]+?) (?:is a cost|are costs|(?:is|are) minimi[sz]ed|less is better|lower is better)", words)
    for name in criteria:
        given = _object(case, "criteria")[name]
        kind = (
            plain(str(next((given[key] for key in ("kind", "type", "direction") if key in given), ""))) if isinstance(given, dict) else ""
        )
        if _DOWN.fullmatch(kind or plain(str(told.get(name, "")))) or (said and _mentions(said[1], [name])):
            yield name


def _price(given: Any) -> Any:
    """What a bidder asks, where it stands among its scores."""
    return (
        next((given[key] for key in given if is_money(key) and not isinstance(given[key], dict | list)), None)
        if isinstance(given, dict)
        else None
    )


def _with_rule(tender: Tender, text: str) -> Tender:
    known: set[str] = {"weight", "score", "w", "s", "total", *TECHNICAL} | {alias for aliases in PRICES.values() for alias in aliases}
    known |= {plain(one) for row in tender.scores.values() for one in row} | {f"weight of {plain(one)}" for one in tender.criteria}
    known |= {plain(left) for part in _clauses(text) if (left := re.split(r"(?<![<>])=", part)[0]) != part}
    known |= {f"{result} {word}" for result in ("price", "technical", "total") for word in ("points", "score", "scores")}
    found: list[tuple[tuple[str, ...], Formula]] = []
    why = ""
    for part in _clauses(text):
        if found and _FLOOR.search(plain(part)):
            found[-1] = (found[-1][0], _not_below_zero(found[-1][1]))
            continue
        left, equals, right = re.sub(r"(?<![<>])=", "\0", part, count=1).partition("\0")
        target, body = (left, right) if equals and not re.search(r"[<>≥≤]\s*$", left) else ("", part)
        formula, fault = _formula(body.strip(), known)
        why = why or fault
        if formula is None:
            continue
        result = _result(target, body, tender, [name for names, _ in found for name in names])
        known |= {plain(target)} if target else set()
        found.append((tuple(dict.fromkeys((result, plain(target)))) if target else (result,), formula))
    if found:
        return replace(tender, formulas=tuple(found))
    words = plain(_REMARK.sub(" ", text)).replace("-", " ")
    method = next(
        (name for name in methods() if name in words or (name.split()[0] in ("topsis", "promethee") and name.split()[0] in words)), ""
    )
    if method in ("topsis", "promethee ii"):
        shapes = [RANGE] if re.search(r"(?:min max|range|normali[sz]ed) ", words) else []
        shapes += ["usual"] if re.search(r"\busual\b|type (?:i|1)\b", words) else []
        return replace(tender, method=method, shape=(shapes[0] if shapes and method == "promethee ii" else ""))
    if price := next((name for name in formulas() if name in words), ""):
        return replace(tender, price_formula=price)
    if tender.gates_price or tender.threshold is not None or tender.picks != "total":
        return tender
    if "weighted sum" in words or "weighted average" in words:
        return replace(tender, formulas=((("total",), parsed("sum(weight*score)", known)),))
    raise Unreadable(why or "the case has no formula")


def _not_below_zero(formula: Formula) -> Formula:
    return lambda names, each: max(formula(names, each), Fraction(0))


def _clauses(text: str) -> Iterator[str]:
    """The text between stops that stand in no bracket."""
    depth, start = 0, 0
    for stop in re.finditer(rf"[(\[]|[)\]]|{_STOPS.pattern}", text):
        if stop[0] in "([":
            depth += 1
        elif stop[0] in ")]":
            depth -= 1
        elif depth == 0:
            yield text[start : stop.start()]
            start = stop.end()
    yield text[start:]


def _formula(text: str, known: set[str]) -> tuple[Formula | None, str]:
    """The formula of a text, without its bracketed remarks if it cannot be read with them; or why not."""
    try:
        return parsed(text, known), ""
    except NotFormula as error:
        bare = _REMARK.sub(" ", text)
        if bare != text:
            with contextlib.suppress(NotFormula):
                return parsed(bare, known), ""
        return None, str(error)


def _result(target: str, body: str, tender: Tender, earlier: Collection[str]) -> str:
    """What a formula gives, by the name on its left, else by what it works with: prices alone, or qualities as well."""
    words = set(plain(target).split())
    if words & {"total", "totals", "combined", "final", "overall", "sum", "value"}:
        return "total"
    if words & set(MONEY) and not _mentions(body, tender.quality):
        return "price"
    if words & {"technical", "quality"}:
        return "technical"
    of_price = _mentions(body, [alias for word, aliases in PRICES.items() if word != "available" for alias in aliases])
    of_more = _mentions(body, [*tender.quality, *earlier, *TECHNICAL, "sum"])
    return "price" if of_price and not of_more else "total"


def _mentions(body: str, names: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(body)) for name in names)


def _gates(case: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Budget, thresholds and what the award goes by."""
    words = plain(text)
    budget = case.get("budget", case.get("ceiling"))
    if budget is None and (said := re.search(r"(?:budget|ceiling)(?: of| is|:)? ?[£$€]?([\d][\d,]*(?:\.\d+)?)", words)):
        budget = said[1]
    given = next(
        (case[key] for key in ("threshold", "minimum", "technical_minimum", "min_technical", "quality_threshold") if key in case), None
    )
    if given is None and (said := re.search(r"(?:>=|≥|at least|minimum(?: of)?|no less than|threshold(?: of)?) ?(\d+(?:\.\d+)?)", words)):
        given = said[1]
    given = None if given in (0, "0") else given  # points that do not go below nothing are no gate
    least = given if isinstance(given, dict) else {}
    picks = "total"
    if re.search(
        r"(?:lowest|cheapest)(?: price| bid| cost)? (?:among|of those|that|which|with|whose)|award to (?:the )?(?:lowest|cheapest)", words
    ):
        picks = "lowest price"
    elif re.search(r"(?:best|highest) (?:technical|quality)", words):
        picks = "technical"
    return {
        "budget": None if budget is None else _number(budget, "the budget"),
        "threshold": None if given is None or isinstance(given, dict) else _number(given, "the threshold"),
        "least": {name: _number(value, f"the least {name}") for name, value in least.items()},
        "picks": picks,
        "least_wins": bool(
            re.search(r"(?:lowest|smallest|least)(?: [\w ]{1,20})? (?:wins|is best|ranks first|is first|comes first)", words)
        ),
        "gates_price": bool(re.search(r"within (?:the )?(?:budget|ceiling)|(?:not|below|under|over) (?:the )?(?:budget|ceiling)", words))
        or (picks == "technical" and budget is not None),
    }


def _scores(name: str, given: Any, criteria: Mapping[str, Fraction], apart: bool) -> Iterator[tuple[str, Fraction]]:
    """A bidder's scores by criterion; a list goes by the criteria's order, and may leave out a price that stands apart."""
    if isinstance(given, list):
        given = {"scores": given}
    if not isinstance(given, dict):
        raise Unreadable(f"the bidder {name} is {given!r}; give an object of scores and a price")
    for key, value in given.items():
        if isinstance(value, dict) and plain(key) in ("scores", "score", "points", "technical"):
            yield from ((one, _number(score, f"{name}'s {one}")) for one, score in value.items())
        elif isinstance(value, list):
            order = list(criteria)
            if len(value) != len(order):
                order = [one for one in order if not is_money(one)]
            if len(value) != len(order):
                raise Unreadable(f"{name} has {len(value)} scores for {len(criteria)} criteria")
            yield from ((one, _number(score, f"{name}'s {one}")) for one, score in zip(order, value, strict=True))
        elif not isinstance(value, str | bool | None) and (apart or not is_money(key)):
            yield key, _number(value, f"{name}'s {key}")


def _object(case: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = case.get(key) or {}
    if isinstance(found, list):
        found = (
            {str(one.get("name", place)): one for place, one in enumerate(found)} if key == "bidders" else dict.fromkeys(map(str, found), 1)
        )
    if not isinstance(found, dict) or (key == "bidders" and not found):
        raise Unreadable(f"'{key}' is missing")
    return found


def _number(value: Any, what: str) -> Fraction:
    try:
        return number(value)
    except (ValueError, TypeError):
        raise Unreadable(f"{what} is {value!r}, which is no number") from None
