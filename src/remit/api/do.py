"""Every action as a route: `POST /engagements/{code}/{stage}/{action}`, found by discovery, with the action's own schema and docstring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from remit.api import rows
from remit.api.body import digest_of, given
from remit.api.caller import asking
from remit.api.once import once
from remit.api.problem import Problem
from remit.records.models.member import Member
from remit.stages.action import Action, NotAllowed
from remit.stages.catalogue import actions
from remit.values.fault import Refused, RemitError


class DoneOut(BaseModel):
    """What was done. `result` is the row that the action made or changed, with its public number as `id`."""

    action: str
    result: Any = None


IDEMPOTENT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "A random text of your own: the same request again under the same key gets the first answer, and nothing is done again.",
}


def routes() -> Router:
    """A route for each action of every stage."""
    router = Router()
    for name, one in actions().items():
        router.add_api_operation(
            f"/engagements/{{code}}/{name}",
            ["POST"],
            _route(name, one),
            response=DoneOut,
            operation_id=name.replace("/", "_"),
            summary=one.title,
            description=one.summary,
            tags=[one.stage],
            openapi_extra={"requestBody": body_of(one), "parameters": [IDEMPOTENT]},
        )
    return router


def body_of(one: Action[Any]) -> dict[str, Any]:
    """The request's body in OpenAPI: JSON by the action's schema; where it takes a file, a form as well, which needs no base64."""
    schema = one.schema.model_json_schema(ref_template="#/components/schemas/{model}")
    content = {"application/json": {"schema": schema}}
    files = [
        name for name, kind in schema.get("properties", {}).items() if "contentEncoding" in kind.get("properties", {}).get("content", {})
    ]
    if files:
        binary = {name: {"type": "string", "format": "binary"} for name in files}
        content["multipart/form-data"] = {"schema": {**schema, "properties": {**schema["properties"], **binary}}}
    return {"required": True, "content": content}


def _route(name: str, one: Action[Any]) -> Callable[..., dict[str, Any]]:
    def view(request: HttpRequest, code: str) -> dict[str, Any]:
        with asking(request, code, one.name, name, may=one.allowed) as member:
            said = given(request)
            if one.takes_secrets:  # neither a passphrase nor what it opens is kept, so there is nothing to give again
                return done(request, member, one, said)
            return once(request, member, digest_of(request, said), lambda: done(request, member, one, said))

    view.__name__ = name.replace("/", "_")
    view.__doc__ = one.summary
    return view


def done(request: HttpRequest, member: Member, one: Action[Any], said: dict[str, Any]) -> dict[str, Any]:
    """Carries an action out and tells its result; every refusal as a `Problem`."""
    try:
        if one.recent_mfa and request.auth.token is None and Authenticator.objects.filter(user=member.user).exists():
            raise NotAllowed("This asks for your second factor: do it on its page, or use a token that names this action.")
        result = one(by=member, **one.read(said))
    except NotAllowed as error:
        raise Problem(403, str(error)) from None
    except Refused as refusal:
        raise Problem(422, "Nothing was changed.", refusal.faults) from None
    except RemitError as error:
        raise Problem(422, str(error)) from None
    return {"action": f"{one.stage}/{one.name}", "result": rows.told(result)}
