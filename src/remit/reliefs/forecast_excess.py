"""Volume beyond the forecast leaves the service levels.

A team is sized for what was forecast; what comes beyond an agreed share of it is done and billed, but not promised in time. The forecast
is the one received before it was to be fixed; where none was, the last one holds, or the expected volume. One that both give counts once
the other has countersigned it (`approved_by` of the fact); which party gave one no fact says, and that is theirs to see. Which items leave:
the last to arrive of those billed in the month (at the same instant, by number of the item), or an even share of all by order of arrival.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.relief import ITEMS, Granted, Relief
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Duration, Names, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.work import facts
from remit.work.clocks import instant_of_day
from remit.work.evidence import Evidence
from remit.work.population import covered


class ForecastExcess(Relief):
    rests_on = "billed units"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("services", Names("services"), "Whose volume is held against its forecast.", REQUIRED),
        Setting("above", Percent(), "The share of the forecast beyond which items are excess.", REQUIRED),
        Setting("forecast by", Choice("client", "provider", "both"), "Who gives the forecast.", "client"),
        Setting("forecast fixed", Duration(ahead=True), "How long before the month the forecast is fixed.", Length(Fraction(1), "month")),
        Setting("leaves the levels", Choice("last to arrive", "in proportion"), "Which items leave the levels.", "last to arrive"),
        Setting(
            "without a forecast", Choice("last forecast", "expected volume"), "What holds where no forecast came in time.", "last forecast"
        ),
    )
    example = """
9.1 volume above forecast:
  rule: forecast excess
  services: [customer contact]
  above: 110 %
  leaves the levels: last to arrive
"""
    practice = "Forecast lock of BPO agreements: volume above 110 % of the locked forecast is excluded from service levels."

    def granted(self, clause: Clause, evidence: Evidence, *, upheld: bool = False) -> tuple[Granted, ...]:
        found = []
        for name in clause["services"]:
            service = evidence.terms.named(6, name)
            forecast = forecast_of(service, clause, evidence)
            if forecast is None:
                continue
            bounds = evidence.bounds
            units = evidence.billed(service).filter(pl.col("at").is_between(bounds.start, bounds.end, closed="left"))
            allowed = math.floor(clause["above"] * forecast)
            excess = max(0, units.height - allowed)
            leaving = _leaving(units.sort("arrived", "item")["item"].to_list(), excess, clause["leaves the levels"])
            because = f"{clause.number} {clause.name}: beyond {allowed:,} of {units.height:,}"
            rows = [(item, clause["effect"], because) for item in leaving]
            unbilled = frozenset(leaving) if clause["billing"] == "not billed" else frozenset()
            record = covered(evidence.terms, name).record
            found.append(Granted(record, pl.DataFrame(rows, schema=ITEMS, orient="row"), unbilled=unbilled, excess={name: excess}))
        return tuple(found)

    def prose(self, clause: Clause, words: Words) -> str:
        by = words.default(clause, "forecast by", words.party(clause["forecast by"]))
        ahead = words.default(clause, "forecast fixed", f"{words.length(clause['forecast fixed'])} ahead")
        which = words.default(
            clause, "leaves the levels", "the last to arrive" if clause["leaves the levels"] == "last to arrive" else "an even share"
        )
        held = "the last one holds" if clause["without a forecast"] == "last forecast" else "the expected volume holds"
        missing = words.default(clause, "without a forecast", f"Without a forecast in time, {held}.")
        billed = words.default(clause, "billing", f"are {clause['billing']}")
        words.default(clause, "effect", "")
        services = words.listed([words.reference(name, 6) for name in clause["services"]])
        return (
            f"The forecast of {services} is fixed by {by} {ahead}. Items beyond {words.percent(clause['above'])} of it, {which}, "
            f"leave the service levels and {billed}. {missing}"
        )


def forecast_of(service: Clause, clause: Clause, evidence: Evidence) -> Fraction | None:
    """The forecast that holds for the month: fixed in time, or what stands for one; None where there never was any."""
    ahead = clause["forecast fixed"]
    month = evidence.month
    if ahead.unit in ("month", "year"):
        months = int(ahead.amount) * (12 if ahead.unit == "year" else 1)
        fixed_by = instant_of_day(month.plus(-months).first, evidence.zone)
    else:
        fixed_by = evidence.bounds.start - ahead.microseconds
    found, both = None, clause["forecast by"] == "both"
    for subject in (service.name, service["unit"]):
        found = found or facts.forecast(evidence.facts, subject, month, fixed_by, approved=both)
    if found is None and clause["without a forecast"] == "last forecast":
        for subject in (service.name, service["unit"]):
            found = found or facts.last_forecast(evidence.facts, subject, month, fixed_by, approved=both)
        return found.value if found is not None else None
    return found.value if found is not None else Fraction(service["expected volume"])


def _leaving(arrived: Sequence[str], excess: int, which: str) -> list[str]:
    if which == "last to arrive":
        return list(arrived[len(arrived) - excess :])
    count = len(arrived)
    return [item for index, item in enumerate(arrived) if (index + 1) * excess // count > index * excess // count]


RULE = ForecastExcess()
