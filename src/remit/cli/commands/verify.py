"""Prove a statement, or a bundle of statements with what they rest on, offline.

Every check is listed with ok or FAILED. Nothing is computed again: `remit statement` does that.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from remit.cli.output import json_option, print_json


@click.command("verify", short_help="Prove a statement or a bundle offline.")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="STATEMENT.json|BUNDLE")
@click.option("--digest", "expected", help="The digest of the newest statement, as its paper shows it (sha256:…).")
@json_option
def COMMAND(path: Path, expected: str | None, as_json: bool) -> None:
    """Prove a statement, or a bundle of statements with what they rest on, offline.

    STATEMENT.json is one statement; BUNDLE a zip or a folder with statements, terms, work, facts and the chain that binds them. Every
    check is listed with ok or FAILED; exit code 1 if one fails.

    A bundle whose last statements were cut off whole is a shorter but valid chain: give --digest from the foot of the newest paper.
    The same is proved without Remit by verify_statement.py, which lies in every bundle.

    \b
    remit verify statements/2026-07-v1.json
    remit verify harbour-and-pine.zip --digest sha256:9429df6e…
    """
    import zipfile

    from remit.exchange import bundle, verification
    from remit.exchange.verification import Check

    if path.is_dir() or zipfile.is_zipfile(path) or path.suffix == ".zip":
        checks, newest = verification.whole(bundle.read(path))
    else:
        checks, _, newest = verification.statement(path.read_bytes(), path.name)
    if expected is not None:
        checks.append(Check("newest statement", f"has the digest {expected}", newest == expected, f"it has {newest or 'none'}"))
    failed = sum(not check.holds for check in checks)
    if as_json:
        print_json({"checks": checks, "digest": newest or None, "failed": failed})
    else:
        for check in checks:
            click.echo(str(check))
        click.echo(f"{failed} of {len(checks)} checks FAILED." if failed else "Every check holds.")
    sys.exit(1 if failed else 0)
