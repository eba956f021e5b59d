"""A signature as a text: an Ed25519 key's word on one offer, made on any machine and checked by anybody.

    -----BEGIN REMIT SIGNATURE-----
    offer: 8k2mq4t1
    digest: sha256:9429df6e…
    key: ssh-ed25519 AAAAC3Nza…
    signature: 5Qx…
    -----END REMIT SIGNATURE-----

What is signed are the first two lines after a line that names the format, so a signature says for which offer it is: one of the same words
offered again, or of another text, is another. The key may be one that is used for SSH; the first line keeps the two uses apart.
Source: RFC 8032 (Ed25519), RFC 4253 section 6.6 and RFC 8709 (how OpenSSH writes its public keys).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from remit.values.fault import Fault, Place, Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BEGIN, END = "-----BEGIN REMIT SIGNATURE-----", "-----END REMIT SIGNATURE-----"
_FORMAT = "remit signature 1"
_KIND = b"ssh-ed25519"
LONGEST = 4_000
_FIELDS = ("offer", "digest", "key", "signature")


@dataclass(frozen=True, slots=True)
class SignatureText:
    """`key` are the public key's 32 bytes, `signature` its 64."""

    offer: str
    digest: str
    key: bytes
    signature: bytes

    def __str__(self) -> str:
        rows = (self.offer, self.digest, written_key(self.key), b64encode(self.signature).decode())
        return "\n".join([BEGIN, *(f"{name}: {value}" for name, value in zip(_FIELDS, rows, strict=True)), END, ""])


def message(offer: str, digest: str) -> bytes:
    """The bytes that are signed.

    >>> message("8k2", "sha256:00")
    b'remit signature 1\\noffer: 8k2\\ndigest: sha256:00\\n'
    """
    return f"{_FORMAT}\noffer: {offer}\ndigest: {digest}\n".encode()


def sign(private_key: bytes, offer: str, digest: str, passphrase: bytes | None = None) -> SignatureText:
    """Signs with the bytes of a key file: OpenSSH's, PEM (PKCS 8), or the bare 32 bytes, also in hexadecimal. `Refused` for any other."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = _private(private_key, passphrase)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return SignatureText(offer, digest, public, key.sign(message(offer, digest)))


def _private(content: bytes, passphrase: bytes | None) -> Ed25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    bare = content.strip()
    try:
        if b"BEGIN OPENSSH PRIVATE KEY" in content:
            found: object = load_ssh_private_key(content, passphrase)
        elif b"-----BEGIN" in content:
            found = load_pem_private_key(content, passphrase)
        elif len(bare) == 64:
            found = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(bare.decode("ascii")))
        else:
            found = Ed25519PrivateKey.from_private_bytes(content)
    except (ValueError, TypeError, UnicodeDecodeError, UnsupportedAlgorithm) as error:
        remedy = "name a file that ssh-keygen -t ed25519 made, and its passphrase where it has one"
        raise Refused([Fault(Place(), f"this file is no private key that can be read ({error})", remedy)]) from None
    if not isinstance(found, Ed25519PrivateKey):
        raise Refused([Fault(Place(), "this key is not of the kind Ed25519", "make one with ssh-keygen -t ed25519")])
    return found


def verifies(text: SignatureText) -> bool:
    """Whether the key in the text made the signature in it, over the offer and the digest in it. Whose key it is, this does not say."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(text.key).verify(text.signature, message(text.offer, text.digest))
    except (InvalidSignature, ValueError):
        return False
    return True


def read(text: str) -> SignatureText:
    """The signature in a text; what stands around it is passed over. `Refused` where it is none, or not whole."""
    found = re.search(f"{BEGIN}\n(.*?)\n{END}", text[:LONGEST].replace("\r\n", "\n"), re.DOTALL)
    rows = dict(line.strip().partition(": ")[::2] for line in found[1].split("\n")) if found is not None else {}
    if set(rows) != set(_FIELDS):
        remedy = f"paste all that `remit sign` printed, from {BEGIN} to {END}"
        raise Refused([Fault(Place(column="signature"), "this is no whole signature", remedy)])
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", rows["digest"]) or not re.fullmatch(r"[\w-]{1,40}", rows["offer"]):
        raise Refused([Fault(Place(column="signature"), "its offer or digest is not written as `remit sign` writes it", "sign it again")])
    try:
        signature = b64decode(rows["signature"], validate=True)
    except (NotBase64, ValueError):
        signature = b""
    if len(signature) != 64:
        raise Refused([Fault(Place(column="signature"), "its last line is no Ed25519 signature", "paste the text again, unbroken")])
    return SignatureText(rows["offer"], rows["digest"], read_key(rows["key"]), signature)


def read_key(text: str) -> bytes:
    """The 32 bytes of a public key, from OpenSSH's line (`ssh-ed25519 AAAA… name`) or 64 hexadecimal digits.

    >>> read_key(written_key(bytes(range(32))) + " ann@example") == bytes(range(32))
    True
    """
    words = text.strip().split()
    remedy = "paste the line of the file that ends in .pub; it begins with ssh-ed25519"
    if len(words) == 1 and re.fullmatch(r"[0-9a-fA-F]{64}", words[0]):
        return bytes.fromhex(words[0])
    if "PRIVATE KEY" in text:
        raise Refused([Fault(Place(column="public_key"), "this is a private key, which belongs nowhere but with you", remedy)])
    try:
        blob = b64decode(words[1], validate=True) if len(words) >= 2 and words[0] == _KIND.decode() else b""
    except (NotBase64, ValueError):
        blob = b""
    if len(blob) != 51 or blob[:19] != _head():
        raise Refused([Fault(Place(column="public_key"), "this is no Ed25519 public key", remedy)])
    return blob[19:]


def _head() -> bytes:
    return len(_KIND).to_bytes(4) + _KIND + (32).to_bytes(4)


def written_key(key: bytes) -> str:
    """A public key as OpenSSH writes it, without a comment."""
    return f"{_KIND.decode()} {b64encode(_head() + key).decode()}"


def fingerprint(key: bytes) -> str:
    """The key's short name, as `ssh-keygen -l` prints it."""
    return f"SHA256:{b64encode(sha256(_head() + key).digest()).decode().rstrip('=')}"
