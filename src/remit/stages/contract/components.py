"""Components of a draft's services as edits of its text: one more, or one that says more; every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from remit.exchange.scope_table import Known, ScopeRow
from remit.stages.contract import clause_form
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.terms.patch import Plain, changed, node, settings_of, with_settings
from remit.values.fault import Fault, Place, Refused


def services(text: bytes) -> Mapping[str, str]:
    """The number of each service by its name."""
    return {name: number for section, number, name in _clauses(text) if section == "services"}


def known(text: bytes) -> Known:
    """What a row of a scope can name: the services and the roles of the draft."""
    parties = settings_of(text, "parties")
    roles = [role.key for side in ("client", "provider") for role in _pairs(_pairs(parties.get(side)).get("roles and deputies"))]
    return Known(tuple(services(text)), tuple(roles))


def with_component(text: bytes, one: ScopeRow) -> bytes:
    """The text with the component as the row says it; what the row leaves empty stays as it was. A value of a field that the record does
    not know yet is declared there."""
    number = services(text).get(one.service)
    if number is None:
        raise Refused([Fault(Place(column="service"), f"the draft has no service '{one.service}'", "choose one of section 6")])
    before = settings_of(text, number)
    parts = _pairs(before.get("components"))
    said = _pairs(parts.get(one.component))
    for name, value in _settings(one):
        said = changed(said, name, node(value), ("where", "except", "tasks", "responsible", "accountable", "consulted", "informed"))
    text = with_settings(text, number, changed(before, "components", changed(parts, one.component, said)))
    record = before.get("record")
    return _declared(text, record.text, *one.which) if one.which is not None and isinstance(record, Scalar) else text


def _settings(one: ScopeRow) -> Iterator[tuple[str, Plain]]:
    if one.which is not None:
        yield "where", {one.which[0]: one.which[1]}
    for name, several in (("tasks", one.tasks), ("consulted", one.consulted), ("informed", one.informed)):
        if several:
            yield name, list(several)
    for name, role in (("responsible", one.responsible), ("accountable", one.accountable)):
        if role:
            yield name, role


def _declared(text: bytes, record: str, field: str, value: str) -> bytes:
    """The text with the value among those of the record's field, where the field lists its values or is not there yet."""
    number = next((number for section, number, name in _clauses(text) if section == "records" and name == record), None)
    if number is None:
        return text
    before = settings_of(text, number)
    fields = _pairs(before.get("fields"))
    values = fields.get(field)
    if isinstance(values, Scalar):  # any, number or date
        return text
    listed = [item.text for item in values.items if isinstance(item, Scalar)] if isinstance(values, Items) else []
    if value in listed:
        return text
    return with_settings(text, number, changed(before, "fields", changed(fields, field, node([*listed, value]))))


def _clauses(text: bytes) -> Iterator[tuple[str, str, str]]:
    for _number, section, entries in clause_form.entries(text):
        for entry in entries:
            number, _, name = entry.key.partition(" ")
            yield section, number, name


def _pairs(found: Node | None) -> Pairs:
    return found if isinstance(found, Pairs) else Pairs(tuple[Entry, ...](), 0)
