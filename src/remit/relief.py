"""What every relief has: its common settings, the claims made under it, and when a claim is accepted.

Relief says that work, or time, does not count against the party that was hindered. A claim is a fact of kind `relief`: its subject is
the item, its clause the relief, `approved_by` the role that countersigned it, or None while it is open.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.terms.kinds import Choice, Duration, Text
from remit.terms.setting import Rule, Setting
from remit.terms.typed import Length

FIVE_BUSINESS_DAYS = Length(Fraction(5), "day", business=True)


def common(effect: str = "removed from both sides") -> tuple[Setting, ...]:
    """The settings of every relief; `effect` is the one that holds unless the parties write otherwise."""
    return (
        Setting("evidence", Text(), "What the claim must show.", None),
        Setting("claimed within", Duration(), "How long after the month's end a claim may be made.", FIVE_BUSINESS_DAYS),
        Setting(
            "silence accepts after", Duration(), "How long the other party may be silent before a claim is accepted.", FIVE_BUSINESS_DAYS
        ),
        Setting(
            "effect",
            Choice("removed from both sides", "counted as met", "time taken out"),
            "What an accepted claim does to the level.",
            effect,
        ),
        Setting("billing", Choice("still billed", "not billed"), "Whether the items are billed all the same.", "still billed"),
    )


class Relief(Rule):
    """One kind of relief: a file in `reliefs/`."""

    section: ClassVar[int] = 9
    common: ClassVar[tuple[Setting, ...]] = common()

    def prose(self, clause: object, words: object) -> str:
        raise NotImplementedError(self.name)
