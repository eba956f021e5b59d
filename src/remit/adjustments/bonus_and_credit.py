"""A bonus above and a credit below the target, by the point.

The same sum for each step either way; `only if` can gate the bonus by the provider's other levels, the credit stands in any case. Within
the dead band nothing changes; beyond it steps count from the band's edge, or from the target.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import POINTS_ARE, Adjustment, barred, capped, each_step, measured, shared_sum, steps
from remit.line import Account, Draft
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Either, Name, Percent, Point
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class BonusAndCredit(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level, which needs a target.", REQUIRED),
        Setting("each way", Either(Percent(), Amount()), "The sum for each step, either way.", REQUIRED),
        Setting("for each", Point(), "The step.", REQUIRED),
        Setting("points", Choice("in proportion", "full", "started"), "How a part of a step counts.", "in proportion"),
        Setting("points are", Choice("percentage points", "relative per cent"), POINTS_ARE, "percentage points"),
        Setting("at most", Either(Percent(), Amount()), "The limit, either way."),
        Setting("dead band", Point(), "Distance from the target, either way, that changes nothing.", Fraction(0)),
        Setting(
            "counted from",
            Choice("band edge", "target"),
            "Whether steps beyond the dead band count from its edge, or from the target.",
            "band edge",
        ),
        Setting(
            "only if",
            Choice("no condition", "every minimum met", "every target met"),
            "What the provider's levels must show for the bonus.",
            "no condition",
        ),
    )
    example = """
11.1 audit result:
  rule: bonus and credit
  service level: entry accuracy
  of: base charges
  each way: 1 %
  for each: 1 point
"""
    practice = "Performance guarantees of claims administrators: 1 % of the contract for each point above or below the target."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        found = measured(account, clause["service level"])
        if found is None:
            return
        level, result = found
        if level.target is None:
            return
        ahead = result - level.target if level.better == "more" else level.target - result
        if ahead > 0 and barred(clause["only if"], account):
            return
        relative = clause["points are"] == "relative per cent"
        distance = abs(ahead) / level.target if relative and level.target else abs(ahead)
        if distance <= clause["dead band"]:
            return
        counted = distance - clause["dead band"] if clause["counted from"] == "band edge" else distance
        count = steps(counted, clause["for each"], clause["points"])
        amount, said, base = shared_sum(clause, account, clause["each way"], times=count)
        amount, limit = capped(clause, account, amount)
        words = account.words
        side = "better" if ahead > 0 else "worse"
        apart = words.percent(distance) if relative else words.points(distance)
        because = f"{level.result_said} is {apart} {side} than the target of {level.written(level.target)}: {said}{limit}"
        rate = words.share(clause["each way"])
        draft = self.draft(clause, amount if ahead > 0 else -amount, because, level, quantity=count, unit="point", base=base, rate=rate)
        yield replace(draft, kind="bonus" if ahead > 0 else "credit")

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from super().check(clause, terms)
        level = terms.named(8, clause["service level"])
        if level.get("target") is None:
            place = Place(clause=clause.number, line=clause.lines.get("service level", clause.line))
            yield Fault(place, f"clause {level.number} has no target to be better or worse than", "write a target there")

    def prose(self, clause: Clause, words: Words) -> str:
        points = {
            "in proportion": "Parts of a step count in proportion",
            "full": "Only full steps count",
            "started": "A started step counts",
        }
        band = f" beyond a dead band of {words.points(clause['dead band'])}" if clause["dead band"] else ""
        limit = f", at most {words.share(clause['at most'])} either way" if clause["at most"] is not None else ""
        edge = "Steps count from the edge of the dead band" if clause["counted from"] == "band edge" else "Steps count from the target"
        condition = {"every minimum met": "if every minimum is met", "every target met": "if every target is met"}.get(clause["only if"])
        of_target = " of the target" if clause["points are"] != "percentage points" else ""
        readings = {
            "only if": f"The bonus is paid only {condition}" if condition else "The bonus hangs on no other level",
            "points are": f"Points are {clause['points are']}{of_target}",
            "points": points[clause["points"]],
            "counted from": edge if clause["dead band"] else "",
            "dead band": "",
        }
        each = f"{words.share(clause['each way'])} for each {each_step(clause['for each'], words)}"
        level = words.reference(clause["service level"], 8)
        text = f"{each} by which {level} is above its target, to the provider, or below it, to the client{band}{limit}"
        return f"{text}.{self.ending(clause, words, readings)}"


RULE = BonusAndCredit()
