"""Addresses inside a document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadReference
from corpus.locator import Locator, Step, Unit, number_key, roman_value

_NUMBERS = st.one_of(
    st.integers(1, 400).map(str),
    st.sampled_from(["5a", "5đ", "12b", "a", "đ", "e", "a1", "đ2", "I", "IV", "XII", "A", "Đ"]),
)
_LOCATORS = st.lists(st.tuples(st.sampled_from(Unit), _NUMBERS), max_size=5).map(lambda pairs: Locator.of(*pairs))


@given(_LOCATORS)
def test_a_locator_reads_what_it_prints(locator: Locator) -> None:
    assert Locator.parse(str(locator)) == locator


@pytest.mark.parametrize(
    ("pairs", "printed", "vi"),
    [
        ([(Unit.DIEU, "5"), (Unit.KHOAN, "2"), (Unit.DIEM, "đ")], "dieu-5/khoan-2/diem-dd", "Điểm đ khoản 2 Điều 5"),
        ([(Unit.DINH_KEM, "1"), (Unit.DIEU, "12a")], "dinh_kem-1/dieu-12a", "Điều 12a Văn bản đính kèm 1"),
        ([(Unit.PHU_LUC, "II")], "phu_luc-II", "Phụ lục II"),
        ([(Unit.CHUONG, "III"), (Unit.MUC, "2")], "chuong-III/muc-2", "Mục 2 Chương III"),
        ([], "", ""),
    ],
)
def test_a_locator_prints_as_address_and_as_law_cites_it(pairs: list[tuple[Unit, str]], printed: str, vi: str) -> None:
    locator = Locator.of(*pairs)
    assert (str(locator), locator.vi) == (printed, vi)


@pytest.mark.parametrize(
    "text", ["dieu", "dieu-", "article-5", "dieu-5/", "dieu-5//khoan-1", "dieu-5 ", "Dieu-5", "dieu-5-6"]
)
def test_other_words_are_no_locator(text: str) -> None:
    with pytest.raises(BadReference, match="Không đọc được"):
        Locator.parse(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["4", "5", "5a", "5b", "5đ", "5e", "6", "10"],
        [
            "a",
            "b",
            "c",
            "d",
            "đ",
            "e",
            "g",
            "h",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "q",
            "r",
            "s",
            "t",
            "u",
            "v",
            "x",
            "y",
        ],
        ["a", "a1", "a2", "b"],
        ["I", "II", "IIa", "III", "IV", "V", "IX", "X", "XI"],
        ["A", "B", "C", "D", "E"],  # annexes: C and D are letters here, not a hundred and five hundred
    ],
)
def test_numbers_follow_the_order_of_the_text(ordered: list[str]) -> None:
    assert sorted(ordered, key=number_key) == ordered


def test_places_follow_the_order_of_the_text() -> None:
    printed = [
        "dieu-5",
        "dieu-5/khoan-1",
        "dieu-5/khoan-1/diem-d",
        "dieu-5/khoan-1/diem-dd",
        "dieu-5/khoan-2",
        "dieu-5a",
    ]
    locators = [Locator.parse(text) for text in printed]
    assert sorted(locators, key=lambda loc: loc.sort_key) == locators


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("XC", 90), ("CM", 900), ("MCMXC", 1990)],
        *[("IIII", None), ("VX", None), ("", None), ("iv", None), ("IC", None), ("A", None)],
    ],
)
def test_roman_value(text: str, value: int | None) -> None:
    assert roman_value(text) == value


def test_a_locator_knows_what_is_above_and_below() -> None:
    dieu, diem = Locator.parse("dieu-5"), Locator.parse("dieu-5/khoan-2/diem-a")
    assert dieu.child(Unit.KHOAN, "2").child(Unit.DIEM, "a") == diem
    assert diem.parent == Locator.parse("dieu-5/khoan-2")
    assert Locator().parent == Locator()
    assert dieu.contains(diem)
    assert dieu.contains(dieu)
    assert not diem.contains(dieu)
    assert not dieu.contains(Locator.parse("dieu-5a"))
    assert Locator().contains(dieu)
    assert diem.up_to(Unit.KHOAN) == Locator.parse("dieu-5/khoan-2")
    assert dieu.up_to(Unit.KHOAN) == dieu


def test_units_shrink() -> None:
    assert [unit.rank for unit in (Unit.CHUONG, Unit.DIEU, Unit.KHOAN, Unit.DIEM)] == sorted(
        unit.rank for unit in (Unit.DIEM, Unit.KHOAN, Unit.DIEU, Unit.CHUONG)
    )
    assert Step(Unit.GHI_CHU, "1").sort_key > Step(Unit.DIEM, "y").sort_key
