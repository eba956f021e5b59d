"""The share of contacts after which the same customer did not come back for the same reason.

Not the flag an agent sets, but what happened: a second ticket counts as much as a reopened one, by any channel. A contact belongs to the
month in which it arrived; whether it was resolved is known only when the time has passed, so a contact whose time still runs at the cut,
and that nobody has repeated yet, is undecided. Contacts without the fields that make two of them one matter are not counted.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Duration, ListOf, Text, YesNo
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import OPENINGS, Evidence


class FirstContactResolution(Metric):
    rests_on_cut: ClassVar[bool] = True
    key = "customer"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("within", Duration(), "How long after a contact another one shows that the first did not resolve it.", REQUIRED),
        Setting("same", ListOf(Text()), "The fields that make two contacts one matter.", ("customer", "reason")),
        Setting("any channel", YesNo(), "Whether a contact by another channel counts too.", True),
    )
    example = """
8.1 resolved at first contact:
  rule: first contact resolution
  covers: customer contact
  within: 7 days
  same: [customer, reason]
  target: 70 %
"""
    practice = "First contact resolution, net of repeats within seven days; a reopened ticket and a second ticket both count."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record = evidence.population(level).record
        fields = _fields(level)
        keyed = _contacts(level, evidence)
        keys = [f"\0{field}" for field in fields]
        window = level["within"].microseconds
        ordered = keyed.sort([*keys, "at", "item"])
        again = ordered.with_columns(again=pl.col("at").shift(-1).over(keys))
        reopened = evidence.first(record, "reopened").rename({"at": "reopened"})
        rows = again.join(reopened, on="item", how="left", maintain_order="left")
        back = pl.min_horizontal("again", "reopened")
        repeated = (back - pl.col("at") <= window).fill_null(False)
        known = pl.all_horizontal([pl.col(key).is_not_null() for key in keys])
        open_still = ~repeated & (pl.col("at") + window >= evidence.cut)
        why = (
            pl.when(~known).then(pl.lit("the record does not say " + " or ".join(fields)))
            .when(open_still).then(pl.lit("the time to come back still runs"))
            .when(repeated).then(pl.lit("came back")).otherwise(pl.lit("met"))
        )  # fmt: skip
        covered = evidence.within(evidence.population(level), rows)
        return contributed(covered, known & ~open_still, why, of=pl.lit(1), met=~repeated)

    def keys(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        values = [pl.col(f"\0{field}") for field in _fields(level)]
        matter = pl.when(pl.all_horizontal([value.is_not_null() for value in values])).then(pl.concat_str(values, separator="\x1f"))
        return _contacts(level, evidence).select("item", matter.alias("key"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        return Measure(share(summary["met"], summary["of"]), summary["of"], {"met": summary["met"], "of": summary["of"]})

    def prose(self, clause: Clause, words: Words) -> str:
        same = words.default(clause, "same", f"the same {words.listed(clause['same'])}")
        channel = words.default(clause, "any channel", "by any channel" if clause["any channel"] else "by the same channel")
        again = f"no other of {same} followed within {words.length(clause['within'])}"
        return f"Share of contacts of {words.reference(clause['covers'], 6, 5)} after which {again}, {channel}."


def _fields(level: Clause) -> list[str]:
    """The fields that make two contacts one matter."""
    return [*level["same"], *(() if level["any channel"] else ("channel",))]


def _contacts(level: Clause, evidence: Evidence) -> pl.DataFrame:
    """`item`, `at` and a column per field of every contact of the record, whether or not the level covers it."""
    record = evidence.population(level).record
    contacts = evidence.first(record, evidence.word(record, OPENINGS))
    return contacts.with_columns([evidence.values(record, field, contacts).alias(f"\0{field}") for field in _fields(level)])


RULE = FirstContactResolution()
