"""Volume outside a band around the baseline changes the charge."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Count, Duration, Name, Percent, RowsOf, Text
from remit.terms.setting import REQUIRED, Setting


class VolumeBand(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are counted.", REQUIRED),
        Setting("baseline", Count(), "The volume that the other charges already cover.", REQUIRED),
        Setting("band", Percent(), "How far the volume may move either way without a change.", REQUIRED),
        Setting("price above", Amount(), "Paid for each unit above.", REQUIRED),
        Setting("price below", Amount(), "Taken off for each unit below.", REQUIRED),
        Setting(
            "counted from",
            Choice("band edge", "baseline"),
            "Whether units count from the edge of the band, or from the baseline once the band is left.",
            "band edge",
        ),
        Setting(
            "changes",
            RowsOf(
                Setting("class", Text(), "The name of the change.", REQUIRED),
                Setting("beyond", Percent(), "From which distance from the baseline it is one.", REQUIRED),
                Setting("notice", Duration(), "Its notice.", None),
                Setting("then", Text(), "What follows.", None),
            ),
            "Classes of change by their distance from the baseline.",
            None,
        ),
    )


RULE = VolumeBand()
