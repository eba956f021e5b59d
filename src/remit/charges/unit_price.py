"""A price for each unit of a service."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge, common
from remit.terms.kinds import Amount, Name
from remit.terms.setting import REQUIRED, Setting


class UnitPrice(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are billed.", REQUIRED),
        Setting("price", Amount(), "The price of one unit.", REQUIRED),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)


RULE = UnitPrice()
