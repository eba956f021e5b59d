"""The installation's own key, by which it signs what it gives out: attested records, receipts of bids.

It is made from the secret key, so it needs no file and stays the same as long as that does. Its public half stands on the pages that give
such a file out: whoever asks for it there knows where the file comes from.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from remit.exchange.statement_json import Signature

NAME = "the installation of Remit"


def _key() -> Ed25519PrivateKey:
    seed = hmac.digest(settings.SECRET_KEY.encode(), b"remit attested record", "sha256")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key() -> str:
    """The public half of the installation's key, in hexadecimal."""
    return _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint() -> str:
    """A short name of the key, to read out on the telephone: `3f2a 91c0 44de 0b7e`."""
    named = sha256(bytes.fromhex(public_key())).hexdigest()[:16]
    return " ".join(named[start : start + 4] for start in range(0, 16, 4))


def signature(digest: str, by: str = NAME) -> Signature:
    """The installation's signature over the text of a digest."""
    return Signature(by, public_key(), _key().sign(digest.encode()).hex())
