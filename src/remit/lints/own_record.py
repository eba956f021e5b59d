"""Money that rests on a record which the provider keeps alone, without a control total: whoever counts decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, measured, notice, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class OwnRecord(Lint):
    triggers: ClassVar[Changes] = (("    kept by: client\n    control total: tickets created each day\n", "    kept by: provider\n"),)
    spares: ClassVar[Changes] = (
        ("    kept by: client\n    control total: tickets created", "    kept by: provider\n    control total: tickets created"),
    )

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        used: dict[str, str] = {}
        for level in terms.section(8):
            if level.name in priced_levels(terms):
                service = service_of(level, terms)
                record = level.get("record") or (service["record"] if service else measured(level, terms))
                used.setdefault(str(record), level.number)
        for record in terms.section(5):
            if record.name in used and record["kept by"] == "provider" and record.get("control total") is None:
                what = f"the provider alone keeps this record, and the money of clause {used[record.name]} rests on it"
                yield notice(record, "kept by", what, "write a 'control total' that the client can count, or 'kept by: both'")


RULE = OwnRecord()
