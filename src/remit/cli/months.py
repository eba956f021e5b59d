"""Months as commands are given them: one, or a first and a last."""

from __future__ import annotations

import click

from remit.values.period import Month


def read_month(text: str) -> Month:
    """`2026-05`; anything else is a wrong call."""
    try:
        return Month.read(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is not a month; write 2026-05", param_hint="MONTH") from None


def read_months(text: str) -> list[Month]:
    """`2026-05` or `2026-05..2026-10`, both ends included."""
    first, several, last = text.partition("..")
    start, end = read_month(first), read_month(last if several else first)
    if end < start:
        raise click.BadParameter(f"{end} lies before {start}; write the earlier month first", param_hint="MONTH")
    return [start.plus(count) for count in range(end - start + 1)]
