"""The parties share what a currency's movement does to the provider's costs.

The provider pays wages in a currency that the charges are not in. The movement is the base rate divided by the rate of the month, less one
(a rise of the linked currency), or with `movement of: the contract currency` the rate divided by the base rate, less one, with the sign
turned. Within the band nothing changes; beyond it the client pays its share of a rise, or receives its share of a fall, on the linked share
of the charges. Rates are facts of the kind rate, in units of the linked currency for one of the contract's.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, Stage
from remit.line import Account, Draft, Missing
from remit.terms.document import Clause
from remit.terms.kinds import Base, Choice, Name, Percent, Rate
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import CURRENCIES, Words, decimals
from remit.work import facts

_FIXINGS = ("mean of the month", "last day of the month", "first day of the month", "day of signature", "each day")


class CurrencyShare(Charge):
    stage: ClassVar[Stage] = "share"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("record", Name("records"), "The record that publishes the rate.", REQUIRED),
        Setting("base rate", Rate(), "The rate at which the prices were agreed.", REQUIRED),
        Setting("linked share", Percent(), "The share of the charges that follows the currency.", REQUIRED),
        Setting("band", Percent(), "Movements up to this, either way, change nothing.", REQUIRED),
        Setting("client pays", Percent(), "The client's share of a rise beyond the band.", REQUIRED),
        Setting("client receives", Percent(), "The client's share of a fall beyond the band.", REQUIRED),
        Setting("of", Base(), "The charges that are affected.", "base charges"),
        Setting("fixing", Choice(*_FIXINGS), "Which rate is read.", "mean of the month"),
        Setting(
            "counted from",
            Choice("band edge", "base rate"),
            "Whether a movement past the band counts from its edge, or whole.",
            "band edge",
        ),
        Setting(
            "movement of",
            Choice("the linked currency", "the contract currency"),
            "Whose movement is meant: base rate over rate less one, or rate over base rate less one.",
            "the linked currency",
        ),
        Setting("at most", Percent(), "The greatest movement that counts, either way."),
    )
    example = """
10.5 rand share:
  rule: currency share
  record: rand rate
  base rate: 23.50 ZAR for 1 GBP
  linked share: 80 %
  band: 4 %
  client pays: 50 %
  client receives: 50 %
"""
    practice = "MCI WorldCom and RMH Teleservices: 60 % of (base rate / monthly average - 1) of the billings, either way."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        if account.days(clause) is None:
            return
        if clause["fixing"] == "each day":
            yield from self._daily(clause, account)
            return
        rate = self._rate(clause, account)
        agreed = clause["base rate"].amount
        moved, counted = _movement(clause, rate)
        if not counted:
            return
        base, rises = account.base(clause), counted > 0
        share = clause["client pays"] if rises else clause["client receives"]
        words = account.words
        said = words.percent(share)
        linked = f"{words.percent(clause['linked share'])} of {account.money(base)}"
        because = (
            f"at {words.number(agreed, 2)} to {_rate(rate)} the movement is {decimals(moved * 100, 2)} %, "
            f"of which {decimals(counted * 100, 2)} % counts; "
            f"the client {'pays' if rises else 'receives'} {said} of it on {linked}"
        )
        rated = f"{words.percent(clause['linked share'])} x {said} x {decimals(counted * 100, 4)} %"
        yield self.draft(clause, base * clause["linked share"] * share * counted, because, base=base, rate=rated)

    def _daily(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """The mean of what each day's rate gives by itself: a day inside the band counts as no movement."""
        fixings = facts.daily_rates(account.facts, clause["record"], account.month)
        if not fixings:
            what = f"there is no {clause['record']} for any day of {account.month.name}"
            raise Missing(clause, what, "record each day's as a fact of the kind rate")
        wrong = next((one for one in fixings if one.value is None or one.value <= 0), None)
        if wrong is not None:
            raise Missing(clause, f"the {clause['record']} of {account.words.day(wrong.day)} is {wrong.value}", "record the true rate")
        moves = [_movement(clause, one.value)[1] for one in fixings if one.value is not None]
        shared = [move * clause["client pays" if move > 0 else "client receives"] for move in moves]
        mean = sum(shared, Fraction(0)) / len(shared)
        if not mean:
            return
        base, words = account.base(clause), account.words
        linked = words.percent(clause["linked share"])
        beyond_band = sum(1 for move in moves if move)
        because = (
            f"{beyond_band} of {len(moves)} daily rates lie beyond the band around {words.number(clause['base rate'].amount, 2)}; "
            f"the client's share of their movements, taken over all days, is {decimals(mean * 100, 4)} % "
            f"of {linked} of {account.money(base)}"
        )
        rated = f"{linked} x {decimals(mean * 100, 4)} %"
        yield self.draft(clause, base * clause["linked share"] * mean, because, base=base, rate=rated)

    def _rate(self, clause: Clause, account: Account) -> Fraction:
        fixing = facts.rate(account.facts, clause["record"], account.month, clause["fixing"], account.terms.term["signed"])
        if fixing is None:
            what = f"there is no {clause['record']} for {account.month.name} ({clause['fixing']})"
            raise Missing(clause, what, "record it as a fact of the kind rate")
        if fixing.value <= 0:
            raise Missing(clause, f"the {clause['record']} for {account.month.name} is {fixing.value}", "record the true rate")
        return fixing.value

    def prose(self, clause: Clause, words: Words) -> str:
        linked = words.percent(clause["linked share"])
        code = clause["base rate"].linked
        base = words.default(clause, "of", words.base(clause["of"]))
        record = words.number_of(clause["record"], 5)
        of_record = f" ({record})" if record else ""
        fixing = {
            "mean of the month": f"the mean of the month's daily fixings{of_record}",
            "last day of the month": f"the rate of the month's last day{of_record}",
            "first day of the month": f"the rate of the month's first day{of_record}",
            "day of signature": f"the rate on the day of signature{of_record}",
            "each day": f"each day's rate, of whose movements the mean is taken{of_record}",
        }[clause["fixing"]]
        fixing = words.default(clause, "fixing", fixing)
        moved = (
            f"base rate divided by {fixing}, less one"
            if clause["movement of"] == "the linked currency"
            else f"one, less {fixing} divided by the base rate"
        )
        edge = clause["counted from"] == "band edge"
        band = words.percent(clause["band"])
        counted = words.default(clause, "counted from", "beyond that" if edge else "past that, counted whole,")
        limit = f" Movements above {words.percent(clause['at most'])} either way count as that." if clause["at most"] is not None else ""
        words.said.add((clause.number, "movement of"))
        return (
            f"{linked} of {base} follow the {CURRENCIES.get(code, (code, code))[0]}. "
            f"Base rate: {words.rate(clause['base rate'])}. Movement: {moved}. "
            f"The first {band} either way change nothing. Of a rise {counted} the client pays {words.percent(clause['client pays'])}; "
            f"of a fall {counted} the client receives {words.percent(clause['client receives'])}.{limit}{self.ending(clause, words)}"
        )


def _movement(clause: Clause, rate: Fraction) -> tuple[Fraction, Fraction]:
    """The movement at a rate, within its limit, and what of it counts."""
    agreed = clause["base rate"].amount
    moved = agreed / rate - 1 if clause["movement of"] == "the linked currency" else 1 - rate / agreed
    if clause["at most"] is not None:
        moved = max(-clause["at most"], min(clause["at most"], moved))
    return moved, beyond(moved, clause["band"], clause["counted from"] == "band edge")


def beyond(moved: Fraction, band: Fraction, from_edge: bool) -> Fraction:
    """What of a movement counts: nothing within the band; outside it what lies beyond its edge, or the whole.

    >>> [str(beyond(Fraction(moved, 100), Fraction(4, 100), True)) for moved in (10, -10, 4)]
    ['3/50', '-3/50', '0']
    >>> str(beyond(Fraction(-10, 100), Fraction(4, 100), False))
    '-1/10'
    """
    if abs(moved) <= band:
        return Fraction(0)
    return moved - (band if moved > 0 else -band) if from_edge else moved


def _rate(rate: Fraction) -> str:
    """A rate with the decimals it needs, at most four."""
    return decimals(rate, 2) if (rate * 100).denominator == 1 else decimals(rate, 4)


RULE = CurrencyShare()
