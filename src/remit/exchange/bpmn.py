"""Process maps as BPMN 2.0 (ISO/IEC 19510): a drawing of steps, gateways and arrows with its coordinates, to bytes and back.

Read is what a process map needs: events, tasks of every kind, gateways, sequence flows, and the diagram interchange with its bounds and
waypoints; pools, lanes, data and messages are left out and told in `notes`. A document type is refused, because entities declared there
are how small files grow without end; nothing outside the file is ever opened. What is written holds nothing that was not read.

    >>> drawn = Diagram("Order lines", (Shape("a", "start", "", 0, 0, 36, 36), Shape("b", "task", "Key it", 80, 0, 100, 40)),
    ...                 (Flow("f", "a", "b", "", ((36, 18), (80, 18))),))
    >>> read(written(drawn), "map.bpmn") == drawn
    True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from remit.discovery.footprint import END, START, Footprint
from remit.discovery.layout import HEIGHT, WIDTH, Drawing
from remit.values.fault import Fault, Place, Refused

LARGEST = 4 << 20
MOST_SHAPES = 2_000
DEEPEST = 64
_KINDS = {"startEvent": "start", "endEvent": "end", "task": "task", "exclusiveGateway": "choice", "parallelGateway": "parallel"}
_ELEMENTS = {kind: element for element, kind in _KINDS.items()}
_TASKS = (
    "userTask",
    "manualTask",
    "serviceTask",
    "scriptTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
)
_EVENTS = ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent")
_GATEWAYS = ("inclusiveGateway", "eventBasedGateway", "complexGateway")
_LEFT_OUT = ("lane", "participant", "dataObjectReference", "dataStoreReference", "messageFlow", "textAnnotation")
_SPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A step, event (start, end, event) or gateway (choice, parallel) at its place, in pixels from the top left."""

    key: str
    kind: str
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Flow:
    """An arrow along its points."""

    key: str
    before: str
    after: str
    name: str
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """A map. `notes` say what a file held that is not kept; they are no part of the drawing."""

    name: str
    shapes: tuple[Shape, ...]
    flows: tuple[Flow, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)


def written(diagram: Diagram) -> bytes:
    """The diagram as a file that BPMN programs open."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<definitions {_SPACES} id="remit" targetNamespace="urn:remit:map">']
    lines.append(f'  <process id="process" name={quoteattr(diagram.name)} isExecutable="false">')
    for one in diagram.shapes:
        element = _ELEMENTS.get(one.kind, "intermediateThrowEvent")
        lines.append(f"    <{element} id={quoteattr(one.key)} name={quoteattr(one.name)} />")
    for flow in diagram.flows:
        ends = f"sourceRef={quoteattr(flow.before)} targetRef={quoteattr(flow.after)}"
        lines.append(f"    <sequenceFlow id={quoteattr(flow.key)} name={quoteattr(flow.name)} {ends} />")
    lines += ["  </process>", '  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="process">']
    for one in diagram.shapes:
        bounds = f'<dc:Bounds x="{_place(one.x)}" y="{_place(one.y)}" width="{_place(one.width)}" height="{_place(one.height)}" />'
        key = escape(one.key, {'"': "&quot;"})
        lines.append(f'    <bpmndi:BPMNShape id="shape-{key}" bpmnElement={quoteattr(one.key)}>{bounds}</bpmndi:BPMNShape>')
    for flow in diagram.flows:
        points = "".join(f'<di:waypoint x="{_place(x)}" y="{_place(y)}" />' for x, y in flow.points)
        key = escape(flow.key, {'"': "&quot;"})
        lines.append(f'    <bpmndi:BPMNEdge id="edge-{key}" bpmnElement={quoteattr(flow.key)}>{points}</bpmndi:BPMNEdge>')
    lines += ["  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>", "</definitions>"]
    return ("\n".join(lines) + "\n").encode()


def _place(value: float) -> str:
    """A coordinate to a hundredth of a pixel, without zeros that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def read(content: bytes, name: str) -> Diagram:
    """The diagram of a file; `name` is the file's name in faults. `Refused` where it is none."""
    if len(content) > LARGEST:
        raise Refused([Fault(Place(file=name), f"the file has {len(content):,} bytes", f"a map has at most {LARGEST:,}")])
    reader = _Reader(name)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        what = f"this is not whole XML ({expat.ErrorString(error.code)})"
        raise Refused([Fault(Place(file=name, line=error.lineno), what, "export it again as BPMN 2.0")]) from None
    if not reader.elements:
        raise Refused([Fault(Place(file=name), "the file holds no step of a process", "export it again as BPMN 2.0 with its process")])
    return reader.diagram()


class _Reader:
    """What is open while the XML streams by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = ""
        self.depth = 0
        self.elements: dict[str, tuple[str, str]] = {}
        self.flows: dict[str, tuple[str, str, str]] = {}
        self.bounds: dict[str, tuple[float, float, float, float]] = {}
        self.points: dict[str, list[tuple[float, float]]] = {}
        self.left_out: dict[str, int] = {}
        self.drawn = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = self.doctype

    def fault(self, what: str, remedy: str) -> Refused:
        return Refused([Fault(Place(file=self.name, line=self.parser.CurrentLineNumber), what, remedy)])

    def doctype(self, *_: object) -> int:
        raise self.fault("the file declares a document type or an entity, which no map needs", "take it out of the file")

    def start(self, tag: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fault(f"elements are nested more than {DEEPEST} deep", "export it again")
        tag, key = tag.rsplit(":", 1)[-1], given.get("id", "")[:120]
        kind = _KINDS.get(tag) or ("task" if tag in _TASKS or tag.endswith("Task") else "event" if tag in _EVENTS else "")
        kind = kind or ("choice" if tag in _GATEWAYS else "")
        if kind and key:
            self.elements[key] = (kind, " ".join(given.get("name", "").split())[:200])
            if len(self.elements) > MOST_SHAPES:
                raise self.fault(f"the map has more than {MOST_SHAPES:,} steps", "bring it in in parts")
        elif tag == "process":
            self.title = self.title or given.get("name", "")[:120]
        elif tag == "sequenceFlow" and key:
            self.flows[key] = (given.get("sourceRef", ""), given.get("targetRef", ""), " ".join(given.get("name", "").split())[:200])
        elif tag in ("BPMNShape", "BPMNEdge"):
            self.drawn = given.get("bpmnElement", "")
        elif tag == "Bounds" and self.drawn:
            self.bounds.setdefault(
                self.drawn, (self.at(given, "x"), self.at(given, "y"), self.at(given, "width"), self.at(given, "height"))
            )
        elif tag == "waypoint" and self.drawn:
            self.points.setdefault(self.drawn, []).append((self.at(given, "x"), self.at(given, "y")))
        elif tag in _LEFT_OUT:
            self.left_out[tag] = self.left_out.get(tag, 0) + 1

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag.rsplit(":", 1)[-1] in ("BPMNShape", "BPMNEdge"):
            self.drawn = ""

    def at(self, given: dict[str, str], name: str) -> float:
        try:
            value = float(given.get(name, "0"))
        except ValueError:
            value = float("nan")
        if not -100_000 < value < 100_000:
            raise self.fault(f"'{given.get(name, '')[:40]}' is no place on a sheet", "export it again")
        return round(value, 2)

    def diagram(self) -> Diagram:
        shapes = tuple(
            Shape(key, kind, name, *self.bounds.get(key, place))
            for (key, (kind, name)), place in zip(self.elements.items(), self.rows(), strict=False)
        )
        whole = {key: flow for key, flow in self.flows.items() if flow[0] in self.elements and flow[1] in self.elements}
        centre = {one.key: (one.x + one.width / 2, one.y + one.height / 2) for one in shapes}
        flows = tuple(
            Flow(key, before, after, name, tuple(self.points.get(key) or (centre[before], centre[after])))
            for key, (before, after, name) in whole.items()
        )
        return Diagram(self.title, shapes, flows, tuple(self.notes(len(self.flows) - len(whole))))

    def rows(self) -> Iterator[tuple[float, float, float, float]]:
        """Places for steps that the file does not place: one after the other."""
        for index in range(len(self.elements)):
            yield 20.0 + 150 * (index % 8), 20.0 + 100 * (index // 8), 110.0, 50.0

    def notes(self, loose: int) -> Iterator[str]:
        for tag, count in sorted(self.left_out.items()):
            yield f"{count} × {tag} left out"
        if loose:
            yield f"{loose} arrows lead nowhere and are left out"
        unplaced = sum(key not in self.bounds for key in self.elements)
        if unplaced:
            yield f"{unplaced} steps had no place on the sheet"


def discovered(name: str, found: Footprint, drawing: Drawing) -> Diagram:
    """A discovered map as a diagram. Several arrows out of a step are a choice, not all of them at once, so a gateway stands between."""
    shapes: list[Shape] = []
    for index, node in enumerate(drawing.nodes):
        shapes.append(Shape(f"step-{index}", "task", node.name, node.x + 90, node.y, WIDTH, HEIGHT))
    keys = {shape.name: shape.key for shape in shapes}
    place = {shape.key: shape for shape in shapes}
    links = [(keys[arrow.before], keys[arrow.after], f"{arrow.times:,}") for arrow in drawing.arrows]
    ends = [row for row in found.edges.iter_rows(named=True) if row["before"] == START or row["after"] == END]
    if any(row["before"] == START for row in ends):
        shapes.append(Shape("start", "start", "", 10, 62, 36, 36))
        links += [("start", keys[row["after"]], f"{row['times']:,}") for row in ends if row["before"] == START and row["after"] in keys]
    if any(row["after"] == END for row in ends):
        shapes.append(Shape("end", "end", "", drawing.width + 140, 62, 36, 36))
        links += [(keys[row["before"]], "end", f"{row['times']:,}") for row in ends if row["after"] == END and row["before"] in keys]
    place |= {shape.key: shape for shape in shapes}
    gates = {key: _gate(place[key]) for key in place if sum(link[0] == key for link in links) > 1}
    shapes += gates.values()
    place |= {gate.key: gate for gate in gates.values()}
    flows = [(key, gate.key, "") for key, gate in gates.items()]
    flows += [(gates[before].key if before in gates else before, after, said) for before, after, said in links]
    return Diagram(
        name,
        tuple(shapes),
        tuple(
            Flow(f"flow-{index}", before, after, said, _points(place[before], place[after]))
            for index, (before, after, said) in enumerate(flows)
        ),
    )


def _gate(shape: Shape) -> Shape:
    return Shape(f"choice-{shape.key}", "choice", "", shape.x + shape.width + 8, shape.y + shape.height / 2 - 12, 24, 24)


def _points(before: Shape, after: Shape) -> tuple[tuple[float, float], ...]:
    start = (round(before.x + before.width, 2), round(before.y + before.height / 2, 2))
    end = (round(after.x, 2), round(after.y + after.height / 2, 2))
    return start, end
