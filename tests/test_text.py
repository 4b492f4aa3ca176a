"""Vietnamese letters and dates."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import canonical, find_date, fold, has_marks, nfc, vi_date, written_dates

_VIETNAMESE = st.text(
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđĐÐ NCP0-–\n\u0301", max_size=40
)


@pytest.mark.parametrize(
    ("text", "composed"),
    [
        ("Điều", "Điều"),
        (unicodedata.normalize("NFD", "Nghị định về khuyến công"), "Nghị định về khuyến công"),
        ("NÐ-CP", "NĐ-CP"),  # Eth, U+00D0
        ("NƉ-CP", "NĐ-CP"),  # African D, U+0189
        ("ND\u0335-CP, d\u0336iều", "NĐ-CP, điều"),  # D under a combining stroke
    ],
)
def test_nfc_gives_one_spelling_of_each_letter(text: str, composed: str) -> None:
    assert nfc(text) == composed


@given(st.text())
def test_nfc_twice_is_once(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nghị định số 45/2012/NĐ-CP", "nghi dinh so 45/2012/nd-cp"),
        ("ĐƯỜNG ƯỚC", "duong uoc"),
        ("điểm đ – khoản 2", "diem d - khoan 2"),
        ("Ǆ straße", "ǆ straße"),  # other scripts pass
    ],
)
def test_fold_drops_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.one_of(st.text(), _VIETNAMESE))
def test_fold_keeps_the_length_of_nfc(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))


@given(_VIETNAMESE.map(nfc))
def test_fold_agrees_with_decomposition(text: str) -> None:
    # the peer: decompose, drop what combines; letters that stand alone with a combining mark differ and are left out
    if any(unicodedata.combining(c) for c in text):
        return
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("–", "-"))
    assert fold(text) == "".join(c for c in decomposed if not unicodedata.combining(c))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("muc chi mo hinh trinh dien", False),
        ("NĐ 45", True),
        ("mức chi", True),
        ("MỨC", True),
        ("2026 – 2030", False),  # a dash is no mark
        (unicodedata.normalize("NFD", "mức"), True),
        ("", False),
    ],
)
def test_has_marks(text: str, marked: bool) -> None:
    assert has_marks(text) is marked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Thủy lợi", "thuỷ lợi"),
        ("khỏe", "khoẻ"),
        ("xóa NĐ–CP", "xoá nđ-cp"),
        # not open, or not a glide
        ("hoàng", "hoàng"),
        ("quý", "quý"),
        ("của", "của"),
        ("mùa", "mùa"),
    ],
)
def test_canonical_puts_the_tone_in_one_place(old: str, new: str) -> None:
    assert canonical(old) == new
    assert canonical(new) == new


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hà Nội, ngày 21 tháng 05 năm 2012", "2012-05-21"),
        (unicodedata.normalize("NFD", "ngày 21 tháng 5 năm 2012"), "2012-05-21"),
        ("21/5/2012", "2012-05-21"),
        ("21-5-2012 và 22.5.2012", "2012-05-21"),
        ("ngày 29 tháng 02 năm 2020", "2020-02-29"),
        # no such day; the next possible one counts
        ("ngày 29 tháng 02 năm 2021", None),
        ("29/02/2021, đúng là 19/02/2021", "2021-02-19"),
        # a mistake of typing, seen in a draft of a province
        ("ngày 08/6/20210", None),
        ("121/5/2012", None),
        ("45/2012/NĐ-CP", None),
    ],
)
def test_find_date(text: str, day: str | None) -> None:
    assert find_date(text) == (datetime.date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("ngày 21 tháng 05 năm 2012", [("21 tháng 05 năm 2012", "2012-05-21")]),
        ("29 tháng 02 năm 2021, đúng là ngày 19/02/2021", [("29 tháng 02 năm 2021", ""), ("19/02/2021", "2021-02-19")]),
        ("ngay 08/6/20210", [("08/6/20210", "")]),
        ("ngày 31.11.2020", [("31.11.2020", "")]),
        # a number with slashes may be anything
        ("45/13/2012, mục 31/11/2020", []),
        ("tháng 5 năm 2012", []),
    ],
)
def test_written_dates_are_found_possible_or_not(text: str, dates: list[tuple[str, str]]) -> None:
    found = written_dates(text)
    assert [(date.text, date.day.isoformat() if date.day else "") for date in found] == dates
    assert all(text[slice(*date.span)] == date.text for date in found)


@given(st.dates(datetime.date(1945, 1, 1), datetime.date(2099, 12, 31)))
def test_find_date_reads_what_vi_date_writes(day: datetime.date) -> None:
    assert find_date(f"ngày {vi_date(day)}.") == day


def test_vi_date_has_no_leading_zeros() -> None:
    assert vi_date(datetime.date(2012, 5, 1)) == "1/5/2012"
