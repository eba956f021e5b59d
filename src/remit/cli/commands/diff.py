"""Show what two texts of terms say differently, clause by clause.

The second text may be an amendment: then it is put into the first, and the difference shown is what it does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json

if TYPE_CHECKING:
    from remit.terms.catalogue import Catalogue
    from remit.terms.document import Terms


@click.command("diff")
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", is_flag=True, help="Print the consolidated text instead, where NEW is an amendment.")
@json_option
def diff(old: Path, new: Path, text: bool, as_json: bool) -> None:
    """Show what NEW says that OLD does not: clauses added, removed, and settings with old and new value.

    \b
    remit diff terms.yaml draft.yaml
    remit diff terms.yaml amendment.yaml
    remit diff --text terms.yaml amendment.yaml > consolidated.yaml
    """
    from remit.catalogue import standard_catalogue
    from remit.terms.difference import difference
    from remit.terms.reader import read

    catalogue = standard_catalogue()
    first = read(old.read_bytes(), catalogue, file=old.name)
    second = _second(first, old, new, catalogue)
    if text:
        click.echo(second.text.decode(), nl=False)
        return
    changes = difference(first, second, catalogue)
    if as_json:
        print_json({"old": first.digest, "new": second.digest, "changes": changes})
        return
    for change in changes:
        click.echo(str(change))
    click.echo(f"{len(changes)} difference{'' if len(changes) == 1 else 's'}." if changes else "The two texts say the same.")


def _second(first: Terms, old: Path, new: Path, catalogue: Catalogue) -> Terms:
    """The second terms: as they are, or as an amendment makes them."""
    from remit.terms.amendment import is_amendment
    from remit.terms.reader import read
    from remit.terms.versions import consolidate

    data = new.read_bytes()
    if is_amendment(data):
        return consolidate(first.text, [data], catalogue, names=[new.name])[-1].terms
    return read(data, catalogue, file=new.name)


COMMAND = diff
