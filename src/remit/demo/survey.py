"""The satisfaction survey's export: invitations to some of the closed tickets, and a score from 1 to 5 where the customer answered."""

from __future__ import annotations

import numpy as np
import polars as pl

from remit.demo.chance import Integers, chosen, uniforms
from remit.demo.figures import FIGURES, LAST_MOMENT, MonthFigures
from remit.demo.hours import DAY, HOUR, month_of, seconds, texts


def survey(tickets: pl.DataFrame) -> pl.DataFrame:
    """One row per invitation, answered within the month in which the ticket was closed, or not at all."""
    closed = tickets.filter(pl.col("closed").is_not_null()).sort("number")
    months = month_of(closed["closed"].to_numpy())
    parts = [_month(figures, closed.filter(pl.Series(months == figures.first.month))) for figures in FIGURES]
    return pl.concat(parts).sort("invited", "ticket")


def _month(figures: MonthFigures, closed: pl.DataFrame) -> pl.DataFrame:
    name = f"{figures.month} survey"
    walls = closed["closed"].to_numpy()
    invited = uniforms(f"{name} invited", len(walls)) < 0.42
    answers_at = walls + 2 * HOUR + (uniforms(f"{name} answers after", len(walls)) * 2 * DAY).astype(np.int64)
    able = invited & (month_of(answers_at) == figures.first.month)
    answering = chosen(f"{name} answers", figures.answers, len(walls), np.where(able, 1.0, -9.0))
    scores = np.zeros(len(walls), dtype=np.int64)
    scores[answering] = _scores(name, figures.answers, figures.score_sum)
    frame = pl.DataFrame(
        {"ticket": closed["ticket"], "channel": closed["channel"], "invited": walls + 600, "answered": answers_at, "score": scores}
    )
    return frame.filter(pl.Series(invited)).with_columns(
        answered=pl.when(pl.col("score") > 0).then("answered"), score=pl.when(pl.col("score") > 0).then("score")
    )


def _scores(name: str, count: int, total: int) -> Integers:
    """Scores from 1 to 5 with this exact sum: fives, less deductions of one to four points dealt out in a fixed round."""
    deductions: list[int] = []
    missing, round_ = 5 * count - total, (1, 1, 2, 1, 1, 3, 1, 2, 1, 4)
    while missing > 0:
        step = min(round_[len(deductions) % len(round_)], missing)
        deductions.append(step)
        missing -= step
    scores = np.full(count, 5, dtype=np.int64)
    scores[: len(deductions)] -= np.array(deductions, dtype=np.int64)
    return scores[np.argsort(uniforms(f"{name} order", count), kind="stable")]


def export(answers: pl.DataFrame, start: int, end: int) -> pl.DataFrame:
    """The invitations and answers between two moments, one row each."""
    end = min(end, seconds(LAST_MOMENT))
    invited = answers.select("ticket", wall=pl.col("invited"), action=pl.lit("invited"), score=pl.lit(None, pl.Int64))
    answered = answers.select("ticket", wall=pl.col("answered"), action=pl.lit("answered"), score=pl.col("score"))
    changes = pl.concat([invited, answered]).filter(pl.col("wall").is_between(start, end, closed="left"))
    return changes.sort("wall", "ticket", "action").select("ticket", texts(pl.col("wall")).alias("time"), "action", "score")
