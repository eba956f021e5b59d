#!/usr/bin/env python3
"""Checks statements written by Remit without Remit: only Python's own library, no network. Read it before you trust it.

    python3 verify_statement.py STATEMENT.json | BUNDLE.zip | FOLDER [DIGEST OF THE NEWEST STATEMENT, as its paper shows it]

Canonical JSON is RFC 8785, the Merkle tree that of RFC 6962. `remit verify` checks signatures besides. Exit code 0: every check holds.
"""

import hashlib
import json
import math
import re
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

results, FIGURE = [], r"[^0-9.%-]*-?([0-9][0-9,]*(?:\.([0-9]+))?) ?(%?)[^0-9]*"


def check(about, what, holds, why=""):
    results.append(bool(holds))
    print(f"{'ok    ' if holds else 'FAILED'}  {about}: {what}{': ' + why if why and not holds else ''}")


def sha(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def ordered(value):
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [ordered(item) if isinstance(item, dict | list) else item for item in value] if isinstance(value, list) else value


def canonical(value):
    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":"))


def load(content):
    value = json.loads(content, parse_float=str)
    if canonical(value).encode() != content:
        raise ValueError("the bytes are not canonical JSON")
    return value


def node(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def merkle(leaves):
    level = [node(b"\0", canonical(leaf).encode()) for leaf in leaves] or [node()]
    while len(level) > 1:
        pairs = [node(b"\1", level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[2 * len(pairs) :]
    return "sha256:" + level[0].hex()


def proved(proof, roots):
    hashed, index, count = node(b"\0", proof["content"].encode()), proof["index"], proof["count"]
    path = [bytes.fromhex(sibling) for sibling in proof["path"]]
    while count > 1:
        if index ^ 1 < count:
            sibling = path.pop(0)
            hashed = node(b"\1", sibling, hashed) if index & 1 else node(b"\1", hashed, sibling)
        index, count = index // 2, (count + 1) // 2
    named = not path and index == 0 and load(proof["content"].encode())[:2] == [proof["record"], proof["item"]]
    return named and "sha256:" + hashed.hex() == proof["root"] == roots.get(proof["record"])


def rounded(amount, rule, to):
    whole, rest = divmod(abs(amount) / Fraction(to), 1)
    up = {"half up": rest * 2 >= 1, "half even": rest * 2 > 1 or (rest * 2 == 1 and whole % 2), "down": False, "up": rest}
    return (whole + bool(up[rule])) * Fraction(to)


def line_holds(line, rounding):
    """Quantity, base or both times rate, rounded once; less where a limit cut it. A line without a rate is explained by its sentence."""
    amount, rate = abs(Fraction(line["amount"])), line["rate"] or ""
    of = [line[name] for name in ("quantity", "base") if line[name] is not None and (name == "quantity" or "%" in rate)]
    found = [re.fullmatch(FIGURE, part) for part in (*of, *rate.split(" x "))]
    if None in found or not of or amount != rounded(amount, *rounding):
        return amount == rounded(amount, *rounding)
    printed = [(Fraction(n.replace(",", "")) / 100 ** len(s), len(p) + 2 * len(s)) for n, p, s in (one.groups("") for one in found if one)]
    product = math.prod(value for value, _ in printed)
    stated = abs(Fraction(line["asked"] or line["amount"]))
    rough = printed if " x " in rate else printed[: len(of)]  # figures printed rounded leave the room of their last digit
    room = sum(product / value / 10**places / 2 for value, places in rough if value and places > 3)
    return abs(rounded(product, *rounding) - stated) <= (room and room + Fraction(rounding[1])) and amount <= stated


def check_statement(about, content):
    body = (outer := load(content))["statement"]
    digest, lines, total = sha(canonical(body).encode()), body["lines"], Fraction(body["total"])
    check(about, f"is what its digest says ({digest[:19]}…)", outer["envelope"]["digest"] == digest, "something in it was changed")
    check(about, f"its lines sum to {body['total']}", sum(Fraction(line["amount"]) for line in lines) == total)
    base = [Fraction(line["amount"]) for line in lines if line["base_charge"]]
    check(about, f"its base charges sum to {body['base']}", sum(base) == Fraction(body["base"]))
    check(about, "agreed and disputed make the total", Fraction(body["agreed"]) + Fraction(body["disputed"]) == total)
    rounding = body["rounding"]["rule"], body["rounding"]["to"]
    wrong = [f"{line['clause']} {line['name']}" for line in lines if not line_holds(line, rounding)]
    check(about, f"each of its {len(lines)} lines is quantity times rate, rounded {rounding[0]}", not wrong, ", ".join(wrong))
    return digest, body


def check_bundle(files):
    manifest = load(files["manifest.json"])
    listed, here = manifest["files"], set(files) - {"manifest.json"}
    check("bundle", "holds exactly the files of its manifest", here == set(listed), ", ".join(sorted(here ^ set(listed))))
    changed = [name for name in sorted(here & set(listed)) if sha(files[name]) != listed[name]]
    check("bundle", "every file is what the manifest says", not changed, ", ".join(changed))
    events, facts = ([load(row) for row in files.get(name, b"").splitlines()] for name in ("events.jsonl", "facts.jsonl"))
    events.sort(key=lambda row: [(row[i] is None, row[i]) for i in (0, 1, 6, 7, 2, 3, 4, 5, 8)])
    before, texts = manifest["after"], {sha(content) for name, content in files.items() if name.startswith("terms/")}
    for name in manifest["statements"]:
        digest, body = check_statement(name, files[name])
        rest, cut, work = body["digests"], body["cut"], {}
        check(name, "follows the statement before it", rest.get("previous") == before, "one is missing, added or out of order")
        check(name, "rests on the terms beside it", rest.get("terms") in texts, "the text of the terms is another")
        roots = {key[5:]: root for key, root in rest.items() if key.startswith("work/")}
        if "events.jsonl" in files:
            for row in events:  # record, item, event, field, value, who, at, sequence, id, received_at; missing values sort last
                if row[9] < cut:
                    work.setdefault(row[0], {}).setdefault(row[1], []).append(row[2:9])
            found = {record: merkle([record, *one] for one in items.items()) for record, items in work.items()}
            check(name, "rests on the work beside it", found == roots, "an event is missing, added or changed")
        if "facts.jsonl" in files:  # kind, subject, day, value, unit, clause, approved_by, source, id, received_at
            root = merkle(row[:9] for row in sorted(facts, key=lambda row: row[8]) if row[9] < cut)
            check(name, "rests on the facts beside it", root == rest.get("facts"), "a fact is missing, added or changed")
        for proof in map(load, files.get(name.replace("statements/", "proofs/") + "l", b"").splitlines()):
            check(name, f"item {proof['item']} of {proof['record']} is in its work", proved(proof, roots))
        before = digest
    return before


if __name__ == "__main__":
    path, newest = Path(sys.argv[1] if len(sys.argv) in (2, 3) else sys.exit(__doc__)), None
    try:
        if path.is_dir():
            newest = check_bundle({file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()})
        elif zipfile.is_zipfile(path):
            newest = check_bundle({name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()})
        else:
            newest, _ = check_statement(path.name, path.read_bytes())
    except Exception as error:  # whatever was written there, it is not proved
        check(path.name, "can be read", False, f"{type(error).__name__}: {error}")
    if len(sys.argv) == 3:
        check("newest statement", f"has the digest {sys.argv[2]}", newest == sys.argv[2], f"it has {newest}")
    print("Every check holds." if all(results) else f"{results.count(False)} of {len(results)} checks FAILED.")
    sys.exit(not all(results))
