"""Back the whole installation up into one file, also while people work: tables of one instant, with digests."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.output import json_option, print_json, progress


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def COMMAND(file: Path, as_json: bool) -> None:
    """Back everything up into FILE, a ZIP. It must not exist yet. The server may run, and work may come in, meanwhile.

    \b
    remit backup /backups/remit-2026-11-12.zip
    remit restore /backups/remit-2026-11-12.zip --verify        # elsewhere: REMIT_HOME empty, or a new database

    It holds every party's data in the clear: keep it as you keep the database. Sessions and the secret key (REMIT_HOME/secret-key) are not
    in it; keep the key apart. Note the digest that is printed: whoever has it can prove later that this is the backup.
    """
    from remit.cli.installation import open_installation, require_database
    from remit.cli.instants import now

    open_installation(as_owner=True)
    require_database()
    from remit.records import backup

    with progress("Backing up") as advance:
        written = backup.write(file, now(), advance)
    if as_json:
        print_json(written)
    else:
        click.echo(f"{written.path}: {written.rows:,} rows of {written.tables} tables, {written.size / 1e6:,.1f} MB")
        click.echo(f"Digest {written.digest}")
