"""The papers of a drafting dossier as DOCX: the comparison table, and the amended texts as they would read."""

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run as Written

from corpus.diff import Change, Run
from corpus.locator import Locator, Unit, lower_first
from corpus.model import EffectStatus, Provision
from corpus.text import vi_date
from search_api.proposed import Proposals, Proposed, Row, explanation, grouped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FONT = "Times New Roman"  # Nghị định 30/2020/NĐ-CP, Phụ lục I
_WIDTHS = (Cm(10.0), Cm(10.0), Cm(5.2))
_IN_FORCE = (EffectStatus.CON_HIEU_LUC, EffectStatus.HET_HIEU_LUC_MOT_PHAN)
_HEADS = ("Quy định tại dự thảo", "Thuyết minh")
_NOTHING, _REPEALED = "(không có)", "(bãi bỏ)"
_SPACE = Pt(3)
_TITLE = 255  # characters of a property of a DOCX file


def table(found: Proposals, name: str) -> bytes:
    """The comparison: current text, text by the draft with what it changes marked, explanation.

    Args:
        found: What the draft amends.
        name: Of the draft.
    """
    file = _paper("BẢNG SO SÁNH, THUYẾT MINH NỘI DUNG DỰ THẢO", name, landscape=True)
    for text in found.texts:
        _heading(file, text)
        if text.rows:
            _table(file, text)
        _left_out(file, text)
    _not_held(file, found)
    return _bytes(file)


def consolidated(found: Proposals, name: str) -> bytes:
    """Each amended text whole, as it would read; what the draft puts in underlined, what it takes out struck through.

    Args:
        found: What the draft amends.
        name: Of the draft.
    """
    file = _paper("VĂN BẢN SAU KHI SỬA ĐỔI, BỔ SUNG THEO DỰ THẢO", name, landscape=False)
    for text in found.texts:
        _heading(file, text)
        changes = {row.change.new.ref.locator: row for row in text.rows if row.change.new}
        gone = [row for row in text.rows if row.change.new is None]
        for place in text.places:
            if place.ref.locator.steps:
                _place(file, place, changes.get(place.ref.locator))
        if gone:
            file.add_paragraph().add_run("Nơi bị bãi bỏ").bold = True
            for row in gone:
                _runs(file.add_paragraph(), row.change.place.text, row.change.runs, new=False)
        _left_out(file, text)
    _not_held(file, found)
    return _bytes(file)


def _paper(title: str, name: str, *, landscape: bool) -> Word:
    file = docx.Document()
    name = "".join(letter for letter in name if letter.isprintable())  # XML has no control characters
    file.core_properties.title, file.core_properties.author = f"{title}: {name}"[:_TITLE], "Căn Cứ"
    style = file.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(13 if not landscape else 12)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = _SPACE
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    _centred(file, title, Pt(14)).bold = True
    _centred(file, f"Dự thảo: {name.rpartition('.')[0] or name}", Pt(13)).italic = True
    return file


def _centred(file: Word, words: str, size: Pt) -> Written:
    paragraph = file.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(words)
    run.font.size = size
    return run


def _heading(file: Word, text: Proposed) -> None:
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run("\n".join((text.document.name, text.document.trich_yeu)).strip()).bold = True
    for words in (
        f"Tình trạng ngày {vi_date(text.on)}: {lower_first(text.standing.words).rstrip('.')}.",
        *text.notes,
        "Lời văn theo kho ngày ấy; chữ thêm gạch chân, chữ bỏ gạch ngang.",
    ):
        file.add_paragraph().add_run(words).italic = True


def _table(file: Word, text: Proposed) -> None:
    heads = ("Quy định hiện hành" if text.standing.status in _IN_FORCE else "Lời văn trong kho", *_HEADS)
    grid = file.add_table(rows=1, cols=len(heads))
    grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for cell, words in zip(grid.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell.paragraphs[0].add_run(words).bold = True
    _repeated(grid.rows[0])
    for at, rows in grouped(text.rows):
        old, new, why = grid.add_row().cells
        _side(old, at, rows, text, new=False)
        _side(new, at, rows, text, new=True)
        doubts = (
            f"{old.ref.locator.vi}: {lower_first(row.doubt)}" for row in rows if row.doubt and (old := row.change.old)
        )
        _lines(why, dict.fromkeys((*(f"{explanation(row)}." for row in rows), *doubts)))
    for column, width in zip(grid.columns, _WIDTHS, strict=True):
        column.width = width
    for row in grid.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = width


def _repeated(row: _Row) -> None:
    """Marks a row as one that stands again at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _side(cell: _Cell, at: Locator, rows: Sequence[Row], text: Proposed, *, new: bool) -> None:
    def paragraph() -> Paragraph:
        first: Paragraph = cell.paragraphs[0]
        added: Paragraph = first if not first.runs else cell.add_paragraph()
        return added

    places = [(row, place) for row in rows if (place := row.change.new if new else row.change.old)]
    if places and at not in [place.ref.locator for _, place in places]:
        above = next((place for place in text.places if place.ref.locator == at), None)
        if above is not None and above.unit is Unit.DIEU:
            paragraph().add_run(above.text.partition("\n")[0]).bold = True
    for row, place in places:
        _runs(paragraph(), place.text, row.change.runs, new=new, bold=place.unit is Unit.DIEU)
    if not places:
        paragraph().add_run(_REPEALED if new else _NOTHING).italic = True


def _lines(cell: _Cell, lines: Iterable[str]) -> None:
    for at, line in enumerate(lines):
        (cell.add_paragraph() if at else cell.paragraphs[0]).add_run(line)


def _runs(paragraph: Paragraph, text: str, runs: Sequence[Run], *, new: bool, bold: bool = False) -> None:
    """One side of a comparison: its own words marked, but for a place that is gone as a whole."""
    gone = [run.kind for run in runs] == [Change.REMOVED]
    heading = text.find("\n") if "\n" in text else len(text)
    for run in runs:
        span = run.new if new else run.old
        for start, end in ((span.start, min(span.end, heading)), (max(span.start, heading), span.end)):
            if start >= end:
                continue
            written = paragraph.add_run(text[start:end])
            written.bold = (bold and start < heading) or None
            if run.kind is not Change.SAME and not gone:
                written.font.underline = new or None
                written.font.strike = None if new else True


def _place(file: Word, place: Provision, row: Row | None) -> None:
    paragraph = file.add_paragraph()
    is_heading = place.unit is not None and place.unit.rank <= Unit.DIEU.rank
    paragraph.paragraph_format.keep_with_next = is_heading and "\n" not in place.text
    if place.unit is not None and place.unit.rank < Unit.DIEU.rank and row is None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if row is not None:
        _runs(paragraph, place.text, row.change.runs, new=True, bold=is_heading)
        doubt = f". {row.doubt.rstrip('.')}" if row.doubt and row.change.old else ""
        paragraph.add_run(f" [{explanation(row)}{doubt}]").italic = True
    else:
        heading, _, rest = place.text.partition("\n")
        paragraph.add_run(heading).bold = is_heading or None
        if rest:
            paragraph.add_run(f"\n{rest}")


def _left_out(file: Word, text: Proposed) -> None:
    if text.unapplied:
        file.add_paragraph().add_run("Chưa áp dụng được vào lời văn, cần đối chiếu bằng tay").bold = True
    for unapplied in text.unapplied:
        operation = unapplied.operation
        where = f"{operation.act.vi} {operation.place.vi}".strip()
        words = f"{operation.by.locator.vi} dự thảo: {where}. Lý do: {unapplied.reason}."
        file.add_paragraph(words, style="List Bullet")


def _not_held(file: Word, found: Proposals) -> None:
    if not found.texts and not found.not_held:
        file.add_paragraph("Dự thảo không sửa đổi, bổ sung, bãi bỏ nơi nào của văn bản khác.")
    for name in found.not_held:
        file.add_paragraph(f"Kho không có nguyên văn {name}, nên chưa so sánh được.", style="List Bullet")


def _bytes(file: Word) -> bytes:
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()
