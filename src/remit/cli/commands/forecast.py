"""Say how the month under way is likely to end, and what would save each level."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from remit.foresight.forecast import Outlook


@click.command("forecast")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("month")
@click.option("--at", "at_text", help="The instant from which the month is seen (2026-07-20T18:00:00+01:00); now, if not said.")
@click.option("--draws", type=click.IntRange(10, 100_000), default=200, show_default=True, help="How many ends of the month are drawn.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same draws.")
@json_option
def COMMAND(folder: Path, month: str, at_text: str | None, draws: int, seed: int, as_json: bool) -> None:
    """Draw the days still to come of MONTH from its own days so far and those of earlier months, and settle each end of the month.

    Work counts from when it happened, so a past month can be forecast too, and held against what became of it.

    \b
    remit forecast corner-books 2026-11
    remit forecast corner-books 2026-07 --at 2026-07-20T18:00:00+01:00
    """
    from remit import rehearsal
    from remit.catalogue import standard_catalogue
    from remit.cli.distributions import print_distribution
    from remit.cli.instants import now, read_instant
    from remit.cli.months import read_month
    from remit.exchange.folder import Folder

    home, wanted = Folder.open(folder), read_month(month)
    at = read_instant(at_text, "--at") if at_text else now()
    contract = rehearsal.Contract.read("terms.yaml", home.terms_text(), standard_catalogue(), home.amendment_texts())
    found = rehearsal.forecast_at(rehearsal.Work.of(home, now()), contract, wanted, at, draws=draws, seed=seed)
    if as_json:
        print_json({"month": str(wanted), "at": at, "seed": seed, "statement": found.statement, "levels": list(found.levels)})
        return
    click.secho(f"{wanted.name}, {draws:,} ends drawn with seed {seed}; eight in ten lie between P10 and P90", bold=True)
    print_distribution(found.statement)
    click.echo()
    rows = []
    for one in found.levels:
        now_, likely = one.now, one.likely
        span = f"{now_.written(one.result.p10)} to {now_.written(one.result.p90)}" if one.result is not None else "–"
        said = now_.written(now_.judged) if now_.judged is not None else now_.status
        rows.append((one.clause, one.name, said, span, likely.status, _saves(one)))
    print_table(rows, ("Clause", "Level", "Now", "At the end", "Likely", "What saves it"))


def _saves(one: Outlook) -> str:
    if one.to_come is None or one.must_be_good is None:
        return "–"
    if one.lost:
        return f"cannot be saved: {one.must_be_good:,} needed of {one.to_come:,} still to come"
    if one.more_in_time:
        more = f"{one.more_in_time:,} more in time save the month"
        return f"{more}: {one.must_be_good:,} of {one.to_come:,} still to come"
    if one.saved:
        return "safe, whatever comes"
    return f"{one.may_miss:,} of {one.to_come:,} still to come may miss"
