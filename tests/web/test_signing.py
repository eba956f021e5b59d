"""The ways of signing an offer besides a click and a passkey: a key on the command line, and a paper that the other company confirms."""

from __future__ import annotations

import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat

from remit.exchange import signature_text
from remit.stages.inputs import FileInput
from remit.values.fault import Refused
from tests.web.test_negotiation import edit, offer, sign, start, terms

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]
SECRET = bytes(range(32))


def key_file(secret: bytes = SECRET, passphrase: bytes | None = None) -> bytes:
    form, how = (PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)) if passphrase else (PrivateFormat.OpenSSH, NoEncryption())
    return Ed25519PrivateKey.from_private_bytes(secret).private_bytes(Encoding.PEM, form, how)


def public_line(secret: bytes = SECRET) -> str:
    key = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() + " ruth@laptop"


def registered(by: Any, secret: bytes = SECRET) -> Any:
    from remit.stages.workspace.add_signing_key import add_signing_key

    return add_signing_key(by=by, name="Laptop", public_key=public_line(secret))


def offered(by: Any, target: str = "92 %") -> Any:
    return offer(by, edit(by, start(by), "8.1", target=target))


def signed(row: Any, secret: bytes = SECRET, **other: str) -> str:
    return str(signature_text.sign(key_file(secret), other.get("offer", row.public_id), other.get("digest", row.digest)))


def with_key(by: Any, row: Any, signature: str) -> Any:
    from remit.stages.contract.sign_with_key import sign_with_key

    return sign_with_key(by=by, draft=row.public_id, signature=signature)


def test_a_key_signs_on_the_command_line_and_is_proved_without_the_server(
    place: Place, client_of: Callable[[str], Any], tmp_path: Path
) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    key, row = registered(owner), offered(owner)
    assert key.fingerprint == signature_text.fingerprint(bytes.fromhex(key.public_key))
    amendment, private, made = tmp_path / "amendment.yaml", tmp_path / "id_ed25519", tmp_path / "signature.txt"
    amendment.write_bytes(client_of("owner").get(f"/e/HAR/contract/drafts/{row.number}/amendment.yaml").content)
    private.write_bytes(key_file())
    remit = [sys.executable, "-m", "remit"]
    run = subprocess.run(
        [*remit, "sign", amendment, "--offer", row.public_id, "--key", private, "--output", made], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert row.digest in run.stderr and key.fingerprint in run.stderr
    with_key(owner, row, f"Here it is:\n{made.read_text()}")
    sign(manager, row)
    row.refresh_from_db()
    assert row.state == "signed" and row.signatures.get(side="client").method == "key"
    kept = tmp_path / "kept.txt"
    kept.write_bytes(client_of("delivery-manager").get(f"/e/HAR/contract/drafts/{row.number}/client.sig.txt").content)
    run = subprocess.run([*remit, "verify", kept, "--of", amendment], capture_output=True, text=True)
    assert run.returncode == 0 and f"the signature of the key {key.fingerprint}" in run.stdout
    amendment.write_bytes(amendment.read_bytes() + b"# later\n")
    run = subprocess.run([*remit, "verify", kept, "--of", amendment], capture_output=True, text=True)
    assert run.returncode == 1 and "FAILED  kept.txt: is over the amendment beside it" in run.stdout


def test_every_other_signature_is_refused_with_its_remedy(place: Place) -> None:
    from remit.stages.workspace.end_signing_key import end_signing_key

    owner = place("owner")
    key, row, other = registered(owner), offered(owner), offered(owner, "93 %")
    with pytest.raises(Refused, match=f"this signature is for offer {other.public_id}, and this is offer {row.public_id}"):
        with_key(owner, row, signed(other))  # replayed
    with pytest.raises(Refused, match="over another text than the one offered; download the amendment again"):
        with_key(owner, row, signed(row, digest=other.digest))
    with pytest.raises(Refused, match="not one of yours here; register its public half first"):
        with_key(owner, row, signed(row, b"\x09" * 32))
    with pytest.raises(Refused, match="does not hold"):
        with_key(owner, row, signed(other).replace(other.public_id, row.public_id).replace(other.digest, row.digest))
    with pytest.raises(Refused, match="this is no whole signature"):
        with_key(owner, row, signed(row).replace("offer: ", "other: "))
    good = signed(row)
    end_signing_key(by=owner, key=key.public_id)
    with pytest.raises(Refused, match=r"your key SHA256:\S+ has ended"):
        with_key(owner, row, good)
    assert not row.signatures.exists()


def test_a_key_is_its_holders_alone(place: Place) -> None:
    owner, manager, finance = place("owner"), place("delivery-manager"), place("finance")
    registered(owner)
    row = offered(owner)
    with pytest.raises(Refused, match="registered already and is somebody else's"):
        registered(finance)
    with pytest.raises(Refused, match="not one of yours"):
        with_key(manager, row, signed(row))
    with pytest.raises(Refused, match="this is a private key"):
        signature_text.read_key(key_file().decode())
    with pytest.raises(Refused, match="no Ed25519 public key"):
        signature_text.read_key("ssh-rsa AAAAB3NzaC1yc2E= ann")


def test_the_bundle_holds_signatures_of_keys_and_proves_them(place: Place, client_of: Callable[[str], Any], tmp_path: Path) -> None:
    from remit.exchange import bundle, verification

    owner, manager = place("owner"), place("delivery-manager")
    registered(owner)
    row = offered(owner)
    with_key(owner, row, signed(row))
    sign(manager, row)
    path = tmp_path / "bundle.zip"
    path.write_bytes(client_of("finance").get("/e/HAR/statements/2026-10/v1.bundle").content)
    files = bundle.read(path)
    name = f"signatures/draft-{row.number}-client.txt"
    checks, _ = verification.whole(files)
    assert sum(check.holds and check.about == f"draft-{row.number}-client.txt" for check in checks) == 2
    assert all(check.holds for check in checks)
    files[name] = files[name].replace(row.digest.encode(), b"sha256:" + b"0" * 64)
    failed = {check.what.split(" key ")[0] for check in verification.whole(files)[0] if not check.holds}
    assert failed == {"every file is what the manifest says", "is the signature of the", "is over the amendment beside it"}


def returned(by: Any, row: Any, content: bytes, carries: str = "own") -> Any:
    from remit.stages.contract.upload_signed_paper import upload_signed_paper

    return upload_signed_paper(by=by, draft=row.public_id, file=FileInput("signed.pdf", content), carries=carries)


def confirmed(by: Any, paper: Any, digits: str = "") -> Any:
    from remit.stages.contract.confirm_paper import confirm_paper

    return confirm_paper(by=by, paper=paper.public_id, digits=digits)


def test_a_paper_counts_once_the_other_company_has_confirmed_it(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.records.models.attachment import Attachment

    owner, manager = place("owner"), place("delivery-manager")
    row, before = offered(owner), terms(owner)
    printed = client_of("owner").get(f"/e/HAR/contract/drafts/{row.number}/offer.pdf").content
    paper = returned(manager, row, printed + b"\n% a signature that a program added at the end\n", "both")
    assert paper.found == "text" and not row.signatures.exists()
    with pytest.raises(Refused, match="your own company brought this file"):
        confirmed(manager, paper)
    assert terms(owner).digest == before.digest
    confirmed(owner, paper)
    row.refresh_from_db()
    assert row.state == "signed" and {one.method for one in row.signatures.all()} == {"paper"}
    assert row.signatures.get(side="provider").given_by == manager and row.signatures.get(side="client").given_by == owner
    kept = Attachment.objects.get(pk=paper.attachment_id)
    assert kept.digest == row.signatures.get(side="provider").proof["file"] and kept.visible_to == "both"


def test_a_paper_with_both_signatures_keeps_to_the_limit_of_whoever_confirms_it(place: Place, client_of: Callable[[str], Any]) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    row = offer(owner, edit(owner, start(owner), "10.1", price="£9.00"))
    printed = client_of("owner").get(f"/e/HAR/contract/drafts/{row.number}/offer.pdf").content
    paper = returned(manager, row, printed, "both")
    type(owner).objects.filter(pk=owner.pk).update(approval_limit="10")
    owner.refresh_from_db()
    with pytest.raises(Refused, match="above your limit of £10"):
        confirmed(owner, paper)
    assert not row.signatures.exists()


def test_what_is_checked_of_a_paper_is_said(place: Place) -> None:
    owner, manager = place("owner"), place("delivery-manager")
    row = offered(owner)
    with pytest.raises(Refused, match=r"signed\.pdf is no PDF"):
        returned(manager, row, b"<html>")
    named = b"%PDF-1.7\nstream\n" + zlib.compress(row.digest.encode()) + b"\nendstream"
    assert returned(manager, row, named).found == "digest"
    scan = returned(manager, row, b"%PDF-1.7\nstream\n\xff\xd8 a picture\nendstream")
    assert scan.found == "nothing"
    with pytest.raises(Refused, match="nothing that a program can read; type the first twelve digits"):
        confirmed(owner, scan)
    with pytest.raises(Refused, match="not the digits of this offer"):
        confirmed(owner, scan, "0123456789ab")
    confirmed(owner, scan, row.digest[7:19])
    row.refresh_from_db()
    assert row.state == "offered" and [one.side for one in row.signatures.all()] == ["provider"]


def test_a_paper_that_is_not_accepted_leaves_the_offer_open(place: Place) -> None:
    from remit.stages.contract.refuse_paper import refuse_paper

    owner, manager = place("owner"), place("delivery-manager")
    row, other = offered(owner), offered(owner, "93 %")
    paper = returned(manager, row, b"%PDF-1.7 the paper of another offer " + other.digest.encode())
    assert paper.found == "nothing"
    refuse_paper(by=owner, paper=paper.public_id, answer="This is the other draft.")
    with pytest.raises(Refused, match="no such file waits"):
        confirmed(owner, paper, row.digest[7:19])
    sign(manager, row)
    sign(owner, row)
    assert terms(owner).amendments[-1]["clauses"] == ("8.1",)


def test_a_passphrase_opens_a_key_and_a_wrong_one_does_not() -> None:
    made = signature_text.sign(SECRET.hex().encode(), "8k2", "sha256:" + "0" * 64)
    assert signature_text.read(str(made)) == made and signature_text.verifies(made)
    locked = key_file(passphrase=b"correct horse")
    assert signature_text.sign(locked, "8k2", made.digest, b"correct horse") == made
    with pytest.raises(Refused, match="no private key that can be read"):
        signature_text.sign(locked, "8k2", made.digest, b"wrong horse")
    for content in (b"not a key", key_file()[:-40], b"\x01" * 31):
        with pytest.raises(Refused, match="no private key that can be read"):
            signature_text.sign(content, "8k2", "sha256:0")


def test_a_person_signs_with_a_key_and_another_confirms_a_paper(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit("owner", "/e/HAR/contract/keys")
    page.get_by_label("Where it is").fill("Laptop")
    page.get_by_label("Public key").fill(public_line())
    page.get_by_role("button", name="Register it").click()
    page.get_by_role("heading", name="1 key can sign offers here, 1 of them yours.").wait_for()
    page.goto("/e/HAR/contract/drafts/1/")
    page.get_by_role("button", name="Offer to Salt River Desk").click()
    page.get_by_text("Sign with a key").click()
    command = page.locator("pre.command").inner_text()
    text = page.request.get("/e/HAR/contract/drafts/1/amendment.yaml").body()
    offer_number = command.split("--offer ")[1].split()[0]
    from hashlib import sha256

    made = signature_text.sign(key_file(), offer_number, f"sha256:{sha256(text).hexdigest()}")
    page.get_by_label("The signature").fill(str(made))
    page.get_by_role("button", name="Sign with it").click()
    page.get_by_role("link", name="with a key").wait_for()
    other = visit("delivery-manager", "/e/HAR/contract/drafts/1/")
    other.get_by_text("Sign on paper").click()
    (tmp_path / "back.pdf").write_bytes(other.request.get("/e/HAR/contract/drafts/1/offer.pdf").body())
    other.get_by_label("The signed file, as PDF").set_input_files(tmp_path / "back.pdf")
    other.get_by_role("button", name="Bring it back").click()
    other.get_by_text("on paper, waits for confirmation").wait_for()
    page.reload()
    page.get_by_text("The very text of this offer lies in the file.").wait_for()
    page.get_by_role("button", name="I have looked: Salt River Desk signed this").click()
    page.locator(".notes", has_text="Confirmed.").wait_for()
    page.goto("/e/HAR/contract/")
    page.get_by_role("heading", name="The contract stands with 1 amendment").wait_for()
