"""Bands in which a worse result costs less, or a better one earns less: at that edge it pays to do worse. Mostly a slip of the pen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from remit.lint import Changes, Lint, by_name, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Percent
from remit.values.fault import Fault
from remit.values.money import Money

_BANDED = """    rule: banded credit
    service level: email first reply
    of: base charges
    bands:
      - {from: 85 %, credit: 0 %}
      - {from: 75 %, to: 85 %, credit: 8 %}
"""
_MISSES = """    rule: credit per miss
    of: base charges
    credits:
      email first reply: 4 %
      chat answered: 3 %
      entry accuracy: 4 %
      entry turnaround: 3 %
      customer satisfaction: 2 %
"""


class WorsePaysLess(Lint):
    triggers: ClassVar[Changes] = ((_MISSES, _BANDED + "      - {to: 75 %, credit: 5 %}\n"),)
    spares: ClassVar[Changes] = ((_MISSES, _BANDED + "      - {to: 75 %, credit: 12 %}\n"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        levels = by_name(terms, 8)
        for clause in terms.section(11):
            if clause.rule in ("banded credit", "bonus"):
                yield from _falls(clause, clause["bands"], "bands", levels[clause["service level"]], catalogue)
            elif clause.rule == "service points":
                for name, bands in (clause["points"] or {}).items():
                    yield from _falls(clause, bands, f"points/{name}", levels[name], catalogue)


def _falls(clause: Clause, bands: Sequence[Any], path: str, level: Clause, catalogue: Catalogue) -> Iterator[Fault]:
    """Neighbouring bands of which the one that should pay more pays less."""
    rule: Any = catalogue.rule(8, str(level.rule))
    better_up = rule.better_when(level) == "more"
    order = sorted(enumerate(bands), key=lambda one: (one[1].low is not None, _size(one[1].low)))
    column = next(iter(bands[0].pays))
    rises = better_up == (column == "bonus")
    for (left, low), (right, high) in itertools.pairwise(order):
        before, after = low.pays[column], high.pays[column]
        if type(before) is not type(after) or (_size(before) <= _size(after) if rises else _size(before) >= _size(after)):
            continue
        worse, better = (low, high) if better_up else (high, low)
        index = left if worse is low else right
        figures = f"{column} {_written(worse.pays[column])} in the worse band and {_written(better.pays[column])} in the better one"
        side = "worse result costs less" if column != "bonus" else "better result earns less"
        yield notice(clause, f"{path}/{index}", f"a {side}: {figures}", "exchange them, or check the figures")


def _size(value: Any) -> Any:
    if isinstance(value, Money):
        return value.amount
    return 0 if value is None else getattr(value, "amount", value)


def _written(value: Any) -> str:
    if isinstance(value, Money):
        return Amount().write(value)
    return str(value) if isinstance(value, int) else Percent().write(value)


RULE = WorsePaysLess()
