"""The API under `/api/v1/`: all routes, their refusals, and the OpenAPI 3.1 document at `/api/v1/openapi.json`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from remit import __version__
from remit.api import bulk, do, pilot, problem, queue, statements
from remit.api.caller import Bearer, Session, not_signed_in
from remit.api.problem import TITLES, Problem, ProblemOut
from remit.stages.action import NotAllowed
from remit.values.fault import Fault, Place, Refused, RemitError


class Api(NinjaAPI):
    """The routes, with the refusals that every one of them may give written into the document."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"].setdefault("schemas", {}).update(shape.pop("$defs", {}) | {"Problem": shape})
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, title in TITLES.items():
                    operation["responses"].setdefault(status, {"description": title, "content": content})
        return document


API = Api(
    title="Remit",
    version=__version__,
    description="Everything the pages can do, for programs. Send `Authorization: Bearer` and a token made under Account, API tokens.",
    auth=[Bearer(), Session()],
    urls_namespace="api",
)
API.add_router("", queue.ROUTER)  # before the items, whose numbers may hold slashes
API.add_router("", bulk.ROUTER)  # which is that of the other reads: a path that is read and written belongs to one router
API.add_router("", statements.ROUTER)
API.add_router("", pilot.ROUTER)
API.add_router("", do.routes())


@API.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem.answer(request, error)


@API.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem.answer(request, not_signed_in(request))


@API.exception_handler(NotAllowed)
def _not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    return problem.answer(request, Problem(403, str(error)))


@API.exception_handler(RemitError)
def _refused(request: HttpRequest, error: RemitError) -> HttpResponse:
    faults = error.faults if isinstance(error, Refused) else ()
    return problem.answer(request, Problem(422, "This cannot be done." if faults else str(error), faults))


@API.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem.answer(request, problem.nothing_here())


@API.exception_handler(ValidationError)
def _unread(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [Fault(Place(column=str(one["loc"][-1])), str(one["msg"]), "see the OpenAPI document") for one in error.errors]
    return problem.answer(request, Problem(422, "The parameters cannot be read.", faults))


@API.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    status = 413 if isinstance(error, RequestDataTooBig) else 400
    return problem.answer(request, Problem(status, str(error) or "The request cannot be read."))


urlpatterns = [path("", API.urls)]
