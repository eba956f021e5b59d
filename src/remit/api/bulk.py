"""Events and facts in bulk: the same actions as everywhere, read from a stream, with an allowance of their own.

`POST /engagements/{code}/events` takes a JSON list, `{"events": [...]}`, or newline-delimited JSON (`application/x-ndjson`), which is read
line by line, so its size in memory is that of the columns and not of the text.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpRequest

from remit.api import body
from remit.api.caller import BULK, asking
from remit.api.do import IDEMPOTENT, DoneOut, done
from remit.api.once import once
from remit.api.problem import Problem, refused
from remit.api.reads import ROUTER
from remit.exchange import event_objects
from remit.stages.operations.receive_events import EVENT_SCHEMA, MOST, receive_events
from remit.stages.operations.receive_facts import FACT_SCHEMA, receive_facts
from remit.stages.operations.receive_facts import MOST as MOST_FACTS
from remit.values.fault import Refused

LINES = ("application/x-ndjson", "application/jsonl", "application/json-lines")
_FACT_LIST = {"type": "array", "maxItems": MOST_FACTS, "minItems": 1, "items": FACT_SCHEMA}
_LIST = {"type": "array", "maxItems": MOST, "minItems": 1, "items": EVENT_SCHEMA}
_EVENTS = {
    "required": True,
    "content": {
        "application/json": {"schema": _LIST},
        "application/x-ndjson": {"schema": {"type": "string", "description": "One event a line."}},
    },
}
_FACTS = {"required": True, "content": {"application/json": {"schema": _FACT_LIST}}}


@ROUTER.post(
    "/engagements/{code}/events",
    response=DoneOut,
    operation_id="post_events",
    summary="Send events in bulk",
    tags=["work"],
    openapi_extra={"requestBody": _EVENTS, "parameters": [IDEMPOTENT]},
)
def events(request: HttpRequest, code: str) -> dict[str, Any]:
    """Stores up to 100,000 events, all or none. `record` and `id` are the natural key: the same event again changes nothing; with another
    content the whole request is refused, and every conflict is named with the row it stands in."""
    with asking(request, code, receive_events.name, "operations/receive_events", may=receive_events.allowed, allowance=BULK) as member:
        rows, digest = _events(request)
        said = {"events": rows}
        return once(request, member, digest, lambda: done(request, member, receive_events, said))


@ROUTER.post(
    "/engagements/{code}/facts",
    response=DoneOut,
    operation_id="post_facts",
    summary="Send facts",
    tags=["work"],
    openapi_extra={"requestBody": _FACTS, "parameters": [IDEMPOTENT]},
)
def facts(request: HttpRequest, code: str) -> dict[str, Any]:
    """Stores up to 10,000 facts, all or none: rates, index values, forecasts, receipts, hours, counts. `id` is the natural key."""
    with asking(request, code, receive_facts.name, "operations/receive_facts", may=receive_facts.allowed, allowance=BULK) as member:
        found = _listed(body.read(body.content(request)), "facts")
        return once(request, member, body.digest_of(request, found), lambda: done(request, member, receive_facts, {"facts": found}))


def _events(request: HttpRequest) -> tuple[event_objects.EventRows, str]:
    """The events of a request, and its digest."""
    kind = (request.content_type or "").lower()
    digest = sha256(request.path.encode())
    try:
        if kind in LINES:
            rows = event_objects.read(body.lines(request, digest), MOST)
        elif kind in ("", "application/json"):
            content = body.content(request)
            digest.update(content)
            rows = event_objects.read(enumerate(_listed(body.read(content), "events"), 1), MOST)
        else:
            raise Problem(415, f"'{kind}' is not read here; send application/json or application/x-ndjson.")
    except Refused as refusal:
        raise Problem(422, "Nothing was changed.", refusal.faults) from None
    return rows, f"sha256:{digest.hexdigest()}"


def _listed(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) and set(value) == {name} else value
    if not isinstance(found, list):
        raise refused("body", f"is no list of {name}", f'write a list, or {{"{name}": [...]}}')
    return found
