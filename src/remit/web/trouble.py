"""The answer when the server could not do it: the disk is full (507), the database busy or away (503), or a fault of Remit's own (500).

Whatever was under way has been rolled back, so nothing is half done; the answer says so, and when to try again. It asks the database for
nothing, because that may be what is wrong.
"""

from __future__ import annotations

import errno
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

_FULL = ("disk is full", "disk i/o error", "no space left", "could not extend file", "diskfull")
_WORDS = {
    507: (gettext_noop("There is no room left on the server."), gettext_noop("Ask the people who run it to make room, then try again.")),
    503: (gettext_noop("The database is busy or away."), gettext_noop("Try again in a minute.")),
    500: (
        gettext_noop("Something went wrong inside Remit."),
        gettext_noop("Try again; if it stays so, tell the people who run it when it happened."),
    ),
}
_PAUSE_SECONDS = 30


def status_of(error: BaseException | None) -> int:
    """What kind of trouble an exception is.

    >>> status_of(OperationalError("database or disk is full")), status_of(OperationalError("database is locked")), status_of(KeyError())
    (507, 503, 500)
    >>> status_of(OSError(errno.ENOSPC, "No space left on device"))
    507
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return 507
        if isinstance(error, OperationalError | InterfaceError):
            return 507 if any(word in str(error).lower() for word in _FULL) else 503
        error = error.__cause__
    return 500


def trouble(request: HttpRequest) -> HttpResponse:
    """Django calls it for every exception that nothing else answered (`handler500`)."""
    status = status_of(sys.exc_info()[1])
    what, remedy = _WORDS[status]
    if request.path.startswith("/api/"):
        said = {"status": status, "title": what, "detail": f"Nothing was changed. {remedy}"}
        answer: HttpResponse = JsonResponse(said, status=status, content_type="application/problem+json")
    elif request.headers.get("HX-Request"):
        answer = HttpResponse(render_to_string("components/faults.html", {"what": f"{what} Nothing was changed. {remedy}"}), status=status)
    else:
        answer = HttpResponse(
            render_to_string("trouble.html", {"what": what, "remedy": remedy, "static": settings.STATIC_URL}), status=status
        )
    if status != 500:
        answer["Retry-After"] = str(_PAUSE_SECONDS)
    return answer
