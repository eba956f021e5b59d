"""Maps as BPMN 2.0: what is written is read back, coordinates included; files of others are read; hostile ones are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.demo.order_log import order_log
from remit.discovery import layout
from remit.discovery.footprint import footprint
from remit.discovery.log import arranged
from remit.exchange import bpmn
from remit.exchange.bpmn import Diagram, Flow, Shape
from remit.values.fault import Refused

OTHERS = b"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI">
<bpmn:collaboration id="c"><bpmn:participant id="p" name="Desk"/></bpmn:collaboration>
<bpmn:process id="Process_1" name="Returns">
<bpmn:startEvent id="S" name="parcel back"/><bpmn:userTask id="T" name="Inspect &amp; decide"/>
<bpmn:exclusiveGateway id="G"/><bpmn:endEvent id="E"/><bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="T"/>
<bpmn:sequenceFlow id="F2" name="fine" sourceRef="T" targetRef="G"/>
<bpmn:sequenceFlow id="F3" sourceRef="G" targetRef="gone"/></bpmn:process>
<bpmndi:BPMNDiagram><bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement="S"><dc:Bounds x="10" y="20" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape bpmnElement="T"><dc:Bounds x="-90.5" y="20" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge bpmnElement="F1"><di:waypoint x="46" y="38"/><di:waypoint x="60" y="38"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><definitions>&b;</definitions>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><definitions/>'


def test_a_file_of_another_program_keeps_its_places_and_says_what_it_lost() -> None:
    found = bpmn.read(OTHERS, "returns.bpmn")
    assert found.name == "Returns"
    drawn = [(one.kind, one.name) for one in found.shapes]
    assert drawn == [
        ("start", "parcel back"),
        ("task", "Inspect & decide"),
        ("choice", ""),
        ("end", ""),
    ]
    assert (found.shapes[1].x, found.shapes[1].width) == (-90.5, 100) and found.flows[0].points == ((46, 38), (60, 38))
    assert [flow.key for flow in found.flows] == ["F1", "F2"]
    assert "1 × participant left out" in found.notes and "1 arrows lead nowhere and are left out" in found.notes
    assert bpmn.read(bpmn.written(found), "again.bpmn") == found


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, b"<definitions>", b"<definitions/>", b"not xml", b"<a>" * 100])
def test_hostile_and_broken_files_are_refused_whole(content: bytes) -> None:
    with pytest.raises(Refused):
        bpmn.read(content, "map.bpmn")


def test_a_discovered_map_has_a_gateway_where_cases_part() -> None:
    log = order_log().select("case", "activity", at=pl_instant("timestamp"), began=pl_instant("start timestamp"), resource="resource")
    found = footprint(arranged(log))
    made = bpmn.discovered("Order lines", found, layout.drawing(found))
    assert bpmn.read(bpmn.written(made), "map.bpmn") == made
    named = {one.name: one.key for one in made.shapes}
    out = {}
    for flow in made.flows:
        out.setdefault(flow.before, []).append(flow.after)
    assert len(out[named["Check stock code"]]) == 1 and out[named["Check stock code"]][0].startswith("choice-")
    assert all(len(after) == 1 for before, after in out.items() if not before.startswith("choice-") and before != "start")
    labels = {flow.name for flow in made.flows}
    assert {"12,000", "10,660", "1,340"} <= labels


def pl_instant(name: str) -> object:
    import polars as pl

    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%SZ").dt.epoch("us")


coordinates = st.integers(-99_999_00, 99_999_00).map(lambda hundredths: hundredths / 100)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20).map(
    lambda text: " ".join(text.split())
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["start", "end", "task", "choice", "parallel", "event"]), words, coordinates, coordinates),
        min_size=2,
        max_size=6,
    ),
    words,
)
def test_any_diagram_survives_the_way_to_bytes_and_back(given_shapes: list[tuple[str, str, float, float]], name: str) -> None:
    shapes = tuple(Shape(f"s{index}", kind, said, x, y, 40.25, 20) for index, (kind, said, x, y) in enumerate(given_shapes))
    flows = (Flow("f", "s0", "s1", name[:20], ((1.5, 2), (3, -4.25))),)
    drawn = Diagram(name, shapes, flows)
    assert bpmn.read(bpmn.written(drawn), "map.bpmn") == drawn
