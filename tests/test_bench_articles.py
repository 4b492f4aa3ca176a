"""The verdicts of the benchmark on articles, on texts of our own."""

import pytest

from tests.bench.articles import Comparison, Wanted, body, classed, folded, is_equal, is_folded_equal

_SO_HIEU = "1/2030/QH20"


def comparison(ours: str | None, codified: str, printed: str = "", number: str = "1") -> Comparison:
    return Comparison("a.docx", Wanted(_SO_HIEU, number, codified), ours, None, folded(printed or ours or ""))


@pytest.mark.parametrize(
    ("ours", "codified", "equal", "when_folded"),
    [
        # spaces, quotes, dashes and the space before a full stop are nobody's fault
        ("Điều 1. Tên\n“Sổ” – giấy .", 'Tên\n"Sổ"- giấy.', True, True),
        ("Điều 1. Hòa giải của sĩ quan", "Hoà giải\ncủa sỹ quan", False, True),
        ("Điều 1. Được hỗ trợ", "Không được hỗ trợ", False, False),
        # a closing formula on one side only
        ("Điều 2. Hiệu lực\nLuật này được Quốc hội thông qua.", "Hiệu lực", True, True),
        (None, "", False, False),
    ],
)
def test_equality(ours: str | None, codified: str, equal: bool, when_folded: bool) -> None:
    assert (is_equal(ours, codified), is_folded_equal(ours, codified)) == (equal, when_folded)


def test_the_number_is_no_part_of_the_body() -> None:
    assert body("Điều 12a: Tên gọi\n1. Một.") == "Tên gọi\n1. Một."


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (comparison("Điều 1. Tên", "tên"), "neither"),
        # the file goes on with a heading that we took for text
        (comparison("Điều 1. Tên Phần hai", "Tên", printed="Điều 1. Tên Phần hai"), "ours"),
        (comparison("Điều 2. Tên", "Tên của", number="2"), "theirs"),
        (comparison("Điều 3. Tên", "Tên của", number="3"), "real"),
        (comparison("Điều 4. Tên", "Tên của", number="4"), "unlisted"),
    ],
)
def test_each_difference_has_a_class(found: Comparison, verdict: str) -> None:
    flaws = {(_SO_HIEU, "2"): [("codified", "codified_typo")], (_SO_HIEU, "3"): [("docx", "docx_typo")]}
    assert classed(found, flaws) == verdict
