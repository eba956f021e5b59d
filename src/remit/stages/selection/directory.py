"""The directory of providers as it is read: each with its sources, what fits a request, and what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages.selection.request_rows import LEVELS
from remit.values.period import moment

ENDS_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Fit:
    """One thing that a request asks, held against what the directory says: `word` is fits, mismatch, or unknown."""

    what: str
    word: str
    said: str


def providers(member: Member) -> QuerySet[Provider]:
    """Those that stand in the directory, by name."""
    rows = visible(Provider, member).filter(merged_into=None, removed_at=None)
    return rows.prefetch_related("sources", "languages", "certificates").order_by("name")


def has_skill(provider: Provider, skill: str) -> bool:
    """Whether the directory says that a provider has a skill: a function, a language or a system that the words name, or that names them.

    `Polish spoken at the desk` is had by whoever speaks Polish."""
    said = skill.casefold()
    names = [*provider.functions, *provider.systems, *(one.language for one in provider.languages.all())]
    return any(name and (name.casefold() in said or said in name.casefold()) for name in names)


def fits(provider: Provider, request: Request) -> Iterator[Fit]:
    """Industry, function, systems and languages of a request against a provider. What the directory does not say is unknown, no
    mismatch."""
    if request.industry:
        yield _named("industry", request.industry, provider.industries)
    if request.function:
        yield _named("function", request.function, provider.functions)
    for system in request.systems:
        yield _named(f"system{', must-have' if system['must'] else ''}", system["name"], provider.systems)
    spoken = {one.language.casefold(): one.level for one in provider.languages.all()}
    for asked in request.languages:
        level = spoken.get(asked["language"].casefold())
        what = f"{asked['language']} {asked['level']}"
        if level is None:
            yield Fit(what, "mismatch" if spoken else "unknown", "not among its languages" if spoken else "no language is recorded")
        else:
            enough = LEVELS.index(level) >= LEVELS.index(asked["level"]) if level in LEVELS else False
            yield Fit(what, "fits" if enough else "mismatch", f"recorded as {level}")


def mismatches(provider: Provider, request: Request) -> list[Fit]:
    """What warns."""
    return [one for one in fits(provider, request) if one.word == "mismatch"]


def ending(provider: Provider, member: Member, now: int) -> list[str]:
    """Certificates that have ended, or end within sixty days, each in words."""
    today = moment(now, member.engagement.zone).date()
    found = []
    for one in provider.certificates.all():
        if one.ends_on < today:
            found.append(f"{one.name} ended on {one.ends_on.day} {one.ends_on:%B %Y}")
        elif one.ends_on <= today + ENDS_SOON:
            found.append(f"{one.name} ends on {one.ends_on.day} {one.ends_on:%B %Y}")
    return found


def _named(what: str, asked: str, held: Sequence[str]) -> Fit:
    if not held:
        return Fit(f"{what}: {asked}", "unknown", "nothing is recorded")
    if asked.casefold() in {one.casefold() for one in held}:
        return Fit(f"{what}: {asked}", "fits", "recorded")
    return Fit(f"{what}: {asked}", "mismatch", f"it has {', '.join(held)}")
