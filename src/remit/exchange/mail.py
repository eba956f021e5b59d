"""A mail (RFC 5322) as it comes from a mail server: what it says, from whom, and what it belongs to. Reading never fails.

Whoever can write to an address can send anything, so nothing of a mail is trusted: its date is not read at all, a broken header is shown
as it stands, an unknown charset is read as far as it goes, archives are not opened, and what has too many parts to be a letter of a person
is not taken apart. The bytes themselves are kept by whoever calls this.

>>> found = read(b"From: Ann <ann@example.com>\\r\\nSubject: =?utf-8?q?Sideboard?=\\r\\nMessage-ID: <1@x>\\r\\n\\r\\nWhen?\\r\\n")
>>> found.sender, found.address, found.subject, found.text, found.message_id
('Ann', 'ann@example.com', 'Sideboard', 'When?\\n', '<1@x>')
>>> read(b"\\xff\\xfe\\x00").text
'\ufffd\ufffd'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

MOST_PARTS = 100
"""Parts within parts, or mails within mails."""
MOST_BORDERS = 2_000
"""Lines that may part one part from the next."""
MOST_STEPS = 2_000_000
"""Lines times parts within parts: the standard parser holds every line against every border it is within."""
LONGEST_HEAD = 256 << 10
LONGEST_HEADER = 2_000
LONGEST_TEXT = 1 << 20
"""Bytes of a text that are read as text; the whole of a longer one is a file."""
_IDS = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^@\s<>\"]{1,64}@[A-Za-z0-9.-]{1,180}\.?[A-Za-z0-9-]{1,63}")
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_SLOW = ("idna", "punycode", "unicode_escape", "raw_unicode_escape")
"""Charsets that no mail is written in, and whose reading takes the square of the length."""
_NO_SIGNS = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
_BULK = ("bulk", "list", "junk", "auto_reply", "auto-reply")


@dataclass(frozen=True, slots=True)
class Mail:
    """`address` is empty where the sender's is none. `references` are the mails it answers, the nearest first. `automatic` says why it
    was not written by a person, and is empty where nothing says so. `html` is the text as HTML where there is no plain one. `parts` are
    files with their names; `fault` says what of it could not be read."""

    message_id: str
    sender: str
    address: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    references: tuple[str, ...]
    automatic: str
    parts: tuple[tuple[str, bytes], ...]
    fault: str = ""


def read(content: bytes) -> Mail:
    """Whatever the bytes are, as a mail."""
    fault = _too_much(content)
    if fault:
        return _headers_only(content, fault)
    try:
        message = message_from_bytes(content)
        return _mail(message, *_content(message))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError, IndexError, AssertionError) as error:
        # The standard parser is not written for what people make to break it; whatever it raises, the bytes are still there.
        return _headers_only(content, f"its parts cannot be read ({type(error).__name__})")


def _too_much(content: bytes) -> str:
    """Why a mail is not taken apart: it would keep the parser busy for minutes. Empty for every letter that a person sends."""
    small = content.lower()
    within = max(small.count(b"multipart/"), small.count(b"message/rfc822"))
    if within > MOST_PARTS:
        return f"it has more than {MOST_PARTS} parts within parts"
    if within and small.count(b"\n--") > MOST_BORDERS:
        return f"it has more than {MOST_BORDERS:,} parts"
    if content.count(b"\n") * (within + 1) > MOST_STEPS:
        return "it has too many lines to be read"
    ends = [at for at in (content.find(b"\n\n"), content.find(b"\r\n\r\n")) if at >= 0]
    return "its head is too long" if min(ends, default=len(content)) > LONGEST_HEAD else ""


def _headers_only(content: bytes, fault: str) -> Mail:
    head = re.split(rb"\r?\n\r?\n", content[:64_000], maxsplit=1)[0]
    head = b"\n".join(line for line in head.splitlines() if not line.lower().startswith(b"content-type"))
    return _mail(message_from_bytes(head + b"\n\n"), "", "", (), fault)


def _mail(message: Message, text: str, html: str, parts: tuple[tuple[str, bytes], ...], fault: str = "") -> Mail:
    sender, address = next(iter(_addresses([_header(message, "From")])), ("", ""))
    address = address.strip().lower()
    recipients = _addresses([one for name in _RECIPIENTS for one in _headers(message, name)])
    ids = _IDS.findall(_header(message, "Message-ID"))
    before = [*_IDS.findall(_header(message, "In-Reply-To")), *reversed(_IDS.findall(_header(message, "References")))]
    return Mail(
        ids[0] if ids else "",
        line(sender) or address,
        address if _ADDRESS.fullmatch(address) and len(address) <= 254 else "",
        tuple(dict.fromkeys(one.lower() for _, one in recipients if "@" in one))[:50],
        line(_header(message, "Subject")),
        text,
        html,
        tuple(dict.fromkeys(before))[:50],
        _automatic(message),
        parts,
        fault,
    )


def _addresses(headers: list[str]) -> list[tuple[str, str]]:
    """Names and addresses; none where a header is made to break the parser."""
    try:
        return getaddresses(headers)
    except (RecursionError, ValueError, IndexError, TypeError):
        return []


def _automatic(message: Message) -> str:
    """Why nobody wrote it: RFC 3834's header, bulk mail's, a report of a mail server, or the empty sender of one."""
    said = _header(message, "Auto-Submitted").strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    if said and said.partition(";")[0].strip() != "no":
        return "a machine answered"
    if message.get_content_type() == "multipart/report" or _header(message, "Return-Path").strip() == "<>":
        return "a mail server reports on a delivery"
    if precedence in _BULK or message.get("List-Id") or message.get("List-Unsubscribe"):
        return "it was sent to many"
    return "a machine answered" if message.get("X-Autoreply") or message.get("X-Autorespond") else ""


def _content(message: Message) -> tuple[str, str, tuple[tuple[str, bytes], ...]]:
    """The plain text, the HTML where there is none, and the files."""
    texts: list[str] = []
    pages: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in _leaves(message):
        name, kind = _name(part), part.get_content_type()
        content = _bytes(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind in ("text/plain", "text/html") and not attached:
            (texts if kind == "text/plain" else pages).append(_decoded(part, content[:LONGEST_TEXT]))
            if len(content) > LONGEST_TEXT:
                files.append((f"message.{'txt' if kind == 'text/plain' else 'html'}", content))
        elif content:
            files.append((name or f"part-{len(files) + 1}.{_ending(kind)}", content))
    text = "\n".join(texts)
    return (text, "", tuple(files)) if text.strip() else ("", "\n".join(pages), tuple(files))


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something. A mail within a mail is a file, so nothing is read out of it."""
    waiting = [message]
    for _ in range(MOST_PARTS * 10):
        if not waiting:
            return
        part = waiting.pop(0)
        held = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(held, list):
            waiting[:0] = [one for one in held if isinstance(one, Message)]
        else:
            yield part


def _bytes(part: Message) -> bytes:
    held = part.get_payload()
    if isinstance(held, list):  # message/rfc822
        return b"\n".join(one.as_bytes() for one in held if isinstance(one, Message))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else str(held).encode("utf-8", "replace")


def _decoded(part: Message, content: bytes) -> str:
    named = str(part.get_content_charset() or "utf-8")
    named = "utf-8" if named.replace("-", "_") in _SLOW else named
    try:
        text = content.decode(named, "replace")
    except (LookupError, UnicodeError, ValueError):
        text = content.decode("utf-8", "replace")
    return plain(text)


def plain(text: str) -> str:
    """Without signs that are none: of the control characters only line ends and tabs stay."""
    told = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_SIGNS)
    return told.encode("utf-8", "replace").decode("utf-8")  # halves of signs, which no database takes


def line(text: str) -> str:
    """On one line, without signs that hide or turn it."""
    text = text[:LONGEST_HEADER]
    return " ".join("".join(sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C").split())[:240]


def _header(message: Message, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _headers(message: Message, name: str) -> list[str]:
    found = []
    for value in message.get_all(name) or ():
        raw = str(value)[:LONGEST_HEADER]
        try:
            found.append(str(make_header(decode_header(raw))))
        except (HeaderParseError, LookupError, UnicodeError, ValueError):
            found.append(raw.encode("utf-8", "replace").decode("utf-8", "replace"))
    return found


def _name(part: Message) -> str:
    try:
        return line(str(make_header(decode_header(str(part.get_filename() or "")))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError, TypeError):
        return "file"


def _ending(kind: str) -> str:
    return {"message/rfc822": "eml", "text/calendar": "ics", "text/plain": "txt"}.get(kind, kind.rpartition("/")[2][:5] or "bin")
