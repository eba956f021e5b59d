"""The work log: columnar, append-only, one row per event, with natural keys.

An event says that something happened to an item of a record (a help desk, an order system) at an instant, and when Remit learnt of it.
Columns (`EVENTS`), all in one polars frame:

record       name of the record in the terms (section 5)
item         the source's own number of the item
event        what happened, in the words of the terms: created, assigned, message, reply, note, call, state, field, resolved, closed,
             reopened, received, completed, asked, answered, error, answer (to a survey), abandoned, ... any word a mapping gives
field        for `field` events the name of the field (priority); for others None
value        the new state, the field's new value, the answer's score, the number of errors; text, or None
who          who acted or caused it: agent, customer, client, provider, third party, system; None where the source does not say
at           instant it occurred, int64 microseconds UTC
received_at  instant Remit received it, int64 microseconds UTC; a statement's cut bounds it
sequence     the source's own order among events of one item, int64, or None
id           the source's own number of the event, unique within the record: importing it twice changes nothing
"""

from __future__ import annotations

import polars as pl

EVENTS = pl.Schema(
    {
        "record": pl.String,
        "item": pl.String,
        "event": pl.String,
        "field": pl.String,
        "value": pl.String,
        "who": pl.String,
        "at": pl.Int64,
        "received_at": pl.Int64,
        "sequence": pl.Int64,
        "id": pl.String,
    }
)
