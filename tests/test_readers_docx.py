"""Words, tables, boxes, notes and parts of Word files."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableSource
from ingest.readers import read
from tests.docx_maker import REL, R, W, make_docx, p, read_docx, remarks, run, texts


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        # content controls, smart tags, links and custom XML are wrappers
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Bộ')}</w:sdtContent></w:sdt>", "Bộ"),
        (f"<w:smartTag>{run('Hà ')}<w:smartTag>{run('Nội')}</w:smartTag></w:smartTag>", "Hà Nội"),
        (f"<w:hyperlink>{run('Điều 5')}</w:hyperlink>", "Điều 5"),
        (f"<w:customXml><w:customXmlPr/>{run('Sở')}</w:customXml>", "Sở"),
        # a guide over the letters is no text
        (f"<w:r><w:ruby><w:rt>{run('đọc')}</w:rt><w:rubyBase>{run('chữ')}</w:rubyBase></w:ruby></w:r>", "chữ"),
        # one of two alternatives
        (
            f"<mc:AlternateContent><mc:Choice>{run('một')}</mc:Choice><mc:Fallback>{run('hai')}</mc:Fallback></mc:AlternateContent>",
            "một",
        ),
        ("<w:r><w:t>trách</w:t><w:softHyphen/><w:t>nhiệm</w:t></w:r>", "tráchnhiệm"),
        ("<w:r><w:t>2020</w:t><w:noBreakHyphen/><w:t>2025</w:t></w:r>", "2020-2025"),
        ("<w:r><w:t>a\n  b</w:t></w:r>", "a b"),
        ('<w:r><w:t xml:space="preserve">x </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 5</w:t></w:r>', "x ≥ 5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t> Có</w:t></w:r>', "□ Có"),
        (run("q", '<w:rFonts w:ascii="Wingdings"/>') + run(" Không"), "□ Không"),
        (run("£ a", '<w:rFonts w:ascii="Symbol"/>'), "≤ α"),
        ('<w:r><w:sym w:font="Symbol" w:char="zz"/><w:t>a</w:t></w:r>', "a"),
    ],
)
def test_words_are_read_through_what_wraps_them(inside: str, text: str) -> None:
    assert texts(f"<w:p>{inside}</w:p>") == [text]


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"<m:f><m:fPr/><m:num>{mr('a+b')}</m:num><m:den>{mr('2')}</m:den></m:f>", "(a+b)/2"),
        (f"<m:sSub><m:e>{mr('x')}</m:e><m:sub>{mr('i')}</m:sub></m:sSub>", "x_i"),
        (f"<m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('n-1')}</m:sup></m:sSup>", "x^(n-1)"),
        (f"<m:rad><m:deg/><m:e>{mr('x')}</m:e></m:rad>", "√(x)"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{mr('i=1')}</m:sub><m:sup>{mr('n')}</m:sup>"
            f"<m:e>{mr('T')}</m:e></m:nary>",
            "∑_(i=1)^n(T)",
        ),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{mr('k')}</m:e></m:d>", "[k]"),
        (
            f"<m:m><m:mr><m:e>{mr('1')}</m:e><m:e>{mr('0')}</m:e></m:mr><m:mr><m:e>{mr('0')}</m:e></m:mr></m:m>",
            "1, 0; 0",
        ),
    ],
)
def test_formulas_are_one_line(formula: str, text: str) -> None:
    assert texts(f"<w:p>{run('T = ')}<m:oMath>{formula}</m:oMath></w:p>") == [f"T = {text}"]


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
    notes = f'<w:footnotes {W}><w:footnote w:id="5">{p("Sửa theo Nghị định khác.")}</w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:t>Điều 1. Phạm vi</w:t><w:footnoteReference w:id="5"/></w:r></w:p>' + p("Câu cuối.")
    assert [line.text for line in read_docx(body, footnotes=notes).lines] == [
        "Điều 1. Phạm vi[1]",
        "Câu cuối.",
        "[1] Sửa theo Nghị định khác.",
    ]


def test_heading_styles_are_marked() -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>'
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
        xml = f"{entity}<w:document {W}><w:body>{p('&e;')}</w:body></w:document>"
        package.writestr("word/document.xml", xml)
    with pytest.raises(UnreadableSource, match="DTD"):
        read("thử.docx", out.getvalue())


def test_a_truncated_file_is_refused() -> None:
    data = make_docx(p("Điều 1. Phạm vi điều chỉnh"))
    with pytest.raises(UnreadableSource, match="cắt cụt"):
        read("thử.docx", data[: len(data) * 6 // 10])


def relationships(*targets: tuple[str, str, str]) -> str:
    """(id, kind, target) as a part of relationships."""
    found = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{t}"/>' for i, kind, t in targets)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def package(parts: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def test_merged_cells_keep_their_columns() -> None:
    span, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        row(cell(p("Loại"), down), cell(p("Mức"), span))
        + row(cell(p(""), on), cell(p("Máy")), cell(p("Lớp")))
        + row(cell(p("A")), cell(p("300")), cell(p("200")))
        + row(cell(p("chỉ cột cuối")), properties='<w:gridBefore w:val="2"/>')
    )
    assert read_docx(f"<w:tbl>{table}</w:tbl>").tables[0].rows == (
        ("Loại", "Mức", ""),
        ("", "Máy", "Lớp"),
        ("A", "300", "200"),
        ("", "", "chỉ cột cuối"),
    )


def test_a_nested_table_is_lines_of_its_cell() -> None:
    inner = f"<w:tbl>{row(cell(p('trong 1')), cell(p('trong 2')))}</w:tbl>"
    table = (
        f"<w:tbl>{row(cell(p('được ngoài') + inner + p('sau')), cell(p('b')))}{row(cell(p('a')), cell(p('b')))}</w:tbl>"
    )
    assert read_docx(table).tables[0].rows == (("được ngoài\ntrong 1 trong 2\nsau", "b"), ("a", "b"))


def test_tables_that_touch_are_two() -> None:
    one = f"<w:tbl>{row(cell(p('a')), cell(p('b')))}{row(cell(p('c')), cell(p('d')))}</w:tbl>"
    assert [line.table for line in read_docx(one + one).lines] == [0, 0, 1, 1]


def test_rows_and_cells_inside_content_controls_are_read() -> None:
    def control(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    table = (
        f"<w:tbl>{control(row(control(cell(p('a'))), cell(control(p('b')))))}{row(cell(p('c')), cell(p('d')))}</w:tbl>"
    )
    assert read_docx(table).tables[0].rows == (("a", "b"), ("c", "d"))


def test_a_signature_table_is_read_from_left_to_right() -> None:
    left = p("Nơi nhận:") + p("- Như Điều 3;") + p("- Lưu: VT.")
    right = p("KT. CHỦ TỊCH") + p("PHÓ CHỦ TỊCH") + p("Nguyễn Văn A")
    assert [(line.text, line.table) for line in read_docx(f"<w:tbl>{row(cell(left), cell(right))}</w:tbl>").lines] == [
        ("Nơi nhận:", None),
        ("- Như Điều 3;", None),
        ("- Lưu: VT.", None),
        ("KT. CHỦ TỊCH", None),
        ("PHÓ CHỦ TỊCH", None),
        ("Nguyễn Văn A", None),
    ]


def test_a_box_inside_a_cell_or_a_deletion() -> None:
    box = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>".format
    inside = f"<w:p>{box(p('hộp'))}{run('ô')}</w:p>"
    table = f"<w:tbl>{row(cell(inside), cell(p('bên')))}{row(cell(p('x')), cell(p('y')))}</w:tbl>"
    assert read_docx(table).tables[0].rows == (("hộp\nô", "bên"), ("x", "y"))
    assert texts(f"<w:p><w:del>{box(p('bị xóa'))}</w:del>{run('còn')}</w:p>") == ["còn"]


def test_notes_stand_beside_the_text() -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{p("-")}</w:footnote>'
        f'<w:footnote w:id="5">{p("Sửa theo Nghị định khác.")}{p("Có hiệu lực từ 2030.")}</w:footnote></w:footnotes>'
    )
    ends = f'<w:endnotes {W}><w:endnote w:id="5">{p("Cuối văn bản.")}</w:endnote></w:endnotes>'
    mark = "<w:r><w:{}Reference w:id='5'/></w:r>".format
    body = f"<w:p>{run('Điều 1')}{mark('footnote')}{run('. Phạm vi')}</w:p><w:p>{run('1. Một')}{mark('endnote')}</w:p>"
    assert [(line.text, line.note) for line in read_docx(body, footnotes=notes, endnotes=ends).lines] == [
        ("Điều 1[1]. Phạm vi", False),
        ("1. Một[2]", False),
        ("[1] Sửa theo Nghị định khác.", True),
        ("Có hiệu lực từ 2030.", True),
        ("[2] Cuối văn bản.", True),
    ]


def headed(header: str, body: str) -> bytes:
    heads = '<w:headerReference w:type="first" r:id="h"/><w:footerReference w:type="default" r:id="f"/>'
    section = f"<w:sectPr>{heads}</w:sectPr>"
    return package(
        {
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}{section}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(
                ("h", "header", "header1.xml"), ("f", "footer", "footer1.xml")
            ),
            "word/header1.xml": f"<w:hdr {W}>{header}</w:hdr>",
            "word/footer1.xml": f"<w:ftr {W}>{p('Trang nội bộ')}{p('12')}</w:ftr>",
        }
    )


def test_a_letterhead_in_the_head_of_the_page_is_text() -> None:
    found = read("thử.docx", headed(p("Số: 5/2030/TT-BCT"), p("THÔNG TƯ")))
    assert [line.text for line in found.lines] == ["Số: 5/2030/TT-BCT", "THÔNG TƯ"]
    assert [(d.code, d.message) for d in found.diagnostics] == [("running_head", "Trang nội bộ")]


def test_a_head_of_the_page_is_no_text_where_the_body_has_its_letterhead() -> None:
    found = read("thử.docx", headed(p("Số: 5/2030/TT-BCT, trang sau"), p("Số: 5/2030/TT-BCT") + p("THÔNG TƯ")))
    assert [line.text for line in found.lines] == ["Số: 5/2030/TT-BCT", "THÔNG TƯ"]
    assert [d.message for d in found.diagnostics] == ["Số: 5/2030/TT-BCT, trang sau", "Trang nội bộ"]


def test_the_main_part_is_the_one_the_package_names() -> None:
    strict = W.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    data = package(
        {
            "_rels/.rels": relationships(("a", "officeDocument", "word/document2.xml")),
            "word/document2.xml": f"<w:document {strict}><w:body>{p('Điều 1. Phạm vi')}</w:body></w:document>",
        }
    )
    assert [line.text for line in read("thử.docx", data).lines] == ["Điều 1. Phạm vi"]


@pytest.mark.parametrize(
    ("data", "lines", "codes"),
    [
        (b"2. Hai", ["2. Hai"], []),
        (make_docx(p("2. Hai")), ["2. Hai"], []),
        (b"%PDF-1.7 x", [], ["unread_part"]),
    ],
)
def test_a_file_inside_the_file_is_taken_in(data: bytes, lines: list[str], codes: list[str]) -> None:
    body = p("1. Một") + '<w:altChunk r:id="c"/>' + p("3. Ba")
    found = read(
        "thử.docx",
        package(
            {
                "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
                "word/_rels/document.xml.rels": relationships(("c", "aFChunk", "/word/chunk.bin")),
                "word/chunk.bin": data,
            }
        ),
    )
    assert [line.text for line in found.lines] == ["1. Một", *lines, "3. Ba"]
    assert [d.code for d in found.diagnostics] == codes


_A4_PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="7560000" cy="10692000"/></wp:inline></w:drawing></w:r>'
)


def test_pictures_of_pages_are_noticed() -> None:
    logo = _A4_PICTURE.replace("7560000", "900000").replace("10692000", "900000")
    assert remarks(p("Phụ lục") + f"<w:p>{_A4_PICTURE}{logo}</w:p>") == [
        ("page_pictures", "Tệp có 1 ảnh cỡ trang giấy; chữ trong ảnh chưa được đọc")
    ]
    with pytest.raises(UnreadableSource, match="quét"):
        read_docx(f"<w:p>{_A4_PICTURE}</w:p>")


def test_letters_of_an_old_font_are_decoded() -> None:
    old = run("NghÞ ®Þnh vÒ khuyÕn c«ng cña ChÝnh phñ", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>')
    found = read_docx(f"<w:p>{old}</w:p>" + p("Điều 1. Chữ Unicode đứng cạnh"))
    assert [line.text for line in found.lines] == [
        "Nghị định về khuyến công của Chính phủ",
        "Điều 1. Chữ Unicode đứng cạnh",
    ]
    assert [d.code for d in found.diagnostics] == ["legacy_encoding"]


def test_parts_nested_without_bounds_are_refused() -> None:
    deep = "<w:smartTag>" * 1500 + run("a") + "</w:smartTag>" * 1500
    with pytest.raises(UnreadableSource, match="lồng nhau quá sâu"):
        read_docx(f"<w:p>{deep}</w:p>")


def test_a_few_words_in_a_font_of_their_own_are_not_decoded() -> None:
    # "ngoài" and "toàn" hold the letters that VNI writes for "ồ"
    own = run("ngoài hoàn toàn, ngoài hoàn toàn", '<w:rFonts w:ascii="Arial"/>')
    assert texts(p("Điều 1. Được hưởng") + f"<w:p>{own}</w:p>")[1] == "ngoài hoàn toàn, ngoài hoàn toàn"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    # F14: the directory says 100 bytes, the stream goes on
    data = bytearray(make_docx(p("Điều 1.") + " " * 2**20))
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableSource, match="không giải nén được"):
        read("bom.docx", bytes(data))


def test_a_zip_of_a_version_to_come_is_refused() -> None:
    # zipfile raises NotImplementedError, which a flipped byte is enough for
    data = bytearray(make_docx(p("Điều 1.")))
    data[data.index(b"PK\x01\x02") + 6] = 200
    with pytest.raises(UnreadableSource, match="cắt cụt"):
        read("lạ.docx", bytes(data))


_TAGS = (
    *("p", "r", "t", "tbl", "tr", "tc", "tcPr", "trPr", "pPr", "rPr", "numPr", "numId", "ilvl", "pStyle", "vMerge"),
    *("gridSpan", "ins", "del", "moveFrom", "sdt", "sdtContent", "fldChar", "instrText", "sym", "footnoteReference"),
    *("br", "hyperlink", "altChunk", "pict", "txbxContent", "vanish", "docPartGallery"),
)
_VALUES = ("1", "-1", "9" * 11, "x", "", "begin", "separate", "end", "²", "zz")


def element(tag: str, value: str, inside: str) -> str:
    return f'<w:{tag} w:val="{value}" w:id="{value}" w:char="{value}" w:fldCharType="{value}">{inside}</w:{tag}>'


_SOUP = st.recursive(
    st.sampled_from(["<w:r><w:t>Điều 1. A</w:t></w:r>", p("1. b"), ""]),
    lambda inner: st.builds(
        element, st.sampled_from(_TAGS), st.sampled_from(_VALUES), st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=12,
)


@given(st.lists(_SOUP, max_size=4).map("".join))
def test_any_soup_of_tags_is_read(body: str) -> None:
    assert texts(p("đầu") + body + p("cuối"))[0] == "đầu"
