"""Bring the tables up to this version of Remit: a backup first, then the changes, then a proof of what is stored."""

from __future__ import annotations

import sys

import click

from remit.cli.output import json_option, print_json, progress


@click.command("upgrade")
@click.option("--no-backup", is_flag=True, help="Make no backup first; for a database that is backed up in another way.")
@json_option
def COMMAND(no_backup: bool, as_json: bool) -> None:
    """Bring the tables up to this version: back up into REMIT_HOME/backups, change the tables, prove what is stored.

    Stop the server first, install the new version, upgrade, and start it again. Exit code 1 where a check fails; the backup is named
    then.
    """
    from datetime import UTC, datetime

    from remit.cli.installation import open_installation
    from remit.cli.instants import now

    open_installation(as_owner=True)
    from django.conf import settings

    from remit.records import backup, tables
    from remit.records.soundness import checks

    missing, later = tables.pending(), tables.unknown()
    if later:
        raise click.UsageError(f"The database was used with a later version of Remit ({later[0]}); install that one.")
    before = None
    if missing and not no_backup and not tables.is_new():
        folder = settings.HOME / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        before = folder / f"before-{settings.VERSION}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
        with progress("Backing up") as advance:
            written = backup.write(before, now(), advance)
        if not as_json:
            click.echo(f"Backed up into {before} ({written.rows:,} rows).")
    made = tables.bring_up_to_date()
    failed = [one for one in checks() if not one.holds]
    if as_json:
        print_json({"backup": before, "changes": made, "failed": [str(one) for one in failed]})
        sys.exit(1 if failed else 0)
    click.echo(f"{made} changes of the tables made." if made else "The tables are up to date.")
    for one in failed:
        click.echo(str(one))
    if failed:
        click.echo(f"{len(failed)} checks FAILED{f'; {before} holds the state before' if before else ''}.")
        sys.exit(1)
    click.echo("Every chain, statement and file proves itself.")
