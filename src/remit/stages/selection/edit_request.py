"""Write what a request is about: its words, the industry and function it is in, languages, and who learns who asked a question."""

from __future__ import annotations

import re

from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import LEVELS, draft_of
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

_LANGUAGE = re.compile(r"(.{2,60}?)\s+(\S+)")


@action(may=roles.runs_selection, says="wrote request {request}", shared=False)
def edit_request(
    *,
    by: Member,
    request: str,
    title: str,
    about: str = "",
    industry: str = "",
    function: str = "",
    languages: str = "",
    hides_askers: bool = False,
) -> Request:
    """`languages` are written "English C1, German B2". With `hides_askers` not even the client is told who asked a question."""
    row, faults = draft_of(by, request), []
    for name, text, most in (("title", title, 120), ("industry", industry, 80), ("function", function, 80), ("about", about, 20_000)):
        if len(text) > most or (name == "title" and not text):
            faults.append(
                Fault(Place(column=name), f"it has {len(text):,} letters, and may have {'1 to ' if name == 'title' else ''}{most:,}")
            )
    asked = []
    for part in (part.strip() for part in languages.split(",")):
        found = _LANGUAGE.fullmatch(part)
        if part and (found is None or found[2] not in LEVELS):
            faults.append(
                Fault(
                    Place(column="languages"), f"'{part[:40]}' is no language with its level", f"a level is one of {listed(LEVELS, 'or')}"
                )
            )
        elif found is not None:
            asked.append({"language": found[1], "level": found[2]})
    if faults:
        raise Refused(faults)
    row.title, row.about, row.industry, row.function = title, about, industry, function
    row.languages, row.hides_askers = asked, hides_askers
    row.save(update_fields=["title", "about", "industry", "function", "languages", "hides_askers"])
    return row
