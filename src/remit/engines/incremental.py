"""The summaries of a month kept up to date: new events cost what the items they touch cost, not the whole log.

A `Standing` holds a log as known at a cut, its sums, and what ties items together; `updated` takes the old contributions of the touched
items away and adds the new ones. The result is the same bytes as `local.summaries` on the whole log. Touched are the items of the new
events; where a relief looks at all billed units, also those that it excuses otherwise than before; and for levels with a key of their own
(the customer of repeat contacts) all items of the keys touched. Levels that no share of the items can give (`engines.portion`) are
counted anew from the records they read, but only when an event of these arrives.

The cut stands still, because time alone changes what is late: take one ahead, such as the end of the day, and the summaries say how the
month stands then if nothing more arrives. Another cut, other facts or other terms begin anew. So does, by itself, the first event of
a kind that its record never knew, because it may decide which event a clause means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from remit.agreement import Agreement
from remit.engines.leaves import Leaves
from remit.engines.portion import UNIT, Asked, Portion, portion, summaries, units, whole_level, words
from remit.relief import Granted
from remit.statement import Summaries
from remit.terms.document import Clause
from remit.values.fault import Refused
from remit.values.period import Month
from remit.work import log as work_log
from remit.work.clocks import ClockRule
from remit.work.digest import leaf_hashes, written

_TAIL = 100_000
"""So many events stand behind the sorted ones before they are sorted in."""


@dataclass(frozen=True)
class Standing:
    """A month as it stands at a cut. A value: `updated` gives another one, and this one stays as it is.

    `sorted_log` are events by item, `tail` those that came since; `keys` tells, by the clause of a level, which item has which key.
    """

    asked: Asked
    sorted_log: pl.DataFrame
    tail: pl.DataFrame
    sums: Portion
    keys: Mapping[str, pl.DataFrame]
    whole: Mapping[str, tuple[Portion, tuple[str, ...]]]
    units: pl.DataFrame
    leaves: Mapping[str, Leaves]

    @property
    def summaries(self) -> Summaries:
        """What the work of the month comes to: the bytes of `local.summaries`."""
        sums = self.sums
        for one, _ in self.whole.values():
            sums = sums + one
        digests = {record: written(leaves.root) for record, leaves in self.leaves.items()}
        return summaries(self.asked, sums, digests, {number: said for number, (_, said) in self.whole.items()})

    def events(self, items: Iterable[str]) -> pl.DataFrame:
        """The events of some items, in all records: looked up, not searched for."""
        wanted = sorted(set(items))
        column, asked = self.sorted_log["item"], pl.Series(wanted, dtype=pl.String)
        begins, ends = (column.search_sorted(asked, side).to_list() for side in ("left", "right"))
        spans = [self.sorted_log[begin:end] for begin, end in zip(begins, ends, strict=True) if end > begin]
        return pl.concat([work_log.empty(), *spans, self.tail.filter(pl.col("item").is_in(wanted))])

    def of_records(self, records: Iterable[str]) -> pl.DataFrame:
        wanted = pl.col("record").is_in(list(records))
        return pl.concat([self.sorted_log.filter(wanted), self.tail.filter(wanted)])


def standing(
    agreement: Agreement,
    events: pl.DataFrame,
    facts: pl.DataFrame,
    month: Month,
    cut: int,
    *,
    upheld: bool = False,
    rules: Mapping[str, ClockRule] | None = None,
) -> Standing:
    """The month from the whole log: the arguments of `local.summaries`. Costs what that costs, and keeps the log in memory."""
    asked = Asked.of(agreement, facts, month, cut, upheld=upheld, rules=rules)
    return _from(asked, asked.evidence(events).events)


def updated(before: Standing, events: pl.DataFrame) -> Standing:
    """The month with new events: those received before the cut, and not known already.

    `Refused` where an event is known with another body, as `work.log.append` does.
    """
    coming = events.filter(pl.col("received_at") < before.asked.cut)
    held = before.events(coming["item"].unique())
    merged, report = work_log.append(held, coming)
    if not report.new:
        return before
    new = merged.join(held.select(work_log.KEY), on=work_log.KEY, how="anti", maintain_order="left")
    if any(said - before.asked.words.get(record, frozenset()) for record, said in words(new).items()):
        return _from(before.asked, pl.concat([before.sorted_log, before.tail, new]))
    touched = new["item"].unique().to_list()
    after = replace(before, tail=pl.concat([before.tail, new]))
    if after.tail.height > _TAIL:
        after = replace(after, sorted_log=_sorted(pl.concat([after.sorted_log, after.tail])), tail=work_log.empty())
    after = _with_units(before, after, touched)
    regranted = _regranted(before.asked, after.asked)
    after = _with_items(before, after, {*touched, *regranted})
    after = _with_keys(before, after, touched, regranted)
    after = _with_whole(before, after, frozenset(new["record"].unique()), bool(regranted))
    return _with_leaves(after, touched, new)


def _from(asked: Asked, events: pl.DataFrame) -> Standing:
    asked = replace(asked, words=words(events), granted={})
    evidence = asked.evidence(events)
    billed = units(asked, evidence)
    asked = asked.with_grants(billed)
    known = asked.relieved(evidence)
    keyed = asked.parted("by key")
    keys = {level.number: asked.agreement.metric(level).keys(level, evidence) for level in keyed}
    return Standing(
        asked,
        _sorted(evidence.events),
        work_log.empty(),
        portion(asked, known, (*asked.parted("by item"), *keyed), asked.services),
        keys,
        {level.number: whole_level(asked, level, known) for level in asked.parted("whole")},
        billed,
        {record: Leaves.of(items, hashes) for record, (items, hashes) in leaf_hashes(evidence.events).items()},
    )


def _sorted(events: pl.DataFrame) -> pl.DataFrame:
    return events.select(work_log.EVENTS.names()).sort("item", maintain_order=True).rechunk()


def _with_units(before: Standing, after: Standing, touched: Sequence[str]) -> Standing:
    """The units of the month and the grants that rest on them; found anew from the units, which are a fraction of the log."""
    if not before.asked.held:
        return after
    fresh = units(after.asked, after.asked.evidence(after.events(touched)))
    billed = pl.concat([before.units.filter(~pl.col("item").is_in(touched)), fresh]).cast(UNIT)
    return replace(after, units=billed, asked=after.asked.with_grants(billed))


def _regranted(before: Asked, after: Asked) -> frozenset[str]:
    """The items to which reliefs that look at all units do something else than before."""
    found: set[str] = set()
    for number, grants in after.granted.items():
        old, new = (_effects(one) for one in (before.granted.get(number, ()), grants))
        found |= {item for item, _ in old ^ new}
    return frozenset(found)


def _effects(grants: Sequence[Granted]) -> set[tuple[str, str]]:
    """What is done to which item; the reason that is written beside it is in no sum."""
    found = {(item, f"{one.record} {effect}") for one in grants for item, effect in one.items.select("item", "effect").iter_rows()}
    return found | {(item, f"{one.record} not billed") for one in grants for item in one.unbilled}


def _exchanged(sums: Portion, before: Standing, after: Standing, items: Iterable[str], levels: Sequence[Clause], services: bool) -> Portion:
    """Sums with the old contributions of items taken away and their new ones added."""
    wanted = list(items)
    for one, sign in ((before, -1), (after, 1)):
        asked = one.asked
        known = asked.relieved(asked.evidence(one.events(wanted)))
        found = portion(asked, known, levels, asked.services if services else ())
        sums = sums + found if sign > 0 else sums - found
    return sums


def _with_items(before: Standing, after: Standing, touched: Iterable[str]) -> Standing:
    return replace(after, sums=_exchanged(after.sums, before, after, touched, before.asked.parted("by item"), services=True))


def _with_keys(before: Standing, after: Standing, touched: Sequence[str], regranted: frozenset[str]) -> Standing:
    """Levels with a key of their own: all items of the keys that touched items had and have."""
    keys, sums = dict(before.keys), after.sums
    for level in before.asked.parted("by key"):
        asked, table = after.asked, keys[level.number]
        held = after.events(touched).filter(pl.col("record").is_in(asked.records(level)))
        fresh = asked.agreement.metric(level).keys(level, asked.evidence(held))
        mine = table.filter(pl.col("item").is_in([*touched, *regranted]))
        concerned = pl.concat([mine["key"], fresh["key"]]).drop_nulls().unique()
        members = {*touched, *mine["item"], *table.filter(pl.col("key").is_in(concerned.implode()))["item"]}
        keys[level.number] = pl.concat([table.filter(~pl.col("item").is_in(touched)), fresh])
        sums = _exchanged(sums, before, after, members, [level], services=False)
    return replace(after, keys=keys, sums=sums)


def _with_whole(before: Standing, after: Standing, records: frozenset[str], regranted: bool) -> Standing:
    whole = dict(before.whole)
    for level in after.asked.parted("whole"):
        if regranted or records & after.asked.records(level):
            events = after.of_records(after.asked.records(level))
            whole[level.number] = whole_level(after.asked, level, after.asked.relieved(after.asked.evidence(events)))
    return replace(after, whole=whole)


def _with_leaves(after: Standing, touched: Sequence[str], new: pl.DataFrame) -> Standing:
    """The trees of the records that the new events are of."""
    changed = after.events(touched).join(new.select("record", "item").unique(), on=["record", "item"], how="semi")
    leaves = dict(after.leaves)
    for record, (items, hashes) in leaf_hashes(changed).items():
        fresh = dict(zip(items, hashes, strict=True))
        leaves[record] = leaves[record].replaced(fresh) if record in leaves else Leaves.of(items, hashes)
    return replace(after, leaves=leaves)


__all__ = ["Refused", "Standing", "standing", "updated"]
