"""A decision by both parties on stated criteria: service levels, some of them proven on a sample, and counts.

Practice: pilot and transition gates. A criterion `proven at 95 %` holds only where the lower bound of the interval reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Count, Name, Percent, Roles, RowsOf, Text, Value
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class Gate(Provision):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("decided by", Roles(), "Who decides.", REQUIRED),
        Setting(
            "criteria",
            RowsOf(
                Setting("service level", Name("service levels"), "The level that is judged."),
                Setting("count", Text(), "Or what is counted."),
                Setting("at least", Value("service level"), "The lowest result that passes."),
                Setting("at most", Value("service level"), "The highest result that passes."),
                Setting("proven at", Percent(), "The confidence with which the result must be reached."),
                Setting("sample", Count(), "How many items the result must rest on."),
            ),
            "What must hold, all of it.",
            REQUIRED,
        ),
        Setting("otherwise", Text(), "What follows when a criterion fails.", REQUIRED),
    )
    example = """
13.1 pilot gate:
  rule: gate
  decided by: [operations director, account director]
  criteria:
    - {service level: email first reply, at least: 85 %}
    - {count: open severe issues, at most: 0}
  otherwise: corrective plan and a second gate
"""
    practice = "Acceptance gates between pilot and regular service."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        for index, row in enumerate(clause["criteria"]):
            place = Place(clause=clause.number, line=clause.lines.get(f"criteria/{index}"))
            if (row["service level"] is None) == (row["count"] is None):
                both = row["count"] is not None
                what = (
                    "the criterion names a service level and a count" if both else "the criterion names neither a service level nor a count"
                )
                yield Fault(place, what, "write one of them")
            if row["at least"] is None and row["at most"] is None:
                yield Fault(place, "the criterion has no figure", "write 'at least' or 'at most'")

    def prose(self, clause: Clause, words: Words) -> str:
        criteria = "; ".join(_criterion(row, words) for row in clause["criteria"])
        return f"Decided by {words.the(clause['decided by'])}: {criteria}. Otherwise: {clause['otherwise']}."


def _criterion(row: dict[str, object], words: Words) -> str:
    kind = "score" if row["service level"] is None else _kind(row, words)
    name = words.reference(str(row["service level"]), 8) if row["service level"] else str(row["count"])
    parts = [f"{end} {words.result(row[end], kind)}" for end in ("at least", "at most") if row[end] is not None]
    if row["proven at"] is not None:
        parts.append(f"proven at {words.percent(row['proven at'])}")  # type: ignore[arg-type]
    text = f"{name} {', '.join(parts)}"
    return f"{text} from {row['sample']} answers" if row["sample"] else text


def _kind(row: dict[str, object], words: Words) -> str:
    """The sort of result of the level that a criterion names, by the value itself: a share of one prints as a percentage."""
    value = next((row[end] for end in ("at least", "at most") if row[end] is not None), None)
    if isinstance(value, Length):
        return "time"
    level = next((clause for clause in words.terms.section(8) if clause.name == row["service level"]), None) if words.terms else None
    scored = level is not None and level.get("scale") is not None and level.get("result") == "mean"
    return "score" if scored else "percentage"


RULE = Gate()
