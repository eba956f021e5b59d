"""Say what a month would cost if volume, results, rates or indices were different."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json

if TYPE_CHECKING:
    from remit.foresight.whatif import Factor, Kind

_RANGE = "LOW..HIGH in per cent, or NAME=LOW..HIGH for one of them."


@click.command("whatif")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("month")
@click.option("--volume", multiple=True, help=f"Units of all services, or of one: {_RANGE}")
@click.option("--attainment", multiple=True, help=f"Results of all levels, each by itself, or of one; percentages in points: {_RANGE}")
@click.option("--fx", multiple=True, help=f"Rates of all records, or of one: {_RANGE}")
@click.option("--index", multiple=True, help=f"Index values of all records, or of one: {_RANGE}")
@click.option("--draws", type=click.IntRange(1, 1_000_000), default=1000, show_default=True, help="How many months are drawn.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same months.")
@click.option("--cut", help="Count what was received before this instant; now, if not said.")
@json_option
def COMMAND(
    folder: Path,
    month: str,
    volume: tuple[str, ...],
    attainment: tuple[str, ...],
    fx: tuple[str, ...],
    index: tuple[str, ...],
    draws: int,
    seed: int,
    cut: str | None,
    as_json: bool,
) -> None:
    """Draw the figures of MONTH within ranges and settle each draw exactly. A month without work takes the results of the last one that has
    some, and the client's forecast as its volume.

    \b
    remit whatif corner-books 2026-10 --volume -10..20
    remit whatif corner-books 2026-10 --fx "rand rate=-15..5" --attainment "email first reply=-8..2" --draws 5000
    """
    from remit import rehearsal
    from remit.catalogue import standard_catalogue
    from remit.cli.distributions import print_distribution
    from remit.cli.instants import now, read_instant
    from remit.cli.months import read_month
    from remit.exchange.folder import Folder

    home, wanted = Folder.open(folder), read_month(month)
    factors = [
        *(_factor("volume", text) for text in volume),
        *(_factor("attainment", text) for text in attainment),
        *(_factor("rate", text) for text in fx),
        *(_factor("index", text) for text in index),
    ]
    contract = rehearsal.Contract.read("terms.yaml", home.terms_text(), standard_catalogue(), home.amendment_texts())
    work = rehearsal.Work.of(home, read_instant(cut, "--cut") if cut else now())
    found, basis = rehearsal.what_if(work, contract, wanted, factors, draws=draws, seed=seed)
    if as_json:
        print_json({"month": str(wanted), "basis": str(basis), "seed": seed, "distribution": found})
        return
    click.secho(f"{wanted.name}, drawn {draws:,} times with seed {seed}", bold=True)
    if basis != wanted:
        click.echo(f"It has no work yet: results are those of {basis.name}, volumes the client's forecast.")
    print_distribution(found)


def _factor(kind: Kind, text: str) -> Factor:
    from remit.foresight.whatif import Factor

    name, _, span = text.rpartition("=")
    low, dots, high = span.partition("..")
    option = "--fx" if kind == "rate" else f"--{kind}"
    try:
        ends = Fraction(low) / 100, Fraction(high if dots else low) / 100
    except (ValueError, ZeroDivisionError):
        raise click.BadParameter(f"'{text}' is no range; write -10..20, or NAME=-10..20", param_hint=option) from None
    return Factor(kind, name or None, *ends)
