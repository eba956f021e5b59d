"""Scoring formulas as tenders print them, read and worked out exactly: `lowest/this * 300`, `0.5*Q + 0.5*100*lowest/this`.

Names are words of the tender: prices by what they are (lowest, this, highest, mean, budget), scores by their criterion, results by the
name that an earlier formula gave them; a name may hold spaces and signs (`service/support`), and the longest known one counts. `sum(…)`
and `max(…)`, `min(…)` go over the criteria or their arguments; remarks after a comma inside `sum` are remarks. This reads the files of
known cases; the terms of a contract never hold formulas.

>>> formula = parsed("40*lowest/this", {"lowest", "this"})
>>> formula({"lowest": Fraction(100), "this": Fraction(105)}, ())
Fraction(800, 21)
>>> parsed("sum(weight*score, scale 1-5)", {"weight", "score"})({}, [{"weight": Fraction(1, 2), "score": Fraction(4)}] * 2)
Fraction(4, 1)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

Names = Mapping[str, Fraction]
Formula = Callable[[Names, Sequence[Names]], Fraction]
_NUMBER = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+")
_SIGNS = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "[": "(", "]": ")", "{": "(", "}": ")"}
_TOUCHING = (("name", ")"), ("name", "number"), ("number", ")"))
"""What multiplies without a sign: 40 lowest, (…) 40. Two numbers side by side are none."""
_FUNCTIONS = ("sum", "min", "max", "sqrt", "abs")


class NotFormula(ValueError):
    """A text that is no formula of the names that are known; says where reading ended."""


def parsed(text: str, names: Collection[str]) -> Formula:
    """The formula as a function of the named values and, for `sum`, of each criterion's; raises `NotFormula`.

    Working it out raises `ZeroDivisionError`, and `KeyError` for a name that has no value there.
    """
    reader = _Reader(_tokens(text, names), text)
    formula = reader.sum_of_terms()
    if reader.at < len(reader.tokens):
        raise NotFormula(f"'{text}': reading ended before '{reader.tokens[reader.at][1]}'")
    return formula


def plain(name: str) -> str:
    """A name as it is compared: lower case, underscores as spaces."""
    return " ".join(name.lower().replace("_", " ").split())


def _tokens(text: str, names: Collection[str]) -> list[tuple[str, str]]:
    """Numbers, names and signs, in order."""
    known = sorted({plain(name) for name in names} | set(_FUNCTIONS), key=len, reverse=True)
    rest = _spoken(plain("".join(_SIGNS.get(sign, sign) for sign in text).replace("**", "^")))
    found: list[tuple[str, str]] = []
    while rest := rest.lstrip():
        name = next((one for one in known if rest.startswith(one) and not re.match(r"\w", rest[len(one) :])), None)
        if name is not None:
            found.append(("name", name))
            rest = rest[len(name) :]
        elif number := _NUMBER.match(rest):
            value, rest = number[0].replace(",", ""), rest[number.end() :]
            if rest.lstrip().startswith("%"):
                value, rest = str(Decimal(value) / 100), rest.lstrip()[1:]
            found.append(("number", value))
        elif rest[0] in "+-*/^(),":
            found.append((rest[0], rest[0]))
            rest = rest[1:]
        else:
            word = re.match(r"\w+|.", rest)
            assert word is not None
            found.append(("unknown", word[0]))
            rest = rest[word.end() :]
    return found


_WHO = "bidder|tenderer|supplier|vendor|contractor|provider|offeror|applicant|firm|company"
_ASKED = "price|bid|offer|cost|fee|quote"
_WHOSE = re.compile(
    rf"\b(?:(?:{_WHO})(?:['\u2019]s|s['\u2019])?|own|its|their|the|this) (?:own )?(?:(?:tendered|offered|bid|quoted|evaluated|total) )?"
    rf"(?:{_ASKED})\b(?: (?:(?:being|to be|under) )?(?:evaluated|evaluation))?"
    rf"|\b(?:{_ASKED}) (?:being evaluated|under (?:evaluation|consideration)|in question)"
)
_SPOKEN = (
    (r"\bdivided by\b", "/"),
    (r"\b(?:multiplied by|times)\b", "*"),
    (r"\bplus\b", "+"),
    (r"\bminus\b", "-"),
    (r"(?<=[\w)%]) x (?=[\w(])", " * "),
)


def _spoken(text: str) -> str:
    """With signs for the words of arithmetic, and `this` for however a tender calls the price of the bid it judges."""
    for pattern, sign in _SPOKEN:
        text = re.sub(pattern, sign, text)
    return _WHOSE.sub("this", text)


class _Reader:
    """Recursive descent: sums of products of powers."""

    def __init__(self, tokens: list[tuple[str, str]], text: str) -> None:
        self.tokens, self.text, self.at = tokens, text, 0

    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "end"

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def sum_of_terms(self) -> Formula:
        left = self.product()
        while self.kind() in ("+", "-"):
            left = _joined(self.take()[0], left, self.product())
        return left

    def product(self) -> Formula:
        left = self.power()
        while self.kind() in ("*", "/", "(") or (self.kind(), self.tokens[self.at - 1][0]) in _TOUCHING:
            sign = self.take()[0] if self.kind() in ("*", "/") else "*"  # 40(1 − x) multiplies
            left = _joined(sign, left, self.power())
        return left

    def power(self) -> Formula:
        base = self.single()
        if self.kind() != "^":
            return base
        self.take()
        exponent = self.power()
        return lambda names, each: _raised(base(names, each), exponent(names, each))

    def single(self) -> Formula:
        kind = self.kind()
        if kind == "-":
            self.take()
            inner = self.power()
            return lambda names, each: -inner(names, each)
        if kind == "number":
            value = Fraction(self.take()[1])
            return lambda names, each: value
        if kind == "(":
            self.take()
            inside = self.sum_of_terms()
            self.close()
            return inside
        if kind == "name":
            name = self.take()[1]
            if name in _FUNCTIONS and self.kind() == "(":
                return self.function(name)
            return lambda names, each: names[name]
        said = "its end" if kind == "end" else f"'{self.tokens[self.at][1]}'"
        raise NotFormula(f"'{self.text}': {said} is no number, no price and no criterion")

    def close(self) -> None:
        if self.kind() != ")":
            raise NotFormula(f"'{self.text}': a bracket is not closed")
        self.take()

    def function(self, name: str) -> Formula:
        self.take()
        parts = [self.sum_of_terms()]
        while self.kind() == ",":
            self.take()
            if name == "sum":  # the rest is a remark, such as the scale
                while self.kind() not in (")", "end"):
                    self.take()
            else:
                parts.append(self.sum_of_terms())
        self.close()
        if name == "sum":
            return lambda names, each: sum((parts[0]({**names, **one}, ()) for one in each), Fraction(0))
        if name == "sqrt":
            return lambda names, each: _raised(parts[0](names, each), Fraction(1, 2))
        if name == "abs":
            return lambda names, each: abs(parts[0](names, each))
        pick = min if name == "min" else max
        return lambda names, each: pick(part(names, each) for part in parts)


def _joined(sign: str, left: Formula, right: Formula) -> Formula:
    if sign == "+":
        return lambda names, each: left(names, each) + right(names, each)
    if sign == "-":
        return lambda names, each: left(names, each) - right(names, each)
    if sign == "*":
        return lambda names, each: left(names, each) * right(names, each)
    return lambda names, each: left(names, each) / right(names, each)


def _raised(value: Fraction, exponent: Fraction) -> Fraction:
    """Exact for whole exponents up to 1,000; else to forty digits, because a root is no fraction. Raises `ZeroDivisionError` where there is
    no such power."""
    if exponent.denominator == 1 and abs(exponent) <= 1_000:
        return value**exponent.numerator
    if value < 0 or abs(exponent) > 1_000:
        raise ZeroDivisionError(f"{value} has no power {exponent}")
    with localcontext() as context:
        context.prec = 40
        root = Decimal(exponent.numerator) / Decimal(exponent.denominator)
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)) ** root)
