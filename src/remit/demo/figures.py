"""What happened in each month of the demo: how much work, how much of it late, and the facts both companies recorded.

Only causes stand here; statements, percentages and sums are left to the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month's work and facts. Chat and turnaround shares are those aimed at when work is drawn; the rest is exact."""

    month: str
    tickets_closed: int
    emails_due: int
    emails_late: int
    late_by_client: int
    late_by_third_party: int
    chat_share: float
    lines_completed: int
    lines_with_error: int
    lines_malformed: int
    lines_late: int
    answers: int
    score_sum: int
    questions: int
    rand_mean: str
    ticket_forecast: int
    line_forecast: int
    licences: str | None = None
    training_hours: str | None = None

    @property
    def first(self) -> date:
        return date.fromisoformat(f"{self.month}-01")


FIRST_DAY = date(2026, 5, 5)
"""Services start; nothing of the demo's work is earlier."""

LAST_MOMENT = date(2026, 11, 14)
"""Work up to the start of this day is recorded: November is half over."""

FIGURES = (
    MonthFigures("2026-05", 3_900, 2_418, 208, 17, 6, 0.882, 11_800, 41, 0, 480, 356, 1_592, 24, "23.50", 4_000, 12_000),
    MonthFigures("2026-06", 4_050, 2_511, 198, 16, 6, 0.890, 12_100, 46, 0, 500, 371, 1_671, 22, "23.30", 4_000, 12_000),
    MonthFigures("2026-07", 4_720, 2_926, 494, 38, 15, 0.871, 13_400, 52, 0, 640, 388, 1_711, 31, "23.10", 4_600, 13_000),
    MonthFigures("2026-08", 4_300, 2_666, 235, 19, 7, 0.886, 12_900, 49, 0, 545, 379, 1_698, 26, "22.90", 4_200, 12_800, "118.00", "20"),
    MonthFigures("2026-09", 4_260, 2_641, 248, 20, 7, 0.889, 14_200, 156, 45, 690, 384, 1_736, 29, "21.40", 4_200, 13_500, "118.00"),
    MonthFigures("2026-10", 4_480, 2_778, 211, 17, 6, 0.894, 13_700, 44, 0, 560, 412, 1_908, 25, "21.40", 4_400, 13_500, "118.00"),
    MonthFigures("2026-11", 4_450, 2_760, 235, 19, 7, 0.823, 13_600, 45, 0, 600, 380, 1_710, 26, "21.60", 4_400, 13_500),
)
"""May to October are closed; November runs."""

HOLIDAYS_ENGLAND = (date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25))
HOLIDAYS_SOUTH_AFRICA = (date(2026, 6, 16), date(2026, 8, 10), date(2026, 9, 24), date(2026, 11, 4), date(2026, 12, 16))
