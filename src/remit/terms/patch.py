"""Edits of a draft that touch only what they change: every other byte, comments and spacing too, stays as it was written.

A clause is edited by giving its settings as nodes, as they shall read afterwards. Old and new settings are held against each other down to
single values, and only the characters of what differs are replaced.

>>> text = b"remit terms: 1\\nservice levels:\\n  8.1 email:\\n    rule: share on time\\n    target: 90 %   # as in the old contract\\n"
>>> settings = settings_of(text, "8.1")
>>> print(with_settings(text, "8.1", changed(settings, "target", node("92 %"))).decode(), end="")
remit terms: 1
service levels:
  8.1 email:
    rule: share on time
    target: 92 %   # as in the old contract
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from remit.terms import splice
from remit.terms.clauses import order_of
from remit.terms.compose import compose
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.node import Entry, Items, Node, Pairs, Scalar
from remit.terms.spots import HEAD, Spot, column_of, located, spots
from remit.terms.written import lines_of_entry, lines_of_item, on_one_line, scalar_text
from remit.values.fault import Fault, Place, Refused

Plain = str | Sequence["Plain"] | dict[str, "Plain"]
"""A value without lines: a text, a list, a mapping."""


def node(value: Plain) -> Node:
    """The node of a plain value."""
    if isinstance(value, str):
        return Scalar(value, 0)
    if isinstance(value, dict):
        return Pairs(tuple(Entry(key, 0, node(item)) for key, item in value.items()), 0)
    return Items(tuple(node(item) for item in value), 0)


def plain(found: Node) -> Plain:
    """The value of a node without its lines: what two texts are compared by."""
    if isinstance(found, Scalar):
        return found.text
    if isinstance(found, Items):
        return [plain(item) for item in found.items]
    return {entry.key: plain(entry.value) for entry in found}


def changed(settings: Pairs, name: str, value: Node | None, order: Sequence[str] = ()) -> Pairs:
    """Settings with another value, with one more, or without one (`value` None). A new one stands where `order` has it, else last."""
    entries = list(settings.entries)
    at = next((index for index, entry in enumerate(entries) if entry.key == name), None)
    if at is not None:
        entries[at : at + 1] = [] if value is None else [Entry(name, entries[at].line, value)]
    elif value is not None:
        before = set(order[: order.index(name)]) if name in order else {entry.key for entry in entries}
        place = max((index + 1 for index, entry in enumerate(entries) if entry.key in before or entry.key == "rule"), default=0)
        entries.insert(place, Entry(name, 0, value))
    return Pairs(tuple(entries), settings.line)


def settings_of(text: bytes, number: str) -> Pairs:
    """The settings of a clause by its number, of a fixed section by its name (`term`), or of what stands above all sections (`head`);
    `Refused` where there is none; a fixed section that is left out has none written."""
    root, faults, _ = compose(_words(text).replace("\r\n", "\n"))
    if faults:
        raise Refused(faults)
    return _settings_in(root, number)


def _settings_in(root: Pairs, number: str) -> Pairs:
    if number == HEAD:
        return Pairs(tuple(entry for entry in root if entry.key not in SECTIONS.values()), 0)
    for section in root:
        if section.key == number and isinstance(section.value, Pairs):
            return section.value
        for clause in section.value if isinstance(section.value, Pairs) else ():
            if clause.key.partition(" ")[0] == number and isinstance(clause.value, Pairs):
                return clause.value
    if number in FIXED:
        return Pairs((), 0)
    raise Refused([Fault(Place(), f"the text has no clause {number}", "look for its number in the text")])


def with_settings(text: bytes, number: str, settings: Pairs) -> bytes:
    """The text with these settings in a clause; the characters of values that stay the same are not touched."""
    return with_many(text, {number: settings})


def with_many(text: bytes, wanted: Mapping[str, Pairs]) -> bytes:
    """The same for several clauses at once. A fixed section that the text does not have yet is begun in its place."""
    absent = [name for name in wanted if name in FIXED and not _has_section(text, name)]
    for name in absent:
        text = _with_section(text, name, wanted[name])
    words = _words(text)
    root = spots(words)
    edits: list[tuple[int, int, str]] = []
    for number, settings in wanted.items():
        clause, inner = located(root, number), list[tuple[int, int, str]]()
        if number == HEAD and not _amend_pairs(words, clause, settings, inner):
            raise AssertionError("the head of a text always has its version and title")
        if number != HEAD and not _amend(words, clause, settings, inner):
            inner = [_body(words, clause, settings)]
        edits += inner
    for start, end, new in reversed(sorted(edits, key=lambda edit: edit[:2])):  # at one place the first stays the first
        words = words[:start] + new + words[end:]
    data = words.encode()
    read = compose(words.replace("\r\n", "\n"))[0]
    for number, settings in wanted.items():
        _check(read, number, settings)
    return data


def _has_section(text: bytes, name: str) -> bool:
    return compose(_words(text).replace("\r\n", "\n"))[0].get(name) is not None


def _with_section(text: bytes, name: str, settings: Pairs) -> bytes:
    words = _words(text)
    new = [splice.Line(line + _end(words), "the draft", 0) for line in lines_of_entry(Entry(name, 0, settings), 0, in_full=True)]
    return "".join(line.text for line in splice.section_written(splice.lines_of(words, "the draft"), name, new)).encode()


def with_clause(text: bytes, section: str, name: str, settings: Pairs, number: str | None = None) -> tuple[bytes, str]:
    """The text with one more clause at the end of a section, or where `number` belongs; and the number it got."""
    words = _words(text)
    lines = splice.lines_of(words, "the draft")
    found = splice.spans(lines).get(section, [])
    number = number or next_number(section, text)
    indent = found[0].indent if found else 2
    head = Entry(f"{number} {name}", 0, settings)
    new = [splice.Line(line + _end(words), "the draft", 0) for line in lines_of_entry(head, indent, in_full=True)]
    whole = "".join(line.text for line in splice.inserted(lines, section, number, new))
    return _checked(whole, number, settings), number


def next_number(section: str, *texts: bytes) -> str:
    """The next number of a section that no clause of these texts has or had: the number of a removed clause is never used again."""
    first = next(number for number, name in SECTIONS.items() if name == section)
    taken = [0]
    for text in texts:
        for span in splice.spans(splice.lines_of(_words(text), "the draft")).get(section, []):
            taken.append(order_of(span.number)[1])
        root, _, _ = compose(_words(text).replace("\r\n", "\n"))
        rows = root.get("amendments")
        words = [word for row in (rows.items if isinstance(rows, Items) else ()) for word in _ended(row)]
        taken += [order_of(word)[1] for word in words if word.split(".")[0] == str(first)]
    return f"{first}.{max(taken) + 1}"


def _ended(row: Node) -> list[str]:
    found = row.get("clauses") if isinstance(row, Pairs) else None
    words = [item.text for item in found.items if isinstance(item, Scalar)] if isinstance(found, Items) else []
    return [word.removeprefix("removed ") for word in words if word.startswith("removed ")]


def without_clause(text: bytes, number: str) -> bytes:
    """The text without a clause."""
    lines = splice.lines_of(_words(text), "the draft")
    span = _span(lines, number)
    mates = next(spans for spans in splice.spans(lines).values() if span in spans)
    if span == mates[-1] and len(mates) > 1:  # the gap before the next section stays
        first = span.first
        while not lines[first - 1].text.strip():
            first -= 1
        left = [*lines[:first], *lines[span.last :]]
    else:
        left = splice.removed(lines, span)
    return "".join(line.text for line in left).encode()


def renamed(text: bytes, number: str, name: str) -> bytes:
    """The text with another name on a clause, and nowhere else: clauses that name it are edited by themselves."""
    lines = splice.lines_of(_words(text), "the draft")
    span = _span(lines, number)
    head = lines[span.first]
    written = scalar_text(f"{number} {name}", as_key=True)
    colon = head.text.index(":", head.text.index(span.title) + len(span.title)) if span.title in head.text else head.text.index(":")
    lines[span.first] = splice.Line(head.text[: span.indent] + written + head.text[colon:], head.source, head.number)
    return "".join(line.text for line in lines).encode()


def _words(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused([Fault(Place(), f"byte {error.start + 1:,} is not UTF-8", "save the text as UTF-8")]) from None


def _end(words: str) -> str:
    return "\r\n" if "\r\n" in words else "\n"


def _span(lines: list[splice.Line], number: str) -> splice.Span:
    for spans in splice.spans(lines).values():
        for span in spans:
            if span.number == number and span.title not in FIXED:
                return span
    raise Refused([Fault(Place(clause=number), "the text has no such clause", "look for its number in the text")])


def _checked(words: str, number: str, settings: Pairs) -> bytes:
    root, faults, _ = compose(words.replace("\r\n", "\n"))
    if faults:
        raise Refused(faults)
    _check(root, number, settings)
    return words.encode()


def _check(root: Pairs, number: str, settings: Pairs) -> None:
    """An edit that did not give what was asked for is a fault of this file, and is never handed on."""
    found = _settings_in(root, number)
    if plain(found) != plain(settings):
        raise AssertionError(f"the edit of clause {number} gave {plain(found)!r} instead of {plain(settings)!r}")


# ── what differs ──


def _amend(words: str, old: Spot, new: Node, edits: list[tuple[int, int, str]]) -> bool:
    """Adds the edits that make one value another; False where the whole entry has to be written anew."""
    if plain(old.node) == plain(new):
        return True
    if isinstance(old.node, Scalar) and isinstance(new, Scalar):
        if "\n" in words[old.start : old.end] or "\n" in new.text or not words[old.start : old.end]:
            return False
        edits.append((old.start, old.end, scalar_text(new.text)))
        return True
    if old.flow and not isinstance(old.node, Scalar):
        written = on_one_line(new)
        if written is None or "\n" in words[old.start : old.end] or isinstance(new, Scalar):
            return False
        edits.append((old.start, old.end, written))
        return True
    inner: list[tuple[int, int, str]] = []
    done = False
    if isinstance(old.node, Pairs) and isinstance(new, Pairs) and new.entries:
        done = _amend_pairs(words, old, new, inner)
    elif isinstance(old.node, Items) and isinstance(new, Items) and new.items:
        done = _amend_items(words, old, new, inner)
    edits += inner if done else []
    return done


def _amend_pairs(words: str, old: Spot, new: Pairs, edits: list[tuple[int, int, str]]) -> bool:
    wanted = {entry.key: entry for entry in new}
    stay = [key for key in old.keys if key in wanted]
    if not stay or [entry.key for entry in new if entry.key in old.keys] != stay:
        return False  # nothing to hold on to, or another order
    column = column_of(words, old.begins[0])
    end = _end(words)
    for index, (key, spot) in enumerate(zip(old.keys, old.inner, strict=True)):
        first, last = _entry_span(words, old, index)
        if key not in wanted:
            edits.append(_taken_out(words, old, index, stay))
        elif not _amend(words, spot, wanted[key].value, edits):
            written = end.join(lines_of_entry(wanted[key], column))
            edits.append((first, last, written.lstrip(" ")))
    at = _line_end(words, old.inner[old.keys.index(stay[0])].last)
    before = stay[0]
    waiting: list[str] = []
    for entry in new:
        if entry.key in old.keys:
            _insert(edits, at, waiting, words)
            before, waiting = entry.key, []
            at = _line_end(words, old.inner[old.keys.index(before)].last)
        elif not waiting and before == stay[0] and entry.key != before and list(wanted).index(entry.key) < list(wanted).index(before):
            return False  # before the first that stays
        else:
            waiting += lines_of_entry(entry, column)
    _insert(edits, at, waiting, words)
    return True


def _insert(edits: list[tuple[int, int, str]], at: int, lines: Iterable[str], words: str) -> None:
    text = "".join(_end(words) + line for line in lines)
    if text:
        edits.append((at, at, text))


def _taken_out(words: str, old: Spot, index: int, stay: Sequence[str]) -> tuple[int, int, str]:
    """Takes the lines of an entry out. The first one of a list's row shares its line with the dash, so the next one moves up to it."""
    first, last = _entry_span(words, old, index)
    start = words.rfind("\n", 0, first) + 1
    if words[start:first].strip():  # behind a dash
        following = next((at for at in range(index + 1, len(old.keys)) if old.keys[at] in stay), None)
        return (first, old.begins[following], "") if following is not None else (first, last, "")
    return start, min(_line_end(words, last) + len(_end(words)), len(words)), ""


def _amend_items(words: str, old: Spot, new: Items, edits: list[tuple[int, int, str]]) -> bool:
    """Rows at both ends that stay are not touched; between them rows are amended in pairs, then added or taken out."""
    left, right = [plain(item) for item in old.node.items], [plain(item) for item in new.items]  # type: ignore[union-attr]
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    olds, news = range(head, len(left) - tail), range(head, len(right) - tail)
    column, end = column_of(words, old.begins[0]), _end(words)
    for at, to in zip(olds, news, strict=False):
        if not _amend(words, old.inner[at], new.items[to], edits):
            written = end.join(lines_of_item(new.items[to], column))
            edits.append((old.begins[at], _value_end(words, old.inner[at]), written.lstrip(" ")))
    for at in olds[len(news) :]:
        start = words.rfind("\n", 0, old.begins[at]) + 1
        edits.append((start, min(_line_end(words, old.inner[at].last) + len(end), len(words)), ""))
    added = [line for to in news[len(olds) :] for line in lines_of_item(new.items[to], column)]
    before = head + min(len(olds), len(news)) - 1
    if added and before < 0:
        return False
    if added:
        _insert(edits, _line_end(words, old.inner[before].last), added, words)
    return True


def _body(words: str, clause: Spot, settings: Pairs) -> tuple[int, int, str]:
    """All settings of a clause written anew, below its name."""
    line = words.rfind("\n", 0, clause.start) + 1
    head = words.rfind("\n", 0, clause.begins[0]) + 1 if not clause.flow else line
    column = column_of(words, clause.begins[0]) if not clause.flow else len(words[line:]) - len(words[line:].lstrip(" ")) + 2
    written = _end(words).join(inner for entry in settings for inner in lines_of_entry(entry, column))
    if clause.flow:
        start = len(words[: clause.start].rstrip(" "))
        return start, clause.end, _end(words) + written
    return head, _line_end(words, clause.last), written


def _entry_span(words: str, old: Spot, index: int) -> tuple[int, int]:
    return old.begins[index], _value_end(words, old.inner[index])


def _value_end(words: str, spot: Spot) -> int:
    """Behind the value, and for what is written over several lines behind its last line, without the line's end."""
    return spot.last if spot.flow and "\n" not in words[spot.start : spot.last] else _line_end(words, spot.last)


def _line_end(words: str, at: int) -> int:
    found = words.find("\n", max(at - 1, 0) if at and words[at - 1 : at] == "\n" else at)
    found = len(words) if found < 0 else found
    return found - 1 if words[found - 1 : found] == "\r" else found
