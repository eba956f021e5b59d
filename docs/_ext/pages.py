"""Writes the list of the web pages from the page catalogue, with their pictures, before Sphinx reads the sources."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

KINDS = {"wide": "wide", "dark": "dark", "phone": "on a phone"}
DIRECTION = {
    "site/home": "1, Home",
    "improvement/statement": "2, Statement",
    "operations/levels": "3, Live service levels",
    "operations/item": "4, Item and clock",
    "contract/designer": "5, Contract designer",
    "selection/comparison": "6, Comparison",
    "needs/audit": "7, Process audit",
    "improvement/savings": "8, Savings",
}
"""The picture of the direction "Statement" that a page follows; every other page keeps its rules."""
ENTRANCE = (("account/demonstration", "Demonstration: whose desk to sit at."), ("account/login", "Sign-in."))


def written(pictures: Path) -> str:
    """The list as Markdown: each page with what it is for, its address, and its pictures where they were taken."""
    from remit.web.page import STAGES, pages

    titles = {"site": "All engagements", "workspace": "Workspace", **{stage: label for stage, (_, label) in STAGES.items()}}
    parts = []
    for stage, title in titles.items():
        found = [one for one in pages().values() if one.stage == stage]
        if found:
            parts.append(f"## {title}")
            parts += [_page(one, pictures) for one in sorted(found, key=lambda one: (one.place is None, one.place or 0, one.name))]
    parts.append("## Entrance")
    parts += [f"### {said.partition(':')[0].rstrip('.')}\n\n{said}\n\n{_shown(name, pictures)}" for name, said in ENTRANCE]
    return "\n\n".join(parts) + "\n"


def _page(one: Any, pictures: Path) -> str:
    purpose = (inspect.getdoc(importlib.import_module(one.module)) or "").split("\n\n")[0].replace("\n", " ")
    name = f"{one.stage}/{one.name}"
    address = f"/{one.path}" if one.is_global else f"/e/…/{one.path}"
    follows = f" Follows picture {DIRECTION[name]}." if name in DIRECTION else ""
    return f"### {one.label}\n\n{purpose} Address: `{address}`.{follows}\n\n{_shown(name, pictures)}"


def _shown(name: str, pictures: Path) -> str:
    """Its pictures side by side; nothing where none was taken, as of pages that give a file."""
    file = name.replace("/", "-")
    taken = [(kind, said) for kind, said in KINDS.items() if (pictures / f"{file}-{kind}.webp").exists()]
    if not taken:
        return ""
    said = []
    for kind, words in taken:
        path = f"/_static/pages/{file}-{kind}.webp"
        said.append(f"```{{image}} {path}\n:alt: {file} {words}\n:height: 260px\n:target: {path}\n```")
    return "\n".join(said)


def write(source: Path) -> None:
    """In a process of its own: the server needs a package whose name one of these extensions has as well."""
    target = source / "reference" / "generated" / "pages.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="remit-docs-") as home:
        settings = {"DJANGO_SETTINGS_MODULE": "remit.settings", "REMIT_HOME": home, "PYTHONPATH": str(source.parent / "src")}
        command = [sys.executable, "-P", __file__, str(source / "_static" / "pages")]
        found = subprocess.run(command, env={**os.environ, **settings}, check=True, capture_output=True, text=True)
    target.write_text(found.stdout, encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    app.connect("builder-inited", lambda app: write(Path(app.srcdir)))
    return {"parallel_read_safe": True}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(written(Path(sys.argv[1])))
