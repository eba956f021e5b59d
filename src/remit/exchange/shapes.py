"""The three shapes of source: rows that are events, rows that are items, rows that are snapshots of items."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dictionary

import polars as pl

from remit.exchange.draft import MADE, Draft
from remit.exchange.mapping import THE_VALUE, Instant, Outcome, Shape
from remit.exchange.table import ROW

_WORDS = pl.Schema({"word": pl.String, "part": pl.Int64, "event": pl.String, "state": pl.String, "field": pl.String, "said": pl.String})


def event_log(draft: Draft) -> pl.DataFrame:
    """Each row is something that happened: its word becomes one or several events, or a change of a field."""
    mapping, columns = draft.mapping, draft.mapping.columns
    rows = _common(draft, draft.instants(columns["at"]))
    _require_instant(draft, rows, columns["at"])
    if "field" in columns:
        changed = rows.filter(pl.col(columns["field"]).is_not_null())
        rows = rows.filter(pl.col(columns["field"]).is_null())
        parts = [_changes(draft, changed, columns["field"])]
    else:
        parts = []
    word = columns.get("event")
    text = pl.col(word) if word is not None else pl.lit(mapping.constants.get("event"), dtype=pl.String)
    rows = rows.with_columns(text.alias("word"))
    column = word or "event"
    nameless = rows.filter(pl.col("word").is_null()).select(ROW, pl.lit("").alias("text"))
    draft.each(column, nameless, "is empty, so nobody knows what happened", "mend the row, or leave it out under 'leave out'")
    happened = _worded(draft, rows.filter(pl.col("word").is_not_null()), mapping.events, mapping.other_events, column, "events", "event")
    state_of = happened.filter(pl.col("state") == THE_VALUE)
    plain = happened.filter(pl.col("state").ne_missing(THE_VALUE))
    parts.append(_as_events(plain))
    if not state_of.is_empty():
        value = columns.get("value", "value")
        stated = _states(draft, state_of.drop("word", "part", "event", "state", "field").with_columns(pl.col("value").alias("word")), value)
        parts.append(stated)
    parts.extend(_field_changes(draft, rows))
    ordered = rows.sort("item", "at", "sequence", ROW, nulls_last=True)
    parts.extend(_reopened(draft, ordered.with_columns(pl.col("word").shift(1).over("item").alias("before"))))
    parts.extend(_firsts(draft, ordered))
    return pl.concat([part.select(MADE.names()) for part in parts])


def one_row_per_item(draft: Draft) -> pl.DataFrame:
    """Each row is an item, with a column for every instant. Its fields are read as from its first instant, or with `columns: at` (when the
    row was last changed) as from that, so that a later export may show them changed."""
    mapping = draft.mapping
    rows = _common(draft, None)
    parts = []
    named = {}
    dated = _dated(draft)
    for index, one in enumerate(mapping.instants):
        at = dated[f"instant {index}"]
        named[f"instant {index}"] = at
        made = rows.with_columns(at.alias("at"), pl.lit(one.event).alias("event"), _value_of(one.value).alias("value"))
        made = made.with_columns(pl.coalesce(pl.lit(one.who, pl.String), "who").alias("who"), pl.lit(None, pl.String).alias("field"))
        made = made.with_columns(pl.concat_str("item", pl.lit(f"/{one.event}/"), pl.col("at")).alias("number"))
        parts.append(made.filter(pl.col("at").is_not_null()))
    first = pl.select(pl.min_horizontal(list(named.values()))).to_series() if named else pl.Series([], dtype=pl.Int64)
    if "at" in mapping.columns:
        first = draft.instants(mapping.columns["at"])
    whole = rows.with_columns(first.alias("at"))
    dating = list(dict.fromkeys([*(one.column for one in mapping.instants), *([mapping.columns["at"]] if "at" in mapping.columns else [])]))
    never = whole.filter(pl.col("at").is_null() & pl.all_horizontal(pl.col(dating).is_null())).select(ROW, pl.lit("").alias("text"))
    draft.each(", ".join(dating), never, "no instant of this item is known", "mend the row, or leave it out under 'leave out'")
    twice = whole.filter(pl.col("item").is_duplicated() & ~pl.struct(whole.columns[1:]).is_duplicated()).select(
        ROW, pl.col("item").alias("text")
    )
    draft.each(
        mapping.columns["item"],
        twice,
        "{} stands in several rows",
        "the shape one row per item has each item once; write snapshots if each row is an update",
    )
    for one_field in mapping.fields:
        value = _translated(one_field.column, one_field.words)
        made = whole.with_columns(pl.lit("field").alias("event"), pl.lit(one_field.name).alias("field"), value.alias("value"))
        known = ["item", pl.lit(f"/field/{one_field.name}")] + ([pl.lit("/"), pl.col("at")] if "at" in mapping.columns else [])
        made = made.with_columns(pl.concat_str(known).alias("number"))
        parts.append(made.filter(pl.col("value").is_not_null()))
    if "state" in mapping.columns and "at" in mapping.columns:
        parts.append(_states(draft, whole.with_columns(pl.col(mapping.columns["state"]).alias("word")), mapping.columns["state"]))
    return pl.concat([part.select(MADE.names()) for part in parts])


def snapshots(draft: Draft) -> pl.DataFrame:
    """Each row is an item as it stood after an update; what differs from the row before becomes events.

    Fields of an item's first snapshot are read as from its first known instant; its state from the snapshot's own.
    """
    mapping, columns = draft.mapping, draft.mapping.columns
    rows = _common(draft, draft.instants(columns["at"]))
    _require_instant(draft, rows, columns["at"])
    if "sequence" in columns and not mapping.kept_repeats:
        _refuse_repeats(draft, rows)
    dated = _dated(draft)
    rows = rows.with_columns(series.alias(name) for name, series in dated.items())
    rows = rows.sort("item", "at", "sequence", ROW, nulls_last=True)
    parts = [_instant_changes(rows, f"instant {index}", one) for index, one in enumerate(mapping.instants)]
    if "state" in columns:
        parts.extend(_state_changes(draft, rows))
    parts.extend(_firsts(draft, rows))
    start = pl.min_horizontal("at", *dated) if dated else pl.col("at")
    parts.extend(_field_changes(draft, rows.with_columns(start.alias("from"))))
    return pl.concat([part.select(MADE.names()) for part in parts])


SHAPED: Dictionary[Shape, Callable[[Draft], pl.DataFrame]] = {
    "event log": event_log,
    "one row per item": one_row_per_item,
    "snapshots": snapshots,
}


def _common(draft: Draft, at: pl.Series | None) -> pl.DataFrame:
    """The rows with `at`, `who`, `value`, `sequence`, `number` as the mapping reads them."""
    mapping, columns = draft.mapping, draft.mapping.columns
    rows = draft.rows
    if at is not None:
        rows = rows.with_columns(at.alias("at"))
    rows = rows.with_columns(
        _who(draft).alias("who"),
        (pl.col(columns["value"]) if "value" in columns else pl.lit(mapping.constants.get("value"), dtype=pl.String)).alias("value"),
        (pl.col(columns["id"]) if "id" in columns else pl.lit(None, dtype=pl.String)).alias("number"),
        _sequence(draft).alias("sequence"),
    )
    if "id" in columns:
        nameless = rows.filter(pl.col("number").is_null()).select(ROW, pl.lit("").alias("text"))
        draft.each(columns["id"], nameless, "is empty, and every event has a number", "give it, or take 'id' out of 'columns'")
    return rows


def _who(draft: Draft) -> pl.Expr:
    mapping = draft.mapping
    column = mapping.columns.get("who")
    constant = mapping.constants.get("who")
    if column is None:
        return pl.lit(constant, dtype=pl.String)
    if not mapping.who:
        return pl.col(column)
    unknown = draft.rows.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(mapping.who)))
    if mapping.other_people == "refused":
        wrong = unknown.select(ROW, pl.col(column).alias("text")).unique("text", keep="first", maintain_order=True)
        draft.each(column, wrong, "{} has no word under 'who'", "add it, or write 'other people: kept' or 'left out'")
    kept = pl.col(column) if mapping.other_people == "kept" else pl.lit(None, dtype=pl.String)
    return pl.coalesce(
        pl.col(column).replace_strict(dict(mapping.who), default=kept, return_dtype=pl.String), pl.lit(constant, dtype=pl.String)
    )


def _sequence(draft: Draft) -> pl.Expr:
    column = draft.mapping.columns.get("sequence")
    if column is None:
        return pl.lit(None, dtype=pl.Int64)
    number = pl.col(column).cast(pl.Int64, strict=False)
    wrong = draft.rows.filter(pl.col(column).is_not_null() & number.is_null()).select(ROW, pl.col(column).alias("text"))
    draft.each(
        column, wrong, "{} is not a whole number", "a sequence counts 0, 1, 2, ...; take 'sequence' out of 'columns' if this is none"
    )
    return number


def _require_instant(draft: Draft, rows: pl.DataFrame, column: str) -> None:
    undated = rows.filter(pl.col("at").is_null() & pl.col(column).is_null()).select(ROW, pl.lit("").alias("text"))
    draft.each(column, undated, "is empty, so nobody knows when it happened", "mend the row, or leave it out under 'leave out'")


def _worded(
    draft: Draft, rows: pl.DataFrame, table: Dictionary[str, tuple[Outcome, ...]], other: str, column: str, key: str, kind: str
) -> pl.DataFrame:
    """The rows with what their `word` becomes: one row for each outcome; words that are not in the table are kept, left out or refused."""
    known = [
        (word, part, one.event, one.state, one.field, one.who) for word, outcomes in table.items() for part, one in enumerate(outcomes)
    ]
    joined = rows.join(pl.DataFrame(known, schema=_WORDS, orient="row"), on="word", how="left", maintain_order="left", nulls_equal=True)
    unlisted = ~pl.col("word").is_in(list(table))
    if table and other == "refused":
        wrong = rows.filter(unlisted).select(ROW, pl.col("word").alias("text")).unique("text", keep="first", maintain_order=True)
        draft.each(column, wrong, f"{{}} has no word under '{key}'", f"add it, or write 'other {key}: kept' or 'left out'")
    if not table or other == "kept":
        joined = joined.with_columns(pl.when(unlisted).then(pl.col("word")).otherwise(pl.col(kind)).alias(kind))
    joined = joined.filter(pl.any_horizontal(pl.col("event", "state", "field").is_not_null()))
    more = pl.when(pl.col("part") > 0).then(pl.format("{}/{}", "number", "part")).otherwise(pl.col("number"))
    return joined.with_columns(more.alias("number"), pl.coalesce("said", "who").alias("who")).drop("said")


def _as_events(rows: pl.DataFrame) -> pl.DataFrame:
    """Outcomes as events: a state or a field's new value is an event of its own kind."""
    value = pl.when(pl.col("state").is_not_null()).then(pl.col("state")).otherwise(pl.col("value"))
    event = pl.coalesce("event", pl.when(pl.col("state").is_not_null()).then(pl.lit("state")), pl.lit("field"))
    return rows.with_columns(value.alias("value"), event.alias("event"))


def _states(draft: Draft, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows whose `word` is a state of the source, as events; other outcomes of a state (resolved) carry no value."""
    mapping = draft.mapping
    made = _worded(draft, rows.filter(pl.col("word").is_not_null()), mapping.states, mapping.other_states, column, "states", "state")
    bare = made.with_columns(pl.lit(None, dtype=pl.String).alias("value"))
    return _as_events(bare)


def _changes(draft: Draft, rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows that say which field changed to what (an audit table): the state field becomes states, others field events."""
    mapping = draft.mapping
    stated = rows.filter(pl.col(column) == mapping.state_field) if mapping.state_field else rows.clear()
    parts = [_states(draft, stated.with_columns(pl.col("value").alias("word")), mapping.columns.get("value", "value")).select(MADE.names())]
    for one in mapping.fields:
        value = pl.col("value").replace(dict(one.words)) if one.words else pl.col("value")
        made = rows.filter(pl.col(column) == one.column)
        parts.append(
            made.with_columns(pl.lit("field").alias("event"), pl.lit(one.name).alias("field"), value.alias("value")).select(MADE.names())
        )
    return pl.concat(parts)


def _translated(column: str, words: Dictionary[str, str]) -> pl.Expr:
    return pl.col(column).replace(dict(words)) if words else pl.col(column)


def _field_changes(draft: Draft, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """A field event wherever a field's value differs from the item's row before; rows are put in the item's order first."""
    mapping = draft.mapping
    if "field" in mapping.columns or not mapping.fields:
        return []
    parts = []
    ordered = rows.sort("item", "at", "sequence", ROW, nulls_last=True)
    for one in mapping.fields:
        held = ordered.with_columns(_translated(one.column, one.words).alias("value")).filter(pl.col("value").is_not_null())
        before = pl.col("value").shift(1).over("item")
        changed = held.filter(before.is_null() | (before != pl.col("value")))
        if "from" in changed.columns:
            first = pl.int_range(pl.len()).over("item") == 0
            changed = changed.with_columns(pl.when(first).then("from").otherwise("at").alias("at"))
        number = pl.format("{}/{}", "number", pl.lit(one.name))
        parts.append(changed.with_columns(pl.lit("field").alias("event"), pl.lit(one.name).alias("field"), number.alias("number")))
    return parts


def _dated(draft: Draft) -> dict[str, pl.Series]:
    """The instants that stand in columns, in the order of the mapping; lengths of time are added to the instant they come after."""
    found: dict[str, pl.Series] = {}
    of_word: dict[str, pl.Series] = {}
    for index, one in enumerate(draft.mapping.instants):
        at = draft.instants(one.column) if one.after is None else of_word[one.after] + _lengths(draft, one)
        found[f"instant {index}"] = of_word[one.event] = at
    return found


def _lengths(draft: Draft, one: Instant) -> pl.Series:
    """A column of lengths of time, in microseconds; fractions are exact to the microsecond."""
    texts = draft.rows[one.column]
    amount = texts.str.to_decimal(scale=6) if texts.str.contains(r"^\d{1,9}(\.\d{1,6})?$").fill_null(True).all() else None
    if amount is None:
        fits = pl.col(one.column).str.contains(r"^\d{1,9}(\.\d{1,6})?$")
        wrong = draft.rows.filter(~fits).select(ROW, pl.col(one.column).alias("text"))
        draft.each(one.column, wrong, f"{{}} is not a number of {one.unit}s", "mend the cell")
        return pl.Series([None] * len(texts), dtype=pl.Int64)
    scale = {"second": 1, "minute": 60, "hour": 3600}[one.unit]
    return (amount.cast(pl.Decimal(38, 6)) * 1_000_000).cast(pl.Int64) * scale


def _value_of(column: str | None) -> pl.Expr:
    return pl.col(column) if column is not None else pl.lit(None, dtype=pl.String)


def _instant_changes(rows: pl.DataFrame, column: str, one: Instant) -> pl.DataFrame:
    """An event for every instant that a column shows for an item, once each."""
    dated = rows.filter(pl.col(column).is_not_null()).unique(("item", column), keep="first", maintain_order=True)
    return dated.with_columns(
        pl.col(column).alias("at"),
        pl.lit(one.event).alias("event"),
        pl.lit(None, dtype=pl.String).alias("field"),
        _value_of(one.value).alias("value"),
        pl.coalesce(pl.lit(one.who, dtype=pl.String), "who").alias("who"),
        pl.lit(None, dtype=pl.Int64).alias("sequence"),
        pl.concat_str("item", pl.lit(f"/{one.event}/"), pl.col(column)).alias("number"),
    )


def _state_changes(draft: Draft, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """States where they change, and `reopened` where an item leaves the states of 'reopened after' for another."""
    mapping = draft.mapping
    held = rows.with_columns(pl.col(mapping.columns["state"]).alias("word")).filter(pl.col("word").is_not_null())
    held = held.with_columns(pl.col("word").shift(1).over("item").alias("before"))
    changed = held.filter(pl.col("before").is_null() | (pl.col("before") != pl.col("word")))
    parts = [_states(draft, changed.drop("before"), mapping.columns["state"])]
    return [*parts, *_reopened(draft, changed)]


def _reopened(draft: Draft, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """`reopened` wherever a row's `word` follows one of 'reopened after' (the column `before`) without being one itself."""
    done = list(draft.mapping.reopened_after)
    if not done:
        return []
    left_out = [word for word, outcomes in draft.mapping.events.items() if not outcomes]
    back = rows.filter(pl.col("before").is_in(done) & ~pl.col("word").is_in([*done, *left_out]))
    return [_bare(back, "reopened")]


def _firsts(draft: Draft, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """The event that every item's first row also is; rows are in the item's order."""
    if draft.mapping.first_event is None:
        return []
    return [_bare(rows.unique("item", keep="first", maintain_order=True), draft.mapping.first_event)]


def _bare(rows: pl.DataFrame, event: str) -> pl.DataFrame:
    """The rows as events of a word that says all there is to say."""
    none = pl.lit(None, dtype=pl.String)
    return rows.with_columns(
        pl.lit(event).alias("event"), none.alias("field"), none.alias("value"), pl.format("{}/{}", "number", pl.lit(event)).alias("number")
    )


def _refuse_repeats(draft: Draft, rows: pl.DataFrame) -> None:
    """Two snapshots of one item with one number and another content."""
    columns = [name for name in draft.table.columns if name in draft.mapping.source_columns]
    distinct = rows.unique(["item", "sequence", *columns], keep="first", maintain_order=True)
    twice = distinct.filter(pl.col("sequence").is_not_null() & pl.struct("item", "sequence").is_duplicated())
    wrong = twice.select(ROW, pl.format("{} of {}", "sequence", "item").alias("text"))
    remedy = "mend the export, or write 'same number twice: kept'"
    draft.each(draft.mapping.columns["sequence"], wrong, "the update {} stands in several rows with another content", remedy)
