"""Kinds of setting about money: sums, currencies, rates of exchange."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from remit.terms.context import INVALID, Context
from remit.terms.currencies import CODES, SHARED_SIGNS
from remit.terms.scalars import NUMERAL, ScalarKind, fraction, numeral
from remit.terms.typed import ExchangeRate
from remit.values.money import SIGNS, Money

_SIGN_OF = {code: sign for sign, code in SIGNS.items()}


class Amount(ScalarKind):
    """A sum in the contract's currency, `Money`: `£1,450.00`, `GBP 2.60`."""

    noun = "a sum"
    sample = "£2.60"

    def __init__(self, signed: bool = False) -> None:
        """Sums in a contract have no minus, because the rule says who pays; `signed=True` reads sums of a statement."""
        self.signed = signed
        self.pattern = rf"{'-?' if signed else ''}(?:[^\s0-9.,;:-]{{1,3}} ?{NUMERAL}|{NUMERAL} ?[^\s0-9.,;:-]{{1,3}})"

    def parse(self, text: str, context: Context) -> Any:
        found = _money(text)
        if found is None or (found[1] < 0 and not self.signed):
            return INVALID
        sign, amount = found
        wanted = context.defined.currency
        currency = wanted if wanted and wanted in SHARED_SIGNS.get(sign, ()) else SIGNS.get(sign, sign)
        if currency not in CODES or (wanted and currency != wanted):
            return INVALID
        return Money(amount, currency)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        currency = context.defined.currency
        sign = _SIGN_OF.get(currency or "", f"{currency} ") if currency else "£"
        found = _money(text)
        if found is not None and found[1] < 0 and not self.signed:
            return f"'{context.setting}' is {text}, and a sum here has no minus", f"write {text[1:]}; the rule says who pays"
        if found is not None and currency:
            remedy = f"write {sign}{_digits(text)}"
            if re.fullmatch("[A-Z]{3}", found[0]) and found[0] not in CODES:
                return f"'{found[0]}' is not a currency", remedy
            return (
                f"{text} is not in the contract's currency {currency} (clause 3.1)",
                f"{remedy}, or use the rule currency share" if context.clause and context.clause.startswith("10.") else remedy,
            )
        what = f"'{context.setting}' is {text}, and {context.rule} takes a sum" + (f" in {currency}" if currency else "")
        return what, f"write {sign}{text}" if re.fullmatch(NUMERAL, text) else f"write for example {sign}2.60"

    def write(self, value: Any) -> str:
        sign = _SIGN_OF.get(value.currency, f"{value.currency} ")
        return f"{'-' if value.amount < 0 else ''}{sign}{abs(value.amount):,f}"


def _digits(text: str) -> str:
    found = re.search(NUMERAL, text)
    return found[0] if found else text


def _money(text: str) -> tuple[str, Decimal] | None:
    """The sign or code and the amount of a sum."""
    found = re.fullmatch(rf"(-?)([^\s0-9.,;:-]{{1,3}}) ?({NUMERAL})", text)
    minus, sign, amount = (found[1], found[2], found[3]) if found else ("", "", "")
    if not found:
        found = re.fullmatch(rf"(-?)({NUMERAL}) ?([^\s0-9.,;:%-]{{1,3}})", text)
        if not found:
            return None
        minus, amount, sign = found[1], found[2], found[3]
    if sign not in SIGNS and sign not in SHARED_SIGNS and not re.fullmatch("[A-Z]{3}", sign):
        return None
    return sign, Decimal(minus + amount.replace(",", ""))


class CurrencyCode(ScalarKind):
    """A currency by its three letters, str: `GBP`."""

    noun = "a currency"
    sample = "GBP"
    pattern = "[A-Z]{3}"

    def parse(self, text: str, context: Context) -> Any:
        return text if text in CODES else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        meant = SIGNS.get(text) or (text.upper() if text.upper() in CODES else None)
        remedy = f"write {meant}" if meant else "write the three letters of ISO 4217, such as GBP"
        return f"'{text}' is not a currency", remedy

    def write(self, value: Any) -> str:
        return str(value)


class Rate(ScalarKind):
    """A rate of exchange, `ExchangeRate`: `23.50 ZAR for 1 GBP`, against the contract's currency."""

    noun = "a rate of exchange"
    sample = "23.50 ZAR for 1 GBP"
    pattern = rf"{NUMERAL} [A-Z]{{3}} for 1 [A-Z]{{3}}"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        number, linked, _, _, against = text.split(" ")
        rate = ExchangeRate(fraction(number), linked, against)
        wanted = context.defined.currency
        agrees = linked in CODES and against in CODES and linked != against and (wanted is None or wanted == against)
        return rate if agrees and rate.amount > 0 else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        if not re.fullmatch(self.pattern, text):
            return f"'{text}' is not a rate of exchange", f"write for example {self.sample}"
        number, linked, _, _, against = text.split(" ")
        unknown = [code for code in (linked, against) if code not in CODES]
        if unknown:
            return f"'{unknown[0]}' is not a currency", "write the three letters of ISO 4217, such as ZAR"
        wanted = context.defined.currency
        if linked == against:
            return f"{text} is no rate between two currencies", "name the currency that is linked first"
        if fraction(number) == 0:
            return f"a rate of {text} is nothing", "write the rate of the day of signature"
        return f"the rate is against {against}, but the contract is in {wanted} (clause 3.1)", f"write it as {linked} for 1 {wanted}"

    def write(self, value: Any) -> str:
        return f"{numeral(value.amount)} {value.linked} for 1 {value.against}"
