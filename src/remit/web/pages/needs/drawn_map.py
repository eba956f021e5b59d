"""A process map as somebody drew it, with its own coordinates; `form=bpmn` gives it back as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from remit.exchange import bpmn
from remit.exchange.bpmn import Diagram, Shape
from remit.stages import roles
from remit.stages.needs import maps
from remit.web.page import Answered, Visit, page

PAGE = page("maps/drawn/<int:number>", may=roles.is_client, label="Drawing", under="maps", visible_to="client")
EDGE = 14.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape moved onto the sheet, with the points of its diamond where it is a gateway."""

    shape: Shape
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + self.shape.width / 2

    @property
    def centre(self) -> float:
        return self.y + self.shape.height / 2

    @property
    def radius(self) -> float:
        return min(self.shape.width, self.shape.height) / 2

    @property
    def below(self) -> float:
        return self.y + self.shape.height + 13

    @property
    def diamond(self) -> str:
        right, low = self.x + self.shape.width, self.y + self.shape.height
        return f"{self.middle:g},{self.y:g} {right:g},{self.centre:g} {self.middle:g},{low:g} {self.x:g},{self.centre:g}"


@PAGE.reads
def read(visit: Visit, number: int) -> Answered:
    """By its number."""
    row = next((one for one in maps.drawn(visit.by) if one.number == number), None)
    if row is None:
        raise Http404
    if visit.asked("form") == "bpmn":
        answer = HttpResponse(row.content, content_type="application/xml")
        answer["Content-Disposition"] = f'attachment; filename="drawing-{row.number}.bpmn"'
        return answer
    diagram = bpmn.read(row.content.encode(), row.file)
    tasks = sum(one.kind == "task" for one in diagram.shapes)
    told = {"tasks": tasks, "flows": len(diagram.flows), "name": row.name}
    return {"answer": _("%(name)s is drawn with %(tasks)s steps and %(flows)s arrows.") % told, "row": row, **_sheet(diagram)}


def _sheet(diagram: Diagram) -> dict[str, Any]:
    """The drawing moved to the top left, and how large it is."""
    xs = [one.x for one in diagram.shapes] + [x for flow in diagram.flows for x, _ in flow.points]
    ys = [one.y for one in diagram.shapes] + [y for flow in diagram.flows for _, y in flow.points]
    left, top = min(xs, default=0.0) - EDGE, min(ys, default=0.0) - EDGE
    right = max([one.x + one.width for one in diagram.shapes] + xs, default=0.0)
    low = max([one.y + one.height for one in diagram.shapes] + ys, default=0.0)
    return {
        "shapes": [Drawn(one, one.x - left, one.y - top) for one in diagram.shapes],
        "flows": [
            ("M" + "L".join(f"{x - left:g} {y - top:g}" for x, y in flow.points), flow.name, *_middle(flow.points, left, top))
            for flow in diagram.flows
            if flow.points
        ],
        "width": right - left + EDGE,
        "height": low - top + EDGE + 12,
        "names": [one.name for one in diagram.shapes if one.kind == "task" and one.name],
    }


def _middle(points: tuple[tuple[float, float], ...], left: float, top: float) -> tuple[float, float]:
    """Where the words of an arrow stand."""
    (x1, y1), (x2, y2) = points[(len(points) - 1) // 2], points[len(points) // 2]
    return (x1 + x2) / 2 - left, (y1 + y2) / 2 - top - 5
