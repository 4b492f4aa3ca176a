"""What each format says of a table: heading rows, cells that reach over others, and what is no table."""

import struct
from collections.abc import Sequence

import pytest

from ingest.readers import read
from ingest.source_text import Reach, SourceText
from tests.doc_maker import DocMaker, Para, cell, para, row_end
from tests.docx_maker import p, read_docx
from tests.pdf_maker import PageMaker, make_pdf

_LONG = "Câu này đủ dài để trang được coi là có nội dung của một văn bản, không phải chỉ là khung trang. " * 3
_TALL = (Reach(0, 0, 2, 1),)


def read_page(table: str) -> SourceText:
    law = f"<div id='toanvancontent'><p>Điều 1. Phạm vi</p><p>{_LONG}</p><table>{table}</table></div>"
    return read("trang.html", f"<!DOCTYPE html><html><body>{law}</body></html>".encode())


def found(source: SourceText) -> list[tuple[int | None, tuple[Reach, ...]]]:
    return [(table.headings, table.reaches) for table in source.tables]


def test_docx_marks_heading_rows_and_tall_cells() -> None:
    def row(*cells: str, head: bool = False) -> str:
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if head else ""
        return f"<w:tr>{mark}{''.join(cells)}</w:tr>"

    def tc(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    tall, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    table = (
        row(tc("Nhóm", tall), tc("Mức", wide), head=True)
        + row(tc("", on), tc("Thấp"), tc("Cao"), head=True)
        + row(tc("Máy"), tc("ít"), tc("nhiều"))
    )
    source = read_docx(f"<w:tbl>{table}</w:tbl>")
    assert found(source) == [(2, (Reach(0, 0, 2, 1), Reach(0, 1, 1, 2)))]
    assert source.tables[0].rows == (("Nhóm", "Mức", ""), ("", "Thấp", "Cao"), ("Máy", "ít", "nhiều"))


def test_docx_bold_first_row_is_headings() -> None:
    def tc(text: str, bold: bool) -> str:
        return f"<w:tc><w:p><w:r><w:rPr>{'<w:b/>' * bold}</w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>"

    rows = "".join(
        f"<w:tr>{tc(a, bold)}{tc(b, bold)}</w:tr>" for a, b, bold in (("Cấp độ", "Mô tả", True), ("Nhẹ", "Ít", False))
    )
    assert found(read_docx(f"<w:tbl>{rows}</w:tbl>")) == [(1, ())]


def test_rtf_marks_heading_rows_and_tall_cells() -> None:
    body = (
        r"\pard Phu luc\par\trowd\trhdr\clvmgf\cellx500\cellx900\pard\intbl Nhom\cell Muc\cell\row"
        r"\trowd\clvmrg\cellx500\cellx900\pard\intbl \cell cao\cell\row"
        r"\trowd\cellx500\cellx900\pard\intbl May\cell nhieu\cell\row\pard Het\par"
    )
    source = read("thử.rtf", (r"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}}" + body + "}").encode())
    assert found(source) == [(2, _TALL)]


@pytest.mark.parametrize("later", [False, True])
def test_doc_marks_heading_rows_and_tall_cells(later: bool) -> None:
    def end(goes_on: Sequence[bool], head: bool) -> Para:
        """The mark that ends a row of 500 and 400 twips, tall cells in its definition or in changes of a later Word."""
        plain = [0 if later else 0x20 * on for on in goes_on]
        cells = b"".join(struct.pack("<H", mark) + bytes(18) for mark in plain)
        definition = struct.pack("<B3h", 2, 0, 500, 900) + cells
        sprms = struct.pack("<HBHBHH", 0x2416, 1, 0x2417, 1, 0xD608, len(definition) + 1) + definition
        if later:
            sprms += b"".join(struct.pack("<HBBB", 0xD62B, 2, at, on) for at, on in enumerate(goes_on))
        return Para((), "\x07", sprms=sprms + struct.pack("<HB", 0x3404, head))

    body = [
        para("Phụ lục"),
        *(cell("Nhóm"), cell("Mức"), end([False, False], True)),
        *(cell(""), cell("cao"), end([True, False], False)),
        *(cell("Máy"), cell("nhiều"), end([False, False], False)),
        para("Hết"),
    ]
    source = read("thử.doc", DocMaker((("Times New Roman", 0),), body).make())
    assert found(source) == [(2, _TALL)]


def test_a_cell_that_word_merged_away_has_no_column() -> None:
    # nd-23-2018: the second "Phí" has no width
    body = [
        *(cell("STT"), cell("Phí"), cell("Phí"), cell("Bồi thường"), row_end(0, 500, 900, 900, 1400)),
        *(cell("1"), cell("gốc"), cell("giữ lại"), cell("5"), row_end(0, 500, 700, 900, 1400)),
    ]
    source = read("thử.doc", DocMaker((("Times New Roman", 0),), [para("Phụ lục"), *body, para("Hết")]).make())
    assert source.tables[0].rows == (("STT", "Phí", "", "Bồi thường"), ("1", "gốc", "giữ lại", "5"))
    assert found(source) == [(1, (Reach(0, 1, 1, 2),))]


@pytest.mark.parametrize(
    ("table", "headings", "reaches"),
    [
        ("<thead><tr><td>a</td><td>b</td></tr></thead><tr><td>c</td><td>d</td></tr>", 1, ()),
        ("<tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr>", 1, ()),
        ("<tr><td><b>a</b></td><td><b>b</b></td></tr><tr><td>c</td><td>d</td></tr>", 1, ()),
        ("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>", None, ()),
        ("<tr><th rowspan=2>a</th><th>b</th></tr><tr><th>c</th></tr><tr><td>d</td><td>e</td></tr>", 2, _TALL),
        # more rows than there are, a span that is no number
        ("<tr><td rowspan=9>a</td><td colspan=x>b</td></tr><tr><td>c</td></tr>", None, _TALL),
    ],
)
def test_html_marks_heading_rows_and_tall_cells(table: str, headings: int | None, reaches: tuple[Reach, ...]) -> None:
    assert found(read_page(table)) == [(headings, reaches)]


def test_a_tall_cell_of_a_page_leaves_its_column_blank_below() -> None:
    table = "<tr><td>a</td><td rowspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr>"
    assert read_page(table).tables[0].rows == (("a", "b", "c"), ("d", "", "e"))


@pytest.mark.parametrize(
    "rows",
    [
        # signatures, however many stand side by side
        (("Người lập", "Kế toán", "Thủ quỹ", "Giám đốc"), ("(Ký, họ tên)",) * 4),
        (("NGƯỜI LẬP BIỂU", "Ngày … tháng … năm 2030"), ("", "NGƯỜI ĐẠI DIỆN")),
        # the head of a form
        (("Đơn vị: ……", "Mẫu số: C01"), ("Bộ phận: ……", "Ban hành theo QĐ số: 9/2030/QĐ-BTC")),
        # a page in a frame
        (("Điều 9. Tên",), ("Lời văn trong khung.",)),
    ],
)
def test_layout_is_read_as_text(rows: Sequence[Sequence[str]]) -> None:
    html = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    source = read_page(html)
    said = [text for row in rows for text in row if text]
    assert source.tables == ()
    assert [line.text for line in source.lines[-len(said) :]] == said


def test_a_table_that_needs_a_signature_is_still_a_table() -> None:
    table = "<tr><td>Giấy tờ</td><td>Yêu cầu</td></tr><tr><td>Đơn</td><td>Có chữ ký của người nộp</td></tr>"
    assert len(read_page(table).tables) == 1


def test_pdf_cells_reach_over_rows_and_columns() -> None:
    page = PageMaker()
    # STT | Mức      |
    #     | thấp|cao |
    for x, top in ((90, 100), (150, 100), (210, 120), (270, 100)):
        page.line(x, top, x, 160)
    for y, left in ((100, 90), (120, 150), (140, 90), (160, 90)):
        page.line(left, y, 270, y)
    page.text(95, 125, "STT").text(155, 115, "Mức").text(155, 135, "thấp").text(215, 135, "cao")
    page.text(95, 155, "1").text(155, 155, "5").text(215, 155, "9")
    source = read("thử.pdf", make_pdf([page]))
    assert found(source) == [(2, (Reach(0, 0, 2, 1), Reach(0, 1, 1, 2)))]
    assert source.tables[0].rows == (("STT", "Mức", ""), ("", "thấp", "cao"), ("1", "5", "9"))


def test_a_row_that_the_page_break_cut_is_drawn_open_and_still_a_row() -> None:
    page = PageMaker()
    for x in (90, 150, 270):
        page.line(x, 100, x, 160)
    for y in (100, 120, 140):
        page.line(90, y, 270, y)
    page.text(95, 115, "STT").text(155, 115, "Tên").text(95, 135, "1").text(155, 135, "Máy")
    page.text(95, 155, "2").text(155, 155, "Xe")
    assert read("thử.pdf", make_pdf([page])).tables[0].rows == (("STT", "Tên"), ("1", "Máy"), ("2", "Xe"))


def test_a_ruled_letterhead_is_text() -> None:
    page = PageMaker().grid([90, 200, 420], [100, 140])
    page.text(100, 120, "CHÍNH PHỦ").text(210, 120, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    source = read("thử.pdf", make_pdf([page]))
    assert source.tables == ()
    assert [line.text for line in source.lines] == ["CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
