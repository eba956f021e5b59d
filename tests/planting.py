"""Plants a word into every text of every kind of row of an engagement, on one side: what must never be found on the other.

Kinds are discovered, so a table that is added tomorrow is planted too. Values that the program reads as something (a month, a state, a
number in a list) stay plausible; every other text holds the word.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models

PLAUSIBLE: dict[str, Any] = {
    "role": "finance",
    "state": "open",
    "asked": "excuse",
    "month": "2026-03",
    "currency": "GBP",
    "method": "click",
    "form": "csv",
    "source": "page",
    "media_type": "text/plain",
    "items": [],
    "lines": [],
    "differences": [],
    "faults": [],
    "scopes": ["read"],
    "happenings": [],
    "relief": "9.1",
    "level": "8.3",
    "signed": False,
    "accepted_at": None,
    "ended_at": None,
    "done_at": None,
    "snoozed_until": None,
    "page": "statements",
    "criteria": [],
    "questions": [],
    "values": [],
    "doubts": {},
    "tasks": [],
    "decision": "",
    "systems": [],
    "languages": [],
    "industries": [],
    "functions": [],
    "claims": [],
    "answered": [],
    "earlier": [],
    "zone": "UTC",
    "cost": 10,
    "merged_into": None,
    "removed_at": None,
    "declined_at": None,
    "answered_at": None,
    "mail_state": "",
    "then": "",
    "audience": "note",
    "withdrawn_at": None,
    "intent": "later",
    "verdict": "",
    "outcome": "stays",
    "phase": "running",
    "better": "more",
    "use": "other",
    "starts": "2026-05",
    "notes": [],
    "law": "elsewhere",
    "talks": 30,
}
PLAUSIBLE |= {
    "figures": {
        **{name: [] for name in ("bidders", "criteria", "flips", "turned", "divergences", "scorers")},
        **{name: {} for name in ("scores", "totals", "places", "out", "short", "costs", "against")},
        **{name: "" for name in ("headline", "led", "costs_said", "weights_reason")},
        "today": None,
        "draws": None,
    }
}
FACT: Mapping[str, Any] = {"kind": "receipt", "value": "1.00", "unit": None, "clause": None}
"""The columns of a fact that have a form of their own."""
NOT_PLANTED = frozenset({"member", "issuedstatement", "termstext"})
"""Members are people, not texts; statements and terms are whole documents, and both companies sign them."""


def models_of_engagements() -> list[Any]:
    """Every model with an engagement."""
    return [
        model for model in apps.get_app_config("records").get_models() if any(field.name == "engagement" for field in model._meta.fields)
    ]


def plant(engagement: Any, side: str, word: str, only: Callable[[Any], bool] = lambda model: True) -> list[Any]:
    """A row of each kind that has a side, visible to `side`, with the word in its texts. Rows without a side are planted for "both"."""
    made = []
    for model in models_of_engagements():
        has_side = any(field.name == "visible_to" for field in model._meta.fields)
        if model._meta.model_name in NOT_PLANTED or not only(model) or (not has_side and side != "both"):
            continue
        values = {field.name: _value(field, engagement, side, word) for field in model._meta.fields if not _is_left_out(field)}
        made.append(model._default_manager.create(**values))
    return made


def _is_left_out(field: Any) -> bool:
    return field.primary_key or field.name == "public_id"


def _value(field: Any, engagement: Any, side: str, word: str) -> Any:
    if field.name == "engagement":
        return engagement
    if field.name == "visible_to":
        return side
    if field.name == "side":
        return "provider" if side == "provider" else "client"
    empty = PLAUSIBLE.get(field.name, "") is None and not field.null
    if field.name in PLAUSIBLE and not empty and not isinstance(field, models.DateField):  # one name, other kinds in other tables
        return PLAUSIBLE[field.name]
    if field.model._meta.model_name == "factrecord" and field.name in FACT:
        return FACT[field.name]
    if isinstance(field, models.ForeignKey):
        return _related(field, engagement, side)
    if isinstance(field, models.JSONField):
        return {"said": word}
    if isinstance(field, models.BooleanField):
        return bool(field.default) if field.has_default() else False
    if isinstance(field, models.DateField):
        return datetime.date(2026, 3, 2)
    if isinstance(field, models.DecimalField):
        return Decimal("7.00")
    if isinstance(field, models.IntegerField):
        return _number(field, word)
    if isinstance(field, models.BinaryField):
        return word.encode()
    if isinstance(field, models.URLField):
        return f"https://{word}.example/"
    if isinstance(field, models.EmailField):
        return f"{word}@planted.example"
    return word[: field.max_length] if getattr(field, "max_length", None) else word


def _number(field: Any, word: str) -> int:
    """Instants lie in 2026; numbers are far from those that are taken."""
    if field.name.endswith(("_at", "_until")) or field.name == "at":
        return 1_772_452_800_000_000
    return 900_000 + sum(map(ord, word)) % 10_000


def _related(field: Any, engagement: Any, side: str) -> Any:
    """A row of the same engagement to hang on: somebody of the same side, the newest row that this side alone sees, where there is one."""
    target = field.related_model
    if target._meta.model_name == "user":
        return None
    rows = target._default_manager.filter(engagement=engagement)
    if target._meta.model_name == "member" and side != "both":
        rows = rows.filter(side=side) or rows
    own = rows.filter(visible_to=side) if any(one.name == "visible_to" for one in target._meta.fields) else rows.none()
    found = own.order_by("-pk").first() or rows.order_by("pk").first()
    if found is None and not field.null:
        found = _made(target, engagement)
    return found


def _made(target: Any, engagement: Any) -> Any:
    """A statement where the engagement has none yet: other rows hang on it."""
    return target._default_manager.create(
        **{
            field.name: _value(field, engagement, "both", f"{field.name}{engagement.code}")
            for field in target._meta.fields
            if not _is_left_out(field)
        }
    )
