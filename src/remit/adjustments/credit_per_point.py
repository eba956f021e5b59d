"""A credit for each percentage point short.

Points are percentage points, unless `points are` relative per cent: then each is one per cent of the threshold (98.01 is 1 per cent, and
0.99 points, below 99). A part of a point counts in full, not at all, or in proportion, as `points` says; at
exactly the threshold there is no credit. For levels where less is better, points count above the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.adjustment import POINTS_ARE, Adjustment, capped, each_step, measured, shared_sum, steps, value_of_level
from remit.line import Account, Draft
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Either, Name, Percent, Point, Value
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class CreditPerPoint(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level.", REQUIRED),
        Setting("below", Value("service level"), "The result below which points count.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The credit for each step.", REQUIRED),
        Setting("for each", Point(), "The step.", REQUIRED),
        Setting("points", Choice("full", "started", "in proportion"), "How a part of a step counts.", "full"),
        Setting("points are", Choice("percentage points", "relative per cent"), POINTS_ARE, "percentage points"),
        Setting("at most", Either(Percent(), Amount()), "The limit of the credit."),
    )
    example = """
11.1 reply credit:
  rule: credit per point
  service level: email first reply
  below: 90 %
  credit: 1 %
  for each: 1 point
"""
    practice = "Silicon Valley Clean Energy: 5 % for each full point below 99 %; state claims processing: $5,000 for each point below 99 %."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        found = measured(account, clause["service level"])
        if found is None:
            return
        level, result = found
        threshold = level.exact(clause["below"])
        short = threshold - result if level.better == "more" else result - threshold
        if short <= 0:
            return
        relative = clause["points are"] == "relative per cent"
        if relative:
            short /= threshold
        count = steps(short, clause["for each"], clause["points"])
        words = account.words
        amount, said, base = shared_sum(clause, account, clause["credit"], times=count)
        amount, limit = capped(clause, account, amount)
        direction = "below" if level.better == "more" else "above"
        reading = "" if clause["points"] == "in proportion" else f" {clause['points']}"
        each = "points" if clause["for each"] * 100 == 1 else f"steps of {words.points(clause['for each'])}"
        apart = words.percent(short) if relative else words.points(short)
        counted = f"{apart} {direction} {level.written(threshold)}, {words.number(count)}{reading} {each}"
        because = f"{level.result_said} is {counted}: {said}{limit}"
        yield self.draft(clause, -amount, because, level, quantity=count, unit="point", base=base, rate=words.share(clause["credit"]))

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from super().check(clause, terms)
        if clause["points are"] == "relative per cent" and not clause["below"]:
            place = Place(clause=clause.number, line=clause.lines.get("points are", clause.line))
            yield Fault(place, "nothing is a per cent of nothing", "write 'points are: percentage points'")

    def prose(self, clause: Clause, words: Words) -> str:
        each = each_step(clause["for each"], words)
        below = value_of_level(clause["below"], clause, words)
        reading = {
            "full": "Only full steps count",
            "started": "A started step counts",
            "in proportion": "Parts of a step count in proportion",
        }
        limit = f", at most {words.share(clause['at most'])}" if clause["at most"] is not None else ""
        credit = words.share(clause["credit"])
        level = words.reference(clause["service level"], 8)
        are = f"Points are {clause['points are']}" + (" of that result" if clause["points are"] != "percentage points" else "")
        ending = self.ending(clause, words, {"points": reading[clause["points"]], "points are": are})
        return f"{credit} for each {each} by which {level} stays short of {below}{limit}.{ending}"


RULE = CreditPerPoint()
