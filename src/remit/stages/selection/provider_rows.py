"""What the actions on the directory ask first: the provider, the kinds of source, and names by which two rows are the same company."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from remit.clock.windows import BadWindow
from remit.records.models.directory_batch import DirectoryBatch
from remit.records.models.member import Member
from remit.records.models.provider import Provider, ProviderSource
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages.workspace import working_hours
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import UnknownZone, zone

KINDS = ("referral", "industry report", "directory", "review")
"""Where one learns of a provider: from a peer, from Gartner or Forrester, from a directory such as Clutch, from a review."""
_FORMS = frozenset(
    "bv co company corp corporation eood gmbh group holdings inc limited llc llp ltd nv plc pte pty sa sarl sp srl zoo".split()  # noqa: SIM905
)
"""Legal forms, with which two spellings of one company differ."""
_LONGEST: Mapping[str, int] = {"name": 120, "short_name": 60, "town": 60, "zone": 60, "hours": 200, "web": 120, "about": 10_000}


def key_of(name: str) -> str:
    """A company's name without what differs between two spellings of it: case, accents, signs, and the legal form at the end.

    >>> key_of("Luzon Assist, Inc."), key_of("LUZON-ASSIST"), key_of("Kraków Care Sp. z o.o."), key_of("Salt River Desk (Pty) Ltd")
    ('luzon assist', 'luzon assist', 'krakow care', 'salt river desk')
    """
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)).lower())
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in _FORMS or len(kept[-1]) == 1):
        kept.pop()
    return " ".join(kept or words)


def domain_of(web: str) -> str:
    """The domain of an address on the web, empty where there is none.

    >>> domain_of("https://www.luzon-assist.example/about"), domain_of("luzon-assist.example"), domain_of("call us")
    ('luzon-assist.example', 'luzon-assist.example', '')
    """
    found = urlsplit(web if "//" in web else f"//{web}").hostname if not re.search(r"\s", web.strip()) else None
    host = (found or "").removeprefix("www.")
    return host if "." in host else ""


def names_in(text: str) -> list[str]:
    """Names separated by commas or semicolons, each once."""
    return list(dict.fromkeys(name for name in (part.strip() for part in re.split(r"[,;\n]", text)) if name))[:60]


def provider_of(member: Member, number: str) -> Provider:
    """The provider with this public number in the directory; `Refused` otherwise."""
    found = visible(Provider, member).filter(public_id=number, merged_into=None, removed_at=None).first()
    if found is None:
        raise Refused([Fault(Place(column="provider"), f"the directory has no provider {number[:40]}", "open the directory again")])
    return found


def same(member: Member, name: str, web: str) -> Provider | None:
    """The row of the same company: by its normalised name, or by its domain."""
    rows = visible(Provider, member).filter(merged_into=None, removed_at=None)
    found = rows.filter(key=key_of(name)).order_by("pk").first()
    domain = domain_of(web)
    return found or (rows.filter(web=domain).order_by("pk").first() if domain else None)


def faults_of(given: Mapping[str, Any], place: Place | None = None) -> Iterator[Fault]:
    """What is wrong with the fields of a provider, by their names; the place is a line of a file where there is one."""

    def at(column: str) -> Place:
        return Place(column=column) if place is None else Place(file=place.file, row=place.row, column=column)

    if not given.get("name"):
        yield Fault(at("name"), "a provider has a name", "write it as the company does")
    for column, most in _LONGEST.items():
        text = str(given.get(column) or "")
        if len(text) > most or (column != "about" and not text.isprintable()):
            yield Fault(at(column), f"it is one line of at most {most} letters", "shorten it")
    if given.get("zone"):
        try:
            zone(str(given["zone"]))
        except UnknownZone:
            yield Fault(at("zone"), f"'{str(given['zone'])[:40]}' is no time zone", "write one such as Africa/Johannesburg")
    if given.get("hours"):
        try:
            working_hours.read(str(given["hours"]), "UTC")
        except BadWindow as wrong:
            yield Fault(at("hours"), str(wrong), wrong.remedy)
    country = str(given.get("country") or "")
    if country and not re.fullmatch("[A-Z]{2}", country):
        yield Fault(at("country"), f"'{country[:20]}' is no country", "write its two letters, such as ZA")
    for column in ("people", "more_people"):
        number = given.get(column)
        if number is not None and not 0 <= number <= 10_000_000:
            yield Fault(at(column), "a number of people is not negative", "write how many")


def faults_of_source(kind: str, title: str, dated: date, now: date) -> Iterator[Fault]:
    if kind not in KINDS:
        yield Fault(Place(column="kind"), f"'{kind[:40]}' is no kind of source", f"choose {listed(KINDS, 'or')}")
    if not 1 <= len(title) <= 200:
        yield Fault(Place(column="title"), "a source has a title of 1 to 200 letters", "write who said it, or what it is called")
    if dated > now:
        yield Fault(Place(column="dated"), "the source is dated after today", "write the day on which it was said or published")


def next_number(member: Member) -> int:
    last = Provider.objects.filter(engagement=member.engagement).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def new_source(
    by: Member, provider: Provider, kind: str, title: str, dated: date, said: str = "", link: str = "", batch: DirectoryBatch | None = None
) -> ProviderSource:
    return ProviderSource.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        provider=provider,
        kind=kind,
        title=title,
        said=said[:10_000],
        link=link[:300],
        dated=dated,
        batch=batch,
        added_by=by,
        added_at=by.engagement.now(),
    )
