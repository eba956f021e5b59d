"""The two views behind every address: one shows a page, one carries out an action. Access is decided here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from remit.intake import last_figures
from remit.records import row_level
from remit.records.models.member import Member
from remit.records.scoping import place_in
from remit.stages.action import Action, NotAllowed
from remit.stages.inputs import FileInput
from remit.values.fault import Refused, RemitError
from remit.web.page import Page, Visit
from remit.web.proof import confirmation, proof_is_stale
from remit.web.shell import shell, somebody_acted


def shown(page: Page) -> Callable[..., HttpResponse]:
    """The view of a page. Somebody without a place in the engagement gets the same 404 as for one that does not exist."""

    @never_cache
    @login_required
    @require_safe
    def view(request: HttpRequest, code: str | None = None, **named: Any) -> HttpResponse:
        with row_level.as_user(request.user.pk), last_figures.shown():  # row-level security knows who asks within a transaction only
            return _shown(page, request, code, named)

    view.page = page  # type: ignore[attr-defined]
    return view


def _shown(page: Page, request: HttpRequest, code: str | None, named: Mapping[str, Any]) -> HttpResponse:
    user: Any = request.user
    if page.is_global:
        if not page.may(user):
            return refused(request, 403, _("This page is for the people who run this installation."))
        return _answer(page, Visit(request, user), named)
    member = _member(request, code)
    if not page.may(member):
        return refused(request, 403, _("The role '%(role)s' does not include this page.") % {"role": member.role}, member)
    return _answer(page, Visit(request, user, member, member.engagement.now()), named)


def _answer(page: Page, visit: Visit, named: Mapping[str, Any]) -> HttpResponse:
    assert page.function is not None
    try:
        found = page.function(visit, **named)
    except Refused as fault:
        return refused(visit.request, 422, _("This cannot be shown."), visit.member, fault.faults)
    except last_figures.NotYet:
        waiting = render(visit.request, "reading.html", {"page": page, "visit": visit, **shell(page, visit)})
        waiting["Refresh"] = "2"
        return waiting
    except RemitError as error:
        return refused(visit.request, 422, str(error), visit.member)
    if isinstance(found, HttpResponse):
        return found
    words = {"page": page, "visit": visit, "updating": last_figures.told(), **shell(page, visit), **found}
    fragment = visit.request.headers.get("HX-Target", "")
    template = f"{page.template}#{fragment}" if fragment and fragment in found.get("fragments", ()) else page.template
    return render(visit.request, template, words)


def done(one: Action[Any]) -> Callable[..., HttpResponse]:
    """The view of an action: a form is posted, the action called, and the person led on (`next`), or told every fault."""

    @never_cache
    @login_required
    @require_POST
    def view(request: HttpRequest, code: str) -> HttpResponse:
        with row_level.as_user(request.user.pk):
            return _done(one, request, code)

    view.action = one  # type: ignore[attr-defined]
    return view


def _done(one: Action[Any], request: HttpRequest, code: str) -> HttpResponse:
    member = _member(request, code)
    try:
        if not one.allowed(member):
            raise NotAllowed(_("Your role '%(role)s' does not include this.") % {"role": member.role})
        signs_itself = one.checks_passkey and request.POST.get("method") == "passkey"  # the signature is the second factor
        if one.recent_mfa and not signs_itself and proof_is_stale(request):
            return _asked_for_proof(request, member)
        given = one.read(_given(request, one))
        result = one(by=member, **given)
    except NotAllowed as error:
        return refused(request, 403, str(error), member)
    except Refused as refusal:
        return refused(request, 422, _("Nothing was changed."), member, refusal.faults)
    except RemitError as error:
        return refused(request, 422, str(error), member)
    somebody_acted()
    if keeps := getattr(result, "browser_keeps", None):
        return _kept_by_the_browser(request, _sent(request, _next(request, member, result)), member, *keeps)
    if secret := getattr(result, "shown_once", ""):
        words = {"secret": secret, "name": getattr(result, "name", ""), "next": _next(request, member)}
        return render(request, "components/shown_once.html", {**words, **shell(None, Visit(request, request.user, member))})  # type: ignore[arg-type]
    queued = getattr(result, "is_queued", False)
    did = one.sentence(given, result)
    messages.success(request, request.POST.get("said_queued" if queued else "said", "") or f"{did[:1].upper()}{did[1:]}.")
    return _sent(request, _next(request, member, result))


def _asked_for_proof(request: HttpRequest, member: Member) -> HttpResponse:
    """To the second factor, and back to the page from which the form came: the person signs what they see, once more."""
    wanted = _next(request, member)
    messages.info(request, _("Confirm that it is you, then do it once more: nothing was changed yet."))
    return _sent(request, f"{confirmation(request)}?{urlencode({'next': wanted})}")


def _given(request: HttpRequest, one: Action[Any]) -> dict[str, Any]:
    """The form's fields by name: a list where several were sent, files as files, empty ones left out. Fields named `totals.rows` and
    `totals.items` are entries of one group, `totals`."""
    given: dict[str, Any] = {}
    for name, values in request.POST.lists():
        if name in ("csrfmiddlewaretoken", "next", "said", "said_queued"):
            continue
        kept = [value.replace("\0", "") for value in values if value != ""]
        group, dot, entry = name.partition(".")
        if dot and isinstance(given.setdefault(group, {}), dict):
            given[group].update({entry: kept[0]} if kept else {})
        elif kept:
            given[name] = kept[0] if len(kept) == 1 else kept
    for name, file in request.FILES.items():
        if isinstance(file, UploadedFile):
            given[name] = FileInput((file.name or "upload")[-120:], file.read())
    return given


def _next(request: HttpRequest, member: Member, result: Any = None) -> str:
    """Where the form says to go, if that is a page of this server; `{result}` in it stands for the public number of what the action made,
    `{number}` for the one that people say."""
    wanted = request.POST.get("next", "").replace("{result}", str(getattr(result, "public_id", "")))
    wanted = wanted.replace("{number}", str(getattr(result, "number", "")))
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe and wanted else f"/e/{member.engagement.code}/"


def _sent(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        if address.partition("#")[0] == f"{here.path}{'?' if here.query else ''}{here.query}":
            answer["HX-Refresh"] = "true"  # the same page stays where it was scrolled to
        else:
            answer["HX-Redirect"] = address
        return answer
    return HttpResponseRedirect(address)


def _kept_by_the_browser(request: HttpRequest, answer: HttpResponse, member: Member, name: str, value: str) -> HttpResponse:
    """A key that the server does not keep: the browser holds it until it is closed, and sends it to this engagement's pages alone."""
    where = f"/e/{member.engagement.code}/"
    answer.set_cookie(name, value, path=where, secure=request.is_secure(), httponly=True, samesite="Strict")
    return answer


def refused(request: HttpRequest, status: int, what: str, member: Member | None = None, faults: Any = ()) -> HttpResponse:
    """A refusal: what failed, what is safe, what to do. Within a page only its list of faults; otherwise a page of its own."""
    words = {"what": what, "faults": list(faults), "member": member, "status_code": status}
    if request.headers.get("HX-Request"):
        return render(request, "components/faults.html", words, status=status)
    return render(request, "refused.html", {**words, **shell(None, Visit(request, request.user, member))}, status=status)  # type: ignore[arg-type]


def _member(request: HttpRequest, code: str | None) -> Member:
    member = place_in(request.user, code or "") if request.user.is_authenticated and "\0" not in (code or "") else None
    if member is None:
        raise Http404
    return member
