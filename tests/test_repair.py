"""Misread numbers of headings: mended where the numbers around them prove it, told, and left alone elsewhere."""

from collections.abc import Sequence

import pytest

from ingest.readers.media import PDF
from ingest.repair import mended
from ingest.source_text import Line, SourceText


def scanned(texts: Sequence[str], confidence: float | None = 0.9) -> SourceText:
    return SourceText(tuple(Line(text, 1, confidence=confidence) for text in texts), PDF, 1)


def after(*texts: str) -> list[str]:
    return [line.text for line in mended(scanned(texts)).lines]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        # the letter l for the digit 1, between 9 and 11
        (["Điều 9. Một", "Điều l0. Hai", "Điều 11. Ba"], ["Điều 9. Một", "Điều 10. Hai", "Điều 11. Ba"]),
        (["Điều 9. Một", "Điều 1O. Hai", "Điều 11. Ba"], ["Điều 9. Một", "Điều 10. Hai", "Điều 11. Ba"]),
        # the word
        (["Điều 3. Một", "Điễu 4. Hai", "Điều 5. Ba"], ["Điều 3. Một", "Điều 4. Hai", "Điều 5. Ba"]),
        (["Điều 3. Một", "Đi ều 4. Hai", "Điều 5. Ba"], ["Điều 3. Một", "Điều 4. Hai", "Điều 5. Ba"]),
        # the stop, at the start and in the middle
        (["Điều 1, Phạm vi", "Điều 2. Hai"], ["Điều 1. Phạm vi", "Điều 2. Hai"]),
        # dust before the word
        (["Điều 1. Một", "„ Điều 2. Hai", "Điều 3. Ba"], ["Điều 1. Một", "Điều 2. Hai", "Điều 3. Ba"]),
        # strokes of Roman numbers
        (["Chương ï", "Chương II"], ["Chương I", "Chương II"]),
        (["Chương l", "Chương H", "Chương HI", "Chương IV"], ["Chương I", "Chương II", "Chương III", "Chương IV"]),
        (["Chương V", "Chương VỊ", "Chương VH"], ["Chương V", "Chương VI", "Chương VII"]),
        (["Chương I", "Chương II", "Chương II", "Chương IV"], ["Chương I", "Chương II", "Chương III", "Chương IV"]),
        (["PHỤ LỤC I", "PHỤ LỤC H", "PHỤ LỤC II"], ["PHỤ LỤC I", "PHỤ LỤC II", "PHỤ LỤC III"]),
        # khoản and điểm
        (
            ["Điều 1. Một", "I. Ong một", "2: Ong hai", '"= Ong ba', "4. Ong bốn"],
            ["Điều 1. Một", "1. Ong một", "2. Ong hai", "3. Ong ba", "4. Ong bốn"],
        ),
        (
            ["Điều 1. Một", "a) một", "b) hai", "e) ba", "đ) bốn", "đ) năm", "_e) sáu", "8) bảy", "h) tám"],
            ["Điều 1. Một", "a) một", "b) hai", "c) ba", "d) bốn", "đ) năm", "e) sáu", "g) bảy", "h) tám"],
        ),
    ],
)
def test_what_the_order_proves_is_mended(read: list[str], meant: list[str]) -> None:
    assert after(*read) == meant


@pytest.mark.parametrize(
    "lines",
    [
        # a reference at the start of a line, a list of references
        ["Điều 1. Một", "Điều 5 Nghị định này và", "Điều 2. Hai"],
        ["Điều 1. Một", "Điều 12, Nghị định số 5", "Điều 2. Hai"],
        # words of the law stay as they were read, even wrong ones
        ["Điều 1. Phạm vỉ điều chỉnh", "1. Tổ chúc, cá nhân", "2. Hộ gia đình"],
        # a number that only the source can have wrong
        ["Điều 15. Một", "Điều 18. Hai", "Điều 19. Ba"],
        # an annex that letters number
        ["PHỤ LỤC G", "PHỤ LỤC H"],
        ["Điều 1. Một", "a) một", "b) hai", "1. Khoản"],
        # the last Điều, and it is not the first
        ["Điều 3. Các Bộ trưởng chịu trách nhiệm"],
        # a Điều quoted from another law
        ["Điều 1. Một", "“Điều 24. Hai", "Điều 2. Ba"],
        ["Điều 1. Một", "- Gạch đầu dòng", "Điều 2. Ba"],
    ],
)
def test_what_nothing_proves_is_left_alone(lines: list[str]) -> None:
    assert after(*lines) == lines


def test_each_repair_is_told_with_page_reading_and_outcome() -> None:
    source = mended(scanned(["Điều 9. Một", "Điều l0. Hai", "Điều 11. Ba"]))
    assert [(d.code, d.message) for d in source.diagnostics] == [
        ("ocr_repair", "Trang 1: đọc được “Điều l0.”, sửa thành “Điều 10.” theo thứ tự đánh số")
    ]


def test_a_file_s_own_letters_are_never_mended() -> None:
    lines = ["Điều 9. Một", "Điều l0. Hai", "Điều 11. Ba"]
    source = scanned(lines, confidence=None)
    assert mended(source) is source
    mixed = SourceText((Line("Điều 1. Một", 1, confidence=0.9), Line("Điều l, Hai", 1), Line("Điều 3. Ba", 1)), PDF, 1)
    assert [line.text for line in mended(mixed).lines] == ["Điều 1. Một", "Điều l, Hai", "Điều 3. Ba"]
