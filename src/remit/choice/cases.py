"""Known cases of scoring: what `remit choice check` reads, and what it says of each.

A file is a JSON list (or an object with the list under `cases`). A case has `id`, `criteria` (weights by name), `bidders` (scores by
criterion or as a list, and a price), maybe `prices`, `budget` and `threshold`, and its rule under `formula` in the words of
`remit.choice.tender`. Its answers stand under `published` and `exact` (results by bidder: price or cost points, technical, totals,
weighted parts; or totals among a group such as `A_B_only`) and `ranks` (an order, or `award` and orders by result or group). Each answer
is a `Finding`: it agrees and how, or what differs.

>>> text = '''[{"id": "mine", "criteria": {"cost": 300}, "formula": "points = lowest/this * 300",
...            "bidders": {"A": {"price": 50000}, "B": {"price": 55000}}, "published": {"cost_points": {"A": 300, "B": 272.7}}}]'''
>>> [str(finding) for finding in read(text, "mine.json")[0].findings]
['published cost points: as worked out (rounded half up to 1 decimal)']
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from remit.choice.formula_text import plain
from remit.choice.published import Compared, compared
from remit.choice.tender import Reading, Tender, is_money, readings
from remit.choice.tender_text import read_tender
from remit.values.fault import Fault, Place, Refused, RemitError


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of a case: `what` it is, whether it `agrees`, and how, or what differs."""

    what: str
    agrees: bool
    said: str

    def __str__(self) -> str:
        if self.agrees:
            return f"{self.what}: as worked out{f' ({self.said})' if self.said else ''}"
        return f"{self.what}: {self.said}"


@dataclass(frozen=True)
class Case:
    """A case with everything that was found about it; `fault` where its rule could not be read."""

    number: int
    name: str
    findings: tuple[Finding, ...] = field(default=())
    reading: str = ""
    fault: str = ""

    @property
    def agrees(self) -> bool:
        return not self.fault and all(finding.agrees for finding in self.findings)


def read(text: str, file: str) -> list[Case]:
    """The cases of a file's text, each compared; raises `Refused` where the file itself cannot be read."""
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise Refused([Fault(Place(file=file, line=line), f"this is not JSON ({error})", "write a list of cases")]) from None
    if isinstance(found, dict) and "bidders" not in found:
        found = found.get("cases")
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list):
        raise Refused([Fault(Place(file=file), "there is no list of cases", "write a JSON list, or an object with the list under 'cases'")])
    return [_case(number, entry) for number, entry in enumerate(found, 1)]


def _case(number: int, entry: Any) -> Case:
    if not isinstance(entry, dict):
        return Case(number, f"case {number}", fault=f"a case is {entry!r}; write an object with criteria, bidders and a formula")
    name = str(entry.get("id") or f"case {number}")
    try:
        tender = read_tender(entry)
        tried = []
        for reading in readings(tender):
            findings = tuple(_findings(entry, tender, reading))
            tried.append(Case(number, name, findings, str(reading)))
            if tried[-1].agrees:
                break
        # The reading that explains most; the plainer of equals.
        best = max(tried, key=lambda case: sum(finding.agrees for finding in case.findings))
    except RemitError as error:
        return Case(number, name, fault=str(error))
    return best if best.findings else Case(number, name, fault="the case holds no answer; give published, exact or ranks")


def _findings(entry: Mapping[str, Any], tender: Tender, reading: Reading) -> Iterator[Finding]:
    for where in ("published", "exact"):
        answers = entry.get(where) or {}
        for key, values in answers.items() if isinstance(answers, dict) else ():
            if plain(key) in ("ranks", "rank", "award", "winner"):
                yield from _ranked(values if plain(key) in ("ranks", "rank") else {"award": values}, tender, reading, where)
            else:
                yield _figures(f"{where} {plain(key)}", key, values, tender, reading)
    yield from _ranked(entry.get("ranks"), tender, reading, "")


def _figures(what: str, key: str, values: Any, tender: Tender, reading: Reading) -> Finding:
    """One group of figures against what was worked out."""
    if not isinstance(values, dict):
        values = dict(zip(tender.bidders, values, strict=False)) if isinstance(values, list) else {tender.bidders[0]: values}
    values = {name: value for name, value in values.items() if value is not None}
    unknown = sorted(set(values) - set(tender.bidders))
    if unknown:
        return Finding(what, False, f"{', '.join(unknown)} is no bidder of this case")
    if any(isinstance(value, list) for value in values.values()):
        return _of_parts(what, values, tender, reading)
    group = _group(key, tender.bidders) or tender.bidders
    found = _result(key, tender.results(group, reading), bool(_group(key, tender.bidders)))
    lacking = sorted(set(values) - set(found))
    if lacking:
        return Finding(what, False, f"the rule gives no such result for {', '.join(lacking)}")
    parts = {name: tender.parts(name, group, reading) for name in values}
    summed = {name: part for name, part in parts.items() if part and sum(part, Fraction(0)) == found[name]}
    return _said(what, compared({name: str(value) for name, value in values.items()}, found, summed))


def _said(what: str, result: Compared) -> Finding:
    off = "; ".join(f"{name} is given as {given} and comes to {_digits(exact)}" for name, given, exact in result.off)
    return Finding(what, result.agrees, off or ("" if result.how == "exactly" else result.how))


def _digits(value: Fraction) -> str:
    """An exact figure in at most ten significant digits."""
    return f"{float(value):.10g}"


def _of_parts(what: str, values: Mapping[str, Sequence[Any]], tender: Tender, reading: Reading) -> Finding:
    worked = {name: tender.parts(name, tender.bidders, reading) for name in values}
    short = [name for name, given in values.items() if len(given) != len(worked[name])]
    if short:
        return Finding(what, False, f"{short[0]} has {len(values[short[0]])} parts and the rule gives {len(worked[short[0]])}")
    names = {f"{name}, part {place}": str(part) for name, given in values.items() for place, part in enumerate(given, 1)}
    exact = {f"{name}, part {place}": part for name, parts in worked.items() for place, part in enumerate(parts, 1)}
    return _said(what, compared(names, exact, {}))


def _result(key: str, found: Mapping[str, Mapping[str, Fraction]], of_group: bool) -> Mapping[str, Fraction]:
    """The result that a key of the answers means."""
    name = plain(key)
    if name in found:
        return found[name]
    words = set(name.split())
    if not of_group and not words & {"total", "totals", "combined", "final", "overall"}:
        if is_money(name):
            return found.get("price", {})
        if words & {"technical", "quality"}:
            return found.get("technical", {})
    last = [values for result, values in found.items() if result != "technical"]
    return found.get("total") or (last[-1] if last else found.get("technical", {}))


def _group(key: str, bidders: Sequence[str]) -> tuple[str, ...]:
    """The bidders of a key such as `A_B_only`, `A_B_C`, `without_C`; nobody where it is no group."""
    words = key.replace(" ", "_").split("_")
    if words[0].lower() in ("without", "no", "minus") and len(words) > 1:
        left_out = _group("_".join(words[1:]), bidders)
        return tuple(name for name in bidders if name not in left_out) if left_out else ()
    if words[-1].lower() == "only":
        words = words[:-1]
    if [word.lower() for word in words] in (["all"], ["all", "bidders"]):
        return tuple(bidders)
    rest, found = "_".join(words), []
    names = {name.replace(" ", "_"): name for name in bidders}
    while rest:
        start = next((one for one in sorted(names, key=len, reverse=True) if rest == one or rest.startswith(f"{one}_")), None)
        if start is None:
            return ()
        found.append(names[start])
        rest = rest[len(start) + 1 :]
    return tuple(name for name in bidders if name in found)


def _ranked(ranks: Any, tender: Tender, reading: Reading, where: str) -> Iterator[Finding]:
    """Orders and awards."""
    if ranks is None:
        return
    if not isinstance(ranks, dict) or set(ranks) == set(tender.bidders):
        ranks = {"ranks": ranks}
    for key, wanted in ranks.items():
        what = " ".join(filter(None, (where, _rank_name(key, bool(_group(key, tender.bidders))))))
        group = _group(key, tender.bidders) or tender.bidders
        if isinstance(wanted, str) or wanted is None or plain(key) in ("award", "winner"):
            wanted = " and ".join(wanted) if isinstance(wanted, list) else wanted
            won = tender.award(group, reading)
            said = " and ".join(won) or "nobody"
            if said == (wanted or "nobody"):
                yield Finding(what, True, f"{said}{_tied(won)}")
            else:
                yield Finding(what, False, f"it is given to {wanted} and goes to {said}")
            continue
        order = [name for name, _ in sorted(wanted.items(), key=lambda pair: pair[1])] if isinstance(wanted, dict) else list(_flat(wanted))
        found = tender.results(group, reading)
        values = _result(key, found, bool(_group(key, tender.bidders)))
        ranked = {name: value for name, value in values.items() if name in order or tender.passes(name, found)}
        yield _order(what, order, {name: tender.goodness(value) for name, value in ranked.items()})


def _rank_name(key: str, of_group: bool) -> str:
    name = plain(key)
    if name in ("award", "winner"):
        return name
    return "order" if name in ("ranks", "rank") else f"order {'among' if of_group else 'by'} {key.replace('_', ' ') if of_group else name}"


def _flat(wanted: Sequence[Any]) -> Iterator[str]:
    for one in wanted:
        yield from one if isinstance(one, list) else [str(one)]


def _order(what: str, wanted: Sequence[str], values: Mapping[str, Fraction]) -> Finding:
    if set(wanted) - set(values):
        return Finding(what, False, f"the rule gives no result for {', '.join(sorted(set(wanted) - set(values)))}")
    falls = all(values[one] >= values[other] for one, other in pairwise(wanted))
    ties = [f"{one} and {other} tie" for one, other in pairwise(wanted) if values[one] == values[other]]
    if falls and set(wanted) == set(values):
        return Finding(what, True, "; ".join([", ".join(wanted), *ties]))
    order = sorted(values, key=lambda name: -values[name])
    return Finding(what, False, f"given as {', '.join(wanted)}, and the order is {', '.join(order)}")


def _tied(won: Sequence[str]) -> str:
    return ", who tie" if len(won) > 1 else ""
