"""What a text does to others, read from its own words."""

import datetime
import hashlib
import itertools

import pytest

from corpus.model import Relation
from corpus.reference import DocId
from corpus.store import Store
from corpus.text import nfc
from ingest import assemble
from ingest.readers.text import read

HEAD = "CHÍNH PHỦ\nSố: 9/2031/NĐ-CP\nHà Nội, ngày 1 tháng 2 năm 2031\nNGHỊ ĐỊNH\n"
EFFECT = "\nĐiều 9. Hiệu lực\nNghị định này có hiệu lực từ ngày 01 tháng 4 năm 2031."


def relations(text: str) -> tuple[Relation, ...]:
    data = nfc(text).encode()
    return assemble.holding("a.txt", hashlib.sha256(data).hexdigest(), read("a.txt", data)).relations


def said(title: str, body: str) -> list[tuple[str, str, str, str | None]]:
    """(place of the text, kind, object, first day) of each relation."""
    return [
        (
            str(r.subject.locator),
            str(r.kind),
            str(r.object).removesuffix("#"),
            r.effective_on.isoformat() if r.effective_on else None,
        )
        for r in relations(f"{HEAD}{title}\n{body}{EFFECT}")
    ]


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        # the title speaks of the document it names, not of those in that one's own title
        (
            "Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 của Chính phủ quy "
            "định chi tiết Luật Ong số 7/2029/QH16",
            "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 45/2030/NĐ-CP\n1. Sửa đổi khoản 2 Điều 5 như sau:\n"
            "“2. Bãi bỏ Điều 3 Nghị định số 1/2020/NĐ-CP.”",
            [
                ("", "sua_doi", "nd-cp/2030/45", "2031-04-01"),
                ("dieu-1", "sua_doi", "nd-cp/2030/45", "2031-04-01"),
                ("dieu-1/khoan-1", "sua_doi", "nd-cp/2030/45#dieu-5/khoan-2", "2031-04-01"),
            ],
        ),
        # bases; a law without a number is known by its name and year
        (
            "Về ong",
            "Căn cứ Luật Nuôi, giữ ong ngày 12 tháng 6 năm 2029;\nCăn cứ Luật Mật số 8/2029/QH16;\nĐiều 1. Ong\nBay.",
            [("", "can_cu", "ten-luat-nuoi-giu-ong/2029/0", None), ("", "can_cu", "qh16/2029/8", None)],
        ),
        (
            "Quy định chi tiết một số điều của Luật Ong",
            "Căn cứ Luật Ong số 7/2029/QH16;\nCăn cứ Luật Mật số 8/2029/QH16;\n"
            "Điều 1. Phạm vi\nNghị định này quy định chi tiết khoản 2 Điều 5 của Luật Ong số 7/2029/QH16 về mật.",
            [
                ("", "quy_dinh_chi_tiet", "qh16/2029/7", None),
                ("", "can_cu", "qh16/2029/7", None),
                ("", "can_cu", "qh16/2029/8", None),
                ("dieu-1", "quy_dinh_chi_tiet", "qh16/2029/7#dieu-5/khoan-2", None),
            ],
        ),
        (
            "Hướng dẫn thi hành Nghị định số 1/2020/NĐ-CP ngày 3/1/2020 của Chính phủ",
            "Điều 1. Ong\nTheo khoản 1 Điều 2 Nghị định số 2/2020/NĐ-CP.",
            [("", "huong_dan", "nd-cp/2020/1", None), ("dieu-1", "dan_chieu", "nd-cp/2020/2#dieu-2/khoan-1", None)],
        ),
        # its own day, in the line or in the words that open the list
        (
            "Về ong",
            "Điều 8. Hết hiệu lực\n1. Thông tư số 1/2020/TT-BTC hết hiệu lực kể từ ngày 01 tháng 7 năm 2031.\n"
            "2. Các văn bản sau đây hết hiệu lực kể từ ngày 01/8/2031:\na) Thông tư số 2/2020/TT-BTC;\n"
            "b) Điều 3 Thông tư số 3/2020/TT-BTC.",
            [
                ("dieu-8/khoan-1", "bai_bo", "tt-btc/2020/1", "2031-07-01"),
                ("dieu-8/khoan-2/diem-a", "bai_bo", "tt-btc/2020/2", "2031-08-01"),
                ("dieu-8/khoan-2/diem-b", "bai_bo", "tt-btc/2020/3#dieu-3", "2031-08-01"),
            ],
        ),
        (
            "Về ong",
            "Điều 1. Phạm vi\nNghị định này hướng dẫn trình tự lập kinh phí nuôi ong theo quy định tại Nghị định số "
            "1/2020/NĐ-CP.\nĐiều 2. Thay\nNghị định này thay thế cho Nghị định số 2/2020/NĐ-CP.",
            [("dieu-1", "huong_dan", "nd-cp/2020/1", None), ("dieu-2", "thay_the", "nd-cp/2020/2", "2031-04-01")],
        ),
        # repealing itself is none
        ("Về ong", "Điều 8. A\nBãi bỏ Nghị định số 9/2031/NĐ-CP.", []),
    ],
)
def test_relations_of_a_text(title: str, body: str, expected: list[object]) -> None:
    assert said(title, body) == expected


def test_a_repeal_that_keeps_something_out_says_what() -> None:
    (whole, part) = relations(
        f"{HEAD}Về ong\nĐiều 8. A\n1. Nghị định số 1/2020/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực, trừ "
        "trường hợp quy định tại Điều 7 của Nghị định này.\n2. Bãi bỏ một số biểu mẫu ban hành kèm theo Thông tư số "
        f"2/2020/TT-BTC.{EFFECT}"
    )
    assert whole.condition == "trừ trường hợp quy định tại Điều 7 của Nghị định này"
    assert part.condition == "một số biểu mẫu ban hành kèm theo"


def test_a_suspension_says_when_it_ends() -> None:
    (suspension,) = relations(
        f"{HEAD}Về ong\nĐiều 8. A\nNgưng hiệu lực thi hành Nghị định số 1/2020/NĐ-CP từ ngày 01/5/2031 đến hết ngày "
        f"31/12/2031.{EFFECT}"
    )
    assert (suspension.kind, suspension.effective_on, suspension.until) == (
        "ngung",
        datetime.date(2031, 5, 1),
        datetime.date(2032, 1, 1),
    )


def test_a_local_text_speaks_of_its_own_province() -> None:
    text = (
        "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ\nSố: 9/2031/QĐ-UBND\nPhú Thọ, ngày 1 tháng 2 năm 2031\nQUYẾT ĐỊNH\nVề ong\n"
        "Điều 1. Ong\nBãi bỏ Quyết định số 1/2020/QĐ-UBND ngày 1 tháng 1 năm 2020 về ong.\n"
    )
    (repeal,) = relations(text)
    assert str(repeal.object.doc_id) == "qd-ubnd/2020/1@phu-tho"


def test_a_law_cited_by_name_is_found_in_any_order(fresh_store: Store) -> None:
    law = "QUỐC HỘI\nLuật số: 7/2029/QH16\nHà Nội, ngày 12 tháng 6 năm 2029\nLUẬT\nNUÔI ONG\nĐiều 1. Ong\nOng bay.\n"
    decree = f"{HEAD}Về ong\nCăn cứ Luật Nuôi ong ngày 12 tháng 6 năm 2029;\nĐiều 1. Ong\nBay.{EFFECT}"
    ids = (DocId("qh16", 2029, "7"), DocId("nd-cp", 2031, "9"))
    for order in itertools.permutations((law, decree)):
        for text in order:
            data = nfc(text).encode()
            fresh_store.add(assemble.holding("a.txt", hashlib.sha256(data).hexdigest(), read("a.txt", data)), data)
        for doc_id in ids:
            assert [(r.kind, str(r.object)) for r in fresh_store.relations(doc_id)] == [("can_cu", "qh16/2029/7")]
        for doc_id in ids:
            fresh_store.remove(doc_id)


def test_a_text_without_a_number_speaks_for_nobody() -> None:
    assert relations("Bản tổng hợp\nĐiều 1. Ong\nBãi bỏ Nghị định số 1/2020/NĐ-CP.\n") == ()
