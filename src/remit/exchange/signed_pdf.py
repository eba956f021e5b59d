"""What a returned PDF says of the offer that it carries: whether the bytes that are signed lie in it, or only their digest, or neither.

A PDF that Remit made holds `amendment.yaml` as an attached file and the digest in its metadata. Programs that add a signature keep both;
printing and scanning loses both. A PDF is not rendered here: every stream is unpacked where that is possible and looked through, whatever
the file's structure claims. So what is found is that the bytes are in the file, never that its visible pages say the same, or that the
signature on it is anybody's: a person has to look.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Literal

Found = Literal["text", "digest", "nothing"]
LARGEST_STREAM = 8 << 20
"""No stream is unpacked beyond this many bytes."""
LARGEST_ALL = 64 << 20
"""Nor all streams of a file beyond this."""
_STREAM = re.compile(rb"stream\r?\n")


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF-")


def found(content: bytes, digest: str) -> Found:
    """`text` where the file holds bytes with this SHA-256 (`sha256:…`), `digest` where it names it, else `nothing`.

    >>> text = b"remit terms: 1"
    >>> digest = f"sha256:{sha256(text).hexdigest()}"
    >>> [found(b"%PDF-1.7 stream\\n" + held + b"\\nendstream", digest) for held in (text, digest.encode(), b"a picture")]
    ['text', 'digest', 'nothing']
    """
    wanted = bytes.fromhex(digest.removeprefix("sha256:"))
    names = (digest.encode(), digest.encode("utf-16-be"), digest.removeprefix("sha256:").encode())
    named = any(name in content for name in names)
    for part in _parts(content):
        if any(sha256(one).digest() == wanted for one in (part, part.rstrip(b"\r\n"))):
            return "text"
        named = named or any(name in part for name in names)
    return "digest" if named else "nothing"


def _parts(content: bytes) -> Iterator[bytes]:
    """The streams of a PDF, as they stand and unpacked; within bounds, so that a small file cannot grow without end."""
    left = LARGEST_ALL
    for begin in _STREAM.finditer(content):
        end = content.find(b"endstream", begin.end())
        raw = content[begin.end() : end if end >= 0 else len(content)]
        yield raw.removesuffix(b"\n").removesuffix(b"\r") if len(raw) <= LARGEST_STREAM else b""
        try:
            unpacked = zlib.decompressobj().decompress(raw, min(LARGEST_STREAM, left))
        except zlib.error:
            continue
        left -= len(unpacked)
        yield unpacked
        if left <= 0:
            return
