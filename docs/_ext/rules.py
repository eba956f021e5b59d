"""Writes the reference of the contract language from the catalogue, before Sphinx reads the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from settled import settled

from remit.catalogue import standard_catalogue
from remit.demo.specimen import PLACE, specimen
from remit.exchange.reference import example, page, settings_table
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fixed import MONEY, PARTIES, STATEMENT, TERM
from remit.terms.reader import read
from remit.terms.words import Words

PAGES = {
    "service-levels": ("Service levels", (8,), "What is measured, and the target it is held against."),
    "relief": ("Relief", (9,), "Work and time that does not count against the party that was hindered."),
    "charges": ("Charges", (10,), "What the client pays for."),
    "adjustments": ("Adjustments", (11,), "What a month's results add to the charges or take from them."),
    "provisions": ("Governance, data protection, exit", (13, 14, 15), "Duties, decisions and rights that write no line."),
}
FIXED = ((1, PARTIES), (2, TERM), (3, MONEY), (12, STATEMENT))


def write(folder: Path) -> None:
    """One page for each family of rules and one for the definitions."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue, months = standard_catalogue(), settled()
    for name, (title, sections, lead) in PAGES.items():
        rules = {rule.name: (section, rule) for section, rule in reversed(list(catalogue)) if section in sections}
        parts = [f"# {title}", lead]
        if name in ("relief", "charges", "adjustments"):
            parts.append("What each open reading pays stands in [Which reading does your contract mean?](../../guide/readings.md).")
        common = {setting.name: setting for _, rule in rules.values() for setting in rule.common}
        parts += ["## In every clause", settings_table(common.values())] if common else []
        for _, (section, rule) in sorted(rules.items()):
            prose = None
            if rule.example:
                terms = read(specimen(section, example(rule)), catalogue, file=f"example of {rule.name}")
                prose = rule.prose(terms.clause(f"{section}.{PLACE}"), Words(terms))
            parts.append(page(rule, prose, level=2))
            if section in (10, 11) and rule.name in months:
                parts.append(f"A month of it, settled:\n\n{months[rule.name]}\n")
        (folder / f"{name}.md").write_text("\n\n".join(parts), encoding="utf-8")
    parts = [
        "# Definitions and fixed settings",
        "Sections 1 to 3 and 12 are the same in every contract; sections 4 to 7 hold numbered definitions.",
    ]
    for number, settings in FIXED:
        parts += [f"## {number} {SECTIONS[number].capitalize()}", settings_table(settings)]
    for number, (noun, settings) in DEFINITIONS.items():
        parts += [f"## {number} {SECTIONS[number].capitalize()}", f"Each {noun} has:", settings_table(settings)]
    (folder / "definitions.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def setup(app: Any) -> dict[str, bool]:
    app.connect("builder-inited", lambda app: write(Path(app.srcdir) / "reference" / "generated"))
    return {"parallel_read_safe": True}
