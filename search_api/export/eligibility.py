"""An eligibility check as a DOCX file to take along."""

import io
from collections.abc import Iterable

import docx
from docx.document import Document as Word

from corpus.support import dong
from corpus.text import vi_date
from search_api.eligibility_text import ABOUT, amount_name, basis_words, cautions
from search_api.eligibility_wire import EligibilityOut, LineOut, SupportOut

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def written(found: EligibilityOut, site: str = "") -> bytes:
    """The summary: what was answered, each support with its reasons, amount, papers, deadlines, offices and rules.

    Args:
        found: The check.
        site: The address of the service, before the permanent address of the result; "" for none.
    """
    file = docx.Document()
    file.core_properties.title = "Kết quả xét điều kiện hỗ trợ"
    file.core_properties.author = "Căn Cứ"
    file.add_heading("Kết quả xét điều kiện hỗ trợ", 0)
    file.add_paragraph(found.message)
    file.add_paragraph(f"{ABOUT} Xét ngày {vi_date(found.on)}.", style="Intense Quote")
    _table(file, [(row.question, row.words) for row in found.given])
    for support in found.supports:
        _support(file, support)
    file.add_heading("Xem lại kết quả", 2)
    file.add_paragraph(f"{site}{found.page}")
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _support(file: Word, support: SupportOut) -> None:
    file.add_heading(f"{support.label}: {support.name}", 2)
    file.add_paragraph(f"{support.programme}. {support.reason}")
    for amount in support.amounts:
        most = f"nhiều nhất {dong(amount.highest)}" if amount.highest is not None else "chưa tính được"
        _line(file, amount, f"{amount_name(support)}: ", f": {most}. {' '.join(amount.steps)}")
    for condition in support.deciding:
        _line(file, condition, f"{condition.label}: ")
    _lines(file, "Hồ sơ", support.papers)
    for due in support.deadlines:
        _line(file, due, "Hạn: ", f". {due.counting}" if due.counting else "")
    _lines(file, "Nơi nộp", support.offices)
    _lines(file, "Lưu ý", support.notes)
    for words in cautions(support):
        file.add_paragraph().add_run(f"Cẩn trọng: {words}.").italic = True


def _lines(file: Word, name: str, lines: Iterable[LineOut]) -> None:
    for line in lines:
        _line(file, line, f"{name}: ")


def _line(file: Word, line: LineOut, before: str, after: str = "") -> None:
    paragraph = file.add_paragraph(style="List Bullet")
    paragraph.add_run(before).bold = True
    paragraph.add_run(f"{line.words}{after} ")
    paragraph.add_run(f"({basis_words(line.basis)})").italic = True


def _table(file: Word, rows: list[tuple[str, str]]) -> None:
    table = file.add_table(rows=0, cols=2, style="Table Grid")
    for name, words in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, words
