"""Notes at the foot of pages and at the end of files: beside the text, at the place that bears their mark."""

import pytest

from ingest.assemble import holding
from ingest.footnotes import part_end, part_pages, placed
from ingest.layout import clean
from ingest.source_text import Footnote, Line, SourceText

_TEXT, _SMALL = 15.5, 13.3


def page(number: int, *rows: tuple[str, float]) -> list[Line]:
    return [
        Line(text, number, (85, 100 + 20 * at, 500, 112 + 20 * at), size=size) for at, (text, size) in enumerate(rows)
    ]


def test_small_lines_at_the_foot_are_notes_and_go_on_over_the_page() -> None:
    pages = [
        *page(
            1,
            ("Điều 1. Phạm vi¹ theo các quy định của pháp luật có liên quan", _TEXT),
            ("Nội dung của điều, dài bằng cả một dòng của trang in thông thường.", _TEXT),
            ("Nơi nhận:", _SMALL),
            ("¹ Điều này được sửa đổi theo Thông tư khác, như sau:", _SMALL),
        ),
        *page(2, ("Điều 2. Hiệu lực", _TEXT), ("“Điều 44. Khác", _SMALL), ("1. Một.”", _SMALL)),
        *page(3, ("Điều 3. Hết", _TEXT), ("chữ nhỏ không có số của một mẫu đơn", _SMALL)),
        *page(4, ("Điều 4. Thêm", _TEXT), ("2Khoản này được bãi bỏ.", _SMALL), ("³ Khoản khác.", _SMALL)),
    ]
    text, notes = part_pages(pages)
    assert [line.text[:8] for line in text] == [
        "Điều 1. ",
        "Nội dung",
        "Nơi nhận",
        "Điều 2. ",
        "Điều 3. ",
        "chữ nhỏ ",
        "Điều 4. ",
    ]
    assert [(note.number, [line.text for line in note.lines]) for note in notes] == [
        ("1", ["Điều này được sửa đổi theo Thông tư khác, như sau:", "“Điều 44. Khác", "1. Một.”"]),
        ("2", ["Khoản này được bãi bỏ."]),
        ("3", ["Khoản khác."]),
    ]


def test_a_note_that_ended_goes_on_below_an_empty_space() -> None:
    first = page(1, ("Căn cứ Hiến pháp; chữ của văn bản dài hơn chữ của chú thích¹", _TEXT), ("¹ Luật A.", _SMALL))
    second = page(2, ("Chương I", _TEXT))
    apart = Line("Luật B có căn cứ như sau.", 2, (85, 200, 500, 212), size=_SMALL)
    text, notes = part_pages([*first, *second, apart])
    assert [line.text for line in text] == [first[0].text, "Chương I"]
    assert [line.text for line in notes[0].lines] == ["Luật A.", "Luật B có căn cứ như sau."]


def test_lines_of_unknown_size_are_text() -> None:
    recognised = [Line("Điều 1. A", 1, (85, 100, 500, 112)), Line("1 Phạm vi", 1, (85, 120, 500, 132))]
    assert part_pages(recognised) == (recognised, [])


def test_notes_at_the_end_of_a_file() -> None:
    rows = ["Điều 1. A[1]", "1. B.[2]", "[3] không phải chú thích", "[1] Sửa đổi.", "Đoạn hai.", "[2] Bãi bỏ."]
    text, notes = part_end([Line(row) for row in rows])
    assert [line.text for line in text] == rows[:3]
    assert [(note.number, [line.text for line in note.lines]) for note in notes] == [
        ("1", ["Sửa đổi.", "Đoạn hai."]),
        ("2", ["Bãi bỏ."]),
    ]


def test_notes_that_the_reader_knows_keep_their_numbers() -> None:
    rows = [
        Line("Chương I[1]"),
        Line("QUY ĐỊNH CHUNG[2]"),
        Line("Điều 1[3]. Phạm vi"),
        Line("1.[4] Một, xem [9]."),
        Line("[1] Tên chương được sửa.", note=True),
        Line("[2] Như trên.", note=True),
        Line("[3] Điều này được sửa theo khoản 1 Điều 1", note=True),
        Line("Điều 2. của Luật số 2/2031/QH20.", note=True),
        Line("[4] Khoản này được sửa.", note=True),
    ]
    source = clean(SourceText(tuple(rows), "application/test")).source
    assert [line.text for line in source.lines] == ["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Một, xem [9]."]
    assert [(note.number, note.line, note.text) for note in source.footnotes] == [
        ("1", 0, "Tên chương được sửa."),
        ("2", 1, "Như trên."),
        ("3", 2, "Điều này được sửa theo khoản 1 Điều 1\nĐiều 2. của Luật số 2/2031/QH20."),
        ("4", 3, "Khoản này được sửa."),
    ]


def test_no_head_is_read_from_notes() -> None:
    rows = (
        Line("LUẬT"),
        Line("Số: 1/2030/QH20"),
        Line("Điều 1. Phạm vi[1]"),
        Line("[1] Luật này có hiệu lực từ ngày 01 tháng 7 năm 2031.", note=True),
    )
    held = holding("luat.docx", "ab" * 32, clean(SourceText(rows, "application/test")).source)
    assert held.document.ngay_hieu_luc is None
    assert [(str(note.ref), note.kind) for note in held.notes] == [("qh20/2030/1#dieu-1", "ghi_chu")]


def test_a_list_that_nothing_points_at_is_text() -> None:
    rows = [Line("Tài liệu:"), Line("[1] Một"), Line("[2] Hai")]
    assert part_end(rows) == (rows, [])


@pytest.mark.parametrize(
    ("text", "clean_text", "numbers"),
    [
        ("6.² Thu nhập khác", "6. Thu nhập khác", ["2"]),
        ("Mục 1² (được bãi bỏ)", "Mục 1 (được bãi bỏ)", ["2"]),
        ("an ninh¹, mạng²; hết³", "an ninh, mạng; hết", ["1", "2", "3"]),
        ("Điều 5[2]. Tên [3]", "Điều 5. Tên", ["2", "3"]),
        # square metres, and a number that no note bears
        ("diện tích 100 m² trở lên⁹", "diện tích 100 m² trở lên⁹", []),
    ],
)
def test_marks_leave_the_text(text: str, clean_text: str, numbers: list[str]) -> None:
    notes = part_end([Line(row) for row in ("[1]", "[1] Một", "[2] Hai", "[3] Ba")])[1]
    lines, footnotes = placed([Line("Trước"), Line(text)], notes)
    assert [line.text for line in lines] == ["Trước", clean_text]
    assert [note.number for note in footnotes if note.line == 1] == numbers
    assert sorted(note.number for note in footnotes) == ["1", "2", "3"]


def test_a_source_keeps_its_notes_beside_its_lines() -> None:
    rows = ("Điều 1. A[1]", "1. B.", "[1] Điều này được sửa đổi.")
    source = clean(SourceText(tuple(Line(row) for row in rows), "text/html")).source
    assert [line.text for line in source.lines] == ["Điều 1. A", "1. B."]
    assert source.footnotes == (Footnote("1", "Điều này được sửa đổi.", 0),)
