"""Two components of a service, or two services, that the same item belongs to: it would be measured, or billed, twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.context import listed
from remit.terms.document import Terms
from remit.terms.kinds import Between
from remit.values.fault import Fault


class ComponentsOverlap(Lint):
    triggers: ClassVar[Changes] = (("        where: {channel: chat}\n", "        where: {channel: [chat, email]}\n"),)
    spares: ClassVar[Changes] = (("        where: {channel: chat}\n", "        where: {channel: chat, priority: urgent}\n"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        yield from _services(terms)
        records = {record.name: record for record in terms.section(5)}
        for service in terms.section(6):
            fields = records[service["record"]].get("fields") or {}
            for (one, first), (other, second) in itertools.combinations((service.get("components") or {}).items(), 2):
                item = _in_both(first, second, fields)
                if item is not None:
                    which = f"with {item} " if item else ""
                    what = f"an item {which}belongs to the components '{one}' and '{other}'"
                    remedy = f"narrow one of them with 'where', or write 'except' in '{other}'"
                    yield notice(service, f"components/{other}", what, remedy)


def _services(terms: Terms) -> Iterator[Fault]:
    """Two priced services of one record and unit that are not told apart by their components: an item of both is billed twice."""
    priced = {clause["service"] for clause in terms.section(10) if clause.rule == "unit price"}
    records = {record.name: record for record in terms.section(5)}
    for one, other in itertools.combinations([service for service in terms.section(6) if service.name in priced], 2):
        if one["record"] != other["record"] or one["unit"] != other["unit"]:
            continue
        fields = records[one["record"]].get("fields") or {}
        parts = [list((service.get("components") or {"": {}}).values()) for service in (one, other)]
        pairs = itertools.product(*parts)
        item = next((item for left, right in pairs if (item := _in_both(left, right, fields)) is not None), None)
        if item is not None:
            which = f"with {item} " if item else f"of the record '{one['record']}' "
            what = f"the same {one['unit']} {which}belongs to the services '{one.name}' and '{other.name}', so it is billed twice"
            yield notice(other, "", what, "tell the services apart by components with 'where'")


def _in_both(first: Mapping[str, Any], second: Mapping[str, Any], fields: Mapping[str, Any]) -> str | None:
    """An item that both hold, said in words; None where there is none, or where ranges and exceptions leave it open."""
    parts = [*_conditions(first), *_conditions(second)]
    names = sorted({field for condition, _ in parts for field in condition})
    if any(isinstance(condition[field], Between) for condition, _ in parts for field in condition):
        return None
    domains = [_domain(name, fields.get(name), parts) for name in names]
    for values in itertools.islice(itertools.product(*domains), 10_000):
        item = dict(zip(names, values, strict=True))
        if all(all(item[field] in wanted for field, wanted in condition.items()) == belongs for condition, belongs in parts):
            return listed([f"{field} {value}" for field, value in item.items() if value]) if any(values) else ""
    return None


def _conditions(component: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], bool]]:
    """What an item must fit and what it must not."""
    return [(component.get("where") or {}, True), *([(component["except"], False)] if component.get("except") else [])]


def _domain(field: str, known: Any, parts: list[tuple[Mapping[str, Any], bool]]) -> tuple[str, ...]:
    """The values of a field: those the record declares, or those named and one that nobody names."""
    if isinstance(known, tuple):
        return known
    return (*dict.fromkeys(value for condition, _ in parts for value in condition.get(field, ())), "")


RULE = ComponentsOverlap()
