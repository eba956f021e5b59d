"""A key split into shares, any two of which make it again while one alone says nothing of it.

Shamir's scheme with a threshold of two, byte by byte in the field of 256 elements (the polynomial of AES): share number x of a byte s is
s + a·x with a random a. For every value of s there is exactly one a that gives the share, so whoever holds a single share knows the key no
better than before. Source: A. Shamir, How to share a secret, Communications of the ACM 22 (1979).

>>> key = bytes(range(32))
>>> found = split(key, 3)
>>> joined({1: found[0], 3: found[2]}) == joined({2: found[1], 3: found[2]}) == key
True
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

MOST = 255


def split(key: bytes, count: int) -> Sequence[bytes]:
    """The shares number 1 to `count`; at least two, at most 255."""
    if not 2 <= count <= MOST:
        raise ValueError(f"a key is split into 2 to {MOST} shares, and {count} were asked for")
    slopes = secrets.token_bytes(len(key))
    return [bytes(byte ^ _times(slope, number) for byte, slope in zip(key, slopes, strict=True)) for number in range(1, count + 1)]


def joined(shares: Mapping[int, bytes]) -> bytes:
    """The key from two shares by their numbers. `ValueError` for any other number of them, and for shares of different lengths."""
    if len(shares) != 2:
        raise ValueError(f"it takes two shares, and {len(shares)} were given")
    (first, one), (second, other) = sorted(shares.items())
    if not 0 < first < second <= MOST:
        raise ValueError(f"shares are numbered 1 to {MOST}")
    inverse = _inverse(first ^ second)
    by_first, by_second = _times(second, inverse), _times(first, inverse)
    return bytes(_times(a, by_first) ^ _times(b, by_second) for a, b in zip(one, other, strict=True))


def _times(a: int, b: int) -> int:
    """The product in the field. Without branches or tables on the values, so that its time tells nothing of them."""
    product = 0
    for _ in range(8):
        product ^= -(b & 1) & a
        a = (a << 1) ^ (-(a >> 7) & 0x11B)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """The element whose product with `a` is 1: a to the power of 254."""
    result = a
    for _ in range(6):
        result = _times(_times(result, result), a)
    return _times(result, result)
