"""A total paid in shares as milestones are accepted."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Names, Percent, Role, RowsOf, Text
from remit.terms.setting import REQUIRED, Setting


class Milestones(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("total", Amount(), "The whole sum.", REQUIRED),
        Setting(
            "paid on acceptance",
            RowsOf(Setting("milestone", Text(), "Its name.", REQUIRED), Setting("share", Percent(), "Its share of the total.", REQUIRED)),
            "The milestones with their shares.",
            REQUIRED,
        ),
        Setting("accepted by", Role(), "The role that accepts.", REQUIRED),
        Setting("includes", Names("charges"), "Charges that are paid out of the total.", ()),
        Setting("if the pilot fails", Choice("nothing", "documented cost"), "What is due if the pilot fails.", "nothing"),
        Setting("then at most", Amount(), "The limit of documented cost.", None),
    )


RULE = Milestones()
