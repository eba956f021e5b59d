"""Questions between the companies: who asked, when, and when the other side answered, in the hours that both offices share."""

from __future__ import annotations

import numpy as np
import polars as pl

from remit.demo.chance import uniforms
from remit.demo.figures import FIGURES, LAST_MOMENT, MonthFigures
from remit.demo.hours import BOTH_OFFICES, HOUR, seconds, texts

_SUBJECTS = (
    "colour codes of the autumn range",
    "a refund above the limit",
    "delivery dates of the oak sideboard",
    "a customer who wrote to both desks",
    "the return address for Scotland",
    "an order file without a header",
    "wording for late deliveries",
)


def questions() -> pl.DataFrame:
    """All questions in the order they were asked."""
    every = pl.concat([_month(figures) for figures in FIGURES]).sort("asked", maintain_order=True)
    return every.with_columns(question=pl.format("Q-{}", pl.int_range(pl.len()) + 101))


def _month(figures: MonthFigures) -> pl.DataFrame:
    name, count = f"{figures.month} questions", figures.questions
    low, high = BOTH_OFFICES.range_of(figures.first)
    asked = low + 60 + (uniforms(f"{name} asked", count) * (high - low - 5 * HOUR)).astype(np.int64)
    took = 600 + (uniforms(f"{name} took", count) ** 1.3 * 6.2 * HOUR).astype(np.int64)
    by_client = uniforms(f"{name} by", count) < 0.5
    subject = (uniforms(f"{name} subject", count) * len(_SUBJECTS)).astype(np.int64)
    return pl.DataFrame(
        {
            "asked": BOTH_OFFICES.wall(asked),
            "answered": BOTH_OFFICES.wall(asked + took),
            "asked_by": np.where(by_client, "client", "provider"),
            "answered_by": np.where(by_client, "provider", "client"),
            "subject": [_SUBJECTS[index] for index in subject],
        }
    )


def export(every: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    """The questions asked or answered between two moments, as they stood at the end."""
    end = min(end, seconds(LAST_MOMENT))
    changed = pl.col("asked").is_between(start, end, closed="left") | pl.col("answered").is_between(start, end, closed="left")
    known = pl.col("answered") < end
    return every.filter(changed & (pl.col("asked") < end)).select(
        "question",
        "subject",
        "asked_by",
        texts(pl.col("asked")).alias("asked"),
        pl.when(known).then("answered_by").alias("answered_by"),
        pl.when(known).then(texts(pl.col("answered"))).alias("answered"),
    )
