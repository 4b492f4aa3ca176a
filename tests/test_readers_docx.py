import zipfile
from io import BytesIO

import pytest

from corpus.errors import UnreadableSource
from ingest.readers import read
from ingest.readers.numbering import printed
from ingest.source_text import SourceText

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def make_docx(body: str, **parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {_W} {_MC}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def read_docx(body: str, **parts: str) -> SourceText:
    return read("thử.docx", make_docx(body, **parts))


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, level: int, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, kind: str, form: str) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{form}"/></w:lvl>'


_NUMBERING = (
    f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "Chương %1")
    + level(1, "decimal", "Điều %2.")
    + level(2, "decimal", "%3.")
    + level(3, "lowerLetter", "%4)")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    + '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
)


def test_automatic_numbers_are_printed() -> None:
    # F10
    body = (
        numbered("QUY ĐỊNH CHUNG", 0)
        + numbered("Phạm vi", 1)
        + numbered("Khoản đầu", 2)
        + numbered("Điểm đầu", 3)
        + numbered("Điểm sau", 3)
        + numbered("Khoản sau", 2)
        + numbered("Đối tượng", 1)
        + numbered("Lại khoản đầu", 2)
        + numbered("Đánh lại", 1, num=2)
    )
    assert [line.text for line in read_docx(body, numbering=_NUMBERING).lines] == [
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi",
        "1. Khoản đầu",
        "a) Điểm đầu",
        "b) Điểm sau",
        "2. Khoản sau",
        "Điều 2. Đối tượng",
        "1. Lại khoản đầu",
        "Điều 9. Đánh lại",
    ]


@pytest.mark.parametrize(
    ("count", "kind", "text"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (27, "lowerLetter", "aa"),
        (3, "decimalZero", "03"),
        (3, "none", ""),
    ],
)
def test_number_kinds(count: int, kind: str, text: str) -> None:
    assert printed(count, kind) == text


def test_insertions_stay_and_deletions_go() -> None:
    # F11
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Cơ sở </w:t></w:r>"
        "<w:ins><w:r><w:t xml:space='preserve'>không </w:t></w:r></w:ins>"
        "<w:r><w:t>được hỗ trợ</w:t></w:r><w:del><w:r><w:delText> hai lần</w:delText></w:r></w:del></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>2. Khoản bị xóa.</w:delText></w:r></w:del></w:p>"
        "<w:p><w:r><w:t>3. Khoản còn lại.</w:t></w:r></w:p>"
    )
    assert [line.text for line in read_docx(body).lines] == ["Cơ sở không được hỗ trợ", "3. Khoản còn lại."]


def test_a_text_box_is_read_once_and_first() -> None:
    # F12: số hiệu inside a box that Word writes twice
    box = f"<w:txbxContent>{p('Số: 1/2030/TT-BCT')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>THÔNG TƯ</w:t></w:r></w:p>"
    )
    assert [line.text for line in read_docx(body).lines] == ["Số: 1/2030/TT-BCT", "THÔNG TƯ"]


def test_breaks_split_lines_and_tabs_are_blanks() -> None:
    body = "<w:p><w:r><w:t>NGHỊ ĐỊNH</w:t><w:br/><w:t>Về</w:t><w:tab/><w:t>văn thư</w:t></w:r></w:p>"
    assert [line.text for line in read_docx(body).lines] == ["NGHỊ ĐỊNH", "Về văn thư"]


def test_tables_are_rows_and_a_letterhead_is_lines() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    source = read_docx(
        table(("CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        + p("Điều 1.")
        + table(("Loại", "Mức"), ("Máy", "300 triệu"))
    )
    assert [(line.text, line.table) for line in source.lines] == [
        ("CHÍNH PHỦ", None),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", None),
        ("Điều 1.", None),
        ("Loại\tMức", 0),
        ("Máy\t300 triệu", 0),
    ]
    assert source.tables[0].rows == (("Loại", "Mức"), ("Máy", "300 triệu"))


def test_footnotes_stand_at_the_end() -> None:
    notes = f'<w:footnotes {_W}><w:footnote w:id="5">{p("Sửa theo Nghị định khác.")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>Điều 1. Phạm vi</w:t><w:footnoteReference w:id="5"/></w:r></w:p>' + p("Câu cuối.")
    assert [line.text for line in read_docx(body, footnotes=notes).lines] == [
        "Điều 1. Phạm vi[1]",
        "Câu cuối.",
        "[1] Sửa theo Nghị định khác.",
    ]


def test_heading_styles_are_marked() -> None:
    styles = (
        f'<w:styles {_W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>'
    )
    source = read_docx(p("Chương I", '<w:pStyle w:val="H1"/>') + p("Nội dung"), styles=styles)
    assert [line.heading for line in source.lines] == [True, False]


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    # F14: 80 MB of blanks in a file of 80 KB
    data = make_docx(p("Điều 1.") + " " * (80 * 2**20))
    assert len(data) < 200_000
    with pytest.raises(UnreadableSource, match="bung ra quá lớn"):
        read("bom.docx", data)


def test_entities_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        xml = f"{entity}<w:document {_W}><w:body>{p('&e;')}</w:body></w:document>"
        package.writestr("word/document.xml", xml)
    with pytest.raises(UnreadableSource, match="DTD"):
        read("thử.docx", out.getvalue())


def test_a_truncated_file_is_refused() -> None:
    data = make_docx(p("Điều 1. Phạm vi điều chỉnh"))
    with pytest.raises(UnreadableSource, match="cắt cụt"):
        read("thử.docx", data[: len(data) * 6 // 10])
