"""Give a draft of terms the language's spacing.

Only blank lines and spaces change. A signed text is never rewritten: its bytes are what was signed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from remit.cli.output import json_option, print_json


@click.command("format")
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 when the draft would change.")
@json_option
def format_(draft: Path, only_check: bool, as_json: bool) -> None:
    """Rewrite DRAFT with a blank line between clauses and two between sections.

    A text is taken for signed, and left alone, when an amendment or a statement lies beside it.
    """
    from remit.terms.layout import laid_out
    from remit.values.fault import Fault, Place, Refused

    if not only_check and any(
        (draft.parent / folder).is_dir() and any((draft.parent / folder).iterdir()) for folder in ("amendments", "statements")
    ):
        what = "this text has amendments or statements beside it, so it was signed"
        raise Refused([Fault(Place(file=draft.name), what, "copy it and lay out the copy")])
    try:
        text = draft.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Fault(Place(file=draft.name), f"byte {error.start + 1:,} is not UTF-8", "save the text as UTF-8")]) from None
    result = laid_out(text)
    changed = result != text
    if changed and not only_check:
        whole = draft.with_name(f".{draft.name}.new")
        whole.write_bytes(result.encode())
        whole.replace(draft)
    if as_json:
        print_json({"changed": changed, "file": draft.name})
    else:
        would = "would be" if only_check else "is"
        click.echo(f"{draft.name} {would} laid out anew." if changed else f"{draft.name} is laid out well.")
    if changed and only_check:
        sys.exit(1)


COMMAND = format_
