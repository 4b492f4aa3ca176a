"""Lines become a tree: own headings by sequence, quoted ones as content, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.locator import Unit
from ingest.headings import FORMS, PHU_LUC, ROMAN_MUC, Form, match, openings
from ingest.quotation import quoted_lines
from ingest.sequence import chain
from ingest.source_text import Line
from ingest.structure import Rules, parse


def lines(text: str) -> list[Line]:
    return [Line(row) for row in text.strip().split("\n")]


def places(text: str, rules: Rules = Rules()) -> list[str]:
    return [str(node.locator) for node in parse(lines(text), rules).nodes if node.locator.steps]


@pytest.mark.parametrize(
    ("form", "line", "number"),
    [(form, line, number) for form in (*FORMS, PHU_LUC, ROMAN_MUC) for line, number in form.examples],
)
def test_every_form_reads_its_examples(form: Form, line: str, number: str) -> None:
    opening = match(form, line, 0)
    assert opening is not None
    assert opening.number == number


@pytest.mark.parametrize(
    "line",
    [
        # a reference that a line break brought to the start of a line
        "Điều 12, khoản 4 Điều 17 và Điều 20 của Luật này",
        "Điều 23 của Luật Căn cước quy định",
        "Điều kiện hỗ trợ",
        "Phụ lục kèm theo Nghị định này;",
        "Chương trình khuyến công quốc gia",
        "Mục tiêu của đề án",
        "Phần mềm quản lý",
        "MỤC LỤC",
        "Phần hai của Đề án",
        "Phần I Của cải",
    ],
)
def test_no_form_takes_a_sentence_for_a_heading(line: str) -> None:
    assert [form.unit for form in (*FORMS, PHU_LUC) if match(form, line, 0)] == []


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [
        # an amending text quotes Điều 35a and a whole chapter 69-71 without marks
        ("1 2 3 35a 69 70 71 4 5 6", "1 2 3 4 5 6"),
        # đ follows d; there is no f
        ("a b c d đ e g h", "a b c d đ e g h"),
        # a year at the start of a line
        ("1 2 2018 3 4", "1 2 3 4"),
        # the second part of a law cut over two issues
        ("24 25 26", "24 25 26"),
        ("5 5a 5b 6", "5 5a 5b 6"),
        # a number missing in the source is kept as printed
        ("1 2 5 6 7", "1 2 5 6 7"),
        ("I II III IV V", "I II III IV V"),
    ],
)
def test_chain_keeps_the_own_numbers(numbers: str, kept: str) -> None:
    printed = numbers.split()
    assert [printed[i] for i in chain(printed, [1.0] * len(printed))] == kept.split()


def test_a_decree_with_chapters_and_points() -> None:
    text = """
CHÍNH PHỦ
Số: 1/2030/NĐ-CP
NGHỊ ĐỊNH
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi
1. Khoản một:
a) điểm a;
b) điểm b;
đ) điểm không nối tiếp;
2. Khoản hai.
Chương II
QUY ĐỊNH CỤ THỂ
Mục 1. VỀ TIỀN
Điều 2. Hiệu lực
Nghị định này có hiệu lực từ ngày ký.
Nơi nhận:
TM. CHÍNH PHỦ"""
    assert places(text) == [
        "chuong-I",
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-1/diem-a",
        "dieu-1/khoan-1/diem-b",
        "dieu-1/khoan-2",
        "chuong-II",
        "chuong-II/muc-1",
        "dieu-2",
    ]
    tree = parse(lines(text))
    assert tree.nodes[0].runs == ((0, 3), (16, 18))
    assert [node.heading for node in tree.nodes if node.unit == "chuong"] == ["QUY ĐỊNH CHUNG", "QUY ĐỊNH CỤ THỂ"]


@pytest.mark.parametrize(
    "heading",
    [
        "Chương II\nQUY ĐỊNH KHÁC",
        # stray words before the title: the number goes on, and the line above ended a sentence
        "Chương II\nthủ tướngQUY ĐỊNH KHÁC",
    ],
)
def test_a_chapter_heading_ends_the_dieu_above(heading: str) -> None:
    tree = parse(lines(f"Chương I\nCHUNG\nĐiều 1. Một\n1. Hết.\n{heading}\nĐiều 2. Hai"))
    assert [str(node.locator) for node in tree.nodes[1:]] == [
        "chuong-I",
        "dieu-1",
        "dieu-1/khoan-1",
        "chuong-II",
        "dieu-2",
    ]


def test_a_reference_to_a_chapter_at_the_start_of_a_line_heads_nothing() -> None:
    text = "Chương I\nCHUNG\nĐiều 1. Một\n1. Hồ sơ theo quy định tại\nChương II\ncủa Luật này."
    assert places(text) == ["chuong-I", "dieu-1", "dieu-1/khoan-1"]


def test_a_ruled_line_belongs_to_the_closing() -> None:
    tree = parse(lines("Điều 1. Một\nHiệu lực từ ngày ký.\n_______\nLuật này được Quốc hội thông qua."))
    assert tree.nodes[0].runs == ((2, 4),)


def test_quoted_articles_are_content() -> None:
    text = """
Điều 1. Sửa đổi, bổ sung một số điều
1. Sửa đổi Điều 5 như sau:
“Điều 5. Tên mới
1. Một;
2. Hai.”.
2. Bổ sung Điều 5a vào sau Điều 5 như sau:
"Điều 5a. Tên khác
1. Ba."
3. Bãi bỏ Điều 6.
Điều 2. Hiệu lực"""
    assert places(text) == ["dieu-1", "dieu-1/khoan-1", "dieu-1/khoan-2", "dieu-1/khoan-3", "dieu-2"]


def test_quotation_that_never_closes_holds_one_line() -> None:
    assert quoted_lines(["“Điều 1. Một", "hai", "Điều 2. Ba"]) == [True, False, False]


def test_quotation_with_an_inner_quotation() -> None:
    rows = ["“Điều 1. Thay cụm từ “cũ” bằng “mới”", "2. Hai”;", "3. Ba"]
    assert quoted_lines(rows) == [True, True, False]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        # the closing mark is missing: the text's own words bring in the next quotation
        ("1. Sửa Điều 4 như sau:|“Điều 4. A|1. Một|Điều 2. Sửa đổi khoản 1 Điều 5 như sau:|“1. Hai.”.|3. Ba", " QQ Q "),
        # two amending places stand above the next quotation
        ("“Điều 4. A|Điều 2. Sửa đổi Điều 7:|a) Sửa đổi khoản 1 như sau:|“1. Hai.”", "Q  Q"),
        # the last quotation never closes: it ends before the next amending place
        ("“2. Một|a) hai;|3. Bãi bỏ Điều 6.|4. Khác", "QQ  "),
        # each paragraph of one quotation opens with a mark
        ("“Điều 4. A|“1. Một:|“a) Hai.”|2. Ba", "QQQ "),
    ],
)
def test_quotations_that_lost_a_mark(text: str, quoted: str) -> None:
    assert quoted_lines(text.split("|")) == [mark == "Q" for mark in quoted]


def test_quoted_places_without_marks_are_content() -> None:
    text = """
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 1/2029/NĐ-CP
1. Bổ sung Điều 35a vào sau Điều 35 như sau:
“Điều 35a. Tên
1. Một.”
Điều 35b. Tên không có dấu mở
1. Hai;
2. Ba.
2. Sửa đổi, bổ sung Chương IV như sau:
Chương IV
VỀ TIỀN
Điều 69. Tên
1. Bốn.
3. Bãi bỏ Điều 71.
Điều 2. Hiệu lực
1. Nghị định này có hiệu lực từ ngày ký.
2. Nghị định khác hết hiệu lực."""
    assert places(text) == [
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
        "dieu-1/khoan-3",
        "dieu-2",
        "dieu-2/khoan-1",
        "dieu-2/khoan-2",
    ]


def test_attached_regulation_and_annexes_have_their_own_count() -> None:
    text = """
QUYẾT ĐỊNH
Điều 1. Ban hành Quy chế
Điều 2. Hiệu lực
Nơi nhận:
QUY CHẾ
Quản lý kinh phí
(Ban hành kèm theo Quyết định số 1/2030/QĐ-UBND)
Điều 1. Phạm vi
Điều 2. Nguyên tắc
1. Đúng mục đích.
PHỤ LỤC I
DANH MỤC MẪU
Điều 1. Điều của hợp đồng mẫu
PHỤ LỤC II"""
    assert places(text) == [
        "dieu-1",
        "dieu-2",
        "dinh_kem-1",
        "dinh_kem-1/dieu-1",
        "dinh_kem-1/dieu-2",
        "dinh_kem-1/dieu-2/khoan-1",
        "phu_luc-I",
        "phu_luc-II",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # old spelling, small letters (they were capitals of the font), "Ban hành theo"
        (
            "Điều 1. A|Điều 2. B|KT.Bộ trưởng|Nguyễn Văn A|qui chế|quản lý|(Ban hành theo Quyết định số 1/QĐ-BTC)|"
            "Điều 1. C|Điều 2. D|Điều 3. E",
            "dieu-1 dieu-2 dinh_kem-1 dinh_kem-1/dieu-1 dinh_kem-1/dieu-2 dinh_kem-1/dieu-3",
        ),
        # a kind of text that no list has: the count begins anew below "(Kèm theo …)"
        (
            "Điều 1. A|Điều 2. B|Nơi nhận:|THỂ LỆ|BÌNH CHỌN|(Kèm theo Quyết định số 1/QĐ-UBND)|Điều 1. C|Điều 2. D",
            "dieu-1 dieu-2 dinh_kem-1 dinh_kem-1/dieu-1 dinh_kem-1/dieu-2",
        ),
        # a title after the signature, without "(Kèm theo …)"
        (
            "Điều 1. A|Điều 2. B|TM. CHÍNH PHỦ|ĐIỀU LỆ|Hội X|Điều 1. C|Điều 2. D|Điều 3. E",
            "dieu-1 dieu-2 dinh_kem-1 dinh_kem-1/dieu-1 dinh_kem-1/dieu-2 dinh_kem-1/dieu-3",
        ),
        # a model contract after the signature is no attached text, though it has more Điều than the document
        (
            "Điều 1. A|Điều 2. B|Nơi nhận:|Mẫu số 01|HỢP ĐỒNG|Điều 1. C|Điều 2. D|Điều 3. E|Điều 4. F",
            "dieu-1 dieu-2",
        ),
        # nor is one in an annex, whose Điều 3 would go on counting
        ("Điều 1. A|Điều 2. B|PHỤ LỤC|HỢP ĐỒNG|Điều 1. C|Điều 2. D|Điều 3. E", "dieu-1 dieu-2 phu_luc-1"),
        # a title word above an annex names the annex
        (
            "Điều 1. A|Điều 2. B|PHỤ LỤC I|KẾ HOẠCH QUẢN LÝ|(Kèm theo Thông tư số 1/2030/TT-BCT)|Điều 1. C",
            "dieu-1 dieu-2 phu_luc-I",
        ),
        # an annex alone in its file, with parts of its own
        (
            "Phụ lục I|THỂ THỨC|I. MỘT|1. Một|II. HAI",
            "phu_luc-I phu_luc-I/muc-I phu_luc-I/muc-I/khoan-1 phu_luc-I/muc-II",
        ),
        # a word of a heading misprinted; the numbers around it prove it
        ("Điều 7. A|Điểu 8: B|Điều 9. C|Diều 10. D|Điều 11. E", "dieu-7 dieu-8 dieu-9 dieu-10 dieu-11"),
    ],
)
def test_what_belongs_to_which_count(text: str, expected: str) -> None:
    assert places(text.replace("|", "\n")) == expected.split()


def test_a_misprinted_heading_is_said() -> None:
    tree = parse(lines("Điều 1. A\nĐiểu 2: B\nĐiều 3. C"))
    assert [(d.code, d.line) for d in tree.diagnostics] == [("misprinted_heading", 2)]


def test_directive_without_dieu_is_read_by_its_own_numbers() -> None:
    text = """
CHỈ THỊ
Về việc đẩy mạnh
I. MỤC TIÊU
1. Một
2. Hai
II. NHIỆM VỤ
1. Ba
a) Bốn
b) Năm"""
    assert places(text) == [
        "muc-I",
        "muc-I/khoan-1",
        "muc-I/khoan-2",
        "muc-II",
        "muc-II/khoan-1",
        "muc-II/khoan-1/diem-a",
        "muc-II/khoan-1/diem-b",
    ]


def test_wrong_numbering_is_kept_with_a_remark() -> None:
    tree = parse(lines("Điều 1. A\nĐiều 2. B\nĐiều 4. C\nĐiều 5. D"))
    assert [node.number for node in tree.nodes[1:]] == ["1", "2", "4", "5"]
    assert [(d.code, d.line) for d in tree.diagnostics] == [("dieu_gap", 3)]


def test_an_open_heading_printed_again_is_no_second_place() -> None:
    text = """
PHẦN THỨ HAI
CÁC QUY ĐỊNH CỤ THỂ
Mục 3
VỀ TIỀN
Điều 7. A
Phần thứ hai
CÁC QUY ĐỊNH CỤ THỂ
Mục 3
Về tiền
Điều 8. B"""
    assert places(text) == ["phan-II", "phan-II/muc-3", "dieu-7", "dieu-8"]
    tree = parse(lines(text))
    assert tree.nodes[0].runs == ((5, 7), (7, 9))
    assert [(d.code, d.line) for d in tree.diagnostics] == [("repeated_heading", 6), ("repeated_heading", 8)]


def test_a_number_printed_twice_over_another_title_is_kept_with_a_remark() -> None:
    tree = parse(lines("Chương II\nMỘT\nĐiều 1. A\nChương II\nHAI\nĐiều 2. B"))
    assert [str(node.locator) for node in tree.nodes[1:]] == ["chuong-II", "dieu-1", "chuong-II~2", "dieu-2"]
    assert [d.code for d in tree.diagnostics] == ["repeated_number"]


def test_codified_rows_trust_marked_headings_only() -> None:
    rows = [
        Line("Điều 5. Một", heading=True),
        Line("1. Theo:"),
        Line("Điều 7. Trích"),
        Line("Điều 9. Hai", heading=True),
    ]
    tree = parse(rows, Rules(marked_only=True))
    assert [str(node.locator) for node in tree.nodes[1:]] == ["dieu-5", "dieu-5/khoan-1", "dieu-9"]


def test_summary_keeps_gaps_and_numbered_notes() -> None:
    text = """
THÔNG TƯ 1/2030/TT-BTC
Ghi chú 1. Điều khoản chưa rõ.
Điều 3. Nguồn
Điều 8. Mức chi
2. Hai
14. Mười bốn
Ghi chú 1. Một
Ghi chú 2. Hai
Điều 9. Khác
Ghi chú 1. Ba"""
    assert places(text, Rules(gaps=True)) == [
        "ghi_chu-1",
        "dieu-3",
        "dieu-8",
        "dieu-8/khoan-2",
        "dieu-8/khoan-14",
        "dieu-8/ghi_chu-1",
        "dieu-8/ghi_chu-2",
        "dieu-9",
        "dieu-9/ghi_chu-1",
    ]


SOUP = st.sampled_from(
    [
        "Điều 1. A",
        "Điều 2. B",
        "Điều 12a",
        "“Điều 3. C",
        "”.",
        "1. x",
        "2. y",
        "a) z",
        "đ) t",
        "Chương I",
        "CHƯƠNG II. K",
        "Mục 1",
        "PHỤ LỤC",
        "PHỤ LỤC II",
        "QUY CHẾ",
        "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
        "Nơi nhận:",
        "I. MỘT",
        "II. HAI",
        "Ghi chú 1. n",
        "PHẦN THỨ NHẤT",
        "",
        "chữ thường",
        '"',
    ]
)


@given(st.lists(SOUP, max_size=40), st.booleans())
def test_any_soup_is_accepted_and_every_line_has_one_owner(rows: list[str], gaps: bool) -> None:
    tree = parse([Line(row) for row in rows], Rules(gaps=gaps))
    owned = sorted(i for node in tree.nodes for start, end in node.runs for i in range(start, end))
    assert owned == list(range(len(rows)))
    addresses = [node.locator for node in tree.nodes]
    assert len(set(addresses)) == len(addresses)


@given(st.lists(st.text(max_size=30).map(lambda t: t.replace("\n", " ")), max_size=20))
def test_any_text_is_accepted(rows: list[str]) -> None:
    tree = parse([Line(row) for row in rows])
    assert sorted(i for node in tree.nodes for a, b in node.runs for i in range(a, b)) == list(range(len(rows)))


def test_a_unit_without_a_form_of_heading_opens_nothing() -> None:
    """A quoted annex that was replaced whole ended the reader."""
    assert openings("PHỤ LỤC I", 0, (Unit.PHU_LUC,)) == []
