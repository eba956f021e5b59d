"""The contract's prose as DOCX, for lawyers who compare and mark up. What is signed remains the text, whose digest stands at the foot."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from remit.prose.document import Document, Grid, Heading, runs

_UNDATED = datetime(1980, 1, 1)


def write(document: Document) -> bytes:
    """The file's bytes; dates inside are fixed, so the same document gives the same."""
    import docx
    from docx.shared import Pt

    file = docx.Document()
    file.styles["Normal"].font.name = "Cambria"
    file.styles["Normal"].font.size = Pt(10.5)
    properties = file.core_properties
    properties.title, properties.author, properties.comments = document.title, "", document.digest
    properties.created = properties.modified = _UNDATED
    file.add_heading(document.title, level=0)
    for block in document.blocks:
        if isinstance(block, Heading):
            file.add_heading(block.text, level=1)
        elif isinstance(block, Grid):
            _table(file, block)
        else:
            _running(file.add_paragraph(), block.text)
    file.sections[0].footer.paragraphs[0].text = document.digest
    memory = io.BytesIO()
    file.save(memory)
    return _undated(memory.getvalue())


def _table(file: Any, grid: Grid) -> None:
    table = file.add_table(rows=1, cols=len(grid.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in grid.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _running(cell.paragraphs[0], text)
    file.add_paragraph()


def _running(paragraph: Any, text: str) -> None:
    for piece, style in runs(text):
        run = paragraph.add_run(piece)
        run.bold, run.italic = style == "bold" or None, style == "italic" or None


def _undated(content: bytes) -> bytes:
    """The same zip with the date 1980 on every entry."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename), old.read(entry), zipfile.ZIP_DEFLATED)
    return memory.getvalue()
