"""The companies and bids of the demonstration's request, all invented: what the directory says of them, what they answer and ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Company:
    """`facts` are fields of the directory; `sources` kind, title, day, what it says; `languages` language, level, sample, result, day;
    `certificates` name, scope, end; `case` title, customer, day, claims; `state` and `reason` where the shortlist put it."""

    name: str
    facts: Mapping[str, Any]
    sources: tuple[tuple[Any, ...], ...]
    state: str
    reason: str
    languages: tuple[tuple[Any, ...], ...]
    certificates: tuple[tuple[Any, ...], ...]
    case: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Offer:
    """`answers` in the order of the questions, `prices` and `capacity` in that of the lines."""

    company: str
    person: str
    email: str
    prices: tuple[str, ...]
    capacity: tuple[str, ...]
    systems: Mapping[str, str]
    answers: tuple[str, ...]
    note: str


def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(resources.files("remit.demo").joinpath("bidders.json").read_text(encoding="utf-8"))
    return found


def _dated(values: list[Any] | None) -> tuple[Any, ...]:
    """A row with its day as a date."""
    return tuple(date.fromisoformat(one) if isinstance(one, str) and one[:2] == "20" and len(one) == 10 else one for one in values or ())


def _company(given: Mapping[str, Any]) -> Company:
    rows = {name: tuple(_dated(row) for row in given[name]) for name in ("sources", "languages", "certificates")}
    return Company(given["name"], given["facts"], state=given["state"], reason=given["reason"], case=_dated(given["case"]) or None, **rows)


def _offer(given: Mapping[str, Any]) -> Offer:
    return Offer(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})  # type: ignore[arg-type]


COMPANIES = tuple(_company(one) for one in _read()["companies"])
OFFERS = tuple(_offer(one) for one in _read()["offers"])
