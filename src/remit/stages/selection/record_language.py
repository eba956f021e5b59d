"""Record a language of a provider, with its level and the sample that was tested."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.provider import ProviderLanguage
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import provider_of
from remit.stages.selection.request_rows import LEVELS
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="recorded {language} of a provider", shared=False)
def record_language(
    *, by: Member, provider: str, language: str, level: str, sample: str = "", result: str = "", tested_on: date | None = None
) -> ProviderLanguage:
    """`level` is A1 to C2 or native. `sample` says what was tested (“ten written replies, read blind”) and `result` how it went. The same
    language again takes the place of what was known."""
    row, faults = provider_of(by, provider), []
    if not 1 <= len(language) <= 60:
        faults.append(Fault(Place(column="language"), "a language has a name", "write such as English"))
    if level not in LEVELS:
        faults.append(Fault(Place(column="level"), f"'{level[:20]}' is no level", f"choose {listed(LEVELS, 'or')}"))
    if bool(result) != (tested_on is not None) or (result and not sample):
        faults.append(Fault(Place(column="result"), "a test has a sample, a result and a day", "write all three, or none"))
    if len(sample) > 300 or len(result) > 120:
        faults.append(Fault(Place(column="sample"), "sample and result are one sentence each", "shorten them"))
    if faults:
        raise Refused(faults)
    row.languages.filter(language__iexact=language).delete()
    return ProviderLanguage.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        provider=row,
        language=language,
        level=level,
        sample=sample,
        result=result,
        tested_on=tested_on,
    )
