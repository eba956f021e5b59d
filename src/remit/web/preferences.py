"""A person's own settings on every request: the language of the pages and the zone of their own clock.

Who is signed in reads in the language they chose, whatever the browser asks for; times are told in the contract's zone first and, where it
differs, in the reader's. Theme and single keys need nothing here: the frame reads them of the person.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from remit.values.period import UnknownZone, zone


class Preferences:
    """Middleware, after the one that knows who is signed in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.answer(request)
        language, place = getattr(user, "language", ""), getattr(user, "zone", "")
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        with suppress(UnknownZone):
            if place:
                timezone.activate(zone(place))
        try:
            return self.answer(request)
        finally:
            timezone.deactivate()
