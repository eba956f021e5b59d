"""Record where something about a provider was learned: a referral, an industry report, a directory, a review, with its own date."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.provider import ProviderSource
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import faults_of_source, new_source, provider_of
from remit.values.fault import Refused
from remit.values.period import moment


@action(may=roles.runs_selection, says="added the source “{title}”", shared=False)
def add_source(*, by: Member, provider: str, kind: str, title: str, dated: date, said: str = "", link: str = "") -> ProviderSource:
    """`said` is what it says, in a sentence or two; scores cite it. `link` is where it can be read."""
    row = provider_of(by, provider)
    faults = list(faults_of_source(kind, title, dated, moment(by.engagement.now(), by.engagement.zone).date()))
    if faults:
        raise Refused(faults)
    return new_source(by, row, kind, title, dated, said, link)
