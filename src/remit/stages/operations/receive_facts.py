"""Take facts in from a program: the same columns as a file of facts, as a list of objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import polars as pl
from pydantic import BeforeValidator, WithJsonSchema

from remit.exchange import facts as exchange_facts
from remit.exchange.table import Table, numbered
from remit.intake.store import add_facts
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused
from remit.work.facts import KINDS

MOST = 10_000
"""Facts in one request."""
COLUMNS = tuple(name for name in exchange_facts.KNOWN if name != "received")
FACT_SCHEMA = {
    "type": "object",
    "required": list(exchange_facts.NEEDED),
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": list(KINDS)},
        "subject": {"type": "string"},
        "day": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"},
        "source": {"type": "string"},
        **{name: {"type": ["string", "null"]} for name in ("value", "unit", "clause", "approved_by", "id")},
    },
}

_LONGEST = {"subject": 200, "value": 60, "unit": 60, "clause": 20, "approved_by": 120, "id": 300}


@dataclass(frozen=True, slots=True)
class FactRows:
    """Facts as a table of text, before anything in it is checked."""

    table: Table

    def __str__(self) -> str:
        count = self.table.rows.height
        return f"{count:,} fact{'' if count == 1 else 's'}"


def _table(value: Any) -> FactRows:
    if isinstance(value, FactRows):
        return value
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError("facts are a list of objects")
    if not 0 < len(value) <= MOST:
        raise ValueError(f"there are {len(value):,}; send at least one and at most {MOST:,}")
    names = list(dict.fromkeys(name for one in value for name in one))
    strange = [name for name in names if name not in COLUMNS]
    if strange:
        raise ValueError(f"'{strange[0]}' is not known of facts; they have {', '.join(COLUMNS)}")
    texts = {name: [_text(one.get(name)) for one in value] for name in COLUMNS if name in names or name in exchange_facts.NEEDED}
    return FactRows(Table("facts", numbered(texts, 1)))


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise ValueError('a cell of a fact is a text: write amounts in quotation marks, such as "118.00"')


FactsInput = Annotated[
    FactRows, BeforeValidator(_table), WithJsonSchema({"type": "array", "minItems": 1, "maxItems": MOST, "items": FACT_SCHEMA})
]


@action(may=roles.records_facts, says="received {facts}")
def receive_facts(*, by: Member, facts: FactsInput, source: str = "api") -> Batch:
    """Stores the facts that are new, all of a request or nothing. A fact's `id` is its natural key: sent again it changes nothing, with
    another content it is refused. Without an `id` a fact gets one from its content. Receipt is now; a program cannot date it back."""
    engagement, received = by.engagement, by.engagement.now()
    frame = exchange_facts.facts(facts.table, received, zone=engagement.zone)
    _refuse_long(frame)
    batch = Batch.objects.create(
        engagement=engagement, kind="facts", file=f"{facts} by {source}"[:200], source="api", brought_by=by, received_at=received
    )
    appended = add_facts(engagement, frame, batch, by=by)
    batch.new, batch.known, batch.report = appended.new, appended.known, {"rows": frame.height}
    batch.save(update_fields=["new", "known", "report"])
    return batch


def _refuse_long(frame: pl.DataFrame) -> None:
    """A column of the database holds so many characters; what is longer is refused rather than cut."""
    faults = []
    for name, most in _LONGEST.items():
        for row in frame.filter(pl.col(name).str.len_chars() > most)["row"].to_list():
            faults.append(Fault(Place(column=name, row=row), f"has more than {most} characters", "shorten it"))
    if faults:
        raise Refused(faults)
