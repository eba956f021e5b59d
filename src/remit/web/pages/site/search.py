"""Search over everything the person may see, in every engagement; the palette (Ctrl K) shows the same list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from remit.records.models.member import Member
from remit.records.scoping import places
from remit.stages.workspace import search
from remit.web.page import STAGES, Visit, page, pages, signed_in
from remit.web.shell import address

PAGE = page("search", may=signed_in, label="Search", place=None, visible_to=None)
KINDS = (
    gettext_noop("pages"),
    gettext_noop("items"),
    gettext_noop("statements"),
    gettext_noop("disputes"),
    gettext_noop("invoices"),
    gettext_noop("queue"),
    gettext_noop("comments"),
    gettext_noop("files"),
    gettext_noop("people"),
    gettext_noop("gates"),
    gettext_noop("waves"),
    gettext_noop("imports"),
    gettext_noop("facts"),
    gettext_noop("audit log"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the result: `address` is empty where there is no page to go to, `where` names the engagement if there are several."""

    kind: str
    title: str
    words: str
    address: str
    where: str = ""


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`q` holds the words. Without words: the pages to go to."""
    asked = visit.asked("q").strip()[: search.LONGEST]
    members = list(places(visit.user))
    found = [one for member in members for one in _found(visit, member, asked, len(members) > 1)]
    if not any(one.kind == "pages" for one in found):
        found = [*_site(visit, asked), *found]
    kinds = dict.fromkeys((*KINDS, *(one.kind for one in found)))  # what a later kind finds is shown even where it has no place of its own
    groups = [(kind, lines) for kind in kinds if (lines := [one for one in found if one.kind == kind])]
    return {
        "answer": _said(asked, len(found)),
        "asked": asked,
        "groups": groups,
        "count": len(found),
        "fragments": ("found",),
    }


def _said(asked: str, count: int) -> str:
    if not asked:
        return _("Search items, statements, comments, files and people, or go to a page.")
    if not count:
        return _("Nothing that you may see holds “%(words)s”.") % {"words": asked}
    return ngettext("%(count)s place holds “%(words)s”.", "%(count)s places hold “%(words)s”.", count) % {"count": count, "words": asked}


def _found(visit: Visit, member: Member, asked: str, several: bool) -> Iterator[Found]:
    where = str(member.engagement) if several else ""
    yield from _pages(visit, member, asked, where)
    for hit in search.search(member, asked):
        path = f"/e/{member.engagement.code}/{hit.address}" if hit.address else ""
        yield Found(hit.kind, hit.title, hit.words, path if _exists(path) else "", where)


def _pages(visit: Visit, member: Member, asked: str, where: str) -> Iterator[Found]:
    """Pages of the engagement whose name or step holds the words."""
    for one in pages().values():
        if one.is_global or one.place is None or not one.may(member):
            continue
        step = STAGES.get(one.stage, ("", ""))[1]
        if _holds(f"{_(one.label)} {_(step) if step else ''} {one.label} {step} {member.engagement.name if one.path == '' else ''}", asked):
            yield Found(
                "pages",
                _(one.label),
                " · ".join(part for part in (_(step) if step else "", member.engagement.name) if part),
                address(one, member),
                where,
            )


def _site(visit: Visit, asked: str) -> Iterator[Found]:
    for one in pages().values():
        if one.is_global and one.name != "search" and one.may(visit.user) and _holds(f"{_(one.label)} {one.label}", asked):
            path = address(one, None)
            if path:
                yield Found("pages", _(one.label), "", path)


def _holds(text: str, asked: str) -> bool:
    return all(word in text.casefold() for word in asked.casefold().split())


def _exists(path: str) -> bool:
    try:
        resolve(path.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    return bool(path)
