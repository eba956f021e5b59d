"""Survey answers: the last one to each invitation, as exact whole numbers.

Scores are held in hundredths, so that half points and means of several questions stay exact.
"""

from __future__ import annotations

import polars as pl

from remit.terms.document import Clause
from remit.work.evidence import Evidence

SCORE = 100
"""A score of 4.5 is held as 450."""


def answers(level: Clause, evidence: Evidence) -> pl.DataFrame:
    """`item`, `at` and `score` (in hundredths) of the answers that a level counts; of several by one item the last one."""
    found = evidence.of(evidence.evidence_record(level), "answer").unique("item", keep="last", maintain_order=True)
    score = (pl.col("value").cast(pl.Decimal(38, 6), strict=False) * SCORE).cast(pl.Int64)
    return evidence.related(level, found.select("item", "at", score=score))


def invitations(level: Clause, evidence: Evidence) -> pl.DataFrame:
    """`item` and `at` of the invitations."""
    return evidence.related(level, evidence.first(evidence.evidence_record(level), "invited"))
