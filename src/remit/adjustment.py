"""What every adjustment has: its common settings, its phase in the order of settlement, and the lines it drafts or changes.
The order belongs to `remit terms: 1`: credits, same incident, repeat, caps, earn back, bonus. Credits, earn backs and bonuses draft
lines; same incident and repeat failure change those already drafted; caps cut them once they are rounded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal

from remit.line import Account, Draft, Line, LineKind
from remit.scorecard import Attainment
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Base, Choice, Duration
from remit.terms.setting import EVER, Rule, Setting
from remit.terms.typed import Band, Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money
from remit.values.period import Month, moment
from remit.work.clocks import instant_after
from remit.work.facts import select

Phase = Literal["credit", "same incident", "repeat", "cap", "earn back", "bonus", "target"]
Points = Literal["full", "started", "in proportion"]
POINTS_ARE = "Whether a point is a percentage point, or one per cent of the result that is due."


class Adjustment(Rule):
    """One mechanism: a file in `adjustments/`."""

    section: ClassVar[int] = 11
    phase: ClassVar[Phase] = "credit"
    kind: ClassVar[LineKind] = "credit"
    takes_share: ClassVar[bool] = True
    """Whether the clause takes a percentage of something, so that `of` and `taken` mean something."""
    common: ClassVar[tuple[Setting, ...]] = (
        Setting("of", Base(), "What a percentage is taken of.", "this service"),
        Setting(
            "taken",
            Choice("before credits", "after credits"),
            "Whether that sum is the one before or after the credits of the clauses above.",
            "before credits",
        ),
        Setting(
            "settled",
            Choice("in this statement", "in the next statement", "against renewal charges"),
            "Where the line is set off; a percentage is then taken of that statement.",
            "in this statement",
        ),
        Setting("at the end", Choice("paid out", "lapses"), "What happens at the end of the term to what is not yet set off.", "paid out"),
        Setting(
            "claim",
            Choice("by the statement", "by the party it favours"),
            "Who claims the line: the statement does by itself, or it is owed only where the party it favours claims it in time.",
            "by the statement",
        ),
        Setting(
            "claimed within",
            Duration(),
            "How long that party has to claim the line, from the end of the month.",
            Length(Fraction(5), "day", business=True),
        ),
    )

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """The lines of this clause in the account's month, exact. A fact that is missing raises `Missing`; nothing is silently zero."""
        return ()

    def claimed(self, clause: Clause, drafts: Iterable[Draft], account: Account) -> Iterable[Draft]:
        """The drafts that are owed. Where the party they favour must claim them, one without a claim in time comes to nothing, and says so.

        A claim is a fact of the kind claim under the clause, dated in the month that it claims for; its subject is the clause's name, or
        the part of one line. One that comes after the statement and in time gives a correction in the next.
        """
        if clause["claim"] == "by the statement":
            yield from drafts
            return
        for draft in drafts:
            month = Month.read(draft.month) if draft.month else account.judged or account.month
            last = instant_after(account.terms, month.bounds(account.zone).end, clause["claimed within"])
            claims = select(account.facts, "claim", first=month.first, last=month.last, clause=clause.number)
            if not draft.amount or any(one.subject in (clause.name, draft.part) and one.received_at <= last for one in claims):
                yield draft
                continue
            sum_said = account.money(abs(draft.amount))
            until = account.words.day(moment(last - 1, account.zone).date())
            because = f"{draft.because}. {sum_said} is owed only if it is claimed by {until}, and no claim is known"
            yield replace(draft, amount=Fraction(0), told=True, because=because)

    def changed(self, clause: Clause, drafts: Sequence[Draft], account: Account) -> Sequence[Draft]:
        """The credits drafted so far, changed (phases same incident and repeat)."""
        return drafts

    def limited(self, clause: Clause, lines: Sequence[Line], account: Account) -> Sequence[Line]:
        """The adjustment lines written so far, cut (phase cap)."""
        return lines

    def levels(self, clause: Clause) -> Sequence[str]:
        """The service levels on which money hangs."""
        level = clause.get("service level")
        return (level,) if level else ()

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        return owed_by_provider(self, clause, terms)

    def looks_back(self, clause: Clause) -> int:
        return {"in this statement": 0, "in the next statement": 1}.get(clause["settled"], EVER)

    def draft(self, clause: Clause, amount: Fraction, because: str, level: Attainment | None = None, **figures: Any) -> Draft:
        """A line of this clause; money owed to the client is given as a negative amount."""
        figures.setdefault("part", None)
        return Draft(
            clause=clause.number,
            name=clause.name,
            kind=self.kind,
            amount=amount,
            because=because,
            level=level.clause if level else None,
            **figures,
        )

    def ending(self, clause: Clause, words: Words, texts: Mapping[str, str] | None = None) -> str:
        """The last sentences of a clause: the readings of its own settings, then those that every adjustment has."""
        settled = {
            "in this statement": "",
            "in the next statement": "It is set off in the next statement, whose charges are its base",
            "against renewal charges": "It is set off against charges after a renewal only",
        }[clause["settled"]]
        kept = clause["settled"] != "in this statement"
        shared = {
            "of": f"Percentages are taken of {words.base(clause['of'])}"
            if self.takes_share and (clause.number, "of") not in words.said
            else "",
            "taken": f"They are taken {clause['taken']}" if "taken" in clause.written else "",
            "settled": settled,
            "at the end": f"What is not set off at the end of the term {'is paid out' if clause['at the end'] == 'paid out' else 'lapses'}"
            if kept
            else "",
            **_claim(clause, words),
        }
        return words.readings(clause, {**(texts or {}), **shared})


def _claim(clause: Clause, words: Words) -> Mapping[str, str]:
    """What is said of claims: who must, and how long there is."""
    within = words.length(clause["claimed within"])
    if clause["claim"] == "by the party it favours":
        return {
            "claim": "It is owed only where the party it favours claims it",
            "claimed within": f"A claim is made within {within} of the month's end",
        }
    written = "claimed within" in clause.written
    return {
        "claim": "The statement claims it by itself" if "claim" in clause.written or written else "",
        "claimed within": f"It may be claimed within {within} as well" if written else "",
    }


# ── shared arithmetic ──


def steps(distance: Fraction, step: Fraction, points: str) -> Fraction:
    """How many steps a distance has: full ones, started ones, or in proportion.

    >>> [str(steps(Fraction(18, 1000), Fraction(1, 100), points)) for points in ("full", "started", "in proportion")]
    ['1', '2', '9/5']
    """
    exact = distance / step
    return exact if points == "in proportion" else Fraction(math.floor(exact) if points == "full" else math.ceil(exact))


def band_of(bands: Sequence[Band], result: Fraction, edge: str) -> Band | None:
    """The band of a result; one exactly on an edge belongs to the upper or the lower band. Outside all bands there is none.

    >>> bands = [Band(Fraction(9, 10), None, {"credit": 0}), Band(None, Fraction(9, 10), {"credit": 25})]
    >>> band_of(bands, Fraction(9, 10), "upper band").pays, band_of(bands, Fraction(9, 10), "lower band").pays
    ({'credit': 0}, {'credit': 25})
    """
    lowest = min((band.low for band in bands if band.low is not None), default=None)
    highest = max((band.high for band in bands if band.high is not None), default=None)
    for band in bands:
        if edge == "upper band":
            above = band.low is None or result >= band.low
            below = (
                band.high is None or result < band.high or (result == band.high == highest and all(one.high is not None for one in bands))
            )
        else:
            above = band.low is None or result > band.low or (result == band.low == lowest and all(one.low is not None for one in bands))
            below = band.high is None or result <= band.high
        if above and below:
            return band
    return None


def banded_words(clause: Clause, words: Words, column: str) -> str:
    """The bands of a clause: `from 90 %: 0 %; 80 % to 90 %: 10 %`."""
    texts = []
    for band in clause["bands"]:
        low, high = (None if end is None else value_of_level(end, clause, words) for end in (band.low, band.high))
        span = f"{low} to {high}" if low and high else f"from {low}" if low else f"below {high}"
        texts.append(f"{span}: {words.share(band.pays[column])}")
    return "; ".join(texts)


def each_step(step: Fraction, words: Words) -> str:
    """`point`, `0.5 points`."""
    return "point" if step * 100 == 1 else words.points(step)


def value_of_level(value: Fraction | Length, clause: Clause, words: Words) -> str:
    """A result of the clause's service level, in the unit of that level's target."""
    if isinstance(value, Length):
        return words.length(value)
    level = words.terms.named(8, clause["service level"]) if words.terms is not None else None
    target = level.get("target") if level is not None else None
    if isinstance(target, Length):
        return words.length(replace(target, amount=value / Length(Fraction(1), target.unit).microseconds))
    return words.number(value) if value > 1 or (isinstance(target, Fraction) and target > 1) else words.percent(value)


def shared_sum(
    clause: Clause, account: Account, share: Fraction | Money, level: str | None = None, times: Fraction = Fraction(1)
) -> tuple[Fraction, str, Fraction | None]:
    """A percentage of the clause's base, or a sum, `times` over: the exact amount, in words, and the base of a percentage."""
    words = account.words
    over = "" if times == 1 else f"{words.number(times)} times "
    if isinstance(share, Money):
        return times * Fraction(share.amount), f"{over}{words.money(share)}", None
    base = account.base(clause, level=level)
    return times * share * base, f"{over}{words.percent(share)} of {account.money(base)}", base


def limit_of(limit: Fraction | Money | None, base: Fraction) -> Fraction | None:
    """A limit as a sum; None where there is none."""
    return None if limit is None else Fraction(limit.amount) if isinstance(limit, Money) else limit * base


def capped(clause: Clause, account: Account, amount: Fraction, level: str | None = None) -> tuple[Fraction, str]:
    """An amount cut by the clause's own `at most`, and what to say about it."""
    most = clause["at most"]
    if most is None:
        return amount, ""
    limit = Fraction(most.amount) if isinstance(most, Money) else most * account.base(clause, level=level)
    return (limit, f", limited to {account.money(limit)}") if amount > limit else (amount, "")


def missed(account: Account, level: str) -> Attainment | None:
    """The level if it was missed in the month that is settled."""
    found = account.attainment(level)
    return found if found is not None and found.status == "missed" else None


def measured(account: Account, level: str) -> tuple[Attainment, Fraction] | None:
    """The level with its result, if it has one that can be judged in the month that is settled."""
    found = account.attainment(level)
    return None if found is None or found.counted is None else (found, found.counted)


def barred(only_if: str, account: Account) -> bool:
    """Whether one of the provider's levels stands in the way of a bonus; one without a result does not."""
    barring = {"every minimum met": ("missed",), "every target met": ("missed", "amber"), "no condition": ()}[only_if]
    return any(level.status in barring for level in account.scorecard.levels if level.owed_by == "provider")


def owed_by_provider(rule: Adjustment, clause: Clause, terms: Terms) -> Iterable[Fault]:
    """Faults where money hangs on a level that the provider does not owe alone."""
    for name in rule.levels(clause):
        level = terms.named(8, name)
        owed_by = level.get("owed by", "provider")
        if owed_by == "provider":
            continue
        share = (clause.get("credits") or {}).get(name) if rule.phase == "credit" else None
        noun = "bonus" if rule.phase == "bonus" else "credit"
        figure = f" of {Words(terms).share(share)}" if share is not None else ""
        owed = "both parties" if owed_by == "both" else f"the {owed_by}"
        line = clause.lines.get(f"credits/{name}", clause.lines.get("service level", clause.line))
        what = f"the {noun}{figure} hangs on clause {level.number}, which is owed by {owed}"
        yield Fault(Place(clause=clause.number, line=line), what, f"a {noun} needs a level that the provider alone owes")


def cut(line: Line, amount: Decimal, because: str) -> Line:
    """A line cut by a limit; what was asked at first is kept."""
    asked = line.asked if line.asked is not None else line.amount
    return replace(line, amount=amount, asked=asked, because=f"{line.because.rstrip('.')}; {because}.")
