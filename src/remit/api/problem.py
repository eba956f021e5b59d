"""Refusals as `application/problem+json` (RFC 9457): what failed and, for bad input, every fault with its place and remedy.

{"type": "about:blank", "title": "Nothing was changed", "status": 422,
 "faults": [{"where": "Column 'month'", "field": "month", "what": "is missing", "remedy": "fill it in"}]}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel

from remit.values.fault import Fault, Place

TITLES: Mapping[int, str] = {
    400: "The request cannot be read",
    401: "Nobody is signed in",
    403: "This is not allowed",
    404: "There is nothing here",
    409: "This key was used for another request",
    413: "The request is too large",
    415: "This form of content is not read here",
    422: "Nothing was changed",
    429: "Too many requests",
}


class FaultOut(BaseModel):
    """One thing that is wrong. `field` is the parameter or column, `row` the row or line of a list or file, where there is one."""

    where: str
    field: str | None = None
    row: int | None = None
    what: str
    remedy: str


class ProblemOut(BaseModel):
    """A refusal; nothing was changed by the request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    faults: list[FaultOut] = []


class Problem(Exception):
    """A refusal on its way out: the status, a sentence, the faults, further headers."""

    def __init__(self, status: int, detail: str, faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None) -> None:
        self.status, self.detail, self.faults, self.headers = status, detail, tuple(faults), dict(headers or {})
        super().__init__(detail)


def refused(field: str, what: str, remedy: str) -> Problem:
    """Bad input in one field."""
    return Problem(422, f"{field}: {what}.", [Fault(Place(column=field), what, remedy)])


def nothing_here(what: str = "There is no such thing, or no place of yours in it.") -> Problem:
    return Problem(404, what)


def told(fault: Fault) -> dict[str, Any]:
    """A fault with its parts apart."""
    place = fault.place
    return {"where": str(place), "field": place.column, "row": place.row, "what": fault.what, "remedy": fault.remedy}


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    body = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "This was refused"),
        "status": problem.status,
        "detail": problem.detail,
        "faults": [told(fault) for fault in problem.faults],
    }
    return JsonResponse(body, status=problem.status, content_type="application/problem+json", headers=problem.headers)
