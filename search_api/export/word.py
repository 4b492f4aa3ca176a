"""A consolidated text as a DOCX file: headings as styles, notes of change under their place."""

import io
from collections.abc import Iterable

import docx
from docx.document import Document as Word

from corpus.locator import Unit
from search_api.export.consolidated import Consolidated, Part

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LEVELS = {
    Unit.DINH_KEM: 1,
    Unit.PHU_LUC: 1,
    Unit.MAU: 1,
    Unit.PHAN: 1,
    Unit.CHUONG: 1,
    Unit.MUC: 2,
    Unit.TIEU_MUC: 2,
    Unit.DIEU: 3,
}


def word(text: Consolidated) -> bytes:
    """The text as a DOCX file: what it is, what is known and not shown, its head, its places."""
    file = docx.Document()
    file.core_properties.title = text.document.name
    file.core_properties.author = "Căn Cứ"
    file.add_heading(text.document.name, 0)
    file.add_paragraph(text.statement, style="Intense Quote")
    if text.notes:
        file.add_paragraph("Lưu ý:")
        _add_notes(file, text.notes)
    for line in text.head:
        file.add_paragraph(line)
    _add_parts(file, text.parts)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _add_parts(file: Word, parts: Iterable[Part]) -> None:
    for part in parts:
        level = _LEVELS.get(part.place.unit) if part.place.unit else None
        number, heading, lines = part.split
        title = " ".join(words for words in (number, heading) if words)
        if level and title:
            file.add_heading(title, level)
        elif title:
            lines = (" ".join((title, *lines[:1])), *lines[1:])
        for line in lines:
            file.add_paragraph(line)
        _add_notes(file, part.notes)
        _add_parts(file, part.parts)


def _add_notes(file: Word, notes: Iterable[str]) -> None:
    for words in notes:
        file.add_paragraph().add_run(f"[{words}]").italic = True
