"""The page behind the link of an interview: no sign-in, one set of answers, a few tries a minute from one address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from remit.stages.needs.answer_interview import Unusable, answer_interview, open_interview
from remit.stages.needs.interviews import LONGEST, QUESTIONS
from remit.stages.rate import Allowance
from remit.values.fault import Refused

TRIES = Allowance(each_minute=20)
"""Somebody who fills a form in needs two; somebody who tries secrets would need as many as there are stars."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """What is asked, and by whom; a thank you once it is answered."""
    if wait := TRIES.wait(str(request.META.get("REMOTE_ADDR", ""))):
        refused = render(request, "account/interview.html", {"unusable": f"Too many tries: wait {wait} seconds."}, status=429)
        refused["Retry-After"] = str(wait)
        return refused
    try:
        row = open_interview(public_id, secret)
        if request.method == "POST":
            said = {key: request.POST.get(key, "").replace("\0", "") for key in QUESTIONS}
            answer_interview(public_id=public_id, secret=secret, answers=said)
            return _shown(request, {"thanks": True, "row": row})
    except Unusable as error:
        return _shown(request, {"unusable": str(error)}, 410)
    except Refused as refusal:
        return _shown(request, {"row": row, "questions": _asked(request), "most": LONGEST, "faults": refusal.faults}, 422)
    return _shown(request, {"row": row, "questions": _asked(request), "most": LONGEST})


def _asked(request: HttpRequest) -> list[tuple[str, str, str]]:
    return [(key, asked, request.POST.get(key, "")) for key, asked in QUESTIONS.items()]


def _shown(request: HttpRequest, words: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "account/interview.html", words, status=status)
