"""Promoters less detractors: how many would recommend, of a hundred."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers
from remit.terms.setting import REQUIRED, Setting


class Promoters(Metric):
    result = "score"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("covers", Covers(), "Which items count.", REQUIRED),)


RULE = Promoters()
