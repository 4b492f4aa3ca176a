"""What stands behind a citation: issuer, date, title; and whether two names can be one."""

import pytest

from corpus.citation import find
from corpus.citation_description import describe, same_issuer, same_title


@pytest.mark.parametrize(
    ("text", "issuer", "issued", "title"),
    [
        ("Nghị định số 45/2030/NĐ-CP ngày 21 tháng 5 năm 2030 của Chính phủ về nuôi ong;", "Chính phủ", "", "nuôi ong"),
        # the date behind the issuer
        (
            "Nghị định 45/2030/NĐ-CP của Chính phủ ngày 21/5/2030 quy định về nuôi ong, lấy mật.",
            "Chính phủ",
            "21/5/2030",
            "quy định về nuôi ong, lấy mật",
        ),
        (
            "Thông tư số 28/2031/TT-BTC của Bộ trưởng Bộ Tài chính hướng dẫn kinh phí (sau đây gọi là Thông tư 28)",
            "Bộ trưởng Bộ Tài chính",
            "",
            "hướng dẫn kinh phí",
        ),
        # the title ends where a sentence goes on
        ("Thông tư 28/2031/TT-BTC về kinh phí hết hiệu lực từ ngày 01/01/2032", "", "", "kinh phí"),
        ("Chỉ thị số 04/CT-BCT về việc nuôi ong, Nghị định số 45/2030/NĐ-CP", "", "", "nuôi ong"),
        # no description
        ("Nghị định 45/2030/NĐ-CP được áp dụng", "", "", ""),
        # the words of a place are no issuer
        ("Nghị định 45/2030/NĐ-CP của các cơ sở nuôi ong", "", "", ""),
    ],
)
def test_describe_reads_what_is_said_of_a_document(text: str, issuer: str, issued: str, title: str) -> None:
    found = describe(text, find(text)[0].span[1])
    assert (found.issuer, found.issued, found.title) == (issuer, issued, title)
    assert 0 <= found.end <= len(text)


@pytest.mark.parametrize(
    ("cited", "known", "same"),
    [
        ("khuyến công", "về khuyến công", True),
        ("khuyến công và các văn bản liên quan", "về khuyến công", True),
        ("quản lý cụm công nghiệp", "về khuyến công", False),
        ("đẩy mạnh các hoạt động khuyến công", "về việc đẩy mạnh các hoạt động khuyến công, tạo động lực mới", True),
        ("phê duyệt chương trình nuôi ong quốc gia", "Mức hỗ trợ đóng tàu", False),
        ("", "về khuyến công", True),
        ("khuyến công", "", True),
    ],
)
def test_titles_agree_by_neighbouring_syllables(cited: str, known: str, same: bool) -> None:
    assert same_title(cited, known) is same


@pytest.mark.parametrize(
    ("cited", "known", "same"),
    [
        ("Bộ trưởng Bộ Công Thương", "Bộ Công Thương", True),
        ("Bộ Công Thương", "Bộ trưởng Bộ Công Thương", True),
        ("Thủ tướng chỉnh phủ", "Thủ tướng Chính phủ", True),  # marks are another matter
        ("Chính phủ", "Thủ tướng Chính phủ", False),
        ("Bộ Tài chính", "Bộ Công Thương", False),
        ("Bộ Tài chính", "Bộ Tài chính - Bộ Công Thương", True),
        ("Ủy ban nhân dân tỉnh Phú Thọ", "UBND tỉnh Phú Thọ", True),
    ],
)
def test_issuers_agree_by_office(cited: str, known: str, same: bool) -> None:
    assert same_issuer(cited, known) is same
