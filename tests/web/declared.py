"""Every address of the server, walked from the URL resolver, with the rule that was declared for it.

An address is a page (its `may`), an action (its `may`), a route of the API (asked through `caller.asking`), or one of `PUBLIC`, which says
why it needs no place in an engagement. Anything else has no rule, and the build fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PUBLIC: Mapping[str, str] = {
    "account/": "signing in and one's own factors: allauth asks for a session wherever one is needed",
    "demo/": "only where the server was started with REMIT_DEMO=1, and only into demonstrations",
    "invitation/": "whoever holds the secret of the link, once",
    "interview/": "whoever holds the secret of the link: answers once, reads nothing of the engagement",
    "feeds/": "a calendar program with the secret address that its member made",
    "you/": "one's own account, by session; nothing of an engagement",
    "inbox/act": "one's own inbox, by session; what is picked is looked up among the person's own notices and decisions",
    "engagements/open": "a signed-in person opens an engagement of their own",
    "api/v1/openapi.json": "the description of the API, the same for everybody",
    "api/v1/docs": "the description of the API as a page, the same for everybody",
    "static/": "style sheets, scripts and fonts",
}


@dataclass(frozen=True, slots=True)
class Address:
    """`pattern` with its parameters in angle brackets; `kind`: page, action, api, public, or empty where no rule was declared."""

    pattern: str
    kind: str
    rule: Any = None
    view: Any = None

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"<(?:[a-z]+:)?([a-z_]+)>", self.pattern)

    def filled(self, values: Mapping[str, str]) -> str:
        return "/" + re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", lambda found: values[found[1]], self.pattern)


def addresses() -> list[Address]:
    """All of them."""
    from django.urls import get_resolver

    return [_told(pattern, view) for pattern, view in _walk(get_resolver().url_patterns, "")]


def _walk(patterns: Any, before: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, here)
        else:
            yield here, one.callback


def _told(pattern: str, view: Any) -> Address:
    page, action = getattr(view, "page", None), getattr(view, "action", None)
    if page is not None:
        return Address(pattern, "page", page.may, page)
    if action is not None:
        return Address(pattern, "action", action.allowed, action)
    if pattern == "api/v1/" or any(pattern.startswith(one) for one in PUBLIC):
        return Address(pattern, "public", None, view)
    if pattern.startswith("api/v1/") and _is_asked(view):
        return Address(pattern, "api", None, view)
    return Address(pattern, "", None, view)


def _is_asked(view: Any) -> bool:
    """Whether a route of the API belongs to the one API whose every operation carries authentication."""
    operations = getattr(getattr(view, "__self__", None), "operations", None) or _operations(view)
    return bool(operations) and all(operation.auth_callbacks for operation in operations)


def _operations(view: Any) -> Any:
    for cell in getattr(view, "__closure__", None) or ():
        found = cell.cell_contents
        if hasattr(found, "operations"):
            return found.operations
    return getattr(view, "operations", None)
