"""Compute a month's statement from an engagement folder, and issue it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json, print_table, progress
from remit.cli.scheduler import engine_at, scheduler_option

if TYPE_CHECKING:
    from remit.statement import Statement


@click.command("statement")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("months", metavar="MONTH[..MONTH]")
@click.option("--cut", help="Count what was received before this instant (2026-06-03T18:00:00+01:00); now, if not said.")
@click.option("--issue", is_flag=True, help="Issue it: write JSON, Markdown, PDF and XLSX into FOLDER/statements, as the next version.")
@scheduler_option
@json_option
def COMMAND(folder: Path, months: str, cut: str | None, issue: bool, scheduler: str | None, as_json: bool) -> None:
    """Compute the statement of MONTH from the work and facts in FOLDER, and say what it comes to and why.

    Without --issue nothing is written, and facts that are missing are listed. An issued statement never changes: when work or rulings
    arrive later, issuing again writes version 2 beside it, and a later month's statement corrects the earlier one.

    \b
    remit statement corner-books 2026-04                    preview
    remit statement corner-books 2026-04 --issue            issue version 1, or the next one if something changed
    remit statement helpdesk 2010-01..2013-12 --issue       many months in one run
    """
    from remit import closing
    from remit.cli.instants import now, read_instant
    from remit.cli.months import read_months
    from remit.exchange.folder import Folder

    wanted = read_months(months)
    home = Folder.open(folder)
    known = closing.Knowledge.of(home)
    at = read_instant(cut, "--cut") if cut else now()
    found: list[tuple[Statement, str]] = []
    gaps: list[closing.Gap] = []
    with engine_at(scheduler) as engine, progress(f"Settling {len(wanted)} months", len(wanted)) as advance:
        for month in wanted:
            gaps.append(closing.gap(known, month))
            statement = closing.settle(known, month, at, preview=not issue, engine=engine)
            said = "preview, not issued"
            if issue:
                statement, said = _issued(home, known, statement)
                known = known.and_issued(statement) if said.startswith("issued") else known
            found.append((statement, said))
            advance(1)
    for last in [one for one in gaps if one][-1:]:
        click.echo(str(last), err=True)
    if as_json:
        from remit.exchange.plain import plain

        values = [
            {**plain(statement), "standing": said, "not issued": plain(lacking)}
            for (statement, said), lacking in zip(found, gaps, strict=True)
        ]
        print_json(values[0] if len(values) == 1 and ".." not in months else values)
    elif len(found) == 1:
        _print_whole(*found[0])
    else:
        _print_each(found)


def _issued(home: object, known: object, statement: Statement) -> tuple[Statement, str]:
    """Issues a statement unless the latest version says the same already."""
    import platform

    from remit import __version__, closing
    from remit.cli.instants import now
    from remit.exchange.folder import Folder
    from remit.exchange.statement_json import Envelope

    assert isinstance(home, Folder) and isinstance(known, closing.Knowledge)
    before = [one for one in known.issued if one.month == statement.month]
    if before and closing.says_the_same(before[-1], statement):
        return before[-1], f"version {before[-1].version} stands: nothing changed since"
    closing.issue(home, known, statement, Envelope(program=f"remit {__version__}", platform=platform.platform(), issued_at=now()))
    return statement, f"issued as statements/{statement.month}/v{statement.version}"


def _print_whole(statement: Statement, said: str) -> None:
    from remit.exchange import statement_words as say
    from remit.exchange.statement_json import digest
    from remit.terms.words import money

    click.echo(click.style(f"Statement, {statement.month.name}, version {statement.version} ({said})", dim=True))
    click.secho(str(say.answer(statement)), bold=True)
    click.echo()
    rows = [
        (
            line.clause,
            say.title(line),
            say.quantity(line),
            say.unit(line),
            say.rate(line, statement.currency),
            money(line.amount, statement.currency),
        )
        for line in statement.lines
    ]
    rows.append(("", "Total", "", "", "", money(statement.total, statement.currency)))
    if statement.disputed:
        rows.append(("", "of which disputed", "", "", "", money(statement.disputed, statement.currency)))
    print_table(rows, ("Clause", "Line", "Quantity", "Unit", "Rate", "Amount"), right=(2, 4, 5))
    click.echo()
    print_table(
        [
            (
                level.clause,
                level.name,
                f"{say.SIGNS[level.status]} {level.status}",
                say.result(level),
                say.value(level, level.target),
                say.value(level, level.minimum),
                say.evidence(level),
            )
            for level in statement.scorecard.levels
        ],
        ("Clause", "Level", "Status", "Result", "Target", "Minimum", "From"),
        right=(3, 4, 5),
    )
    for note in statement.notes:
        click.echo(note)
    click.echo()
    click.echo(click.style(f"Counts what was received before {say.cut(statement)}. Digest {digest(statement)}", dim=True))
    reasons = [line for line in statement.lines if line.kind != "charge"]
    if reasons:
        click.echo(click.style(f"Why? remit explain FOLDER {statement.month} {reasons[0].clause}", dim=True))


def _print_each(found: list[tuple[Statement, str]]) -> None:
    from remit.terms.words import money

    rows = []
    for statement, said in found:
        missed = [level.name for level in statement.scorecard.levels if level.status == "missed"]
        currency = statement.currency
        rows.append((statement.month, money(statement.base, currency), money(statement.total, currency), ", ".join(missed) or "none", said))
    print_table(rows, ("Month", "Base charges", "Total", "Missed", ""), right=(1, 2))
    total = sum((statement.total for statement, _ in found), start=found[0][0].total * 0)
    click.echo(f"{len(found)} months, {money(total, found[0][0].currency)} in all.")
