"""Every ready mapping reads a payload of its system, is chosen by its columns, and leaves open only what the file cannot tell."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from remit.exchange import csv, intake, mapping_text
from remit.exchange.events import events
from remit.values.fault import Refused

PAYLOADS = {
    "zendesk": (
        "Id,Created at,Initially assigned at,Solved at,First reply time in minutes,Priority,Via,Group\n"
        "101,2026-05-04 09:00,2026-05-04 09:05,2026-05-04 11:00,12,High,Mail,Support\n102,2026-05-04 10:00,,,,Normal,Chat,Support\n",
        {"created": 2, "assigned": 1, "reply": 1, "resolved": 1, "field": 6},
    ),
    "freshdesk": (
        "Ticket ID,Created time,Initial response time,Resolved time,Closed time,Due by Time,Priority,Source\n"
        "7,2026-05-04 09:00:00,2026-05-04 09:30:00,2026-05-04 11:00:00,2026-05-05 11:00:00,2026-05-06 09:00:00,Urgent,Email\n",
        {"created": 1, "reply": 1, "resolved": 1, "closed": 1, "due": 1, "field": 2},
    ),
    "jira": (
        "Issue key,Issue id,Status,Created,Resolved,Priority,Comment,Comment\n"
        "A-1,1,Done,12/May/26 9:30 AM,13/May/26 12:30 PM,High,x,y\nA-2,2,Open,13/May/26 9:30 AM,,Low,,\n",
        {"created": 2, "resolved": 1, "field": 2},
    ),
    "servicenow-incident-audit": (
        "number,incident_state,sys_mod_count,sys_updated_at,opened_at,closed_at,priority,category,assignment_group,contact_type\n"
        "INC1,New,0,4/5/2026 09:02,4/5/2026 09:00,?,3 - Moderate,Network,Desk,Phone\n"
        "INC1,Awaiting User Info,1,4/5/2026 10:00,4/5/2026 09:00,?,2 - High,Network,Desk,Phone\n"
        "INC1,Resolved,2,4/5/2026 11:00,4/5/2026 09:00,?,2 - High,Network,Desk,Phone\n"
        "INC1,Active,3,4/5/2026 12:00,4/5/2026 09:00,?,2 - High,Network,Desk,Phone\n"
        "INC1,Resolved,4,4/5/2026 13:00,4/5/2026 09:00,?,2 - High,Network,Desk,Phone\n"
        "INC1,Closed,5,9/5/2026 13:00,4/5/2026 09:00,9/5/2026 13:00,2 - High,Network,Desk,Phone\n",
        {"created": 1, "state": 6, "resolved": 2, "reopened": 1, "closed": 1, "field": 5},
    ),
    "boston-311": (
        "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,department\n1,2022-01-21 13:47:00,2022-02-04 13:47:30,,OVERDUE,BTDT\n",
        {"created": 1, "due": 1, "field": 1},
    ),
    "one-row-per-ticket": (
        "ticket,created,first reply,closed,priority,rated,score\n"
        "T-1,2026-05-04 09:00,2026-05-04 09:30,2026-05-05 09:30,high,2026-05-06 10:00,5\n",
        {"created": 1, "reply": 1, "closed": 1, "answer": 1, "field": 1},
    ),
}


def test_every_ready_mapping_has_a_payload() -> None:
    assert set(PAYLOADS) == set(mapping_text.presets())


@pytest.mark.parametrize("name", PAYLOADS)
def test_it_is_recognised_and_reads_its_payload(name: str, tmp_path: Path) -> None:
    text, words = PAYLOADS[name]
    path = tmp_path / "export.csv"
    path.write_text(text)
    chosen, mapping = intake.chosen(None, None, path, zone="Europe/London")
    assert chosen == name
    made, report = events(csv.read(path, mapping.source_columns), mapping, 0)
    assert dict(report.words) == words
    assert made["id"].is_unique().all()


@pytest.mark.parametrize("name", PAYLOADS)
def test_only_the_zone_is_open(name: str) -> None:
    try:
        mapping_text.read(mapping_text.preset_text(name), name)
    except Refused as refused:
        assert [fault.what for fault in refused.faults] == ["the time zone of the dates is an open question"]


def test_waiting_is_attributed_and_priority_dated() -> None:
    text, _ = PAYLOADS["servicenow-incident-audit"]
    mapping = mapping_text.read(mapping_text.preset_text("servicenow-incident-audit"), "m", zone="Europe/London")
    made, _ = events(csv.parsed(text.encode(), "audit.csv", mapping.source_columns), mapping, 0)
    waiting = made.filter(pl.col("value") == "waiting for user")
    assert waiting["who"].to_list() == ["client"]
    priority = made.filter(pl.col("field") == "priority").sort("at")
    assert priority["value"].to_list() == ["moderate", "high"]
    assert priority["at"][0] == made.filter(pl.col("event") == "created")["at"][0]  # known from the opening on
    assert priority["at"][1] == waiting["at"][0]


def test_an_audit_table_of_field_changes() -> None:
    """One row per changed field, as sys_audit and Jira's changelog are."""
    mapping = mapping_text.read(
        "remit mapping: 1\nrecord: helpdesk\nshape: event log\nzone: Europe/London\ndates: [iso 8601]\n"
        "columns: {item: document, at: created_on, field: fieldname, value: newvalue, id: sys_id}\nconstants: {event: created}\n"
        "state field: incident_state\n"
        "states: {New: new, Pending: {state: waiting, caused by: client}, Solved: [{state: solved}, {event: resolved}]}\n"
        "fields: {priority: priority}\n",
        "audit.yaml",
    )
    text = (
        "document,created_on,fieldname,newvalue,sys_id\nI-1,2026-05-04 09:00,,,1\nI-1,2026-05-04 09:10,priority,high,2\n"
        "I-1,2026-05-04 09:20,incident_state,Pending,3\nI-1,2026-05-04 10:00,incident_state,Solved,4\nI-1,2026-05-04 10:00,work_notes,x,5\n"
    )
    made, _ = events(csv.parsed(text.encode(), "audit.csv", mapping.source_columns), mapping, 0)
    found = sorted((row["id"], row["event"], row["field"], row["value"], row["who"]) for row in made.to_dicts())
    assert found == [
        ("1", "created", None, None, None),
        ("2", "field", "priority", "high", None),
        ("3", "state", None, "waiting", "client"),
        ("4", "state", None, "solved", None),
        ("4/1", "resolved", None, None, None),
    ]


def test_a_later_export_may_show_fields_changed_where_it_says_when() -> None:
    from remit.work.log import append, empty

    mapping = mapping_text.read(
        "remit mapping: 1\nrecord: helpdesk\nshape: one row per item\nzone: Europe/London\ndates: [iso 8601]\n"
        "columns: {item: ticket, at: updated}\nevents: {created: opened, closed: closed}\nfields: {priority: priority}\n",
        "m.yaml",
    )
    first = b"ticket,opened,updated,closed,priority\nT-1,2026-05-04 09:00,2026-05-04 09:00,,low\n"
    later = b"ticket,opened,updated,closed,priority\nT-1,2026-05-04 09:00,2026-05-05 09:00,2026-05-05 09:00,high\n"
    log = empty()
    for export in (first, later, first):
        log, _ = append(log, events(csv.parsed(export, "t.csv", mapping.source_columns), mapping, 0)[0])
    assert log.filter(pl.col("event") == "field")["value"].to_list() == ["low", "high"]
    assert log["event"].to_list().count("created") == 1
