"""Frozen values to plain JSON values and back, by the types of their fields, exactly.

Canonical JSON knows no exact numbers but integers up to 2^53, so a `Decimal` is written as the text of its digits, a `Fraction` as 'a/b', a
date and a month as ISO texts, and a larger integer as its digits. Reading is strict: a missing or unknown field, or a value of another
type, raises `Unreadable` with the place, because a field that is overlooked could carry a change.

>>> from remit.values.money import Rounding
>>> plain(Rounding("half up", Decimal("0.01")))
{'rule': 'half up', 'to': '0.01'}
>>> typed(Rounding, {"rule": "half up", "to": "0.01"})
Rounding(rule='half up', to=Decimal('0.01'))
"""

from __future__ import annotations

import re
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from remit.values.fault import RemitError
from remit.values.period import Month

LARGEST = 2**53 - 1
T = TypeVar("T")


class Unreadable(RemitError):
    """A written value is not what its type says; the message names the place."""


def plain(value: Any) -> Any:
    """The value as JSON holds it: dictionaries, lists, texts, integers, true, false, null. A float raises `TypeError`."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST else str(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def typed(kind: type[T], value: Any, place: str = "") -> T:
    """The value of a frozen type that `plain` wrote; anything else raises `Unreadable`."""
    result: T = _typed(kind, value, place)
    return result


def _typed(kind: Any, value: Any, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(kind, value, place)
    if origin is Literal:
        return value if value in get_args(kind) and isinstance(value, str) else _refuse(place, f"one of {', '.join(get_args(kind))}", value)
    if origin is tuple:
        return _tuple(get_args(kind), value, place)
    if origin is not None and issubclass(origin, Mapping):
        key, item = get_args(kind)
        if not isinstance(value, dict):
            return _refuse(place, "an object", value)
        return {_key(key, name, place): _typed(item, inner, f"{place}.{name}") for name, inner in value.items()}
    if is_dataclass(kind) and kind is not Month:
        return _dataclass(kind, value, place)
    return _scalar(kind, value, place)


def _dataclass(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        return _refuse(place, "an object", value)
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}
    if strange := sorted(set(value) - names):
        raise Unreadable(f"{place or 'The value'} has the unknown field '{strange[0]}'; a newer Remit may have written it.")
    if missing := sorted(names - set(value)):
        raise Unreadable(f"{place or 'The value'} lacks the field '{missing[0]}'.")
    return kind(**{name: _typed(hints[name], value[name], f"{place}.{name}" if place else name) for name in names})


def _tuple(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if not isinstance(value, list):
        return _refuse(place, "a list", value)
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_typed(kinds[0], item, f"{place}[{index}]") for index, item in enumerate(value))
    if len(value) != len(kinds):
        return _refuse(place, f"a list of {len(kinds)}", value)
    return tuple(_typed(kind, item, f"{place}[{index}]") for index, (kind, item) in enumerate(zip(kinds, value, strict=True)))


def _one_of(kind: Any, value: Any, place: str) -> Any:
    kinds = get_args(kind)
    if value is None and type(None) in kinds:
        return None
    return _typed(next(each for each in kinds if each is not type(None)), value, place)


def _scalar(kind: Any, value: Any, place: str) -> Any:
    if kind in (str, bool):
        return value if isinstance(value, kind) else _refuse(place, "a text" if kind is str else "true or false", value)
    if kind is int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return int(value) if _matches(r"-?[0-9]{16,}", value) else _refuse(place, "a whole number", value)
    if kind is Decimal:
        return Decimal(value) if _matches(r"-?[0-9]+(\.[0-9]+)?", value) else _refuse(place, "a decimal number as a text", value)
    if kind is Fraction:
        return Fraction(value) if _matches(r"-?[0-9]+/[1-9][0-9]*", value) else _refuse(place, "a fraction a/b as a text", value)
    if kind in (date, Month) and isinstance(value, str):
        try:
            return date.fromisoformat(value) if kind is date else Month.read(value)
        except ValueError:
            pass
    return _refuse(place, kind.__name__, value)


def _key(kind: Any, name: str, place: str) -> Any:
    return _scalar(int, int(name), place) if kind is int and _matches(r"-?[0-9]+", name) else _scalar(kind, name, place)


def _matches(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _refuse(place: str, wanted: str, value: Any) -> Any:
    raise Unreadable(f"{place or 'The value'} should be {wanted}, and is {value!r}.")
