"""Tables that a page break cut."""

from collections.abc import Sequence

import pytest

from ingest.layout import clean
from ingest.readers.media import PDF
from ingest.source_text import Line, SourceText, Table

_HEAD = ("STT", "Nội dung", "Mức")


def _source(*parts: tuple[int, Sequence[tuple[str, ...]], int | None], between: str = "") -> SourceText:
    lines: list[Line] = []
    tables: list[Table] = []
    for page, rows, headings in parts:
        if between and tables:
            lines.append(Line(between, page, (90, 100, 300, 112)))
        for at, row in enumerate(rows):
            box = (90.0, 200.0 + 20 * at, 500.0, 212.0 + 20 * at)
            lines.append(Line("\t".join(row), page, box, len(tables)))
        tables.append(Table(page, tuple(rows), headings))
    return SourceText(tuple(lines), PDF, 3, tuple(tables))


def test_headings_printed_again_are_taken_once() -> None:
    source = _source(
        (1, [_HEAD, ("1", "Máy", "5")], 1), (2, [_HEAD, ("2", "Xe", "9")], 1), (3, [("3", "Đất", "7")], None)
    )
    cleaned = clean(source)
    assert [line.text for line in cleaned.source.lines] == [
        "STT\tNội dung\tMức",
        "1\tMáy\t5",
        "2\tXe\t9",
        "3\tĐất\t7",
    ]
    assert [(t.rows, t.headings) for t in cleaned.source.tables] == [
        ((_HEAD, ("1", "Máy", "5"), ("2", "Xe", "9"), ("3", "Đất", "7")), 1)
    ]
    assert {line.table for line in cleaned.source.lines} == {0}
    assert [(d.reason, d.line.text, d.line.page) for d in cleaned.dropped] == [
        ("table_heading", "STT\tNội dung\tMức", 2)
    ]


def test_a_row_cut_by_the_page_break_is_whole() -> None:
    source = _source((1, [_HEAD, ("1", "Máy móc,", "5")], 1), (2, [("", "thiết bị", ""), ("2", "Xe", "9")], None))
    cleaned = clean(source).source
    assert [line.text for line in cleaned.lines] == ["STT\tNội dung\tMức", "1\tMáy móc, thiết bị\t5", "2\tXe\t9"]
    assert cleaned.tables[0].rows[1] == ("1", "Máy móc,\nthiết bị", "5")
    cut = cleaned.lines[1]
    assert [(cut.text[part.start : part.end], part.page) for part in cut.printed] == [
        ("1\t", 1),
        ("Máy móc,", 1),
        (" thiết bị\t", 2),
        ("5", 1),
    ]


def test_repeated_rows_prove_headings_that_nothing_else_told() -> None:
    head = ("Nặng", "Nhẹ", "Vừa")
    source = _source((1, [head, ("a", "b", "c")], None), (2, [head, ("d", "e", "f")], None))
    assert clean(source).source.tables[0].headings == 1


@pytest.mark.parametrize(
    ("second", "between"),
    [
        # another number of columns
        ((2, [("1", "Máy")], None), ""),
        # headings of its own
        ((2, [("STT", "Họ tên", "Tuổi"), ("1", "A", "5")], 1), ""),
        # text between
        ((2, [("2", "Xe", "9")], None), "Phụ lục II. Mức khác"),
        # a page between
        ((3, [("2", "Xe", "9")], None), ""),
    ],
)
def test_another_table_stays_another(second: tuple[int, list[tuple[str, ...]], int | None], between: str) -> None:
    source = _source((1, [_HEAD, ("1", "Máy", "5")], 1), second, between=between)
    assert [t.rows for t in clean(source).source.tables] == [(_HEAD, ("1", "Máy", "5")), tuple(second[1])]
