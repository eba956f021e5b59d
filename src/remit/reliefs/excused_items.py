"""Items that something outside the provider's control spoiled do not count."""

from __future__ import annotations

from typing import ClassVar

from remit.relief import Relief
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class ExcusedItems(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Among which items.", REQUIRED),
        Setting("cause", Text(), "What excuses an item.", REQUIRED),
    )


RULE = ExcusedItems()
