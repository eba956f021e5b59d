"""Print a contract as prose, from the same clauses that execute.

Markdown on standard output, or PDF or DOCX into a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json

if TYPE_CHECKING:
    from remit.terms.document import Terms

_FORMATS = ("md", "pdf", "docx")


@click.command("prose", short_help="Print a contract as prose.")
@click.argument("terms", type=click.Path(exists=True, path_type=Path), metavar="TERMS")
@click.option("--format", "kind", type=click.Choice(_FORMATS), help="What to write; by default what the output's name says, else md.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; PDF and DOCX need one.")
@json_option
def COMMAND(terms: Path, kind: str | None, output: Path | None, as_json: bool) -> None:
    """Print the contract in TERMS, a text or the folder of an engagement, as prose, from the same clauses that execute.

    Every value that the parties wrote is said; every reading they left at its default stands in [brackets]. With --json the document is
    printed as headings, paragraphs and tables, for programs. A folder's terms are those after its last amendment.

    \b
    remit prose terms.yaml
    remit prose terms.yaml --output terms.pdf
    """
    from remit.catalogue import standard_catalogue
    from remit.exchange import prose_docx, prose_markdown, prose_pdf
    from remit.exchange.ledger import replace
    from remit.prose.contract import prose
    from remit.terms.reader import read

    kind = kind or (output.suffix[1:] if output and output.suffix[1:] in _FORMATS else "md")
    if kind != "md" and output is None and not as_json:
        raise click.UsageError(f"A {kind.upper()} is no text for the screen; name a file with --output.")
    catalogue = standard_catalogue()
    document = prose(_latest(terms) if terms.is_dir() else read(terms.read_bytes(), catalogue), catalogue)
    if output is not None:
        content = {"md": lambda: prose_markdown.write(document).encode(), "pdf": lambda: prose_pdf.write(document)}.get(
            kind, lambda: prose_docx.write(document)
        )()
        replace(output, content)
        click.echo(f"{output}: {len(content):,} bytes", err=True)
    if as_json:
        print_json(document)
    elif output is None:
        click.echo(prose_markdown.write(document), nl=False)


def _latest(folder: Path) -> Terms:
    """The terms of an engagement after its last amendment."""
    from remit.catalogue import standard_catalogue
    from remit.exchange.folder import Folder

    return Folder.open(folder).terms_versions(standard_catalogue())[-1].terms
