"""The attested record: what the client lets the provider show to others, as it would be now, and what was attested so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from remit.exchange import attested_record
from remit.exchange.attested_record import SHOWS, Record
from remit.exchange.plain import Unreadable
from remit.records.models.attestation import Attestation
from remit.stages import roles
from remit.stages.improvement import attesting
from remit.stages.workspace import installation_key
from remit.web.page import Visit, page

PAGE = page("record/", may=roles.is_party, label="Attested record", place=6)
TICKS = {
    "client": "our company’s name",
    "service": "the name of the service",
    "levels": "the share of service levels met",
    "credits": "credits as a share of charges",
    "disputes": "how many disputes there were",
}
"""What each tick lets be shown, in the client's words."""


@dataclass(frozen=True, slots=True)
class Given:
    """An attestation with what it says; nothing where the stored bytes are damaged."""

    row: Attestation
    says: tuple[str, ...]


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The record now, with everything ticked, so that the client sees what each tick would show."""
    now = attesting.record_now(visit.by, SHOWS)
    given = [Given(row, _says(row)) for row in attesting.attestations(visit.by)]
    standing = [one for one in given if one.row.ended_at is None]
    return {
        "answer": _said(visit, now, standing),
        "current": now,
        "says": attested_record.sentences(now),
        "given": given,
        "ticks": TICKS.items(),
        "may_attest": roles.attests(visit.by),
        "fingerprint": installation_key.fingerprint(),
        "public_key": installation_key.public_key(),
    }


def _said(visit: Visit, now: Record, standing: list[Given]) -> str:
    who, count = visit.engagement.client, len(now.months)
    if standing:
        return f"{who} attests what stands below, and {visit.engagement.provider} may show it to others."
    if not count:
        return "There is no record yet: it begins with the first statement that both companies sign."
    months = f"{count} month{'s' if count != 1 else ''}"
    return f"{months} {'are' if count != 1 else 'is'} signed by both companies; {who} has attested nothing of it so far."


def _says(row: Attestation) -> tuple[str, ...]:
    try:
        return attested_record.sentences(attested_record.read(bytes(row.content))[0])
    except (Unreadable, ValueError):
        return ()
