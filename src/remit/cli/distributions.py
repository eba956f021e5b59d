"""How drawn statements are shown: quantiles of the total, and the chance of every line that is no charge."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import click

from remit.cli.output import print_table
from remit.foresight.chance import Distribution, Spread
from remit.terms.words import money


def print_distribution(found: Distribution) -> None:
    """The total's quantiles, and the chance of every credit, bonus and miss."""
    total: Spread = found.total
    rows = [("Total", *(money(_cents(value), found.currency) for value in (total.p10, total.p50, total.p90, total.mean)))]
    print_table(rows, ("", "P10", "P50", "P90", "Expected"), right=(1, 2, 3, 4))
    click.echo()
    if found.credits:
        lines = [(f"{one.clause} {one.name}", f"{_percent(one.share)} %", money(_cents(one.mean), found.currency)) for one in found.credits]
        print_table(lines, ("Line", "Chance", "Expected"), right=(1, 2))
    else:
        click.echo("No draw had a credit or a bonus.")
    missed = [f"{one.clause} {one.name} {_percent(one.share)} %" for one in found.missed if one.times]
    click.echo(f"Missed: {', '.join(missed) or 'no level in any draw'}.")
    for note in found.notes:
        click.echo(note)


def _percent(share: Fraction) -> str:
    return str(Decimal(round(share * 1000)).scaleb(-1))


def _cents(value: Fraction) -> Decimal:
    return Decimal(round(value * 100)).scaleb(-2)
