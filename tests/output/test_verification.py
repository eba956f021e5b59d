"""Both verifiers accept what Remit wrote, and find whatever is changed, missing, reordered or cut afterwards."""

from __future__ import annotations

import os
import random
import runpy
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
import rfc8785

from remit.exchange import bundle, statement_json, verification
from remit.exchange.bundle import Issued
from remit.exchange.statement_json import Envelope, Signature
from remit.statement import Statement
from remit.values.money import Rounding
from remit.work import digest, facts, log
from tests.output.samples import JULY, MAY
from tests.settlement.test_mechanisms import FOLDER as MECHANISMS
from tests.settlement.test_mechanisms import run

SCRIPT = Path(bundle.__file__).with_name("verify_statement.py")
MUTATIONS = 10_000 if os.environ.get("REMIT_PROVE") else 200
TERMS = b"remit terms: 1\ntitle: Customer contact and order entry\n"


def work() -> pl.DataFrame:
    rows = []
    for index in range(40):
        record = ("helpdesk", "order system")[index % 2]
        start = MAY.cut - 10_000_000 + index * 500_000
        for step, event in enumerate(("created", "reply", "closed")):
            at = start + step * 60
            rows.append(
                {
                    "record": record,
                    "item": f"T-{index:03d}é",
                    "event": event,
                    "value": None if step else '"quoted"\n',
                    "who": "agent" if step else None,
                    "at": at,
                    "received_at": at + 5,
                    "sequence": step if index % 3 else None,
                    "id": f"{index}-{step}",
                }
            )
    return log.append(log.empty(), pl.DataFrame(rows))[0]


def recorded() -> pl.DataFrame:
    rate = {"kind": "rate", "subject": "rand rate", "source": "bulletin"}
    rows = [{**rate, "day": date(2026, 5, day), "value": f"23.{day}", "received_at": MAY.cut - day, "id": f"r{day}"} for day in range(4, 9)]
    return facts.append(facts.empty(), pl.DataFrame(rows))[0]


def chain() -> list[Issued]:
    issued: list[Issued] = []
    for statement in (MAY, replace(JULY, version=1), replace(JULY, version=2)):
        rest = {f"work/{name}": root for name, root in digest.digests(log.known_at(work(), statement.cut)).items()}
        rest |= {"terms": f"sha256:{sha256(TERMS).hexdigest()}"}
        rest |= {"facts": digest.facts_digest(facts.known_at(recorded(), statement.cut))}
        if issued:
            rest["previous"] = issued[-1].envelope.digest
        linked = replace(statement, digests=rest)
        issued.append(Issued(linked, Envelope(digest=statement_json.digest(linked), program="remit 0.1.0")))
    return issued


ISSUED = chain()
BUNDLE = bundle.files(ISSUED, [TERMS], work(), recorded(), [("helpdesk", "T-000é"), ("order system", "T-001é")], work())
ALONE = runpy.run_path(str(SCRIPT), run_name="verify_statement")


def alone_accepts(files: dict[str, bytes], capsys: pytest.CaptureFixture[str] | None = None) -> bool:
    """The stand-alone script's verdict, in this process."""
    ALONE["results"].clear()
    try:
        ALONE["check_bundle"](files)
    except Exception:
        return False
    return all(ALONE["results"])


def remit_accepts(files: dict[str, bytes]) -> bool:
    return all(check.holds for check in verification.whole(files)[0])


def resealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """A forger who knows the format writes a manifest that fits the changed files."""
    manifest = statement_json.load(files["manifest.json"])
    manifest["files"] = {name: f"sha256:{sha256(content).hexdigest()}" for name, content in files.items() if name != "manifest.json"}
    return {**files, "manifest.json": rfc8785.dumps(manifest)}


def test_both_accept_what_was_written() -> None:
    assert remit_accepts(BUNDLE)
    assert alone_accepts(BUNDLE)


def test_the_script_runs_by_itself_on_folder_zip_and_statement(tmp_path: Path) -> None:
    bundle.write(tmp_path / "folder", BUNDLE)
    bundle.write(tmp_path / "bundle.zip", BUNDLE)
    newest = ISSUED[-1].envelope.digest
    for path in ("folder", "bundle.zip", "folder/statements/2026-05-v1.json"):
        expected = [newest] if "json" not in path else []
        call = [sys.executable, "-I", "-S", str(tmp_path / "folder" / "verify_statement.py"), str(tmp_path / path), *expected]
        ran = subprocess.run(call, capture_output=True, text=True, cwd=tmp_path, env={"PATH": "", "LC_ALL": "C.UTF-8"})
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert "FAILED" not in ran.stdout and "Every check holds." in ran.stdout
    wrong = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(tmp_path / "folder"), "sha256:0"],
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8"},
    )
    assert wrong.returncode == 1 and "FAILED  newest statement" in wrong.stdout
    assert len(SCRIPT.read_text().splitlines()) <= 150


def test_a_zip_of_the_same_files_is_the_same_bytes(tmp_path: Path) -> None:
    bundle.write(tmp_path / "a.zip", BUNDLE)
    bundle.write(tmp_path / "b.zip", dict(reversed(BUNDLE.items())))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert bundle.read(tmp_path / "a.zip") == BUNDLE


def test_every_random_change_of_a_byte_is_found() -> None:
    chance = random.Random(20260501)
    for _ in range(MUTATIONS):
        files = dict(BUNDLE)
        name = chance.choice(sorted(files))
        content = bytearray(files[name])
        place = chance.randrange(len(content))
        match chance.randrange(4):
            case 0:
                content[place] ^= 1 << chance.randrange(8)
            case 1:
                del content[place : place + chance.randrange(1, 40)]
            case 2:
                content[place:place] = bytes([chance.choice(b'0123456789-.,"{}[] \n')])
            case _:
                del content[place:]
        files[name] = bytes(content)
        assert not remit_accepts(files), (name, place)
        assert not alone_accepts(files), (name, place)


def test_every_random_change_of_what_is_signed_is_found_though_the_manifest_is_forged() -> None:
    chance = random.Random(7)
    names = [name for name in sorted(BUNDLE) if name.startswith(("statements/", "terms/")) or name.endswith(".jsonl")]
    tried = 0
    while tried < MUTATIONS // 2:
        files = dict(BUNDLE)
        name = chance.choice(names)
        content = bytearray(files[name])
        place = chance.randrange(len(content))
        content[place] = chance.choice(b'0123456789-abc"{}[],: ')
        if bytes(content) == files[name] or (name.startswith("statements/") and place < content.index(b'"statement":')):
            continue  # the envelope is not signed
        if name in ("events.jsonl", "facts.jsonl") and content[place - 30 : place].count(b"\n") == 0 and _received(files[name], place):
            continue  # when it was received only decides what a cut includes
        tried += 1
        files[name] = bytes(content)
        forged = resealed(files)
        assert not remit_accepts(forged), (name, place)
        assert not alone_accepts(forged), (name, place)


def _received(content: bytes, place: int) -> bool:
    """Whether a byte belongs to the last column of its row."""
    end = content.index(b"\n", place)
    return content.rfind(b",", 0, end) < place


@pytest.mark.parametrize("forge", ["remove", "swap", "first", "event", "fact", "rows", "proof", "added"])
def test_what_is_missing_reordered_or_cut_is_found_though_the_manifest_is_forged(forge: str) -> None:
    files = dict(BUNDLE)
    manifest = statement_json.load(files["manifest.json"])
    order = manifest["statements"]
    match forge:
        case "remove":
            del files[order.pop(1)]
        case "swap":
            order[0], order[1] = order[1], order[0]
        case "first":
            del files[order.pop(0)]
        case "event":
            files["events.jsonl"] = files["events.jsonl"].split(b"\n", 1)[1]
        case "fact":
            files["facts.jsonl"] = files["facts.jsonl"].split(b"\n", 1)[1]
        case "rows":
            files["events.jsonl"] = files["events.jsonl"].replace(b'"T-002', b'"T-042')
        case "proof":
            one, other = files["proofs/2026-05-v1.jsonl"].splitlines(keepends=True)
            files["proofs/2026-05-v1.jsonl"] = one.replace(b"T-000", b"T-004") + other
        case _:
            order.append(order[0])
    files["manifest.json"] = rfc8785.dumps(manifest)
    forged = resealed(files)
    assert not remit_accepts(forged)
    assert not alone_accepts(forged)


def forged_line(statement: str, **changes: object) -> bool:
    """Whether both verifiers find a line whose figures do not agree, in a statement that is otherwise sealed again."""
    lines = list(JULY.lines)
    index = next(i for i, line in enumerate(lines) if line.clause == statement)
    lines[index] = replace(lines[index], **changes)  # type: ignore[arg-type]
    total = sum((line.amount for line in lines), Decimal(0))
    base = sum((line.amount for line in lines if line.base_charge), Decimal(0))
    content = statement_json.write(replace(JULY, lines=tuple(lines), total=total, base=base, agreed=total))
    checks, _, _ = verification.statement(content, "July")
    ALONE["results"].clear()
    ALONE["check_statement"]("July", content)
    found = not all(check.holds for check in checks)
    assert found != all(ALONE["results"]), "the verifiers disagree"
    return found


def test_a_line_that_is_not_quantity_times_rate_is_found() -> None:
    assert forged_line("10.1", amount=Decimal("12272.01"))
    assert forged_line("10.1", quantity=Decimal("4721"))
    assert forged_line("10.2", rate="£0.32")
    assert forged_line("11.1", amount=Decimal("-715.05"))
    assert forged_line("11.1", amount=Decimal("-715.041"), rate=None)
    assert not forged_line("11.1", amount=Decimal("-536.28"), asked=Decimal("-715.04"))
    assert forged_line("11.1", amount=Decimal("-536.28"), asked=Decimal("-715.05"))
    assert not forged_line("11.1", rate="80 % x 50 % x 10 %")
    assert forged_line("11.1", rate="80 % x 50 % x 11 %")
    assert not forged_line("11.1", rate="80 % x 50 % x 5.8131 %", base=Decimal("16928.00"), amount=Decimal("-393.62"))
    assert forged_line("11.1", rate="80 % x 50 % x 5.8131 %", base=Decimal("16928.00"), amount=Decimal("-393.70"))
    points = {"quantity": Decimal("2"), "rate": "1 %", "base": Decimal("17876.00")}
    assert not forged_line("11.1", amount=Decimal("-357.52"), **points)
    assert forged_line("11.1", amount=Decimal("-178.76"), **points)
    assert not forged_line("10.3", quantity=Decimal("0.870968"), amount=Decimal("1262.90"))
    assert forged_line("10.3", quantity=Decimal("0.870968"), amount=Decimal("1262.95"))


@pytest.mark.parametrize("rule", ["half up", "half even", "down", "up"])
def test_both_round_alike(rule: str) -> None:
    rounding = Rounding(rule, Decimal("0.01"))  # type: ignore[arg-type]
    for thousandths in range(100_000, 100_030):
        exact = Fraction(thousandths, 1000)
        assert Fraction(rounding.of(exact)) == ALONE["rounded"](exact, rule, "0.01")


def test_a_signature_is_checked() -> None:
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    signed = statement_json.digest(JULY)
    public = key.public_key().public_bytes_raw().hex()
    good = Signature("Harbour & Pine Limited", public, key.sign(signed.encode()).hex())
    bad = replace(good, signature=key.sign(b"another").hex())
    for signature, holds in ((good, True), (bad, False)):
        checks, _, _ = verification.statement(statement_json.write(JULY, Envelope(signatures=(signature,))), "July")
        assert all(check.holds for check in checks) is holds


def both_accept(statement: Statement) -> bool:
    """Whether Remit and the script both find every sum and line of a statement right."""
    content = statement_json.write(statement)
    checks, _, _ = verification.statement(content, "statement")
    ALONE["results"].clear()
    ALONE["check_statement"]("statement", content)
    assert all(check.holds for check in checks) == all(ALONE["results"]), "the verifiers disagree"
    return all(ALONE["results"])


@pytest.mark.parametrize("file", sorted(MECHANISMS.glob("*.tests.yaml")), ids=lambda file: file.name.split(".")[0])
def test_the_lines_of_every_mechanism_hold(file: Path) -> None:
    for outcome in run(file):
        assert outcome.statement is not None
        assert both_accept(outcome.statement), outcome.case.name
