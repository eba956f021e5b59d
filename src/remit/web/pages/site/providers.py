"""The directory of providers over all of a client's engagements: who they are, where one learned of them, which hours are shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.models.user import User
from remit.records.scoping import places
from remit.stages import roles
from remit.stages.selection.directory import ending, has_skill, providers
from remit.stages.selection.provider_rows import KINDS
from remit.web.overlap_bars import CLIENT_HOURS, Drawn, drawn, hours_of, span_said
from remit.web.page import Visit, page, signed_in


def selects(user: User) -> bool:
    """The rule of the page: somebody of a client, in at least one engagement."""
    return signed_in(user) and any(roles.is_client(place) for place in places(user))


PAGE = page("providers", may=selects, label="Providers", place=5, visible_to="client")


@dataclass(frozen=True, slots=True)
class Line:
    """A provider in the directory of one engagement."""

    place: Member
    provider: Provider
    seasons: tuple[Drawn, ...]
    shared: str
    kinds: tuple[str, ...]
    warns: tuple[str, ...]


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`source` filters by the kind of source, `function` and `system` by what is recorded, `skill` by what is named in it (or names it):
    a function, a language, a system; `hours` are the client's own."""
    mine = [place for place in places(visit.user) if roles.is_client(place)]
    kind, function, system = visit.asked("source"), visit.asked("function"), visit.asked("system")
    skill = visit.asked("skill").strip()[:120]
    hours = visit.asked("hours", CLIENT_HOURS)
    every = [(place, one) for place in mine for one in providers(place)]
    lines = [_line(place, one, hours) for place, one in every if _matches(one, kind, function, system, skill)]
    return {
        "answer": _answer(lines, len(every), kind),
        "lines": lines,
        "several": len(mine) > 1,
        "kinds": KINDS,
        "kind": kind,
        "functions": sorted({name for _, one in every for name in one.functions}),
        "function": function,
        "systems": sorted({name for _, one in every for name in one.systems}),
        "system": system,
        "skill": skill,
        "hours": hours,
        "hours_wrong": hours_of(hours, "UTC") is None,
        "keepers": [place for place in mine if roles.runs_selection(place)],
    }


def _matches(one: Provider, kind: str, function: str, system: str, skill: str) -> bool:
    return (
        (not kind or any(source.kind == kind for source in one.sources.all()))
        and (not function or function in one.functions)
        and (not system or system in one.systems)
        and (not skill or has_skill(one, skill))
    )


def _line(place: Member, one: Provider, hours: str) -> Line:
    now = place.engagement.now()
    seasons = drawn(one, hours_of(hours, place.engagement.zone), now)
    kinds = tuple(dict.fromkeys(source.kind for source in one.sources.all()))
    return Line(place, one, seasons, span_said(seasons), kinds, tuple(ending(one, place, now)))


def _answer(lines: list[Line], count: int, kind: str) -> str:
    if not count:
        return _("The directory is empty: add a provider, or bring in a list.")
    if len(lines) < count:
        words = {"n": len(lines), "count": count}
        return ngettext("%(n)d of %(count)d providers matches.", "%(n)d of %(count)d providers match.", len(lines)) % words
    referred = sum("referral" in line.kinds for line in lines)
    words = {"count": count, "n": referred}
    return (
        ngettext(
            "%(count)d provider is in the directory, %(n)d of them referred by a peer.",
            "%(count)d providers are in the directory, %(n)d of them referred by a peer.",
            count,
        )
        % words
    )
