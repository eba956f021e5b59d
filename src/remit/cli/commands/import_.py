"""Bring work or facts from a file into an engagement folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.instants import now, read_instant
from remit.cli.output import fault_values, json_option, print_faults, print_json, print_table, progress

if TYPE_CHECKING:
    from remit.exchange import suggest
    from remit.exchange.folder import Folder
    from remit.exchange.intake import Intake


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="The engagement folder (`remit new` makes one).")
@click.option("--mapping", help="How the file is read: a mapping of the folder, a file, or a ready one (zendesk, jira, ...).")
@click.option("--suggest", is_flag=True, help="Look at the file and write a mapping for it; import nothing.")
@click.option("--dry-run", is_flag=True, help="Check everything and say what would be imported; write nothing.")
@click.option("--received", help="When the file was received, as 2026-06-03T09:00:00+01:00; now, if not said.")
@click.option("--zone", help="The time zone of the file's dates, where the mapping leaves it open: Europe/London.")
@click.option("--record", help="The record of the terms that the events belong to, where it is not the mapping's.")
@click.option(
    "--control", multiple=True, metavar="NAME=COUNT", help="The source's own count: rows, items, events, or a word such as created."
)
@click.option("--facts", is_flag=True, help="The file holds facts (rates, forecasts, receipts, ...), not work.")
@json_option
def COMMAND(
    file: Path,
    into: Path | None,
    mapping: str | None,
    suggest: bool,
    dry_run: bool,
    received: str | None,
    zone: str | None,
    record: str | None,
    control: tuple[str, ...],
    facts: bool,
    as_json: bool,
) -> None:
    """Bring work or facts from FILE (CSV, XLSX, Parquet, JSON lines, XES) into an engagement folder.

    A file is imported whole or not at all: every fault is listed with its row and column. Importing the same file again changes nothing.

    \b
    remit import tickets.csv --into corner-books --suggest         write a mapping, asking only what the file leaves open
    remit import tickets.csv --into corner-books --dry-run         see what it would bring
    remit import tickets.csv --into corner-books --control rows=1204
    remit import rates.csv   --into corner-books --facts
    """
    from remit.values.fault import Refused

    try:
        if suggest:
            _suggest(file, into, zone, record, as_json)
            return
        if into is None:
            raise click.UsageError("name the engagement folder with --into FOLDER")
        at = read_instant(received, "--received") if received else now()
        if facts:
            _bring_facts(file, into, at, zone, dry_run, as_json)
        else:
            _bring_work(file, into, mapping, at, zone, record, control, dry_run, as_json)
    except Refused as refusal:
        if as_json:
            print_json({"imported": False, "faults": fault_values(refusal.faults)})
        else:
            print_faults(refusal.faults)
            click.echo("Nothing was imported.", err=True)
        raise click.exceptions.Exit(1) from None


def _totals(control: tuple[str, ...]) -> dict[str, int]:
    totals = {}
    for one in control:
        name, _, count = one.partition("=")
        if not name or not count.replace(",", "").isdigit():
            raise click.UsageError(f"--control {one}: write NAME=COUNT, such as rows=1204")
        totals[name.strip()] = int(count.replace(",", ""))
    return totals


def _bring_work(
    file: Path,
    into: Path,
    name: str | None,
    received: int,
    zone: str | None,
    record: str | None,
    control: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    from remit.catalogue import standard_catalogue
    from remit.exchange import intake
    from remit.exchange.folder import Folder

    folder = Folder.open(into)
    totals = _totals(control)
    with progress(f"Reading {file.name}", 3) as advance:
        terms = folder.terms(standard_catalogue())
        chosen, mapping = intake.chosen(folder, name, file, zone=zone, record=record)
        advance(1)
        done = intake.bring_work(folder, file, chosen, mapping, received, terms=terms, totals=totals, dry_run=dry_run)
        advance(2)
    if as_json:
        print_json({"imported": not dry_run, "mapping": chosen, "read": done.read, "new": done.appended.new, "known": done.appended.known})
        return
    _print_work(chosen, done, folder, mapping.zone or "UTC", dry_run)


def _print_work(name: str, done: Intake, folder: Folder, zone: str, dry_run: bool) -> None:
    from remit.values.period import moment

    read = done.read
    for note in read.notes:
        click.echo(f"{read.name}: {note}; mapping {name}")
    rows: list[tuple[str, str]] = [(f"{count:,}", f"rows left out: {reason}") for reason, count in read.left_out.items()]
    rows.append((f"{read.items:,}", "items"))
    rows.append((f"{read.events:,}", "events"))
    rows += [(f"{count:,}", f"  {word}") for word, count in read.words.items()]
    if read.repeats:
        rows.append((f"{read.repeats:,}", "events that repeat another row"))
    rows += [(f"{found:,}", f"control total of {total}: agrees") for total, (_, found) in read.totals.items()]
    print_table(rows, right=(0,))
    if read.first is not None and read.last is not None:
        first, last = (moment(at, zone).strftime("%Y-%m-%d %H:%M:%S") for at in (read.first, read.last))
        click.echo(f"From {first} to {last}, {zone}.")
    click.echo(f"{done.appended}." + (" Dry run: nothing was written." if dry_run else f" Now in {folder.path}/log."))


def _bring_facts(file: Path, into: Path, received: int, zone: str | None, dry_run: bool, as_json: bool) -> None:
    from remit.exchange import intake
    from remit.exchange.folder import Folder

    folder = Folder.open(into)
    rows, report = intake.bring_facts(folder, file, received, zone=zone, dry_run=dry_run)
    if as_json:
        print_json({"imported": not dry_run, "rows": rows, "new": report.new, "known": report.known})
        return
    click.echo(
        f"{file.name}: {rows:,} rows. {report}." + (" Dry run: nothing was written." if dry_run else f" Now in {folder.path}/facts.")
    )


def _suggest(file: Path, into: Path | None, zone: str | None, record: str | None, as_json: bool) -> None:
    """Writes `mappings/NAME.yaml` into the folder, or prints the mapping where no folder is named."""
    from remit.exchange import suggest, table
    from remit.exchange.folder import Folder

    folder = Folder.open(into) if into is not None else None
    source = table.read(file)
    interactive = sys.stdin.isatty() and not as_json

    def answer(question: suggest.Question) -> str | None:
        if question.key == "zone" and zone is not None:
            return zone
        return _asked(question) if interactive else None

    made = suggest.suggestion(source, record or _first_record(folder), answer)
    open_questions = [question for question in made.questions if not (question.key == "zone" and zone is not None)]
    path = None
    if folder is not None:
        name = file.name.split(".")[0]
        path = folder.path / "mappings" / f"{name}.yaml"
        if path.exists():
            raise click.UsageError(f"{path} exists already; rename it, or change it by hand")
        path.parent.mkdir(exist_ok=True)
        path.write_text(made.text, encoding="utf-8")
    if as_json:
        print_json({"mapping": made.text, "written": str(path) if path else None, "questions": made.questions})
        return
    if path is None:
        click.echo(made.text, nl=False)
    else:
        click.echo(f"Wrote {path}. Read it through, then: remit import {file} --into {into} --dry-run")
    unread = [column for column in source.columns if column not in made.text]
    if unread:
        click.echo(f"Not read: {', '.join(unread)}. What the contract needs of them stands under events, states or fields.", err=True)
    if not interactive:
        for question in open_questions:
            options = f" ({' or '.join(question.options)})" if question.options else ""
            click.echo(f"Open: {question.asks}{options} Seen: {question.evidence}.", err=True)
        if open_questions:
            click.echo("Each stands as '?' in the mapping, and is a fault until it is answered.", err=True)


def _asked(question: suggest.Question) -> str | None:
    click.echo(f"{question.asks}\n  Seen: {question.evidence}.", err=True)
    for number, option in enumerate(question.options, 1):
        click.echo(f"  {number}. {option}", err=True)
    answer: str = click.prompt("  Answer (empty leaves it open)", default="", show_default=False, err=True).strip()
    if answer.isdigit() and 0 < int(answer) <= len(question.options):
        return question.options[int(answer) - 1]
    return answer or None


def _first_record(folder: Folder | None) -> str:
    """The record of the terms, where there is only one to choose."""
    if folder is None:
        return "helpdesk"
    from remit.catalogue import standard_catalogue

    return next((clause.name for clause in folder.terms(standard_catalogue()).section(5)), "helpdesk")
