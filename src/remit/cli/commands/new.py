"""Make the folder of a new engagement, with terms, tests, a mapping and a sample that work at once."""

from __future__ import annotations

from pathlib import Path

import click

from remit.cli.output import json_option, print_json


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--preset", default="simple", show_default=True, help="Which contract to start from.")
@json_option
def COMMAND(folder: Path, preset: str, as_json: bool) -> None:
    """Make FOLDER for a new engagement. It must not exist yet, or be empty.

    \b
    remit new corner-books
    cd corner-books && cat README.md
    """
    from remit.exchange import starters
    from remit.values.fault import RemitError

    if preset not in starters.names():
        raise click.UsageError(f"there is no preset '{preset}'; write one of {', '.join(starters.names())}")
    try:
        written = starters.lay_out(folder, preset)
    except RemitError as refusal:
        raise click.UsageError(str(refusal)) from None
    if as_json:
        print_json({"folder": str(folder), "files": written})
        return
    for name in written:
        click.echo(f"{folder}/{name}")
    click.echo(f"\nNext: cd {folder} && remit check terms.yaml; {folder}/README.md says how it goes on.")
