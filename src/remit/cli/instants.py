"""The only place below the web that reads the clock: commands take "now" from here and pass it on as a value."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from remit.values.period import instant

_YEARS = range(1900, 2200)


def now() -> int:
    """This instant, in microseconds."""
    return instant(datetime.now(UTC))


def read_instant(text: str, option: str) -> int:
    """An instant from an option such as `2026-06-03T18:00:00+01:00`; one without an offset is refused: nobody can know when it was."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"'{text}' is not an instant; write 2026-06-03T18:00:00+01:00", param_hint=option) from None
    if moment.tzinfo is None:
        raise click.BadParameter(f"'{text}' has no offset; add it, as in {text}+01:00, or Z for UTC", param_hint=option)
    if moment.year not in _YEARS:
        raise click.BadParameter(f"'{text}' lies outside the years {_YEARS[0]} to {_YEARS[-1]}", param_hint=option)
    return instant(moment)
