"""A map discovered from a log: the drawing, where the time goes, what is done again, the ways through, who does what; and its edits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from remit.discovery import log as event_columns
from remit.discovery.footprint import END, START
from remit.discovery.log import Filters
from remit.discovery.takeaway import length, said
from remit.exchange import bpmn
from remit.stages import roles
from remit.stages.needs import maps
from remit.stages.needs.edit_map import edit_map
from remit.stages.needs.maps import Seen
from remit.stages.needs.take_over_figures import minutes_of, volume_of
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page
from remit.work.clocks import instant_of_day

PAGE = page("maps/<int:number>/", may=roles.is_client, label="Map", under="maps", visible_to="client")
SHARES = (("0", "every arrow"), ("1", "1 in 100 cases or more"), ("5", "1 in 20"), ("10", "1 in 10"), ("25", "1 in 4"))
COVERAGES = (("100", "all ways"), ("95", "95 % of the cases"), ("80", "80 %"), ("50", "half"))
HEADS = ("before", "after", "times", "cases", "median wait in seconds")
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the table shows it; `width` is its bar of all time, of 100."""

    name: str
    events: int
    cases: int
    repeated: int
    until: str
    total: str
    width: float
    share: Fraction
    handling: str
    waiting: str
    note: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A variant: how many cases take it, and its steps with repetitions gathered (`New × 3`)."""

    cases: int
    share: float
    running: float
    wait: str
    steps: tuple[str, ...]


@PAGE.reads
def read(visit: Visit, number: int) -> Answered:
    """`from` and `to` bound when cases began, `attribute` and `value` choose cases, `ways` covers that many per cent of them by their most
    frequent ways, `least` leaves arrows out that fewer per cent of the cases take; `step` opens a step. `form` gives the arrows as a
    file, or with `form=bpmn` the map."""
    share = _percent(visit.asked("least"), 2.0)
    filters = _filters(visit)
    seen = maps.seen(visit.by, number, filters, share)
    if seen is None:
        raise Http404
    if visit.asked("form") == "bpmn":
        return _bpmn(seen)
    arrows = (
        (row["before"], row["after"], row["times"], row["cases"], (row["wait"] or 0) // 1_000_000)
        for row in seen.found.edges.iter_rows(named=True)
    )
    if (file := as_file(visit, f"map-{number}", HEADS, arrows)) is not None:
        return file
    names = event_columns.attributes(seen.events)
    attribute = visit.asked("attribute")
    steps = list(_steps(seen))
    opened = next((one for one in steps if one.name == visit.asked("step")), None)
    zone = visit.engagement.zone
    may = edit_map.allowed(visit.by)
    return {
        "answer": _said(seen),
        "row": seen.row,
        "seen": seen,
        "drawing": seen.drawing,
        "steps": steps,
        "ways": list(_ways(seen)),
        "way_count": seen.found.variants.height,
        "opened": opened,
        "resources": _resources(seen, opened.name) if opened else [],
        "people": _people(seen),
        "loops": [one for one in sorted(steps, key=lambda one: -one.repeated) if one.repeated][:5],
        "ends": list(_ends(seen)),
        "length": length(seen.found.length),
        "attributes": names,
        "values": event_columns.values(seen.events, attribute) if attribute in names else (),
        "shares": SHARES,
        "coverages": COVERAGES,
        "asked": {name: visit.asked(name) for name in ("from", "to", "attribute", "value", "ways", "least")},
        "first": moment(seen.found.first, zone).date() if seen.found.cases else None,
        "last": moment(seen.found.last, zone).date() if seen.found.cases else None,
        "hidden": seen.edits.hidden,
        "edited": bool(seen.edits.names or seen.edits.hidden or seen.edits.notes),
        "volume": volume_of(seen) if seen.found.cases else None,
        "minutes": minutes_of(seen) if seen.found.has_handling else None,
        "columns": HEADS,
        "may_write": may,
    }


def _filters(visit: Visit) -> Filters:
    zone = visit.engagement.zone
    first, end = (_day(visit.asked(name)) for name in ("from", "to"))
    attribute, value = visit.asked("attribute"), visit.asked("value")
    return Filters(
        instant_of_day(first, zone) if first else None,
        instant_of_day(date.fromordinal(end.toordinal() + 1), zone) if end else None,
        ((attribute, value),) if attribute and value else (),
        _percent(visit.asked("ways"), 100.0),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 < day.year < 2200 else None


def _percent(text: str, otherwise: float) -> float:
    return (float(text) if text.isdecimal() and len(text) <= 3 else otherwise) / 100


def _said(seen: Seen) -> str:
    if not seen.found.cases:
        return _("No case passes these filters.")
    return said(seen.takeaway)


def _steps(seen: Seen) -> Iterator[Step]:
    rows = list(seen.found.steps.iter_rows(named=True))
    whole = sum(row["total"] for row in rows) or 1
    most = max((row["total"] for row in rows), default=1) or 1
    for row in sorted(rows, key=lambda row: (-row["total"], row["activity"])):
        yield Step(
            row["activity"],
            row["events"],
            row["cases"],
            row["repeated"],
            length(row["until"]),
            length(row["total"] // max(seen.found.cases, 1)),
            100 * row["total"] / most,
            Fraction(row["total"], whole),
            length(row["handling"]),
            length(row["waiting"]),
            seen.edits.notes.get(row["activity"], ""),
            row["activity"] == seen.takeaway.step,
        )


def _ways(seen: Seen) -> Iterator[Way]:
    running = 0.0
    for row in seen.found.variants.head(SHOWN).iter_rows(named=True):
        running += row["share"]
        yield Way(row["cases"], row["share"], running, length(row["wait"]), tuple(_gathered(row["steps"])))


def _gathered(steps: list[str]) -> Iterator[str]:
    """`New`, `Active × 3`, `Resolved`."""
    index = 0
    while index < len(steps):
        count = 1
        while index + count < len(steps) and steps[index + count] == steps[index]:
            count += 1
        yield steps[index] if count == 1 else f"{steps[index]} × {count}"
        index += count


def _resources(seen: Seen, step: str) -> list[tuple[str, int]]:
    rows = seen.found.resources.filter(seen.found.resources["activity"] == step).head(SHOWN)
    return [(row["resource"], row["events"]) for row in rows.iter_rows(named=True)]


def _people(seen: Seen) -> list[tuple[str, int, str]]:
    """Who has most events, and what each mostly does."""
    found: dict[str, dict[str, int]] = {}
    for row in seen.found.resources.iter_rows(named=True):
        found.setdefault(row["resource"], {})[row["activity"]] = row["events"]
    ranked = sorted(found.items(), key=lambda one: (-sum(one[1].values()), one[0]))[:8]
    return [(who, sum(done.values()), max(done, key=lambda step: (done[step], step))) for who, done in ranked]


def _ends(seen: Seen) -> Iterator[tuple[str, str, int]]:
    for row in seen.found.edges.sort("times", descending=True).iter_rows(named=True):
        if row["before"] == START:
            yield "begins", row["after"], row["times"]
        elif row["after"] == END:
            yield "ends", row["before"], row["times"]


def _bpmn(seen: Seen) -> HttpResponse:
    content = bpmn.written(bpmn.discovered(seen.row.name, seen.found, seen.drawing))
    answer = HttpResponse(content, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="map-{seen.row.number}.bpmn"'
    return answer
