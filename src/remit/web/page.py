"""A page: one file with one function that reads, and one template beside it.

    PAGE = page("statements/<month:month>", stage=IMPROVE, label="Statement", may=roles.is_party)

    @PAGE.reads
    def read(visit: Visit, month: Month) -> dict[str, Any]: ...

The function gets a `Visit` (who asks, where, when, with which filters) and what the address names, and gives the template's words.
Pages are found by their files; an address without a rule of who may see it cannot be written, because `may` has no default.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.user import User

STAGES: Mapping[str, tuple[str, str]] = {
    "needs": ("1", "Needs"),
    "selection": ("2", "Select"),
    "contract": ("3", "Contract"),
    "transfer": ("4", "Transfer"),
    "pilot": ("5", "Pilot"),
    "operations": ("6", "Operate"),
    "improvement": ("7", "Improve"),
    "assurance": ("", "Risks & change"),
}
"""The numbered steps of the relationship: the rail of an engagement, and the folders of its pages."""


@dataclass(frozen=True)
class Visit:
    """Who asks for a page, of which engagement, at what instant. Global pages have neither engagement nor member."""

    request: HttpRequest
    user: User
    member: Member | None = None
    now: int = 0

    @property
    def engagement(self) -> Engagement:
        assert self.member is not None
        return self.member.engagement

    @property
    def by(self) -> Member:
        assert self.member is not None
        return self.member

    def asked(self, name: str, otherwise: str = "") -> str:
        """A filter of the address."""
        return self.request.GET.get(name, otherwise)


@dataclass
class Page:
    """`path` is the address below the engagement (or the site, for global pages); `label` its name in the rail, where `place` orders it;
    without a place it stands under `under`, the name of the page it belongs to. `visible_to` is what its head says of who can read it."""

    path: str
    may: Callable[[Any], bool]
    label: str
    place: int | None = None
    under: str | None = None
    visible_to: str | None = "both"
    module: str = ""
    function: Callable[..., Any] | None = field(default=None, repr=False)

    def reads(self, function: Callable[..., Any]) -> Callable[..., Any]:
        self.function = function
        return function

    @property
    def name(self) -> str:
        return self.module.rsplit(".", 1)[-1]

    @property
    def stage(self) -> str:
        """The folder it stands in: a step of the relationship, or `site` for pages of all engagements."""
        return self.module.rsplit(".", 2)[-2]

    @property
    def is_global(self) -> bool:
        return self.stage == "site"

    @property
    def template(self) -> str:
        return f"pages/{self.stage}/{self.name}.html"

    @property
    def summary(self) -> str:
        return inspect.getdoc(self.function) or "" if self.function is not None else ""


def page(
    path: str,
    *,
    may: Callable[[Any], bool],
    label: str,
    place: int | None = None,
    under: str | None = None,
    visible_to: str | None = "both",
) -> Page:
    """A page at an address below its engagement, or below the site."""
    return Page(path, may, label, place, under, visible_to)


@cache
def pages() -> Mapping[str, Page]:
    """Every page by `stage/name`, found by its file."""
    from remit.web import pages as home

    found: dict[str, Page] = {}
    for stage in pkgutil.iter_modules(home.__path__):
        package = importlib.import_module(f"{home.__name__}.{stage.name}")
        for file in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{file.name}")
            one = getattr(module, "PAGE", None)
            if isinstance(one, Page):
                one.module = module.__name__
                assert one.function is not None, f"{module.__name__} has no function that reads"
                found[f"{one.stage}/{one.name}"] = one
    return found


def signed_in(user: User) -> bool:
    """The rule of pages that anybody with a sign-in may see."""
    return bool(user.is_authenticated and user.is_active)


def runs_the_site(user: User) -> bool:
    return signed_in(user) and user.is_staff


Answered = Mapping[str, Any] | HttpResponse
