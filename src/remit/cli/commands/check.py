"""Check terms, and tell every fault with its line and what to write.

With a log, or a folder that is one engagement, it also tells which clauses the records cannot decide.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import fault_values, json_option, print_faults, print_json, print_table

if TYPE_CHECKING:
    from remit.terms.document import Terms
    from remit.values.fault import Fault


@click.command("check")
@click.argument("terms", type=click.Path(exists=True, path_type=Path))
@click.argument("log", type=click.Path(exists=True, path_type=Path), required=False)
@json_option
def check(terms: Path, log: Path | None, as_json: bool) -> None:
    """Check TERMS, a contract's text or the folder of an engagement; with LOG also what the records cannot decide.

    \b
    remit check terms.yaml
    remit check terms.yaml log.parquet

    All faults come at once, in the order of the lines. A notice stops nothing: a figure out of practice, a level that can be gamed, a word
    without a measure. A folder is checked with its amendments and its log.
    Exit code 1 when there are faults, or clauses that the records cannot decide.
    """
    from remit.catalogue import standard_catalogue, standard_lints
    from remit.lint import lint
    from remit.terms.reader import read_with_notices

    first = terms_file(terms).read_bytes()
    found, faults = read_with_notices(first, standard_catalogue())
    if found is not None and terms.is_dir():
        found, faults = _amended(found, terms, faults)
    if found is not None:
        doubtful = lint(found, standard_catalogue(), standard_lints())
        told = (*faults, *(doubtful if found.text == first else map(_without_line, doubtful)))
        faults = tuple(sorted(told, key=lambda fault: (fault.place.line or 0, fault.notice)))
    if log is None and (terms / "log").is_dir():
        log = terms
    undecided = _undecided(found, log) if found is not None and log is not None else ()
    if as_json:
        sections = _sections(found) if found else {}
        digest = found.digest if found else None
        print_json({"faults": fault_values(faults), "digest": digest, "clauses": sections, "undecided": fault_values(undecided)})
    else:
        print_faults(faults)
        if found is not None:
            _print_summary(found)
            if log is not None:
                click.echo("What these records cannot decide:" if undecided else "These records can decide every clause.")
                print_faults(undecided)
    if found is None or any(not finding.notice for finding in undecided):
        sys.exit(1)


def terms_file(path: Path) -> Path:
    """The text of the terms: the file itself, or the one in an engagement's folder."""
    if not path.is_dir():
        return path
    if (path / "terms.yaml").is_file():
        return path / "terms.yaml"
    raise click.BadParameter(f"{path} holds no terms.yaml; `remit new` writes one.", param_hint="TERMS")


def _amended(first: Terms, folder: Path, faults: tuple[Fault, ...]) -> tuple[Terms | None, tuple[Fault, ...]]:
    """The latest terms of an engagement's folder, or the faults of its amendments."""
    from remit.catalogue import standard_catalogue
    from remit.exchange.folder import Folder
    from remit.terms.versions import consolidate
    from remit.values.fault import Refused

    amendments = Folder.open(folder).amendment_texts()
    names, texts = [name for name, _ in amendments], [text for _, text in amendments]
    try:
        versions = consolidate(first.text, texts, standard_catalogue(), names=names)
    except Refused as refused:
        return None, (*faults, *refused.faults)
    return versions[-1].terms, faults


def _without_line(fault: Fault) -> Fault:
    """A notice of amended terms: its line is that of the consolidated text, which stands in no file of the folder."""
    return replace(fault, place=replace(fault.place, line=None))


def _sections(terms: Terms) -> dict[str, int]:
    """How many clauses each section has."""
    from remit.terms.document import SECTIONS

    counts = {name: sum(1 for _ in terms.section(number)) for number, name in SECTIONS.items()}
    return {name: count for name, count in counts.items() if count}


def _print_summary(terms: Terms) -> None:
    click.echo(f"{terms.title}: the terms can be executed.")
    print_table([(name, count) for name, count in _sections(terms).items()], ("section", "clauses"), right=(1,))
    click.echo(f"Digest {terms.digest}")


def _undecided(terms: Terms, log: Path) -> tuple[Fault, ...]:
    """What the records cannot decide, clause by clause."""
    from remit.exchange.decidable import undecided
    from remit.exchange.folder import Folder
    from remit.exchange.stray_claims import stray_claims

    return (*undecided(terms, log), *(stray_claims(terms, Folder.open(log)) if log.is_dir() else ()))


COMMAND = check
