"""Chance that is the same on every machine and in every version: numbers from a counter and a name, through a fixed integer hash.

NumPy's own generators may change their streams between versions; these are SplitMix64 (Steele, Lea and Flood, 2014) over a counter.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Uniforms = NDArray[np.float64]


def uniforms(name: str, count: int) -> Uniforms:
    """`count` numbers in [0, 1) that depend on `name` alone.

    >>> uniforms("lateness", 2).round(6).tolist() == uniforms("lateness", 5)[:2].round(6).tolist()
    True
    """
    seed = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big"))
    with np.errstate(over="ignore"):
        bits = seed + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits ^= bits >> np.uint64(31)
    return (bits >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def chosen(name: str, count: int, of: int, favour: Uniforms | None = None) -> NDArray[np.bool_]:
    """A mask over `of` places that is true at exactly `count`; `favour` (0 to 1 each) makes places likelier."""
    score = uniforms(name, of) + (favour if favour is not None else 0)
    mask = np.zeros(of, dtype=bool)
    mask[np.argsort(-score, kind="stable")[:count]] = True
    return mask


def drawn(name: str, count: int, weights: Uniforms) -> Integers:
    """`count` places, each with the chance its weight gives it."""
    edges = np.cumsum(weights)
    places: Integers = np.searchsorted(edges, uniforms(name, count) * edges[-1], side="right").astype(np.int64)
    return np.minimum(places, len(weights) - 1)
