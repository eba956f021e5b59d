"""The body of a request as values: JSON, or a form with files; and newline-delimited JSON read line by line.

What a database could not hold is refused here, for every route: texts with NUL or broken characters, whole numbers beyond 53 bits (JSON
readers round them; write them as text). Decimal numbers keep their digits as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from remit.api.problem import Problem, refused
from remit.stages.inputs import FileInput

LARGEST_JSON = 64 << 20
LONGEST_LINE = 1 << 20
_EXACT = 2**53
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


def given(request: HttpRequest) -> dict[str, Any]:
    """The parameters that a request carries, by name."""
    kind = (request.content_type or "").lower()
    if kind in _FORMS:
        return _form(request)
    if kind not in ("", "application/json"):
        raise Problem(415, f"'{kind}' is not read here; send application/json, or multipart/form-data with files.")
    found = read(content(request))
    if not isinstance(found, dict):
        raise refused("body", "is not one JSON object", 'write the parameters as {"name": value}')
    return found


def content(request: HttpRequest, most: int = LARGEST_JSON) -> bytes:
    """The bytes of the body, at most so many."""
    try:
        found: bytes = request.read(most + 1)
    except UnreadablePostError as error:
        raise Problem(400, f"The body broke off: {error}.") from None
    if len(found) > most:
        raise Problem(413, f"The body has more than {most >> 20} MB; send large files as multipart/form-data, events as x-ndjson.")
    return found


def read(text: bytes) -> Any:
    """A JSON value; `Problem` (422) where it is none, or holds what cannot be kept."""
    try:
        found = json.loads(text, parse_float=str, parse_constant=_no_constant)
        _check(found)
    except (ValueError, RecursionError) as error:
        raise refused("body", f"cannot be read as JSON ({error})", "send one JSON value in UTF-8") from None
    return found


def lines(request: HttpRequest, digest: Any) -> Iterator[tuple[int, Any]]:
    """The objects of newline-delimited JSON with the numbers of their lines, read as they come; `digest` is fed every byte."""
    number = 0
    while line := request.readline(LONGEST_LINE + 1):
        number += 1
        digest.update(line)
        if len(line) > LONGEST_LINE:
            raise refused("body", f"line {number:,} is longer than {LONGEST_LINE >> 20} MB", "write one object a line")
        if line.strip():
            yield number, _one(number, line)


def _one(number: int, line: bytes) -> Any:
    try:
        found = json.loads(line, parse_float=str, parse_constant=_no_constant)
        _check(found)
    except (ValueError, RecursionError) as error:
        raise refused("body", f"line {number:,} cannot be read as JSON ({error})", "write one object in braces on each line") from None
    return found


def digest_of(request: HttpRequest, values: Any) -> str:
    """What a request says, as a digest: where it goes, and its values."""
    said = json.dumps([request.method, request.path, values], sort_keys=True, default=_named)
    return f"sha256:{sha256(said.encode()).hexdigest()}"


def _named(value: Any) -> str:
    return value.digest if isinstance(value, FileInput) else str(value)


def _form(request: HttpRequest) -> dict[str, Any]:
    try:
        posted, files = request.POST, request.FILES
    except (SuspiciousOperation, MultiPartParserError, BadRequest, UnreadablePostError) as error:
        raise Problem(400, f"The form cannot be read: {error}.") from None
    found: dict[str, Any] = {}
    for name, values in posted.lists():
        kept = [value for value in values if value != ""]
        if kept:
            found[name] = kept[0] if len(kept) == 1 else kept
    for name, file in files.items():
        if isinstance(file, UploadedFile):
            if (file.size or 0) > settings.LARGEST_UPLOAD:
                raise Problem(413, f"{file.name} has more than {settings.LARGEST_UPLOAD >> 20} MB.")
            found[name] = FileInput((file.name or "upload")[-120:], file.read())
    try:
        _check(found)
    except ValueError as error:
        raise refused("body", str(error), "send plain text in UTF-8") from None
    return found


def _check(value: Any) -> None:
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a text holds the character NUL")
        value.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        if abs(value) > _EXACT:
            raise ValueError(f"the number {str(value)[:20]} is not exact in JSON; write it as text")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check(name)
            _check(one)
    elif isinstance(value, list):
        for one in value:
            _check(one)


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")
