"""Sign an offered amendment with an Ed25519 key, on one's own machine."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from remit.cli.output import json_option, print_json


@click.command("sign", short_help="Sign an offered amendment with a key.")
@click.argument("amendment", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--offer", required=True, help="The offer's number, as its page and its paper show it.")
@click.option("--key", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The private key file.")
@click.option("--output", type=click.Path(path_type=Path), help="Write the signature to a file instead of printing it.")
@json_option
def COMMAND(amendment: Path, offer: str, key: Path, output: Path | None, as_json: bool) -> None:
    """Sign the bytes of AMENDMENT, as they were downloaded from the offer, for that one offer.

    The key is OpenSSH's (ssh-keygen -t ed25519), PEM, or the bare 32 bytes. It is read here and goes nowhere; what is printed is pasted
    into the offer's page. The text is read first: what cannot be read as an amendment is not signed.

    \b
    remit sign HAR-draft-3.yaml --offer 8k2mq4t1 --key ~/.ssh/id_ed25519
    """
    from remit.exchange import signature_text
    from remit.terms.amendment import is_amendment
    from remit.values.fault import Fault, Place, Refused

    content, private = amendment.read_bytes(), key.read_bytes()
    if not is_amendment(content):
        remedy = "download it from the page of the offer: “The amendment that is signed”"
        raise Refused([Fault(Place(file=amendment.name), "this is no amendment in the language of Remit terms", remedy)])
    asks = b"ENCRYPTED" in private or (b"OPENSSH" in private and not _opens(private))
    passphrase = click.prompt("Passphrase of the key", hide_input=True, err=True).encode() if asks else None
    digest = f"sha256:{sha256(content).hexdigest()}"
    made = signature_text.sign(private, offer, digest, passphrase)
    click.echo(f"{amendment.name}: {digest}, signed with {signature_text.fingerprint(made.key)}", err=True)
    if output is not None:
        output.write_text(str(made))
    if as_json:
        print_json({"offer": offer, "digest": digest, "key": signature_text.written_key(made.key), "signature": str(made)})
    elif output is None:
        click.echo(str(made), nl=False)


def _opens(private: bytes) -> bool:
    """Whether the key needs no passphrase."""
    from remit.exchange import signature_text
    from remit.values.fault import Refused

    try:
        signature_text.sign(private, "none", "sha256:none")
    except Refused as refused:
        return "password" not in str(refused).lower()
    return True
