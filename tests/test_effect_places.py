"""The effect of places of their own."""

import datetime
import hashlib

import pytest

from corpus.model import Holding
from corpus.text import nfc
from ingest import assemble
from ingest.readers.text import read

HEAD = "CHÍNH PHỦ\nSố: 9/2031/NĐ-CP\nHà Nội, ngày 1 tháng 2 năm 2031\nNGHỊ ĐỊNH\nVề ong\n"
BODY = "Điều 1. Ong\n1. Ong bay.\n2. Ong đậu.\nĐiều 2. Mật\nMật ngọt.\n"


def held(effect: str) -> Holding:
    data = nfc(f"{HEAD}{BODY}{effect}").encode()
    return assemble.holding("a.txt", hashlib.sha256(data).hexdigest(), read("a.txt", data))


def starts(effect: str) -> dict[str, str]:
    return {str(p.ref.locator): p.valid.start.isoformat() for p in held(effect).provisions if p.valid.start}


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (
            "Điều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 4 năm 2031, trừ khoản 2 Điều 1 có hiệu lực "
            "từ ngày 01/01/2032.",
            {"dieu-1/khoan-2": "2032-01-01"},
        ),
        (
            "Điều 9. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01/4/2031, trừ trường hợp quy định tại khoản 2 "
            "Điều này.\n2. Điều 1 của Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 01 năm 2032.",
            {"dieu-1": "2032-01-01", "dieu-1/khoan-1": "2032-01-01", "dieu-1/khoan-2": "2032-01-01"},
        ),
        # a place of another text
        (
            "Điều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01/4/2031.\nĐiều 10. A\nĐiều 1 Nghị định số "
            "1/2030/NĐ-CP có hiệu lực từ ngày 01/01/2032.",
            {},
        ),
    ],
)
def test_places_with_a_day_of_their_own(effect: str, expected: dict[str, str]) -> None:
    assert starts(effect) == expected
    assert held(effect).document.ngay_hieu_luc == datetime.date(2031, 4, 1)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("đến hết ngày 31 tháng 12 năm 2032", datetime.date(2033, 1, 1)),
        ("đến ngày 31/12/2032", datetime.date(2032, 12, 31)),
        ("; giấy phép cũ dùng đến hết ngày 31/12/2032", None),
    ],
)
def test_a_term_of_its_own_ends_a_text(words: str, until: datetime.date | None) -> None:
    document = held(f"Điều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01/4/2031 {words}.").document
    assert (document.ngay_hieu_luc, document.ngay_het_hieu_luc) == (datetime.date(2031, 4, 1), until)


def test_application_and_transition_are_noted() -> None:
    notes = held(
        "Điều 9. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01/4/2031 và áp dụng từ kỳ tính thuế năm 2031.\n"
        "Điều 10. Quy định chuyển tiếp\nOng cũ bay tiếp."
    ).notes
    said = [(n.kind, str(n.ref.locator), n.text) for n in notes if n.kind in ("ghi_chu", "chuyen_tiep")]
    assert said == [
        ("ghi_chu", "dieu-9/khoan-1", "Lời văn: “áp dụng từ kỳ tính thuế năm 2031”."),
        ("chuyen_tiep", "", "dieu-10"),
    ]
