"""Locks and seals: what is locked with a passphrase, sealed with a key, and sealed to somebody's public key.

Content is encrypted with ChaCha20-Poly1305 (RFC 8439) under a random key and nonce. A key is locked with what scrypt (RFC 7914) makes of a
passphrase. To a person it is sealed by X25519 (RFC 7748) with a fresh key for each seal, and HKDF (RFC 5869) on both public keys. `about`
is bound to every seal: what was sealed for one bid does not open as another.

>>> key = new_key()
>>> unsealed(key, sealed(key, b"2.60", b"bid 1"), b"bid 1")
b'2.60'
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from remit.records.models.engagement import Engagement
from remit.values.fault import Fault, Place, Refused, RemitError

KEY, NONCE, SALT = 32, 12, 16
SHORTEST, LONGEST = 14, 200
"""Letters of a passphrase."""
Stored: TypeAlias = "bytes | memoryview[int]"
"""Bytes as a database gives them back."""
MILDEST, HARDEST = 10, 22
DEMO_COST = 12
"""Passphrases of a demonstration are printed on its pages, so nothing is lost where they are quick to try."""


class NotOpened(RemitError):
    """A key or passphrase does not fit, or what was sealed has been changed."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A key locked with a passphrase: the locked key, and what scrypt needs to make the same again (`cost` is the logarithm of N)."""

    content: bytes
    salt: bytes
    cost: int


def new_key() -> bytes:
    return secrets.token_bytes(KEY)


def sealed(key: bytes, content: bytes, about: bytes) -> bytes:
    """The nonce and the encrypted content."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, about)


def unsealed(key: bytes, content: Stored, about: bytes) -> bytes:
    """The content; `NotOpened` where key or `about` are others, or a byte was changed."""
    if len(key) != KEY:
        raise NotOpened("This key does not fit.")
    try:
        return ChaCha20Poly1305(key).decrypt(bytes(content[:NONCE]), bytes(content[NONCE:]), about)
    except (InvalidTag, ValueError):
        raise NotOpened("This key does not fit, or what was sealed has been changed.") from None


def cost_of(engagement: Engagement) -> int:
    """How hard a passphrase of this engagement is to try: 2 to this power is scrypt's N (with r 8 and p 1 it takes N KiB of memory)."""
    return DEMO_COST if engagement.is_demo else int(settings.SEALING_COST)


def locked(content: bytes, passphrase: str, cost: int, about: bytes) -> Locked:
    """Content that only the passphrase opens; the passphrase is kept nowhere."""
    salt = secrets.token_bytes(SALT)
    return Locked(sealed(_stretched(passphrase, salt, cost), content, about), salt, cost)


def unlocked(lock: Locked, passphrase: str, about: bytes) -> bytes:
    """What was locked; `NotOpened` with another passphrase."""
    if not MILDEST <= lock.cost <= HARDEST:
        raise NotOpened("What was locked has been changed.")
    return unsealed(_stretched(passphrase, lock.salt, lock.cost), lock.content, about)


def _stretched(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=bytes(salt), length=KEY, n=1 << cost, r=8, p=1).derive(passphrase.encode())


def pair() -> tuple[bytes, bytes]:
    """A private key and its public half."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def sealed_to(public: bytes, content: bytes, about: bytes) -> bytes:
    """Content that only the holder of the private key opens: a fresh public key, then what is sealed with the key that both agree on."""
    once = X25519PrivateKey.generate()
    fresh = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes(public)))
    return fresh + sealed(_agreed(shared, fresh, bytes(public)), content, about)


def unsealed_by(private: bytes, content: Stored, about: bytes) -> bytes:
    """What was sealed to this key's public half; `NotOpened` where it was to another, or has been changed."""
    own, fresh = X25519PrivateKey.from_private_bytes(private), bytes(content[:KEY])
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(fresh))
    except ValueError:
        raise NotOpened("What was sealed has been changed.") from None
    return unsealed(_agreed(shared, fresh, own.public_key().public_bytes_raw()), bytes(content[KEY:]), about)


def _agreed(shared: bytes, fresh: bytes, public: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=fresh + public, info=b"remit sealed bid 1").derive(shared)


def fingerprint(public: Stored) -> str:
    """A short name of a public key: `3f2a 91c0 44de 0b7e`."""
    named = sha256(bytes(public)).hexdigest()[:16]
    return " ".join(named[start : start + 4] for start in range(0, 16, 4))


def refuse_weak(passphrase: str, again: str | None = None) -> None:
    """`Refused` for a passphrase that is short, or was typed differently the second time."""
    if not SHORTEST <= len(passphrase) <= LONGEST:
        what = f"a passphrase has {SHORTEST} to {LONGEST} letters, and this one has {len(passphrase)}"
        raise Refused([Fault(Place(column="passphrase"), what, "write four or five words that nobody would put together")])
    if again is not None and again != passphrase:
        raise Refused([Fault(Place(column="again"), "it was typed differently the second time", "type it again")])
