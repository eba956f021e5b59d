"""The contract, executable: terms and the rules they name, as one value that a statement calls.
`Agreement` answers what a month needs: which clauses are in force, how the levels stand, which charge and adjustment lines there are,
in the order of `remit terms: 1`: charges by stage, credits, same incident, repeat, rounding of each line, caps, earn back, bonus. A cap
on bonuses cuts them after they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from remit.adjustment import Adjustment
from remit.adjustments.rising_target import risen
from remit.charge import STAGES, Charge
from remit.line import Account, Billed, Draft, Earlier, Line, Missing, holds
from remit.measure import Measure, Metric, Summary
from remit.scorecard import Attainment, Scorecard, attainment
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.typed import Length
from remit.terms.words import sentence
from remit.values.money import Rounding
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Agreement:
    """Terms that were read without faults, with the catalogue they were read with."""

    terms: Terms
    catalogue: Catalogue

    # ── the contract's fixed settings ──

    @property
    def currency(self) -> str:
        return self.terms.currency

    @property
    def rounding(self) -> Rounding:
        """The one rule by which each line is rounded, once."""
        unit = self.terms.money.get("rounded to")
        return Rounding(self.terms.money["rounding"], unit.amount) if unit is not None else Rounding(self.terms.money["rounding"])

    @property
    def zone(self) -> str:
        """The place whose wall clock bounds the months: that of the statement's calendar (12.2)."""
        return str(self.terms.named(4, self.terms.statement["calendar"])["zone"])

    # ── clauses and their rules ──

    def in_force(self, section: int, month: Month) -> Iterator[Clause]:
        """The clauses of a section that hold on some day of the month, in the order of the text; none after a term without renewal."""
        if self.terms.term["renews for"] == "no renewal" and month.first > self.terms.term["ends"]:
            return iter(())
        return (clause for clause in self.terms.section(section) if clause.holds_in(month))

    def metric(self, level: Clause) -> Metric:
        """How a service level is measured."""
        rule = self.catalogue.rule(8, str(level.rule))
        assert isinstance(rule, Metric)
        return rule

    def charge(self, clause: Clause) -> Charge:
        rule = self.catalogue.rule(10, str(clause.rule))
        assert isinstance(rule, Charge)
        return rule

    def adjustment(self, clause: Clause) -> Adjustment:
        rule = self.catalogue.rule(11, str(clause.rule))
        assert isinstance(rule, Adjustment)
        return rule

    def looking_back(self, month: Month) -> Mapping[str, int]:
        """The clauses in force that read statements of earlier months, with how many months back."""
        found = {level.number: _months_back(level) for level in self.in_force(8, month)}
        found |= {clause.number: self.charge(clause).looks_back(clause) for clause in self.in_force(10, month)}
        found |= {clause.number: self.adjustment(clause).looks_back(clause) for clause in self.in_force(11, month)}
        found |= {clause.number: self.catalogue.rule(15, str(clause.rule)).looks_back(clause) for clause in self.in_force(15, month)}
        return {number: months for number, months in found.items() if months}

    # ── levels ──

    def scorecard(
        self,
        summaries: Mapping[str, Summary],
        month: Month,
        history: Sequence[Earlier] = (),
        excused: Mapping[str, int] | None = None,
        undecided: Mapping[str, int] | None = None,
        measures: Mapping[str, Measure] | None = None,
    ) -> Scorecard:
        """All levels in force in the month, judged; `summaries` by the clause of the level. A level without a summary has no data.

        `measures` are results that are given and not measured (contract tests, what-if); they stand in place of summaries.
        """
        levels = []
        for level in self.in_force(8, month):
            metric = self.metric(level)
            given = (measures or {}).get(level.number)
            measure = given if given is not None else metric.measure(level, summaries.get(level.number, Summary()))
            earlier = [_level_in(history, month.plus(-back), level.number) for back in range(1, _months_back(level) + 1)]
            target = self._target(level, history)
            counts = {"excused": (excused or {}).get(level.number, 0), "undecided": (undecided or {}).get(level.number, 0)}
            levels.append(attainment(level, metric, measure, earlier, target=target, **counts))
        return Scorecard(tuple(levels))

    def _target(self, level: Clause, history: Sequence[Earlier]) -> Fraction | None:
        """The target that an adjustment has raised; None where the written one stands."""
        target: Fraction | None = None
        for clause in self.terms.section(11):
            if clause.rule == "rising target" and clause["service level"] == level.name:
                target = risen(clause, level, history)
        return target

    # ── charges ──

    def charges(self, account: Account) -> tuple[Account, list[Missing]]:
        """The account with its charge lines in clause order, each rounded, and what is missing."""
        missing: list[Missing] = []
        account = replace(account, forecast_charges=self._forecast_charges)
        for stage in STAGES:
            for clause in self.in_force(10, account.month):
                if self.charge(clause).stage == stage:
                    drafts = _collected(self.charge(clause).drafts(clause, account), missing)
                    account = self._with(account, [(self.line(clause, draft, account), draft.told) for draft in drafts])
        return replace(account, lines=self._in_order(account.lines)), missing

    def _with(self, account: Account, lines: Iterable[tuple[Line, bool]]) -> Account:
        """The account with the lines that come to something, and a note for each other that is worth one."""
        for line, told in lines:
            if line.amount:
                account = replace(account, lines=(*account.lines, line))
            elif told or line.asked is not None:
                account = replace(account, notes=(*account.notes, f"{line.title}: {line.because}"))
        return account

    def _forecast_charges(self, account: Account) -> Fraction:
        """The base charges at forecast volume; `Missing` where a service has no forecast."""
        volumes = {}
        for name, volume in account.volumes.items():
            if volume.forecast is not None:
                day = account.month.last
                volumes[name] = replace(volume, billed=volume.forecast, days={day: volume.forecast})
        total = Fraction(0)
        forecast = replace(account, volumes=volumes)
        for clause in self.in_force(10, account.month):
            rule = self.charge(clause)
            if rule.stage != "price" or not clause["base charge"]:
                continue
            service = clause.get("service")
            if service is not None and service not in volumes:
                what = f"there is no forecast of {service} for {account.month.name}"
                raise Missing(clause, what, "record it as a fact of the kind forecast")
            total += sum((Fraction(account.rounding.of(draft.amount)) for draft in rule.drafts(clause, forecast)), Fraction(0))
        return total

    # ── adjustments ──

    def adjustments(self, account: Account) -> tuple[Account, list[Missing]]:
        """The account with its adjustment lines as well, rounded and limited, and what is missing."""
        missing: list[Missing] = []
        told, credits = self._credits(account, missing)
        credits = [*self._limited(credits, account), *self._renewed(account, missing)]
        account = self._with(account, [*((line, True) for line in told), *((line, False) for line in credits)])
        for phase in ("earn back", "bonus"):
            lines: list[Line] = []
            for clause in self._adjustments(account.month, phase):
                rule = self.adjustment(clause)
                drafts = _collected(rule.claimed(clause, rule.drafts(clause, account), account), missing)
                lines += [self.line(clause, draft, account) for draft in drafts if not draft.told]
                account = self._with(account, [(self.line(clause, draft, account), True) for draft in drafts if draft.told])
            account = self._with(account, [(line, False) for line in self._limited(lines, account)])
        return replace(account, lines=self._in_order(account.lines)), missing

    def _adjustments(self, month: Month, phase: str) -> Iterator[Clause]:
        return (clause for clause in self.in_force(11, month) if self.adjustment(clause).phase == phase)

    def _credits(self, account: Account, missing: list[Missing]) -> tuple[list[Line], list[Line]]:
        """What is told and comes to nothing; and credits drafted, changed and rounded, before any cap.

        A clause can be taken after the credits of the clauses above it.
        """
        drafts: list[Draft] = []
        for clause in self.terms.section(11):
            rule = self.adjustment(clause)
            if rule.phase != "credit":
                continue
            for settled in self._settled(clause, account):
                above = [self.line(self.terms.clause(draft.clause), draft, account) for draft in drafts]
                within = replace(settled, lines=(*settled.lines, *above))
                own = _collected(rule.claimed(clause, rule.drafts(clause, within), within), missing)
                drafts += own if settled.judged is None else [replace(draft, month=str(settled.judged)) for draft in own]
        for phase in ("same incident", "repeat"):
            for clause in self._adjustments(account.month, phase):
                drafts = list(self.adjustment(clause).changed(clause, drafts, account))
        told = [self.line(self.terms.clause(draft.clause), draft, account) for draft in drafts if draft.told and not draft.amount]
        lines = [self.line(self.terms.clause(draft.clause), draft, account) for draft in drafts if draft.amount]
        return told, [*lines, *self._carried(account)]

    def _settled(self, clause: Clause, account: Account) -> Iterator[Account]:
        """The months whose levels a credit clause settles in this statement, each as an account."""
        if clause["settled"] == "in this statement":
            if clause.holds_in(account.month):
                yield account
        elif clause["settled"] == "in the next statement":
            before = account.month.previous()
            last = account.history[-1] if account.history else None
            if last is not None and last.month == before and clause.holds_in(before):
                yield replace(account, scorecard=last.scorecard, judged=before)
            ends = self.terms.term["renews for"] == "no renewal" and Month.of(self.terms.term["ends"]) == account.month
            if ends and clause["at the end"] == "paid out" and clause.holds_in(account.month):
                yield replace(account, judged=account.month)

    def _carried(self, account: Account) -> Iterator[Line]:
        """Credits of the last statement that a cap cut and carries forward."""
        caps = [clause for clause in self._adjustments(account.month, "cap") if clause["excess"] == "carried forward"]
        names = {name for clause in caps for name in clause["limits"]}
        for line in account.history[-1].lines if account.history else ():
            if line.name in names and line.asked is not None and line.kind != "correction":
                last = account.history[-1].month
                above, asked = account.money(abs(line.asked - line.amount)), account.money(abs(line.asked))
                because = f"Carried forward from {last.name}: {above} of {asked} was above the limit."
                yield replace(
                    line,
                    amount=line.asked - line.amount,
                    asked=None,
                    quantity=None,
                    rate=None,
                    base=None,
                    month=line.month or str(last),
                    because=because,
                )

    def _renewed(self, account: Account, missing: list[Missing]) -> Iterator[Line]:
        """Credits of the term that has ended, set off in the first month of its renewal: each as if it had been billed in the month of the
        miss, so the limits are those of that month, and of the periods in which it lies."""
        clauses = [clause for clause in self.terms.section(11) if clause.get("settled") == "against renewal charges"]
        renewal = self.terms.term["renews for"]
        if not isinstance(renewal, Length):
            return
        months = int(renewal.amount) * (12 if renewal.unit == "year" else 1)
        since_end = account.month - Month.of(self.terms.term["ends"]) - 1
        if since_end < 0 or since_end % months:
            return
        begun = account.month.plus(-months) if since_end else Month.of(self.terms.services_start)
        owed: dict[Month, Sequence[Line]] = {}
        for statement in account.earlier(begun):
            then = account.as_of(statement)
            then = replace(then, history=tuple(Billed(one, owed.get(one.month, ())) for one in then.history))
            drafts = [
                (clause, draft)
                for clause in clauses
                if clause.holds_in(statement.month)
                for draft in _collected(self._owed(clause, then), missing)
            ]
            lines = [self.line(clause, replace(draft, month=str(statement.month)), then) for clause, draft in drafts]
            owed[statement.month] = self._limited(lines, then)
        yield from chain.from_iterable(owed.values())

    def _owed(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """A clause's drafts, without those that had to be claimed and were not."""
        rule = self.adjustment(clause)
        return (draft for draft in rule.claimed(clause, rule.drafts(clause, account), account) if not draft.told)

    def _limited(self, lines: Sequence[Line], account: Account) -> Sequence[Line]:
        """Lines of one phase after every cap that names them."""
        for clause in self._adjustments(account.month, "cap"):
            lines = self.adjustment(clause).limited(clause, lines, account)
        return lines

    # ── lines ──

    def line(self, clause: Clause, draft: Draft, account: Account) -> Line:
        """A draft written: its amount rounded once, by the contract's rule."""
        money = self.terms.money
        tax = money["value added tax"]
        base = clause["base charge"] if draft.base_charge is None and clause.section == 10 else bool(draft.base_charge)
        line = Line(
            clause=draft.clause,
            name=draft.name,
            part=draft.part,
            kind=draft.kind,
            amount=account.rounding.of(draft.amount),
            because=sentence(draft.because),
            quantity=None if draft.quantity is None else decimal(draft.quantity),
            unit=draft.unit,
            rate=draft.rate,
            base=None if draft.base is None else account.rounding.of(draft.base),
            level=draft.level,
            volume=draft.volume,
            month=draft.month,
            base_charge=base,
            tax=account.words.percent(tax) if isinstance(tax, Fraction) else tax,
            cost_centre=clause.get("cost centre") or money.get("cost centre"),
            purchase_order=clause.get("purchase order") or money.get("purchase order"),
        )
        # Figures that do not multiply to the amount (a limit inside the clause, sums taken before) stand in the sentence alone.
        return line if holds(line, account.rounding) else replace(line, rate=None)

    def _in_order(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        places = {clause.number: index for index, clause in enumerate(self.terms.clauses)}
        return tuple(sorted(lines, key=lambda line: places.get(line.clause, len(places))))


def decimal(value: Fraction) -> Decimal:
    """A quantity as a decimal: exact where it has one, else to six places.

    >>> decimal(Fraction(99, 2)), decimal(Fraction(1, 3)), decimal(Fraction(4260))
    (Decimal('49.5'), Decimal('0.333333'), Decimal('4260'))
    """
    places = next((places for places in range(7) if (value * 10**places).denominator == 1), 6)
    return Decimal(round(value * 10**places)).scaleb(-places)


def _collected(drafts: Iterable[Draft], missing: list[Missing]) -> list[Draft]:
    """The drafts of one clause; where a fact is missing, none, and what is missing is kept."""
    try:
        return list(drafts)
    except Missing as fault:
        missing.append(fault)
        return []


def _level_in(history: Sequence[Earlier], month: Month, level: str) -> Attainment | None:
    return next((statement.scorecard.get(level) for statement in history if statement.month == month), None)


def _months_back(level: Clause) -> int:
    """How many earlier months the judgement of a level may look at."""
    times = level.get("target misses")
    window = 0 if times is None else (times.count if times.within is None else times.within)
    average = level.get("averaged over")
    return max(window, int(average.amount) if average is not None else 1) - 1
