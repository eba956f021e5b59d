"""Prove statements offline: chain, sums, lines, digests, signatures.

Nothing is computed again from the work: `remit statement` does that.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from remit.cli.output import json_option, print_json

if TYPE_CHECKING:
    from remit.exchange.verification import Check


@click.command("verify", short_help="Prove statements offline.")
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="STATEMENT.json|RECORD|RECEIPT|SIGNATURE.txt|BUNDLE|FOLDER")
@click.option("--digest", "expected", help="The digest of the newest statement, as its paper shows it (sha256:…).")
@click.option("--bundle", "output", type=click.Path(path_type=Path), help="Write what was proved as a bundle: a .zip or a new folder.")
@click.option("--of", "signed", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The amendment that was signed.")
@json_option
def COMMAND(path: Path, expected: str | None, output: Path | None, signed: Path | None, as_json: bool) -> None:
    """Prove a statement, a bundle, or all that was issued in an engagement folder, offline.

    Each statement has the digest it claims, sums up, and every line is quantity times rate. In a bundle or a folder, the statements form
    one chain and rest on the terms, the work and the facts that lie beside them. Every check is listed with ok or FAILED; exit code 1 if
    one fails.

    A provider's attested record, as JSON or Markdown, is proved by its digest and the signature of the installation that gave it out.

    A receipt for a sealed bid is proved by its digest, the signature of the installation and, where the bid lies in the file, the bid's.

    A signature that `remit sign` made is proved with the amendment that it is over (--of). Compare the key's name with the one that the
    signer tells you: the file says which key signed, not whose it is.

    A chain whose last statements were cut off whole is shorter but valid: give --digest from the foot of the newest paper. With --bundle
    an engagement folder is written as one file for the other party, who proves the same without Remit by the verify_statement.py in it.

    \b
    remit verify corner-books/statements/2026-07/v1.json
    remit verify corner-books --bundle corner-books.zip
    remit verify corner-books.zip --digest sha256:9429df6e…
    """
    from remit.exchange import bundle
    from remit.exchange.verification import Check

    checks, newest, files = _checked(path, signed)
    if expected is not None:
        checks.append(Check("newest statement", f"has the digest {expected}", newest == expected, f"it has {newest or 'none'}"))
    failed = sum(not check.holds for check in checks)
    if as_json:
        print_json({"checks": checks, "digest": newest or None, "failed": failed})
    else:
        for check in checks:
            click.echo(str(check))
        click.echo(f"{failed} of {len(checks)} checks FAILED." if failed else f"Every check holds ({len(checks)}).")
    if output is not None:
        if files is None:
            raise click.UsageError("A single statement is no bundle; name the engagement folder with --bundle.")
        bundle.write(output, files)
        click.echo(f"{output}: {len(files)} files", err=True)
    sys.exit(1 if failed else 0)


def _checked(path: Path, signed: Path | None) -> tuple[list[Check], str, dict[str, bytes] | None]:
    """The checks, the newest digest, and the files of a bundle where there is one."""
    import zipfile
    from hashlib import sha256

    from remit.exchange import bundle, signature_text, verification
    from remit.exchange.folder import Folder

    if path.is_file() and signature_text.BEGIN.encode() in path.read_bytes()[: signature_text.LONGEST]:
        if signed is None:
            raise click.UsageError("A signature is proved with what it is over: name the amendment with --of.")
        digest = f"sha256:{sha256(signed.read_bytes()).hexdigest()}"
        return verification.signature(path.read_bytes(), path.name, (digest,)), digest, None
    if (path / "terms.yaml").is_file():
        files = bundle.from_folder(Folder.open(path))
    elif (path / "manifest.json").is_file() or (path.is_file() and (zipfile.is_zipfile(path) or path.suffix == ".zip")):
        files = bundle.read(path)
    else:
        alone = sorted(path.rglob("v*.json")) if path.is_dir() else [path]
        if not alone:
            raise click.UsageError(f"{path} holds no statements: it has neither terms.yaml nor manifest.json nor v1.json.")
        if path.is_file() and _is_receipt(path):
            return *verification.receipt(path.read_bytes(), path.name), None
        if path.is_file() and _is_attested(path):
            return *verification.attested(path.read_bytes(), path.name), None
        found = [verification.statement(one.read_bytes(), str(one.relative_to(path)) if path.is_dir() else one.name) for one in alone]
        return [check for checks, _, _ in found for check in checks], found[-1][2], None
    checks, newest = verification.whole(files)
    return checks, newest, files


def _is_attested(path: Path) -> bool:
    """A record as Markdown, or as JSON that holds a record; which of the two checks it must pass is told by this alone."""
    content = path.read_bytes()
    return content.startswith(b"# Attested record") or (
        content.startswith(b"{") and b'"record":' in content and b'"statement":' not in content
    )


def _is_receipt(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"{") and b'"receipt":' in content and b'"envelope":' in content and b'"statement":' not in content
