"""Look at a finished relationship: its folder, its statements, where their PDFs lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json, print_table, progress

if TYPE_CHECKING:
    from remit.statement import Statement

STAMP = "demo.stamp"
"""Names the program that built a folder, so that another build is made anew and nobody's own folder is ever overwritten."""


@click.group("demo")
def demo() -> None:
    """Look at a finished relationship: Harbour & Pine of Bristol and Salt River Desk of Cape Town, May to October 2026.

    Companies and figures are invented. The work comes in as exports of a help desk, an order system and a survey, so the demo takes
    the way that your own data would.
    """


@demo.command("statements", short_help="Print every statement with its total.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), help="Where the demo lies, or is built; a temporary folder, if not said."
)
@json_option
def statements(folder: Path | None, as_json: bool) -> None:
    """Print every statement of the demo with its lines and total, and where its PDF lies. Builds the demo first where it is missing.

    \b
    remit demo statements
    remit demo statements --folder var/demo
    """
    from remit.exchange.folder import Folder

    home = folder or _usual_folder()
    if not _is_current(home):
        _build(home)
    known = Folder.open(home)
    found = [statement for month in known.months() for statement in known.versions(month)]
    if as_json:
        from remit.exchange.plain import plain

        print_json([{**plain(one), "pdf": str(_pdf(home, one))} for one in found])
        return
    for one in found:
        _print_statement(one, _pdf(home, one))
    _print_totals(found)
    click.echo(f"\nThe folder is {home}: terms, mappings, exports, log and statements. Go on with\n")
    click.echo(f"  remit explain {home} 2026-07 11.1")
    click.echo(f"  remit verify {home}")


@demo.command("make", short_help="Build the demo in a folder.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def make(folder: Path, as_json: bool) -> None:
    """Build the demo in FOLDER: terms, mappings, exports, the log, and the statements of six months. It must not exist yet, or be empty."""
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty; name a new folder")
    _build(folder)
    if as_json:
        print_json({"folder": str(folder), "files": sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())})
    else:
        click.echo(f"{folder} holds the demo. Look at it with `remit demo statements --folder {folder}`.")


@demo.command("remove", short_help="Remove the demo from the server.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def remove(yes: bool, as_json: bool) -> None:
    """Remove the demo from the server's database: its engagement with all that is in it, its people and its companies, nothing else.

    `remit up --demo` would make it again; start with `remit up` from then on.
    """
    from remit.cli.installation import open_installation, require_database

    open_installation(as_owner=True)
    require_database()
    from remit.records import row_level
    from remit.records.models.engagement import Engagement

    with row_level.directory():
        there = Engagement.objects.filter(is_demo=True).count()
    if there and not yes:
        click.confirm("Remove the demonstration for good?", abort=True)
    from remit.stages.demonstration.remove_demonstration import remove_demonstration

    removed = remove_demonstration()
    if as_json:
        print_json(removed)
    elif removed.engagements:
        click.echo(f"Removed the demonstration: {removed.people} people, {removed.organisations} companies, {removed.rows:,} rows in all.")
    else:
        click.echo("There is no demonstration here.")


def _usual_folder() -> Path:
    import getpass
    import tempfile

    return Path(tempfile.gettempdir()) / f"remit-demo-{getpass.getuser()}"


def _stamp() -> str:
    """The digest of the installed program: any change of it may change the demo."""
    from hashlib import sha256

    import remit

    whole = sha256()
    home = Path(remit.__file__).parent
    for path in sorted(home.rglob("*")):
        if path.suffix in {".py", ".yaml", ".typ"}:
            whole.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _is_current(home: Path) -> bool:
    stamp = home / STAMP
    return stamp.is_file() and stamp.read_text() == _stamp()


def _build(home: Path) -> None:
    """Builds beside the place and moves it there whole; an older demo is replaced, anything else refused."""
    import platform
    import shutil

    from remit import __version__
    from remit.demo.relationship import CLOSES, make
    from remit.exchange.statement_json import Envelope

    if home.exists() and any(home.iterdir()) and not (home / STAMP).is_file():
        raise click.UsageError(f"{home} exists and is not a demo that Remit built; name another folder with --folder")
    part = home.with_name(home.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with progress("Building the demo", 29 + len(CLOSES)) as advance:
        make(part, Envelope(program=f"remit {__version__}", platform=platform.platform()), lambda text: advance(1))
    (part / STAMP).write_text(_stamp())
    shutil.rmtree(home, ignore_errors=True)
    part.rename(home)


def _pdf(home: Path, statement: Statement) -> Path:
    return home / "statements" / str(statement.month) / f"v{statement.version}.pdf"


def _print_statement(statement: Statement, pdf: Path) -> None:
    from remit.exchange import statement_words as say
    from remit.terms.words import money

    currency = statement.currency
    click.secho(f"{statement.month.name}, version {statement.version}", bold=True)
    click.echo(f"  {say.answer(statement)}")
    rows = [
        (f"  {line.clause}", say.title(line), say.quantity(line), say.unit(line), say.rate(line, currency), money(line.amount, currency))
        for line in statement.lines
    ]
    rows.append(("", "Total", "", "", "", money(statement.total, currency)))
    print_table(rows, right=(2, 4, 5))
    levels = [f"{level.name} {say.result(level)} {level.status}" for level in statement.scorecard.levels]
    click.echo(f"  {'; '.join(levels)}")
    click.echo(f"  {pdf}\n")


def _print_totals(found: list[Statement]) -> None:
    from decimal import Decimal

    from remit.statement import latest
    from remit.terms.words import money

    rows = [(one.month.name, one.version, money(one.base, one.currency), money(one.total, one.currency)) for one in found]
    print_table(rows, ("Month", "Version", "Base charges", "Total"), right=(1, 2, 3))
    standing = latest(found)
    total = money(sum((one.total for one in standing), Decimal(0)), standing[0].currency)
    click.echo(f"{len(standing)} months, {total} in all; of two versions the later one counts.")


COMMAND = demo
