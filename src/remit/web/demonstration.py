"""Signing in as a person of the demonstration with one click. These addresses exist only where the server was started with REMIT_DEMO=1,
and they open nobody else's place: the person must be a persona, and a member of no engagement but demonstrations."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from remit.records import row_level
from remit.records.models.user import User
from remit.records.scoping import places
from remit.stages.demonstration.people import PERSONAS
from remit.stages.roles import ROLES


@require_safe
@never_cache
def demonstration(request: HttpRequest) -> HttpResponse:
    """Who can be taken, and what each wants to know first."""
    people = [(persona, ROLES[persona.role].title) for persona in PERSONAS]
    return render(request, "demonstration.html", {"people": people})


@require_POST
@never_cache
def take_place(request: HttpRequest, persona: str) -> HttpResponse:
    user = User.objects.filter(persona=persona, is_active=True).first()
    with row_level.directory():
        if user is None or any(not place.engagement.is_demo for place in places(user)):
            raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return HttpResponseRedirect("/")
