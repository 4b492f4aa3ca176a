import pytest

from corpus.errors import UnreadableSource
from ingest.readers import ocr, read
from tests.pdf_maker import PageMaker, make_pdf, right_edge


def texts(*pages: PageMaker) -> list[str]:
    return [line.text for line in read("thử.pdf", make_pdf(list(pages))).lines]


def test_lines_carry_page_and_place_from_the_top_left() -> None:
    source = read(
        "thử.pdf", make_pdf([PageMaker().text(90, 100, "Điều 1. Phạm vi"), PageMaker().text(90, 200, "Điều 2.")])
    )
    assert [(line.text, line.page) for line in source.lines] == [("Điều 1. Phạm vi", 1), ("Điều 2.", 2)]
    assert source.pages == 2
    left, top, right, bottom = source.lines[1].bbox or (0, 0, 0, 0)
    assert left == pytest.approx(90, abs=2)
    assert right == pytest.approx(90 + 7 * 5, abs=6)
    assert 185 < top < bottom < 205


def test_fake_bold_counts_once() -> None:
    # F2, F3: the same words drawn again 0.3 points to the right
    page = PageMaker().text(90, 100, "Điều 11. Mười").text(90.3, 100, "Điều 11. Mười").text(90, 130, "Câu sau.")
    assert texts(page) == ["Điều 11. Mười", "Câu sau."]


def test_a_header_of_two_columns_is_read_left_then_right() -> None:
    page = (
        PageMaker()
        .text(90, 60, "CHÍNH PHỦ")
        .text(300, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .text(90, 80, "Số: 1/2030/NĐ-CP")
        .text(330, 80, "Độc lập - Tự do - Hạnh phúc")
        .text(250, 120, "NGHỊ ĐỊNH")
    )
    assert texts(page) == [
        "CHÍNH PHỦ",
        "Số: 1/2030/NĐ-CP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "NGHỊ ĐỊNH",
    ]


def test_what_is_drawn_last_but_stands_first_is_read_first() -> None:
    page = PageMaker().text(90, 200, "Điều 1.").text(90, 220, "Điều 2.").text(90, 60, "CHÍNH PHỦ")
    assert texts(page) == ["CHÍNH PHỦ", "Điều 1.", "Điều 2."]


def test_a_ruled_table_gives_rows_of_cells() -> None:
    page = PageMaker().text(90, 80, "Biểu phí").grid([90, 200, 320], [100, 130, 160])
    page.text(100, 120, "Loại xe").text(210, 120, "Mức phí").text(100, 150, "Xe con").text(210, 150, "50 000")
    page.text(90, 200, "Ghi chú.")
    source = read("thử.pdf", make_pdf([page]))
    assert [table.rows for table in source.tables] == [(("Loại xe", "Mức phí"), ("Xe con", "50 000"))]
    assert [(line.text, line.table) for line in source.lines] == [
        ("Biểu phí", None),
        ("Loại xe\tMức phí", 0),
        ("Xe con\t50 000", 0),
        ("Ghi chú.", None),
    ]


def test_shading_behind_words_is_no_table() -> None:
    # white boxes behind runs of text, as Word prints highlighted words
    page = PageMaker()
    for row in range(4):
        for column in range(3):
            page.shading(90 + 60 * column, 100 + 20 * row, 150 + 60 * column, 120 + 20 * row)
        page.text(92, 115 + 20 * row, f"Câu số {row} chạy qua các ô")
    assert read("thử.pdf", make_pdf([page])).tables == ()


def test_a_scan_says_its_share_of_text_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    # a running head is no body: the image under it is the document
    monkeypatch.setattr(ocr, "languages", frozenset)
    head = "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030"
    page = PageMaker().text(200, 40, head).picture(80, 80, 500, 760)
    with pytest.raises(UnreadableSource, match=r"Bản quét: chỉ 0/2 trang \(0 %\)"):
        read("thử.pdf", make_pdf([page, page]))


def test_a_picture_page_among_text_pages_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", frozenset)
    pages = [
        PageMaker().text(90, 100, "Điều 1. Phạm vi"),
        PageMaker().text(90, 100, "Điều 2."),
        PageMaker().picture(0, 0, 595, 842),
    ]
    source = read("thử.pdf", make_pdf(pages))
    assert [(d.code, d.message) for d in source.diagnostics] == [
        ("image_pages", "1/3 trang là ảnh, chưa đọc được chữ: trang 3")
    ]


def test_a_truncated_file_is_refused() -> None:
    # F7
    data = make_pdf([PageMaker().text(90, 100, "Điều 1. Phạm vi")])
    with pytest.raises(UnreadableSource, match="cắt cụt"):
        read("thử.pdf", data[: len(data) * 6 // 10])


def test_text_in_old_fonts_is_read() -> None:
    # F23, F24; pdfium gives ư as the minus that .VnTime's code has elsewhere, or as a hyphen where a line ends
    body = "NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh, nghÜa vô cña doanh nghiÖp n−íc ngoµi, ®Çu t\xad"
    page = PageMaker().text(60, 60, "QUYÕT §ÞNH", font="VnTimeHBold").text(60, 100, body, font="ABCDEF+.VnTime")
    source = read("thử.pdf", make_pdf([page]))
    assert [line.text for line in source.lines] == [
        "QUYẾT ĐỊNH",
        "Nghị định của Chính phủ về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp nước ngoài, đầu tư",
    ]
    assert [d.message.split(":")[0] for d in source.diagnostics] == ["Giải mã TCVN3 sang Unicode"]


def test_an_annex_in_old_fonts_follows_unicode() -> None:
    new = "Nghị định của Chính phủ về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp và hộ gia đình"
    old = "NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh, nghÜa vô cña doanh nghiÖp vµ hé gia ®×nh"
    first = PageMaker()
    for row in range(12):
        first.text(60, 60 + 20 * row, new)
    source = read("thử.pdf", make_pdf([first, PageMaker().text(60, 60, old, font=".VnTime")]))
    assert [line.text for line in source.lines] == [new] * 13


def test_a_vni_letter_and_its_mark_are_one_letter_with_one_box() -> None:
    # F24
    text = "Nghò ñònh soá 13/2023/NÑ-CP cuûa Chính phuû veà ñaêng kyù kinh doanh, nghóa vuï cuûa doanh nghieäp"
    source = read("thử.pdf", make_pdf([PageMaker().text(60, 100, text)]))
    (line,) = source.lines
    assert line.text == "Nghị định số 13/2023/NĐ-CP của Chính phủ về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp"
    assert line.bbox is not None
    assert line.bbox[2] == pytest.approx(right_edge(60, text), abs=3)


def test_an_unterminated_inline_image_ends() -> None:
    # F8: a content stream with BI and no EI
    page = PageMaker().text(90, 100, "Điều 1. Phạm vi").raw("BI /W 9 /H 9 /CS /G /BPC 8 ID \x01\x02")
    assert texts(page) == ["Điều 1. Phạm vi"]


def test_a_small_digit_above_the_line_is_raised_and_joins_it() -> None:
    page = (
        PageMaker()
        .text(90, 100, "Điều 24. Tên", size=14)
        .text(90 + 12 * 7, 95, "8", size=9)
        .text(90, 130, "2 ha", size=14)
        .text(90, 160, "ghi chú", size=9)
    )
    source = read("thử.pdf", make_pdf([page]))
    assert [line.text for line in source.lines] == ["Điều 24. Tên⁸", "2 ha", "ghi chú"]
    assert (source.lines[2].size or 0) < 0.7 * (source.lines[1].size or 0)


def test_letters_drawn_apart_are_one_word() -> None:
    # F1: base and accented letters as runs of their own
    page = PageMaker()
    x = 90.0
    for part in ("ĐI", "Ề", "U KHO", "Ả", "N 5"):
        page.text(x, 100, part)
        x = right_edge(x, part)
    assert texts(page) == ["ĐIỀU KHOẢN 5"]


def test_words_without_a_drawn_space_are_parted() -> None:
    # F6: no space glyph; the words stand apart by place alone
    page = PageMaker().text(90, 100, "Phạm").text(90 + 25, 100, "vi").text(90 + 40, 100, "điều")
    assert texts(page) == ["Phạm vi điều"]
