"""What a person does to their own account, and the page behind the link of an invitation. Access is by session, or by the link's secret."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from remit.records import row_level
from remit.records.models.invitation import Invitation
from remit.records.models.user import User
from remit.records.sessions import end_sessions
from remit.stages.lengths import line
from remit.stages.workspace.accept_invitation import Unusable, accept_invitation, open_invitation
from remit.stages.workspace.change_account import change_account
from remit.values.fault import Fault, Place, Refused
from remit.web.views import refused

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@login_required
@require_POST
def save_account(request: HttpRequest) -> HttpResponse:
    """Keeps what the form of one's account says."""
    user: Any = request.user
    said = request.POST
    with row_level.as_user(user.pk):
        try:
            change_account(
                user=user,
                name=" ".join(said.get("name", "").split()),
                place=said.get("zone", "").strip(),
                language=said.get("language", ""),
                theme=said.get("theme", ""),
                single_keys=said.get("single_keys") == "on",
            )
        except Refused as refusal:
            return refused(request, 422, _("Nothing was changed."), None, refusal.faults)
    messages.success(request, _("Your account is as you wrote it."))
    answer = HttpResponseRedirect(reverse("site/you"))
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86_400, samesite="Lax", secure=settings.SECURE)
    return answer


@never_cache
@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of the person but this one, which goes on under a new key."""
    user: Any = request.user
    update_session_auth_hash(request, user)
    ended = end_sessions(user, keep=request.session.session_key)
    messages.success(request, _("Signed out of %(count)d other sessions.") % {"count": ended})
    return HttpResponseRedirect(reverse("site/you"))


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, public_id: str, secret: str) -> HttpResponse:
    """Who invites to what; and taking the place, with a password or a passkey, or with the account one has."""
    try:
        with row_level.directory():
            row = open_invitation(public_id, secret)
        known = User.objects.filter(email=row.email).first()
        if request.method == "POST":
            return _accepted(request, row, secret, known)
    except Unusable as error:
        return render(request, "account/invitation.html", {"unusable": str(error)}, status=410)
    return _asked(request, row, known, ())


def _asked(request: HttpRequest, row: Invitation, known: User | None, faults: Any, status: int = 200) -> HttpResponse:
    user: Any = request.user
    own = user.is_authenticated and user.email == row.email
    words = {"invitation": row, "known": known, "own": own, "other": user.is_authenticated and not own, "faults": faults}
    return render(request, "account/invitation.html", {**words, "company": row.invited_by.organisation}, status=status)


def _accepted(request: HttpRequest, row: Invitation, secret: str, known: User | None) -> HttpResponse:
    user: Any = request.user
    if user.is_authenticated and user.email != row.email:
        return _asked(request, row, known, [Fault(Place(), _("you are signed in as somebody else"), _("sign out first"))], 422)
    if known is not None and not user.is_authenticated:
        return _asked(request, row, known, [Fault(Place(), _("this address has an account"), _("sign in, then open the link again"))], 422)
    faults = [] if known is not None else list(_faults(request, row))
    if faults:
        return _asked(request, row, known, faults, 422)
    with transaction.atomic():
        person = known or _made(request, row)
        member = accept_invitation(public_id=row.public_id, secret=secret, user=person)
    if known is not None:
        return HttpResponseRedirect(f"/e/{member.engagement.code}/")
    login(request, person, backend=_BACKEND)
    by_key = request.POST.get("way") == "passkey"
    return HttpResponseRedirect(reverse("mfa_add_webauthn") if by_key else "/")


def _made(request: HttpRequest, row: Invitation) -> User:
    """The new person. Whoever opened the link reads that mailbox, so the address is verified."""
    password = None if request.POST.get("way") == "passkey" else request.POST.get("password1", "")
    person = User.objects.create_user(row.email, password, name=" ".join(request.POST.get("name", "").split()))
    EmailAddress.objects.create(user=person, email=row.email, verified=True, primary=True)
    return person


def _faults(request: HttpRequest, row: Invitation) -> Any:
    name = " ".join(request.POST.get("name", "").split())
    yield from line("name", name, 120, _("write it as colleagues know you"), least=1)
    if request.POST.get("way") == "passkey":
        return
    first, second = request.POST.get("password1", ""), request.POST.get("password2", "")
    if first != second:
        yield Fault(Place(column="password2"), _("the two passwords differ"), _("write the same twice"))
    try:
        validate_password(first, User(email=row.email, name=name))
    except ValidationError as error:
        for message in error.messages:
            yield Fault(Place(column="password1"), message.rstrip("."), _("choose a longer one, such as four words"))
