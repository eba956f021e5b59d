"""Who calls: a program with a bearer token, or a person's own session (with its CSRF token). Access is decided here for every route.

A token acts for its member, in that member's engagement only, within its scopes: `read`, or names of actions. It never does what the member
may not. Whether it has ended, has expired, or its member has left is asked at every request; nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.security.apikey import APIKeyCookie
from ninja.utils import check_csrf

from remit.api.problem import Problem, nothing_here
from remit.records import row_level
from remit.records.models.api_token import ApiToken
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.records.scoping import place_in
from remit.stages import roles
from remit.stages.rate import Allowance

READ = "read"
CALLS, BULK, FAILURES = Allowance(settings.API_RATE), Allowance(settings.API_BULK_RATE), Allowance(60)
_USED_EVERY = 60_000_000
"""A token's last use is written at most once a minute: a reading program must not make every read a write."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person, or a token that acts for one."""

    user: User
    token: ApiToken | None = None

    @property
    def name(self) -> str:
        return f"token {self.token.pk}" if self.token is not None else f"user {self.user.pk}"

    def has_scope(self, *names: str) -> bool:
        return self.token is None or bool({*names} & {str(scope) for scope in self.token.scopes})


class Bearer(HttpBearer):
    """`Authorization: Bearer …`, a token made under Account, API tokens."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        with row_level.directory():  # before a token is known, nobody is
            found = (
                ApiToken.objects.filter(secret_digest=sha256(token.encode()).hexdigest(), ended_at=None)
                .select_related("member__user", "member__engagement")
                .first()
            )
        if found is None or not found.member.active:
            return None
        now = found.member.engagement.now()
        if found.expires_at is not None and now >= found.expires_at:
            return None
        with row_level.as_user(found.member.user_id):
            ApiToken.objects.filter(Q(used_at=None) | Q(used_at__lt=now - _USED_EVERY), pk=found.pk).update(used_at=now)
        return Caller(found.member.user, found)


class Session(APIKeyCookie):
    """A signed-in browser: the session's cookie and, for what changes something, the `X-CSRFToken` header."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        user: Any = request.user
        if "Authorization" in request.headers or not user.is_authenticated or not user.is_active:
            return None
        if check_csrf(request):
            raise Problem(403, "The X-CSRFToken header is missing or wrong.")
        return Caller(user)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return self(request)


def not_signed_in(request: HttpRequest) -> Problem:
    """The refusal of a caller whom nobody knows; somebody who goes on guessing is told to wait."""
    wait = FAILURES.wait(str(request.META.get("REMOTE_ADDR", "")))
    if wait:
        return Problem(429, f"Try again in {wait} s.", headers={"Retry-After": str(wait)})
    return Problem(401, "Send a token that is in force, or sign in.", headers={"WWW-Authenticate": "Bearer"})


def counted(request: HttpRequest, allowance: Allowance = CALLS) -> Caller:
    """The caller, once the request is counted against what it may make."""
    caller: Caller = request.auth
    wait = allowance.wait(caller.name)
    if wait:
        raise Problem(
            429, f"That is more than {allowance.each_minute} requests a minute; go on in {wait} s.", headers={"Retry-After": str(wait)}
        )
    return caller


@contextmanager
def asking(
    request: HttpRequest, code: str, *scopes: str, may: Callable[[Member], bool] = roles.is_party, allowance: Allowance | None = None
) -> Iterator[Member]:
    """The caller's place in the engagement, within a transaction that tells PostgreSQL who asks. One of `scopes` (or `read`) is needed, and
    what `may` says of the member: a bidder has a place, and reads nothing of the two companies."""
    caller = counted(request, allowance or CALLS)
    with row_level.as_user(caller.user.pk):
        yield _place(caller, code, scopes or (READ,), may)


def _place(caller: Caller, code: str, scopes: tuple[str, ...], may: Callable[[Member], bool]) -> Member:
    member = None if "\x00" in code else place_in(caller.user, code)
    if member is None or (caller.token is not None and caller.token.engagement_id != member.engagement_id):
        raise nothing_here()
    if not caller.has_scope(*scopes):
        raise Problem(403, f"The token '{caller.token.name if caller.token else ''}' does not include '{scopes[0]}'.")
    if not may(member):
        raise Problem(403, f"The role '{member.role}' does not include this.")
    return member
