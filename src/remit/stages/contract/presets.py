"""What a first contract is started from: a preset with the names of the two companies, or nothing but the sections it must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from remit.catalogue import standard_catalogue
from remit.exchange import starters
from remit.records import row_level
from remit.records.models.draft import Draft, DraftRevision
from remit.records.models.engagement import Engagement
from remit.terms.document import Terms
from remit.terms.reader import read
from remit.terms.words import exact, plural
from remit.terms.written import scalar_text
from remit.values.period import Month, moment

NOTHING = "nothing"
"""The word for a text with nothing in it but the parties, a term and a currency."""
STARTED = "started from the preset "
"""So the first revision of a draft says where it comes from."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A contract to start from: what it is about, how many clauses it has, and what stands in it."""

    name: str
    title: str
    form: str
    clauses: int
    services: tuple[str, ...]
    levels: tuple[str, ...]
    risk: str


def presets() -> tuple[Preset, ...]:
    """The simple one first, then by form and name."""
    forms = ("simple", "advanced", "regulated")
    found = [_told(name, read(starters.contract(name), standard_catalogue())) for name in starters.names()]
    return tuple(sorted(found, key=lambda one: (one.name != "simple", forms.index(one.form), one.name)))


def _told(name: str, terms: Terms) -> Preset:
    services = tuple(f"{one.name} ({plural(str(one['unit']))})" for one in terms.section(6))
    limits = [one for one in terms.section(11) if one.rule == "cap" and not isinstance(one.get("at most"), type(None))]
    share = next((f"{exact(one['at most'] * 100)} %" for one in limits if hasattr(one["at most"], "numerator")), "")
    return Preset(name, terms.title, terms.form, len(terms.clauses), services, tuple(one.name for one in terms.section(8)), share)


def started_from(preset: str, engagement: Engagement) -> bytes:
    """The text of a first draft. The term of an empty one begins with the month after next and runs a year."""
    client, provider = engagement.client.name, engagement.provider.name if engagement.provider is not None else ""
    if preset != NOTHING:
        return named(preset, client, provider)
    today = moment(engagement.now(), engagement.zone).date()
    starts = Month.of(today).plus(2).first
    ends = date(starts.year + 1, starts.month, 1) - timedelta(days=1)
    lines = ["remit terms: 1", f"title: {scalar_text(engagement.name)}", "parties:"]
    for side, name in (("client", client), ("provider", provider)):
        lines += [f"  {side}:", f"    name: {scalar_text(name)}", "    country: United Kingdom"]
    lines += ["term:", f"  signed: {today}", f"  services start: {starts}", f"  ends: {ends}", "  notice: 1 month"]
    return "\n".join([*lines, "money:", "  currency: GBP", ""]).encode()


def named(preset: str, client: str, provider: str) -> bytes:
    """The text of a preset with the names of the two companies in place of its invented ones."""
    text = starters.contract(preset).decode()
    parties = read(text, standard_catalogue()).parties
    for side, name in (("client", client), ("provider", provider)):
        quoted = "'" + name.replace("'", "''") + "'"
        text = text.replace(f"name: {parties[side]['name']}", f"name: {quoted}", 1)
    return text.encode()


def preset_of(row: Draft) -> str | None:
    """The preset that a draft, or the offer it answers, was started from."""
    with row_level.acting_for(row.engagement_id):  # the company that signs last may not see how the other one began
        first = row
        while first.answers is not None:
            first = first.answers
        said = DraftRevision.objects.filter(draft=first, revision=0).values_list("said", flat=True).first() or ""
    name = said.removeprefix(STARTED)
    return name if said.startswith(STARTED) and name in starters.names() else None


def mappings_of(row: Draft) -> Mapping[str, str]:
    """The mappings that come with the preset of a draft."""
    name = preset_of(row)
    return starters.mappings(name) if name is not None else {}
