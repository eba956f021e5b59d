"""Kinds of parameter that actions take, read from a form or JSON: months, instants, files, lists of numbers."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from remit.values.period import Month, instant


@dataclass(frozen=True, slots=True)
class FileInput:
    """An uploaded file: its name as the person's machine called it (never used as a path), and its bytes."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return f"sha256:{sha256(self.content).hexdigest()}"


def _month(value: Any) -> Month:
    if isinstance(value, Month):
        return value
    try:
        return Month.read(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is not a month: write it as 2026-07") from None


def _instant(value: Any) -> int:
    if isinstance(value, int):
        return value
    try:
        return instant(datetime.fromisoformat(str(value)))
    except ValueError:
        raise ValueError(f"'{value}' is not an instant: write it with its offset, such as 2026-07-20T18:00:00+01:00") from None


def _file(value: Any) -> FileInput:
    if isinstance(value, FileInput):
        return value
    try:
        return FileInput(str(value["name"]), b64decode(value["content"], validate=True))
    except (KeyError, TypeError, ValueError):
        raise ValueError('a file is an object {"name": …, "content": … in base64}') from None


def _items(value: Any) -> list[str]:
    """One number a line, or separated by commas or spaces; each once, in the order given."""
    parts = value.replace(",", " ").split() if isinstance(value, str) else [str(part).strip() for part in value]
    return list(dict.fromkeys(part for part in parts if part))


MonthInput = Annotated[
    Month,
    BeforeValidator(_month),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2026-07"]}),
]
InstantInput = Annotated[int, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
FileParameter = Annotated[
    FileInput,
    BeforeValidator(_file),
    WithJsonSchema(
        {
            "type": "object",
            "required": ["name", "content"],
            "properties": {"name": {"type": "string"}, "content": {"type": "string", "contentEncoding": "base64"}},
        }
    ),
]


def _json(value: Any) -> Any:
    """JSON as text (from a form) or as a value."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValueError("this is no JSON") from None


JsonInput = Annotated[dict[str, Any], BeforeValidator(_json)]
ItemsInput = Annotated[list[str], BeforeValidator(_items)]


def _texts(value: Any) -> Any:
    """One text is a list of one: a form with one box ticked sends it bare."""
    return [value] if isinstance(value, str) else value


TextsInput = Annotated[list[str], BeforeValidator(_texts)]
