"""A target of 100 %: one item in a month breaks it, whatever else went well, and the level stops telling good work from bad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_levels
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_SHARES = ("share on time", "answered in time", "accuracy", "first contact resolution", "availability")


class NoRoomForError(Lint):
    triggers: ClassVar[Changes] = (("    target: 99.5 %\n    minimum: 99 %", "    target: 100 %\n    minimum: 100 %"),)
    spares: ClassVar[Changes] = (("    target: 99.5 %\n    minimum: 99 %", "    target: 100 %\n    minimum: 99 %"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for name in priced_levels(terms):
            level = next(one for one in terms.section(8) if one.name == name)
            setting = "minimum" if level.get("minimum") is not None else "target"
            if level.rule in _SHARES and level.get(setting) == 1:
                what = f"'{setting}' is 100 %, so one late or wrong item in a month misses it, whatever else went well"
                yield notice(level, setting, what, "write what good work reaches, such as 99.5 %")


RULE = NoRoomForError()
