"""A consolidated text as a DOCX file: headings as styles, notes of change as footnotes of their place."""

import io
from collections.abc import Iterable

import docx
from docx.document import Document as Word
from docx.text.paragraph import Paragraph

from corpus.locator import Unit
from search_api.export.consolidated import Consolidated, Part
from search_api.export.footnotes import Footnotes

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
    """The text as a DOCX file: what it is, whether it binds, what is not shown, its head, its places with footnotes."""
    file = docx.Document()
    file.core_properties.title = text.document.name
    file.core_properties.author = "Căn Cứ"
    file.add_heading(text.document.name, 0)
    file.add_paragraph(text.statement, style="Intense Quote")
    file.add_paragraph(text.standing_words)
    if text.notes:
        file.add_paragraph("Lưu ý:")
        for note in text.notes:
            file.add_paragraph(note, style="List Bullet")
    for line in text.head:
        file.add_paragraph(line)
    notes = Footnotes(file)
    _add_parts(file, text.parts, notes)
    notes.finish()
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _add_parts(file: Word, parts: Iterable[Part], notes: Footnotes) -> None:
    for part in parts:
        last = _add_words(file, part)
        for words in (*part.notes, *part.gaps):
            notes.add(last, words)
        _add_parts(file, part.parts, notes)


def _add_words(file: Word, part: Part) -> Paragraph:
    """The words of a place; gives the paragraph that ends them."""
    level = _LEVELS.get(part.place.unit) if part.place.unit else None
    number, heading, lines = part.split
    title = " ".join(words for words in (number, heading) if words)
    if part.repealed:
        gone: Paragraph = file.add_paragraph(f"{title} ")
        gone.add_run(" ".join(lines)).italic = True
        return gone
    last: Paragraph | None = None
    if title and level:
        last = file.add_heading(title, level)
    elif title:
        lines = (" ".join((title, *lines[:1])), *lines[1:])
    for line in lines:
        last = file.add_paragraph(line)
    return last or file.add_paragraph()
