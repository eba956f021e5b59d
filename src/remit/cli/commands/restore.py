"""Restore a backup into an empty installation, all of it or nothing, and prove what it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from remit.cli.output import json_option, print_json, progress


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--verify", is_flag=True, help="Prove audit chains, checkpoints, statements, contracts and files afterwards.")
@click.option("--digest", "expected", help="The digest that `remit backup` printed; another backup is refused.")
@json_option
def COMMAND(file: Path, verify: bool, expected: str | None, as_json: bool) -> None:
    """Restore FILE into an empty REMIT_HOME, or the empty database of DATABASE_URL. It may have come from the other kind of database.

    \b
    REMIT_HOME=/srv/remit-new remit restore /backups/remit-2026-11-12.zip --verify

    The digest of every table is checked while it is read. A file that was changed or cut, or a database that holds anything already, is
    refused, and then nothing is kept. Exit code 1 as well where --verify finds something that does not hold.
    """
    from remit.cli.installation import open_installation

    open_installation(as_owner=True)
    from remit.records import restoration
    from remit.records.soundness import checks

    with progress("Restoring") as advance:
        restored = restoration.restore(file, advance, expected)
    found = list(checks()) if verify else []
    failed = [one for one in found if not one.holds]
    if as_json:
        print_json({"restored": restored, "checks": found, "failed": len(failed)})
    else:
        click.echo(f"Restored {restored.rows:,} rows of {restored.tables} tables, made by Remit {restored.program}.")
        click.echo(f"Digest {restored.digest}")
        if not restored.same_key:
            click.echo("This installation has another secret key: links that were sent no longer work, and people sign in again.")
        for one in found:
            click.echo(str(one))
        if verify:
            click.echo(f"{len(failed)} of {len(found)} checks FAILED." if failed else f"Every check holds ({len(found)}).")
    sys.exit(1 if failed else 0)
