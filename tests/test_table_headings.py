"""How many rows at the top of a table are its headings."""

import pytest

from corpus.table import counts_columns
from ingest.source_text import Reach
from ingest.table_headings import headings

Rows = tuple[tuple[str, ...], ...]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        # the first column numbers the rows
        ((("STT", "Nội dung"), ("1", "Máy móc")), 1),
        ((("TT", "Nội dung"), ("a", "b")), 1),
        # old tables print the word down the column
        ((("S", "Nội"), ("TT", "dung"), ("1", "Máy")), 2),
        ((("S", "Nội"), ("T", "dung"), ("T", ""), ("1", "Máy")), 3),
        # the columns are counted, sums among them
        ((("Nội dung", "Giá", "Tiền"), ("(1)", "(2)", "(3)=(1)x(2)"), ("Máy", "5", "10")), 2),
        ((("Chỉ tiêu", "Mã", "Năm"), ("A", "B", "1"), ("x", "y", "z")), None),
        ((("Chỉ tiêu", "Mã", "Năm", "Quý"), ("A", "B", "1", "2"), ("x", "y", "z", "t")), 2),
        # words over a column of figures
        ((("Loại xe", "Mức phí"), ("Xe con", "50 000"), ("Xe tải", "90 000")), 1),
        # a table's name stands over its headings
        ((("Bảng giá đất", "", ""), ("STT", "Đường", "Giá"), ("1", "Lê Lợi", "9")), 2),
        # a list of forms has none
        ((("Mẫu số 01", "Đơn đề nghị"), ("Mẫu số 02", "Giấy phép")), None),
        # neither has a matrix of words
        ((("Nặng", "Nhẹ"), ("Cao", "Thấp")), None),
        # a form that is all headings
        ((("TT", "Tên dự án", "Địa điểm"),), 1),
        ((), None),
    ],
)
def test_headings_are_found_in_the_rows(rows: Rows, count: int | None) -> None:
    assert headings(rows) == count


def test_what_the_file_marks_comes_first() -> None:
    assert headings((("a", "b"), ("c", "d"), ("e", "f")), marked=2) == 2


def test_bold_rows_are_headings_up_to_the_first_numbered_one() -> None:
    rows = (("Nội dung", "Mức"), ("I", "Máy móc"), ("1", "Khoan"))
    assert headings(rows, bold=[True, True, False]) == 1
    assert headings(rows[:1] * 3, bold=[True, True, True]) is None


def test_a_tall_cell_and_the_parts_of_a_wide_one_are_headings_too() -> None:
    tall = (("STT", "Mức", ""), ("", "Thấp", "Cao"), ("1", "5", "9"))
    assert headings(tall, [Reach(0, 0, 2, 1), Reach(0, 1, 1, 2)]) == 2
    assert headings(tall, [Reach(0, 1, 1, 2)]) == 2
    assert headings((("STT", "Mức", ""), ("1", "5", "9"), ("2", "6", "8")), [Reach(0, 1, 1, 2)]) == 1


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["(1)", "(2)", "(3)"], True),
        (["A", "B", "C", "1", "2", "……", "6"], True),
        (["1", "2", "3=1+2"], True),
        (["1", "Máy móc", "2"], False),
        (["5", "6"], False),
        (["1", "3"], False),
        (["A", "B"], False),
    ],
)
def test_a_row_that_counts_the_columns(texts: list[str], counts: bool) -> None:
    assert counts_columns(texts) is counts
