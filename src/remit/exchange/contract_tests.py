"""Contract tests: a text beside the terms that says for a month what is given, and which lines must come out.

    contract: demo.terms.yaml
    other results: at target
    cases:
      July misses the minimum:
        month: 2026-07
        follows: [May, June]
        volume: {ticket: 4720}
        results: {email first reply: "2,432 of 2,926"}
        lines: {10.1 customer contact: £12272.00}
        total: £12272.00

A case may follow others, whose statements are then its history, and may repeat another one: it takes over what is given there, section by
section, and expects only what it writes itself. `rights: {15.1 chronic failure: since 2026-05}` expects a right to end. Every fault of a
file is told at once, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_args

from remit.agreement import Agreement
from remit.exchange.aloud import FactRow, Unheard, fact, result
from remit.exchange.contract_case import Case, ContractTests, Excuse, Stands
from remit.measure import Measure
from remit.scorecard import Status
from remit.terms.compose import compose
from remit.terms.context import INVALID, Context, Defined, listed, nearest
from remit.terms.kinds import Amount, Count
from remit.terms.node import Entry, Items, Pairs, Scalar, shown
from remit.terms.shapes import whole_entries
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month

GIVEN = ("month", "follows", "forecast", "volume", "results", "facts", "relief")
EXPECTED = ("levels", "left out of the levels", "lines", "total", "rights")
_HEAD = ("contract", "other results", "cases")


def contract_of(text: str, file: str) -> str:
    """The name of the contract's file, relative to the tests; a text without it is `Refused`."""
    root, faults, _ = compose(text)
    named = root.get("contract")
    if isinstance(named, Scalar) and named.text:
        return named.text
    told = [Fault(Place(file=file, line=fault.place.line), fault.what, fault.remedy) for fault in faults]
    raise Refused(
        told or [Fault(Place(file=file, line=1), "the tests name no contract", "begin with 'contract:' and the file of the terms")]
    )


def read(text: str, agreement: Agreement, file: str) -> ContractTests:
    """The cases of a text, or `Refused` with all of its faults in the order of their lines."""
    root, faults, _ = compose(text)
    reader = _Reader(agreement, file, [Fault(Place(file=file, line=one.place.line), one.what, one.remedy) for one in faults])
    tests = reader.tests(root)
    if reader.faults:
        raise Refused(sorted(dict.fromkeys(reader.faults), key=lambda fault: fault.place.line or 0))
    return tests


class _Reader:
    """Reads the cases of one file and collects what is wrong."""

    def __init__(self, agreement: Agreement, file: str, faults: list[Fault]) -> None:
        self.agreement, self.terms, self.file, self.faults = agreement, agreement.terms, file, faults

    def fault(self, line: int, what: str, remedy: str = "") -> None:
        self.faults.append(Fault(Place(file=self.file, line=line), what, remedy))

    # ── the file ──

    def tests(self, root: Pairs) -> ContractTests:
        self._known(root, _HEAD, "the head of contract tests")
        other = root.get("other results")
        if other is not None and not (isinstance(other, Scalar) and other.text in ("at target", "none")):
            self.fault(other.line, f"'other results' is {shown(other)}", "write 'at target' or 'none'")
        cases = root.get("cases")
        if not isinstance(cases, Pairs):
            self.fault(cases.line if cases else 1, "there are no cases", "write 'cases:' with one named case below it")
            return ContractTests(())
        written: dict[str, tuple[Entry, dict[str, Entry]]] = {}
        for entry in cases:
            if entry.key in written:
                self.fault(
                    entry.line,
                    f"the case '{entry.key}' is written twice (lines {written[entry.key][0].line} and {entry.line})",
                    "rename one",
                )
            elif not isinstance(entry.value, Pairs):
                self.fault(entry.line, f"the case '{entry.key}' is {shown(entry.value)}", "write its month, what is given, and its lines")
            else:
                self._known(entry.value, ("repeats", *GIVEN, *EXPECTED), "a case")
                written[entry.key] = (entry, {one.key: one for one in entry.value})
        read = {name: self._case(name, written) for name in written}
        found = {name: case for name, case in read.items() if case is not None}
        self._check_order(found)
        return ContractTests(tuple(found.values()), not isinstance(other, Scalar) or other.text != "none")

    def _known(self, node: Pairs, names: Sequence[str], owner: str) -> None:
        for index, entry in enumerate(node.entries):
            if entry.key not in names:
                meant = nearest(entry.key, names)
                self.fault(entry.line, f"'{entry.key}' is not part of {owner}", f"write '{meant}'" if meant else f"it has {listed(names)}")
            elif any(other.key == entry.key for other in node.entries[:index]):
                self.fault(entry.line, f"'{entry.key}' is written twice", "keep one")

    def _check_order(self, cases: Mapping[str, Case]) -> None:
        """History lies before its month, each month once."""
        for case in cases.values():
            months: dict[Month, str] = {}
            for name in case.follows:
                before = cases.get(name)
                if before is None:
                    continue
                if before.month >= case.month:
                    what = f"'{case.name}' is {case.month.name} and follows '{name}', which is {before.month.name}"
                    self.fault(case.line, what, "a case follows earlier months only")
                elif before.month in months:
                    self.fault(
                        case.line, f"'{case.name}' follows both '{months[before.month]}' and '{name}' of {before.month.name}", "keep one"
                    )
                months[before.month] = name

    # ── one case ──

    def _case(self, name: str, written: Mapping[str, tuple[Entry, dict[str, Entry]]]) -> Case | None:
        entry, own = written[name]
        given = self._given(name, written, ())
        if given is None:
            return None
        month = self._month(entry, given)
        if month is None:
            return None
        self._month_now = month
        follows = self._follows(given.get("follows"), written)
        return Case(
            name=name,
            line=entry.line,
            month=month,
            follows=follows,
            forecast=self._values(given.get("forecast"), self._service, self._count),
            volume=self._values(given.get("volume"), self._service, self._count),
            results=self._values(given.get("results"), self._level, self._result),
            facts=tuple(row for rows in self._values(given.get("facts"), self._text, self._fact).values() for row in rows),
            relief=tuple(self._values(given.get("relief"), self._relief_clause, self._excuse).values()),
            levels=self._values(own.get("levels"), self._level, self._status),
            left_out=self._values(own.get("left out of the levels"), self._service, self._items),
            lines=self._values(own.get("lines"), self._title, self._amount) if "lines" in own else None,
            total=self._amount(own["total"], "") if "total" in own else None,
            rights=self._values(own.get("rights"), self._right_clause, self._stands) if "rights" in own else None,
        )

    def _given(self, name: str, written: Mapping[str, tuple[Entry, dict[str, Entry]]], seen: tuple[str, ...]) -> dict[str, Entry] | None:
        """What is given in a case: its own sections over those of the case that it repeats."""
        own = written[name][1]
        repeats = own.get("repeats")
        if repeats is None:
            return {key: one for key, one in own.items() if key in GIVEN}
        other = repeats.value.text if isinstance(repeats.value, Scalar) else ""
        if other in (*seen, name):
            self.fault(repeats.line, f"'{name}' repeats itself by way of {listed([*seen, name])}", "repeat a case that gives everything")
            return None
        if other not in written:
            meant = nearest(other, written)
            self.fault(repeats.line, f"there is no case '{other}'", f"write '{meant}'" if meant else "name a case of this file")
            return None
        base = self._given(other, written, (*seen, name))
        return None if base is None else {**base, **{key: one for key, one in own.items() if key in GIVEN}}

    def _month(self, entry: Entry, given: Mapping[str, Entry]) -> Month | None:
        if "month" not in given:
            self.fault(entry.line, f"the case '{entry.key}' has no month", "write for example 'month: 2026-07'")
            return None
        node = given["month"].value
        text = node.text if isinstance(node, Scalar) else ""
        if re.fullmatch("[0-9]{4}-(0[1-9]|1[0-2])", text) and text[:4] != "0000":
            return Month.read(text)
        self.fault(node.line, f"'month' is {shown(node)}", "write the year first, such as 2026-07")
        return None

    def _follows(self, entry: Entry | None, written: Mapping[str, Any]) -> tuple[str, ...]:
        if entry is None:
            return ()
        nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        names = []
        for node in nodes:
            name = node.text if isinstance(node, Scalar) else ""
            if name not in written:
                meant = nearest(name, written)
                self.fault(
                    node.line,
                    f"there is no case '{name or shown(node)}' to follow",
                    f"write '{meant}'" if meant else "name a case of this file",
                )
            else:
                names.append(name)
        return tuple(names)

    def _values(self, entry: Entry | None, key: Callable[[Entry], Any], value: Callable[[Entry, Any], Any]) -> dict[Any, Any]:
        """The rows of a section, keys and values typed; faulty ones are told and left out."""
        if entry is None or (isinstance(entry.value, Scalar) and entry.value.text in ("", "none")):
            return {}
        if not isinstance(entry.value, Pairs):
            self.fault(entry.line, f"'{entry.key}' is {shown(entry.value)}", "write one 'name: value' a line, or none")
            return {}
        found: dict[Any, Any] = {}
        context = self._context(entry.key)
        for one in whole_entries(entry.value, context):
            name = key(one)
            typed = None if name is None else value(one, name)
            if typed is None:
                continue
            if name in found:
                self.fault(one.line, f"'{one.key}' is written twice under '{entry.key}'", "keep one")
            found[name] = typed
        self._tell(context)
        return found

    # ── names ──

    def _named(self, entry: Entry, noun: str, names: Mapping[str, Any]) -> Any:
        if entry.key in names:
            return names[entry.key]
        meant = nearest(entry.key, names)
        has = f"; nearest: {meant}" if meant else ""
        numbered = [name for name in names if name[:1].isdigit()] or list(names)
        self.fault(entry.line, f"the contract has no {noun} '{entry.key}'{has}", "" if has else f"it has {listed(numbered)}")
        return None

    def _text(self, entry: Entry) -> str:
        return entry.key

    def _service(self, entry: Entry) -> Any:
        """A service by its name, or by its unit where only one service has that unit."""
        services = list(self.terms.section(6))
        units = {service["unit"]: service.name for service in services if sum(one["unit"] == service["unit"] for one in services) == 1}
        return self._named(entry, "service or unit", {**units, **{service.name: service.name for service in services}})

    def _level(self, entry: Entry) -> Any:
        return self._named(entry, "service level", {level.name: level.name for level in self.terms.section(8)})

    def _relief_clause(self, entry: Entry) -> Any:
        """A relief clause with or without its number."""
        clauses = {name: clause for clause in self.terms.section(9) for name in (clause.name, f"{clause.number} {clause.name}")}
        clause = self._named(entry, "relief clause", clauses)
        return None if clause is None else clause.number

    def _right_clause(self, entry: Entry) -> Any:
        """A termination right with or without its number."""
        clauses = [clause for clause in self.terms.section(15) if clause.rule == "termination right"]
        return self._named(
            entry, "termination right", {name: one.number for one in clauses for name in (one.name, f"{one.number} {one.name}")}
        )

    def _title(self, entry: Entry) -> Any:
        """A line's title: clause with number, and part after a slash."""
        name = entry.key.split(" / ")[0]
        titles = {f"{clause.number} {clause.name}": entry.key for clause in self.terms.clauses if clause.section in (10, 11)}
        return self._named(Entry(name, entry.line, entry.value), "charge or adjustment", titles)

    # ── values ──

    def _scalar(self, entry: Entry) -> str | None:
        if isinstance(entry.value, Scalar) and entry.value.text:
            return entry.value.text
        self.fault(entry.line, f"'{entry.key}' is {shown(entry.value)}", "write its value on the same line")
        return None

    def _typed(self, kind: Any, entry: Entry) -> Any:
        """A value read by a kind of setting, its faults told with this file's lines."""
        context = self._context(entry.key)
        value = kind.read(entry.value, context)
        self._tell(context)
        return None if value is INVALID else value

    def _context(self, setting: str) -> Context:
        """Where a value of the language of terms stands while it is read here."""
        return Context(None, "a contract test", Defined(currency=self.agreement.currency), [], setting=setting)

    def _tell(self, context: Context) -> None:
        self.faults += [Fault(Place(file=self.file, line=one.place.line), one.what, one.remedy) for one in context.faults]

    def _count(self, entry: Entry, name: str) -> Any:
        return self._typed(Count(), entry)

    def _amount(self, entry: Entry, name: str) -> Any:
        money = self._typed(Amount(signed=True), entry)
        return None if money is None else money.amount

    def _result(self, entry: Entry, name: str) -> Measure | None:
        text = self._scalar(entry)
        level = self.terms.named(8, name)
        kind = self.agreement.metric(level).result_kind(level)
        try:
            return None if text is None else result(text, kind, level.get("minimum sample") or 0)
        except Unheard as unheard:
            self.fault(entry.line, *_split(unheard))
            return None

    def _fact(self, entry: Entry, name: str) -> list[FactRow] | None:
        if isinstance(entry.value, Pairs):
            text = "; ".join(f"{one.key}: {shown(one.value)}" for one in entry.value)
        else:
            text = self._scalar(entry) or ""
        try:
            return fact(name, text, self.terms, self._month_now) if text else None
        except Unheard as unheard:
            self.fault(entry.line, *_split(unheard))
            return None

    def _status(self, entry: Entry, name: str) -> str | None:
        text = self._scalar(entry)
        if text is None or text in get_args(Status):
            return text
        self.fault(entry.line, f"'{text}' is not a standing of a level", f"write {listed(get_args(Status), 'or')}")
        return None

    def _stands(self, entry: Entry, number: str) -> Stands | None:
        text = self._scalar(entry)
        found = re.fullmatch(r"since ([0-9]{4}-[0-9]{2})(?:, until ([0-9]{4}-[0-9]{2}-[0-9]{2}))?", text or "")
        if text is None:
            return None
        try:
            if found is not None:
                return Stands(Month.read(found[1]), date.fromisoformat(found[2]) if found[2] else None)
        except ValueError:
            pass
        self.fault(
            entry.line, f"'{text}' does not say since when the right stands", "write 'since 2026-05' or 'since 2026-05, until 2026-08-31'"
        )
        return None

    def _items(self, entry: Entry, name: str) -> int | None:
        """`140 tickets`."""
        text = self._scalar(entry)
        found = re.match(r"[0-9][0-9,]*", text or "")
        if text is not None and found is None:
            self.fault(entry.line, f"'{text}' does not say how many", "write for example 140 tickets")
        return int(found[0].replace(",", "")) if found else None

    def _excuse(self, entry: Entry, number: str) -> Excuse | None:
        text = self._scalar(entry)
        found = re.fullmatch(r"([0-9][0-9,]*)(?: (wrong|late))?(?: .*)?", text or "")
        clause = self.terms.clause(number)
        if text is None:
            return None
        if found is None:
            self.fault(entry.line, f"'{text}' does not say which items are excused", "write for example 45 wrong order lines")
            return None
        if clause.rule != "excused items":
            self.fault(
                entry.line,
                f"clause {number} is {clause.rule}, which a test cannot count in items",
                "give the result that comes out of it instead",
            )
            return None
        return Excuse(clause, int(found[1].replace(",", "")), found[2])


def _split(unheard: Unheard) -> Iterator[str]:
    what, _, remedy = str(unheard).partition("; ")
    return iter((what, remedy))
