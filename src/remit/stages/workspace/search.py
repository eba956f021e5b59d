"""Full-text search over everything of an engagement that a member may see: each hit says what it is, and leads to its page.

The words must all occur, in any order, whatever their case. Rows come through `scoping.visible`, so what a member cannot open is never
found, not even by its title.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl
from django.db.models import Q, QuerySet

from remit.intake.knowledge import kept
from remit.records.models.attachment import Attachment
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.batch import Batch
from remit.records.models.change_request import ChangeRequest
from remit.records.models.comment import Comment
from remit.records.models.dispute import Dispute
from remit.records.models.fact_record import FactRecord
from remit.records.models.gate import Gate
from remit.records.models.invoice import Invoice
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.letter import Letter
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.models.queue_item import QueueItem
from remit.records.models.request import Request
from remit.records.models.wave import Wave
from remit.records.scoping import Row, visible
from remit.stages.workspace import subjects
from remit.terms.words import money
from remit.values.fault import Refused
from remit.values.period import Month

EACH = 8
"""So many hits of each kind are shown."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` groups it; `address` is its page below the engagement, empty where it has none of its own."""

    kind: str
    title: str
    words: str
    address: str


def search(by: Member, asked: str) -> tuple[Hit, ...]:
    """What is found for the words, kind by kind; nothing for fewer than two letters, and nothing for somebody of neither company."""
    words = asked.replace("\x00", "").casefold()[:LONGEST].split()
    if by.side not in ("client", "provider") or sum(map(len, words)) < 2:
        return ()
    return tuple(hit for find in KINDS.values() for hit in find(by, words))


def _all(columns: Sequence[str], words: Sequence[str]) -> Q:
    """Each word in one of the columns."""
    return reduce(Q.__and__, (reduce(Q.__or__, (Q(**{f"{column}__icontains": word}) for column in columns)) for word in words))


def _rows(model: type[Row], by: Member, words: Sequence[str], *columns: str) -> QuerySet[Row]:
    return visible(model, by).filter(_all(columns, words))


def _items(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Items whose number holds all words: those that begin with the first one before others. With its last state."""
    log = kept(by.engagement).log
    names = _numbers(by)
    for word in words:
        names = names.filter(names.str.to_lowercase().str.contains(word, literal=True))
    found = names.to_frame("item").with_columns(pl.col("item").str.to_lowercase().str.starts_with(words[0]).alias("first"))
    chosen = found.sort("first", "item", descending=[True, False]).head(EACH)["item"].to_list()
    states = log.filter(pl.col("item").is_in(chosen) & (pl.col("event") == "state")).sort("at")
    last = dict(states.select("item", "value").iter_rows())
    for item in chosen:
        yield Hit("items", item, f"{last[item]}" if last.get(item) else "", f"items/{item}")


def _numbers(by: Member) -> pl.Series:
    found = kept(by.engagement)
    if "item numbers" not in found.results:
        found.results["item numbers"] = found.log["item"].unique().sort()
    numbers: pl.Series = found.results["item numbers"]
    return numbers


def _statements(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Months by name or number, the latest version of each; a digest finds its own version."""
    seen: set[str] = set()
    for row in visible(IssuedStatement, by).defer("content").order_by("-month", "-version"):
        name = f"{Month.read(row.month).name} {row.month} statement version {row.version} {row.digest}".casefold()
        if all(word in name for word in words) and row.month not in seen:
            seen.add(row.month)
            month = Month.read(row.month)
            told = f"Version {row.version}, {money(row.total, row.currency)}"
            yield Hit("statements", f"{month.name} statement", told, f"statements/{row.month}")
        if len(seen) == EACH:
            return


def _disputes(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    rows = visible(Dispute, by).order_by("-number")
    for row in rows:
        said = (f"dispute {row.number} {Month.read(row.month).name}", row.reason, row.evidence, row.answer, *row.items)
        text = " ".join(said).casefold()
        if all(word in text for word in words):
            title = f"Dispute {row.number} of {Month.read(row.month).name}, {row.state}"
            yield Hit("disputes", title, row.reason, f"disputes/{row.number}")


def _invoices(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(Invoice, by, words, "number").order_by("-brought_at")[:EACH]:
        yield Hit("invoices", f"Invoice {row.number}", money(row.total, row.currency), f"invoices/{row.public_id}")


def _queued(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Items of the own queue by what they are about and who asks (their numbers are found as items), then letters of and to customers."""
    rows = _rows(QueueItem, by, words, "subject", "customer", "address").order_by("-changed_at")[:EACH]
    for row in rows:
        yield Hit("queue", f"{row.item} {row.subject}".strip(), f"{row.customer or row.channel}, {row.state}".strip(", "), row.path)
    for letter in _rows(Letter, by, words, "text", "sender").select_related("item").order_by("-at")[:EACH]:
        said = "The customer wrote" if letter.kind in ("customer", "automatic") else "Sent to the customer"
        yield Hit("queue", f"{said}, {letter.item.item}", excerpt(letter.text, words), f"{letter.item.path}#letter-{letter.public_id}")


def _comments(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(Comment, by, words, "text").select_related("written_by__user").order_by("-written_at")[:EACH]:
        about = _about(by, row.subject)
        if about is not None:
            title = f"{row.written_by.name} on {about.title}"
            yield Hit("comments", title, excerpt(row.text, words), f"{about.address}#comment-{row.public_id}")


def _attachments(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(Attachment, by, words, "name", "text").defer("content").order_by("-added_at")[:EACH]:
        about = _about(by, row.subject)
        where = f" of {about.title}" if about is not None else ""
        yield Hit("files", f"{row.name}{where}", excerpt(row.text, words), about.address if about is not None else "")


def _people(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """People of both companies by name, role and the contact that they tell both; one's colleagues also by mail address."""
    rows = Member.objects.filter(engagement=by.engagement, side__in=("client", "provider"), ended_at=None)
    shown = ("user__name", "role", "contract_role", "contact")
    own = Q(side=by.side) & _all((*shown, "user__email"), words)  # an address is shown to the own company only, so only there it finds
    rows = rows.filter(own | _all(shown, words)).select_related("user", "engagement__client", "engagement__provider")
    for row in rows.order_by("user__name")[:EACH]:
        yield Hit("people", row.name, f"{row.role.capitalize()}, {row.organisation}", f"people/#person-{row.public_id}")


def _gates(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Gates by their number, their decision and its words."""
    for row in visible(Gate, by).order_by("-number"):
        said = f"gate {row.number} {row.name} {row.day} {row.decision} {row.reason} {row.override} {row.plan}".casefold()
        if all(word in said for word in words):
            yield Hit("gates", f"Gate {row.number}, {row.decision or 'open'}", excerpt(row.reason or row.name, words), row.path)


def _changes(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in visible(ChangeRequest, by).select_related("engagement").order_by("-number"):
        if all(word in f"{row.code} {row.title} {row.what} {row.why} {row.impact} {row.answer}".casefold() for word in words):
            yield Hit("change requests", f"{row.code} {row.title}", row.what[:120], row.path)


def _waves(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Waves by name and by the work they hand over."""
    for row in visible(Wave, by).order_by("-day"):
        work = ", ".join(map(str, row.tasks))
        if all(word in f"wave {row.number} {row.name} {row.day} {work} {row.moved_why} {row.despite}".casefold() for word in words):
            yield Hit("waves", f"Wave {row.number}: {row.name}", f"{work}, {row.day.day} {row.day:%B %Y}", row.path)


def _facts(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(FactRecord, by, words, "kind", "subject", "source", "value").order_by("-day", "-pk")[:EACH]:
        value = " ".join(part for part in (row.value, row.unit) if part)
        yield Hit("facts", f"{row.kind.capitalize()} {row.subject}, {row.day}", f"{value}; {row.source}".strip("; "), "facts/")


def _imports(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(Batch, by, words, "file", "mapping").defer("mapping_text").order_by("-received_at")[:EACH]:
        where = "processes/import" if row.kind == "register" else "imports"
        yield Hit("imports", row.file, f"{row.new:,} new, {row.state}", f"{where}/{row.public_id}")


def _audit(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in _rows(AuditEntry, by, words, "subject", "action", "by").order_by("-sequence")[:EACH]:
        yield Hit("audit log", f"{row.sequence}. {row.subject or row.action}", row.by, "audit/")


def _about(by: Member, name: str) -> subjects.Subject | None:
    try:
        return subjects.subject(by, name)
    except Refused:
        return None


def excerpt(text: str, words: Sequence[str], around: int = 70) -> str:
    """The text about its first word found, on one line.

    >>> excerpt("Both files were ours; the format is being fixed.", ["format"], 12)
    '… e ours; the format is being f…'
    """
    line = " ".join(text.split())
    at = min((place for word in words if (place := line.casefold().find(word)) >= 0), default=0)
    start, end = max(0, at - around), min(len(line), at + around + len(words[0]) - 1)
    return f"{'… ' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"


def _requests(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    for row in visible(Request, by).filter(_all(("title", "about", "function", "industry"), words)).order_by("-number")[:EACH]:
        yield Hit("requests", f"{row.number} {row.title}", excerpt(row.about or row.title, words), row.path)


def _providers(by: Member, words: Sequence[str]) -> Iterator[Hit]:
    """Providers of the client's directory by name, town and what is noted of them."""
    rows = visible(Provider, by).filter(merged_into=None, removed_at=None).filter(_all(("name", "town", "web", "about"), words))
    for row in rows.order_by("name")[:EACH]:
        yield Hit("providers", row.name, row.town, f"providers/{row.number}/")


KINDS: Mapping[str, Callable[[Member, Sequence[str]], Iterator[Hit]]] = {
    "items": _items,
    "statements": _statements,
    "disputes": _disputes,
    "invoices": _invoices,
    "queue": _queued,
    "comments": _comments,
    "files": _attachments,
    "people": _people,
    "gates": _gates,
    "waves": _waves,
    "change requests": _changes,
    "requests": _requests,
    "providers": _providers,
    "imports": _imports,
    "facts": _facts,
    "audit log": _audit,
}
"""What is searched, in the order in which it is shown."""
