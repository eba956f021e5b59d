"""Take work events in as they are, from a program: no mapping, because each event already speaks the words of the terms."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
from pydantic import BeforeValidator, WithJsonSchema

from remit.exchange import event_objects
from remit.exchange.event_objects import EventRows
from remit.intake.knowledge import terms_in_force
from remit.intake.store import add_events
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment

MOST = 100_000
"""Events in one request."""
EVENT_SCHEMA = {
    "type": "object",
    "required": list(event_objects.NEEDED),
    "additionalProperties": False,
    "properties": {
        **{name: {"type": "string"} for name in ("record", "id", "item", "event")},
        "at": {"type": "string", "format": "date-time"},
        **{name: {"type": ["string", "null"]} for name in ("field", "value", "who")},
        "sequence": {"type": ["integer", "null"]},
    },
}


def _rows(value: Any) -> EventRows:
    if isinstance(value, EventRows):
        return value
    if not isinstance(value, list):
        raise ValueError("events are a list of objects")
    return event_objects.read(enumerate(value, 1), MOST)


EventsInput = Annotated[
    EventRows, BeforeValidator(_rows), WithJsonSchema({"type": "array", "maxItems": MOST, "minItems": 1, "items": EVENT_SCHEMA})
]


@action(may=roles.brings_work, says="received {events}", streams=True)
def receive_events(*, by: Member, events: EventsInput, source: str = "api") -> Batch:
    """Stores the events that are new, all of a request or nothing. `record` and `id` name an event: sent again it changes nothing, so a
    request may be repeated whole; with another content it is refused, and with it the request, every conflict named. `source` says in the
    list of imports where they came from."""
    engagement, received = by.engagement, by.engagement.now()
    frame = events.frame
    today = moment(received, engagement.zone).date()
    terms = terms_in_force(engagement, Month.of(today))
    records = [clause.name for clause in terms.section(5)] if terms is not None else []
    strange = sorted(set(frame["record"].to_list()) - set(records)) if records else []
    if strange or not frame.height:
        what = f"section 5 of the terms has no record {listed(strange[:5])}" if strange else "there is none"
        remedy = f"it has {listed(records)}" if strange else "send at least one"
        raise Refused([Fault(Place(column="record" if strange else "events"), what, remedy)])
    batch = Batch.objects.create(
        engagement=engagement,
        kind="work",
        file=f"{events} by {source}"[:200],
        record=frame["record"][0] if frame["record"].n_unique() == 1 else "",
        source="api",
        brought_by=by,
        received_at=received,
    )
    appended = add_events(engagement, frame.with_columns(pl.lit(received, dtype=pl.Int64).alias("received_at")), batch)
    batch.new, batch.known = appended.new, appended.known
    batch.report = {"rows": frame.height, "events": frame.height, "items": frame["item"].n_unique()}
    batch.save(update_fields=["new", "known", "report"])
    return batch
