"""Say what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import sys

import click

from remit.cli.output import json_option, print_json


@click.command("doctor")
@json_option
def COMMAND(as_json: bool) -> None:
    """Say what is wrong with this installation, and how to mend it: folder, database, lock, keys, address, mail, worker, and so on.

    It changes nothing and may be run beside the server, with the server's environment. Exit code 1 where something is WRONG; a note works
    as it is, and should be known.
    """
    from remit.cli.installation import open_installation

    open_installation()
    from remit.cli.examination import WRONG, findings

    found = []
    for one in findings():
        found.append(one)
        if not as_json:
            click.echo(str(one))
    wrong = sum(one.state == WRONG for one in found)
    if as_json:
        print_json({"findings": found, "wrong": wrong})
    else:
        click.echo(f"\n{wrong} to mend." if wrong else "\nNothing to mend.")
    sys.exit(1 if wrong else 0)
