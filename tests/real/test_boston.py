"""A city's service requests, each with its own deadline: the flag of every request that was closed and had one is reproduced."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import polars as pl

from remit.catalogue import standard_catalogue
from remit.exchange import events, mapping_text, table
from remit.terms.reader import read
from remit.values.period import instant
from remit.work.clocks import clock_rules
from remit.work.fold import fold
from remit.work.log import append, empty
from tests.shared import REPOSITORY, shared

CUT = instant(datetime(2022, 7, 1, tzinfo=UTC))


def test_seventy_seven_of_seventy_seven() -> None:
    mapping = mapping_text.read(mapping_text.preset_text("boston-311"), "boston-311.yaml")
    source = table.read(shared("logs", "boston311-100.csv"))
    made, report = events.events(source, mapping, CUT - 1)
    log, _ = append(empty(), made)
    terms = read((REPOSITORY / "examples" / "boston-311.terms.yaml").read_bytes(), standard_catalogue())
    runs = fold(log, clock_rules(terms), CUT)["opening to closing"].runs
    joined = source.rows.join(runs, left_on="case_enquiry_id", right_on="item", validate="1:1")
    both = joined.filter(pl.col("target_dt").is_not_null() & pl.col("closed_dt").is_not_null())
    agree = both.filter((pl.col("outcome") == "met") == (pl.col("ontime") == "ONTIME"))
    assert (agree.height, both.height) == (77, 77)
    assert report.items == 100
    # Fifteen are open; the twelve past their deadline are late, as the extract says.
    opened = joined.filter(pl.col("closed_dt").is_null())
    assert opened.filter(pl.col("outcome") == "overdue")["ontime"].unique().to_list() == ["OVERDUE"]
    assert Fraction(opened.filter(pl.col("outcome") == "overdue").height) == 12
