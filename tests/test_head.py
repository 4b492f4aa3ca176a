"""The head of a document, from the text itself; what is missing stays empty."""

import datetime

import pytest

from corpus.reference import tidy_so_hieu
from ingest import head


def test_decree_of_the_government() -> None:
    read = head.read(
        [
            "CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số: 45/2030/NĐ-CP\tHà Nội, ngày 05 tháng 3 năm 2030",
            "NGHỊ ĐỊNH",
            "Về một việc",
            "__________",
            "Căn cứ Luật số 1/2025/QH15 ngày 1 tháng 1 năm 2025;",
        ],
        ["Điều 1. A", "Nghị định này có hiệu lực thi hành kể từ ngày 15 tháng 10 năm 2030."],
    )
    assert read == head.Head(
        so_hieu="45/2030/NĐ-CP",
        loai="Nghị định",
        trich_yeu="Về một việc",
        co_quan_ban_hanh="Chính phủ",
        ngay_ban_hanh=datetime.date(2030, 3, 5),
        ngay_hieu_luc=datetime.date(2030, 10, 15),
    )


def test_law_is_dated_by_its_adoption() -> None:
    read = head.read(
        ["QUỐC HỘI", "Luật số: 4/2030/QH16", "LUẬT", "MỘT VIỆC", "Căn cứ Hiến pháp;"],
        [
            "Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2031.",
            "Luật này được Quốc hội khóa XVI, kỳ họp thứ 1 thông qua ngày 12 tháng 6 năm 2030.",
        ],
    )
    assert (read.so_hieu, read.ngay_ban_hanh, read.ngay_hieu_luc) == (
        "4/2030/QH16",
        datetime.date(2030, 6, 12),
        datetime.date(2031, 1, 1),
    )


def test_from_the_day_of_signing_needs_that_day() -> None:
    body = ["Quyết định này có hiệu lực từ ngày ký."]
    assert head.effect_date(body, datetime.date(2030, 1, 2)) == datetime.date(2030, 1, 2)
    assert head.effect_date(body, None) is None


def test_a_title_names_the_amended_law_first() -> None:
    title = "Luật sửa đổi, bổ sung một số điều của Luật Giáo dục số 43/2019/QH14. số 123/2030/QH16"
    assert head.read([title, "QUỐC HỘI"], []).so_hieu == "123/2030/QH16"
    assert head.read([title, "Luật số: 124/2030/QH16"], []).so_hieu == "124/2030/QH16"


def test_bases_do_not_lend_their_number() -> None:
    read = head.read(["THÔNG TƯ", "Căn cứ Nghị định số 45/2012/NĐ-CP;"], [])
    assert read.so_hieu == ""


@pytest.mark.parametrize(
    "issuer",
    [["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"], ["UỶ BAN NHÂN DÂN TỈNH PHÚ THỌ"], ["HỘI ĐỒNG NHÂN DÂN TỈNH PHÚ THỌ"]],
)
def test_provincial_decision_names_its_province(issuer: list[str]) -> None:
    read = head.read([*issuer, "Số: 15/2030/QĐ-UBND", "QUYẾT ĐỊNH"], [])
    assert (read.loai, read.province) == ("Quyết định", "PHÚ THỌ")


@pytest.mark.parametrize(
    ("printed", "tidy"),
    [
        ("45/2012/ NĐ – CP", "45/2012/NĐ-CP"),
        ("45/2012/NÐ-CP", "45/2012/NĐ-CP"),  # Eth
        ("19 -NQ/TW", "19-NQ/TW"),
        ("26/2014/TTLT- BTC- BCT.", "26/2014/TTLT-BTC-BCT"),
    ],
)
def test_tidy_so_hieu(printed: str, tidy: str) -> None:
    assert tidy_so_hieu(printed) == tidy


@pytest.mark.parametrize(
    ("so_hieu", "loai", "issuer"),
    [
        ("45/2012/NĐ-CP", "Nghị định", "Chính phủ"),
        ("1881/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ"),
        ("26/2014/TTLT-BTC-BCT", "Thông tư liên tịch", ""),
        ("19-NQ/TW", "Nghị quyết", ""),
        # a law or a resolution: the number does not tell
        ("64/2025/QH15", "", "Quốc hội"),
    ],
)
def test_what_a_number_tells(so_hieu: str, loai: str, issuer: str) -> None:
    assert (head.loai_of(so_hieu), head.issuer_of(so_hieu)) == (loai, issuer)
