"""Which of two texts applies."""

import datetime

import pytest

from corpus.model import Document
from corpus.precedence import Rule, between, rank
from corpus.reference import DocId


def document(so_hieu: str, issued: str = "2020-01-01", issuer: str = "", loai: str = "Thông tư") -> Document:
    day = datetime.date.fromisoformat(issued)
    return Document(DocId.from_so_hieu(so_hieu, day.year), so_hieu, loai, "", issuer, "", day)


@pytest.mark.parametrize(
    ("so_hieu", "expected"),
    [
        ("64/2025/QH15", 2),
        ("01/2012/UBTVQH13", 3),
        ("45/2012/NĐ-CP", 5),
        ("93/2007/QĐ-TTg", 6),
        ("1881/QĐ-TTg", None),  # an individual decision
        ("28/2018/TT-BTC", 8),
        ("26/2014/TTLT-BTC-BCT", 9),
        ("15/2023/QĐ-UBND", None),
        ("19-NQ/TW", None),
    ],
)
def test_ranks_of_the_law(so_hieu: str, expected: int | None) -> None:
    assert rank(document(so_hieu)) == expected


@pytest.mark.parametrize(
    ("one", "other", "rule", "first"),
    [
        # a later circular does not beat a decree
        (document("28/2018/TT-BTC", "2026-01-01"), document("45/2012/NĐ-CP"), Rule.HIGHER, "45/2012/NĐ-CP"),
        (document("1/2020/NĐ-CP", "2020-01-01"), document("2/2021/NĐ-CP", "2021-01-01"), Rule.LATER, "2/2021/NĐ-CP"),
        (document("1/2020/TT-BTC", "2020-01-01", "A"), document("2/2021/TT-BCT", "2021-01-01", "B"), Rule.OPEN, None),
        (document("1/2020/NĐ-CP"), document("2/2020/NĐ-CP"), Rule.NONE, None),
        (document("1/2020/NĐ-CP"), document("15/2023/QĐ-UBND"), Rule.NONE, None),
    ],
)
def test_which_applies(one: Document, other: Document, rule: Rule, first: str | None) -> None:
    for told in (between(one, other), between(other, one)):
        assert (told.rule, told.first.so_hieu if told.first else None) == (rule, first)


def test_the_words_name_the_article() -> None:
    told = between(document("28/2018/TT-BTC"), document("45/2012/NĐ-CP", loai="Nghị định"))
    assert told.words == (
        "Nghị định 45/2012/NĐ-CP có hiệu lực pháp lý cao hơn Thông tư 28/2018/TT-BTC: nếu quy định khác nhau về cùng "
        "một vấn đề thì áp dụng Nghị định 45/2012/NĐ-CP (khoản 3 Điều 58 Luật 64/2025/QH15)."
    )
