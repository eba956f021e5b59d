"""Say what one or several contracts would have paid on past work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from remit.cli.output import json_option, print_json, print_table
from remit.cli.scheduler import engine_at, scheduler_option

if TYPE_CHECKING:
    from remit.foresight.replay import Exposure, Moved, Paid, Replay


@click.command("replay")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("months", metavar="MONTH[..MONTH]")
@click.option(
    "--terms", "others", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Compare with this text."
)
@click.option("--cut", help="Count what was received before this instant; now, if not said.")
@scheduler_option
@json_option
def COMMAND(folder: Path, months: str, others: tuple[Path, ...], cut: str | None, scheduler: str | None, as_json: bool) -> None:
    """Pay the work of past months by the contract in FOLDER, and by others beside it. Nothing is issued or changed.

    Each month counts all that is known by now of it. A text given with --terms stands alone, without the folder's amendments; where its
    services start later than the first month, it is tried as if they had started then.

    \b
    remit replay corner-books 2025-01..2025-12
    remit replay corner-books 2025-01..2025-12 --terms stricter.yaml      what the change moves, clause by clause
    """
    from remit import rehearsal
    from remit.catalogue import standard_catalogue
    from remit.cli.instants import now, read_instant
    from remit.cli.months import read_months
    from remit.exchange.folder import Folder
    from remit.foresight.replay import moved

    home, catalogue = Folder.open(folder), standard_catalogue()
    contracts = [rehearsal.Contract.read("terms.yaml", home.terms_text(), catalogue, home.amendment_texts())]
    contracts += [rehearsal.Contract.read(other.name, other.read_bytes(), catalogue) for other in others]
    work = rehearsal.Work.of(home, read_instant(cut, "--cut") if cut else now())
    with engine_at(scheduler) as engine:
        _, replays = rehearsal.replay(rehearsal.Kept(work), contracts, read_months(months), engine=engine)
    changes = [moved(replays[0], other) for other in replays[1:]]
    if as_json:
        print_json(_value(replays, changes))
        return
    for replay in replays:
        _print_replay(replay)
    for other, change in zip(replays[1:], changes, strict=True):
        _print_change(replays[0], other, change)


def _print_replay(replay: Replay) -> None:
    from remit.terms.words import money

    click.secho(f"{replay.name}: {money(replay.total, replay.currency)} in {len(replay.months)} months", bold=True)
    heads = ("Month", "Base charges", "Credits", "Lost to limits", "Bonuses", "Other", "Total", "Met", "Amber", "Missed", "Excused")
    rows = [
        (
            one.month,
            *(
                money(amount, replay.currency) if amount else "–"
                for amount in (one.base, one.credits, one.lost_to_cap + one.cut_bonuses, one.bonuses, one.other, one.total)
            ),
            *(len(one.levels(status)) for status in ("met", "amber")),
            ", ".join(level.name for level in one.levels("missed")) or "none",
            f"{one.excused:,}",
        )
        for one in replay.months
    ]
    print_table(rows, heads, right=(1, 2, 3, 4, 5, 6, 7, 8, 10))
    provider, client = replay.provider_exposure, replay.client_exposure
    click.echo(f"Largest in a month: {_said(provider, replay.currency)} for the provider in credits,")
    click.echo(f"                    {_said(client, replay.currency)} for the client in bonuses and earn backs.")
    for month, right in replay.arisen:
        click.echo(f"Right to end, first in {month}: {right.told}")
    for note in dict.fromkeys(note for one in replay.months for note in one.statement.notes if note.startswith("Missing: ")):
        click.echo(note)
    click.echo()


def _said(exposure: Exposure, currency: str) -> str:
    from remit.terms.words import money

    seen = f"{money(exposure.seen, currency)} ({exposure.seen_in})" if exposure.seen_in else "none"
    utmost = f"at the utmost {money(exposure.utmost, currency)} ({exposure.utmost_in})" if exposure.utmost_in else "none possible"
    return f"{seen}, {utmost}"


def _print_change(before: Replay, after: Replay, change: Sequence[Moved]) -> None:
    from remit.foresight.replay import a_year
    from remit.terms.words import money

    difference = after.total - before.total
    click.secho(f"{after.name} against {before.name}: {money(difference, before.currency)} in {len(after.months)} months", bold=True)
    if not change:
        click.echo("No clause bills another sum.")
        return
    rows = [
        (
            f"{one.clause} {one.name}",
            *(money(amount, before.currency) for amount in (one.before, one.after, one.moved)),
            f"moves {money(a_year(one), before.currency)} a year",
        )
        for one in change
    ]
    print_table(rows, ("Clause", before.name, after.name, "Difference", ""), right=(1, 2, 3))
    click.echo()


def _value(replays: Sequence[Replay], changes: Sequence[Sequence[Moved]]) -> dict[str, Any]:
    from remit.foresight.replay import a_year

    return {
        "contracts": [
            {
                "name": replay.name,
                "currency": replay.currency,
                "total": replay.total,
                "months": [_month(one) for one in replay.months],
                "exposure": {"provider": replay.provider_exposure, "client": replay.client_exposure},
            }
            for replay in replays
        ],
        "changes": [
            {
                "from": replays[0].name,
                "to": other.name,
                "difference": other.total - replays[0].total,
                "clauses": [
                    {
                        "clause": one.clause,
                        "name": one.name,
                        "before": one.before,
                        "after": one.after,
                        "moved": one.moved,
                        "a year": a_year(one),
                    }
                    for one in change
                ],
            }
            for other, change in zip(replays[1:], changes, strict=True)
        ],
    }


def _month(one: Paid) -> dict[str, Any]:
    return {
        "month": str(one.month),
        "base": one.base,
        "credits": one.credits,
        "lost to cap": one.lost_to_cap,
        "bonuses": one.bonuses,
        "bonuses lost to cap": one.cut_bonuses,
        "capped": one.capped,
        "other": one.other,
        "total": one.total,
        "excused": one.excused,
        "levels": {
            level.clause: {"status": level.status, "result": level.judged, "excused": level.excused}
            for level in one.statement.scorecard.levels
        },
        "largest credits": one.worst,
        "largest bonuses": one.best,
        "rights": [
            {
                "clause": right.clause.number,
                "since": str(right.since),
                "until": right.until.isoformat() if right.until else None,
                "rests on": [str(month) for month in right.right.months],
            }
            for right in one.rights
        ],
        "notes": list(one.statement.notes),
    }
