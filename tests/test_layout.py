import pytest

from ingest.layout import Cleaned, clean
from ingest.source_text import Line, SourceText

_LEFT, _RIGHT = 85.0, 538.0


def line(text: str, top: float, page: int = 1, left: float = _LEFT, right: float | None = None) -> Line:
    return Line(text, page, (left, top, left + 6 * len(text) if right is None else right, top + 12))


def clean_pdf(*lines: Line) -> Cleaned:
    return clean(SourceText(lines, "application/pdf", 1))


def letters(lines: list[Line]) -> str:
    return "".join(sorted("".join(line.text for line in lines).replace(" ", "")))


def test_a_reference_at_the_start_of_a_wrapped_line_is_no_heading() -> None:
    cleaned = clean_pdf(
        line("1. Sửa đổi cụm từ tại khoản 3 Điều 11, khoản 1 và khoản 2", 100, left=113, right=_RIGHT),
        line("Điều 12, khoản 4 Điều 17, khoản 2 và khoản 3 của Nghị định này", 116, right=_RIGHT),
        line("được thực hiện.", 132),
        line("Điều 2. Hiệu lực", 160, left=113),
        line("Nghị định này có hiệu lực.", 176, left=113),
    )
    assert [kept.text for kept in cleaned.source.lines] == [
        "1. Sửa đổi cụm từ tại khoản 3 Điều 11, khoản 1 và khoản 2 Điều 12, khoản 4 Điều 17, khoản 2 và khoản 3 "
        "của Nghị định này được thực hiện.",
        "Điều 2. Hiệu lực",
        "Nghị định này có hiệu lực.",
    ]
    assert cleaned.source.lines[0].bbox == (113, 100, _RIGHT, 112)


def test_paragraphs_without_an_indent_part_at_markers_and_gaps() -> None:
    cleaned = clean_pdf(
        line("1. Nghị định này quy định việc vận chuyển và cấp giấy phép cho", 100, right=530),
        line("hàng hóa nguy hiểm theo quy định của pháp luật về giao thông.", 112, right=535),
        line("2. Đối tượng áp dụng là tổ chức, cá nhân trong nước và ngoài", 124, right=531),
        line("nước.", 136),
        line("Điều 2. Đối tượng", 155),
    )
    assert [kept.text[:12] for kept in cleaned.source.lines] == ["1. Nghị định", "2. Đối tượng", "Điều 2. Đối "]


def test_a_paragraph_goes_on_over_the_page_with_the_first_page_kept() -> None:
    cleaned = clean_pdf(
        line("CÔNG BÁO/Số 261 + 262/Ngày 06-3-2030", 30, left=200),
        line("3", 33, left=525),
        line("Câu bắt đầu ở trang một và còn tiếp tục sang", 700, left=113, right=_RIGHT),
        line("4", 30, page=2, left=90),
        line("CÔNG BÁO/Số 261 + 262/Ngày 06-3-2030", 30, page=2, left=200),
        line("trang hai.", 80, page=2, left=69),
        line("Câu khác đủ rộng để thấy lề phải của trang này", 100, page=2, left=97, right=522),
        line("và hết ở đây.", 116, page=2, left=69),
    )
    assert [(kept.text, kept.page) for kept in cleaned.source.lines] == [
        ("Câu bắt đầu ở trang một và còn tiếp tục sang trang hai.", 1),
        ("Câu khác đủ rộng để thấy lề phải của trang này và hết ở đây.", 2),
    ]
    assert [(dropped.line.text, dropped.reason) for dropped in cleaned.dropped] == [
        ("CÔNG BÁO/Số 261 + 262/Ngày 06-3-2030", "running_head"),
        ("3", "page_number"),
        ("4", "page_number"),
        ("CÔNG BÁO/Số 261 + 262/Ngày 06-3-2030", "running_head"),
    ]


def test_a_head_repeated_over_pages_is_dropped_and_a_marker_is_not() -> None:
    lines = [
        made
        for page in range(1, 6)
        for made in (
            line("QCVN 32:2030/BXD", 30, page),
            line(f"{page}. Khoản đầu trang", 60, page),
            line("Câu giữa.", 400, page),
            line("Câu gần cuối thứ " + "abcde"[page - 1], 700, page),
            line(f"- {page} -", 800, page),
        )
    ]
    cleaned = clean_pdf(*lines)
    assert {(dropped.line.text, dropped.reason) for dropped in cleaned.dropped} == {
        ("QCVN 32:2030/BXD", "repeated"),
        *((f"- {page} -", "page_number") for page in range(1, 6)),
    }
    assert letters(list(cleaned.source.lines) + [d.line for d in cleaned.dropped]) == letters(lines)


def test_table_rows_stay_as_they_are() -> None:
    row = Line("1\t2", 1, (85, 30, 538, 40), table=0)
    cleaned = clean(SourceText((row, Line("5", 1, (85, 50, 538, 60), table=0)), "application/pdf", 1))
    assert [kept.text for kept in cleaned.source.lines] == ["1\t2", "5"]


def test_text_taken_from_pages_loses_heads_and_regains_paragraphs() -> None:
    wide = [
        "Điều 1. Nghị định này quy định về việc hỗ trợ cơ sở công nghiệp nông thôn và",
        "Điều 12, khoản 4 Điều 17 của Luật này được áp dụng cho các đối tượng quy định",
        "12        CÔNG BÁO/Số 957 + 958/Ngày 22-7-2030",
        "tại khoản 2; trường hợp khác thì thực hiện theo quy định của pháp luật về thuế",
        "và các văn bản có liên quan.",
        "Điều 2. Đối tượng áp dụng của Nghị định này gồm tổ chức, cá nhân trong nước và",
        "nước ngoài.",
    ]
    cleaned = clean(SourceText(tuple(Line(text) for text in wide), "text/plain"))
    assert [kept.text for kept in cleaned.source.lines] == [
        " ".join([wide[0], wide[1], wide[3], wide[4]]),
        f"{wide[5]} {wide[6]}",
    ]
    assert [dropped.reason for dropped in cleaned.dropped] == ["running_head"]


@pytest.mark.parametrize("media_type", ["text/html", "application/x-codified+jsonl"])
def test_other_kinds_come_back_as_they_are(media_type: str) -> None:
    source = SourceText((Line("CÔNG BÁO/Số 1/Ngày 1-1-2030"), Line("5")), media_type)
    assert clean(source) == Cleaned(source)


def test_the_join_of_two_issues_is_no_part_of_the_text() -> None:
    rows = [
        "VĂN BẢN QUY PHẠM PHÁP LUẬT",
        "Luật số 1/2030/QH16 ngày 2 tháng 3 năm 2030",
        "(Tiếp theo Công báo số 1 + 2)",
        "Điều 24. A",
        "(Xem tiếp Công báo số 5 + 6)",
        "PHẦN VĂN BẢN QUY PHẠM PHÁP LUẬT",
        "CHỦ TỊCH NƯỚC - QUỐC HỘI",
        "Luật số 1/2030/QH16 ngày 2 tháng 3 năm 2030",
        "Phần thứ hai",
        "VỀ TIỀN",
        "(Tiếp theo Công báo sô 3 + 4)",
        "Điều 25. B",
        "(Xem tiếp Công báo số 7 + 8)",
    ]
    cleaned = clean(SourceText(tuple(Line(row) for row in rows), "text/html"))
    assert [kept.text for kept in cleaned.source.lines] == [*rows[:4], rows[11]]
    assert [(d.line.text, d.reason) for d in cleaned.dropped] == [
        *((row, "issue_join") for row in rows[4:11]),
        (rows[12], "continued"),
    ]


def test_a_heading_over_two_lines_is_one() -> None:
    rows = ["Điều", "10. Hỗ trợ", "Chương", "VIII VỀ TIỀN", "PHỤ LỤC", "I", "Phụ lục", "1. Danh mục"]
    cleaned = clean(SourceText(tuple(Line(row) for row in rows), "text/html"))
    assert [kept.text for kept in cleaned.source.lines] == [
        "Điều 10. Hỗ trợ",
        "Chương VIII VỀ TIỀN",
        "PHỤ LỤC I",
        "Phụ lục",
        "1. Danh mục",
    ]


def test_a_point_that_hangs_under_a_full_line_is_a_paragraph() -> None:
    cleaned = clean_pdf(
        line("1. Người nộp thuế gồm:", 100, left=113),
        line("d) Đơn vị sự nghiệp được thành lập theo quy định của pháp luật;", 116, left=113, right=_RIGHT),
        line("đ) Tổ chức khác có hoạt động sản xuất, kinh doanh có thu nhập.", 132, left=113, right=_RIGHT),
        line("Doanh nghiệp có thu nhập chịu thuế nộp thuế theo Luật này và theo", 148, left=113, right=_RIGHT),
        line("quy định khác về thuế của pháp luật có liên quan và theo các", 164, right=_RIGHT),
        line("điều ước quốc tế.", 180),
    )
    assert [kept.text[:2] for kept in cleaned.source.lines] == ["1.", "d)", "đ)", "Do"]
