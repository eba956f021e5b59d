"""A limit on credits or bonuses, taken together.
The limit is a sum or a share of what `of` names, in each month, over twelve months, the contract year, or the term. `of: this service`
limits the credits of each service by themselves. Lines are cut in proportion to what was asked, by largest remainder, so that they come
to the limit exactly; or the last clause is cut first. What is above the limit lapses, or is carried forward into the next month's
credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, Phase, cut
from remit.line import Account, Line
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Either, Names, Percent
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money, split
from remit.values.period import Month


class Cap(Adjustment):
    phase: ClassVar[Phase] = "cap"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("limits", Names("adjustments"), "What is limited, taken together.", REQUIRED),
        Setting("at most", Either(Percent(), Amount()), "The limit: a share of what 'of' names, or a sum.", REQUIRED),
        Setting("each", Choice("month", "twelve months", "contract year", "term"), "The period of the limit.", "month"),
        Setting("excess", Choice("lapses", "carried forward"), "What happens above the limit.", "lapses"),
        Setting("spread", Choice("in proportion", "last clause first"), "Which lines the limit cuts.", "in proportion"),
    )
    example = """
11.2 credit limit:
  rule: cap
  limits: [service credits]
  at most: 12 %
  of: base charges
"""
    practice = "10 to 15 % of the monthly charges are usual; how a limit is spread over the credits is hardly ever written."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        kinds = {"bonus": "bonuses", "earn back": "earn backs"}
        named = {kinds.get(str(terms.named(11, name).rule), "credits") for name in clause["limits"]}
        if len(named) > 1:
            place = Place(clause=clause.number, line=clause.lines.get("limits", clause.line))
            yield Fault(
                place,
                f"one limit holds {' and '.join(sorted(named))} together, which are settled one after the other",
                "write a limit for each",
            )

    def limited(self, clause: Clause, lines: Sequence[Line], account: Account) -> Sequence[Line]:
        mine = [index for index, line in enumerate(lines) if line.name in clause["limits"] and line.amount]
        if _by_service(clause):
            groups: dict[str | None, list[int]] = {}
            for index in mine:
                groups.setdefault(_service(lines[index], account), []).append(index)
        else:
            groups = {None: mine}
        result = list(lines)
        for members in groups.values():
            for index, line in self._cut(clause, [(index, lines[index]) for index in members], account).items():
                result[index] = line
        return result

    def _cut(self, clause: Clause, members: Sequence[tuple[int, Line]], account: Account) -> Mapping[int, Line]:
        """The lines that the limit changes, by their place."""
        if not members:
            return {}
        asked = [abs(line.amount) for _, line in members]
        limit = self._limit(clause, members[0][1], account)
        if sum(asked) <= limit:
            return {}
        allowed = split(limit, asked, account.rounding.to) if clause["spread"] == "in proportion" else last_cut_first(limit, asked)
        period = {"month": "this month", "term": "over the term"}.get(
            clause["each"], f"in {'the ' if clause['each'] == 'contract year' else ''}{clause['each']}"
        )
        because = f"clause {clause.number} leaves {account.money(limit)} {period} of the {account.money(sum(asked, Decimal(0)))} asked"
        return {
            index: cut(line, amount if line.amount > 0 else -amount, because)
            for (index, line), amount in zip(members, allowed, strict=True)
            if amount != abs(line.amount)
        }

    def _limit(self, clause: Clause, line: Line, account: Account) -> Decimal:
        """What may still be credited in the running period, rounded by the contract's rule."""
        level = account.level_of(line)
        since = account.since(clause, clause["each"])
        earlier = account.earlier(since)
        most = clause["at most"]
        limit = Fraction(most.amount) if isinstance(most, Money) else most * account.base_over(clause, earlier, level)
        service = _service(line, account) if _by_service(clause) else None
        used = sum(
            abs(Fraction(one.amount))
            for statement in earlier
            for one in statement.lines
            if one.name in clause["limits"] and not _set_off(one, statement.month, account)
            if service is None or _service(one, account) == service
        )
        return max(account.rounding.of(limit - used), account.rounding.of(0))

    def looks_back(self, clause: Clause) -> int:
        carried = 1 if clause["excess"] == "carried forward" else 0
        return max(super().looks_back(clause), carried, {"month": 0, "term": EVER}.get(clause["each"], 11))

    def prose(self, clause: Clause, words: Words) -> str:
        names = words.listed([words.reference(name, 11) for name in clause["limits"]])
        if isinstance(clause["at most"], Money):
            words.said.add((clause.number, "of"))
            limit = words.money(clause["at most"])
        else:
            limit = f"{words.percent(clause['at most'])} of {words.default(clause, 'of', words.base(clause['of']))}"
        each = {"month": "a month", "twelve months": "in any twelve months", "contract year": "a contract year", "term": "over the term"}[
            clause["each"]
        ]
        each = words.default(clause, "each", each)
        readings = {
            "excess": "The excess lapses" if clause["excess"] == "lapses" else "The excess is carried forward to the next month",
            "spread": "The limit is spread over the lines in proportion"
            if clause["spread"] == "in proportion"
            else "The last clause is cut first",
        }
        together = " together" if len(clause["limits"]) > 1 else ""
        return f"Lines of {names}{together} are limited to {limit} {each}.{self.ending(clause, words, readings)}"


def last_cut_first(limit: Decimal, asked: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The limit given to the lines in their order, until nothing is left.

    >>> last_cut_first(Decimal("5.00"), [Decimal("4.00"), Decimal("3.00"), Decimal("1.00")])
    (Decimal('4.00'), Decimal('1.00'), Decimal('0.00'))
    """
    allowed = []
    left = limit
    for amount in asked:
        allowed.append(min(amount, left))
        left -= allowed[-1]
    return tuple(allowed)


def _by_service(clause: Clause) -> bool:
    """Whether each service has a limit of its own; a sum limits all of them together."""
    return clause["of"] == "this service" and not isinstance(clause["at most"], Money)


def _set_off(line: Line, billed: Month, account: Account) -> bool:
    """Whether a line sets off against a renewal what was missed, and limited, in the term before."""
    clause = next((one for one in account.terms.section(11) if one.number == line.clause), None)
    return clause is not None and clause.get("settled") == "against renewal charges" and line.month != str(billed)


def _service(line: Line, account: Account) -> str | None:
    level = account.level_of(line)
    service = account.service_of(level) if level else None
    return service.number if service else None


RULE = Cap()
