"""Slips of the pen: the sentences are ours, what is right in them was written before the check was run."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.syllables import BREAK, NUMBER, Syllables, counted, of_law, tokens
from corpus.telex import Lookalikes, keys, slips
from corpus.text import nfc
from search_api.spelling import of_lines
from search_api.spelling_findings import spelling_findings
from tests.conftest import draft_of

MAX_BYTES = 3_000_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # no such syllable
        ("Hỗ trợ các doanh nghệp nhỏ.", [("nghệp", "nghiệp")]),
        ("Phát huy thế amnhj của địa phương.", [("amnhj", "mạnh")]),
        ("Trách nhiêm của cơ quan chủ trì.", [("nhiêm", "nhiệm")]),
        # a letter at the wrong side of the blank, a blank left out
        ("Bố trí kinh phí đểt húc đẩy sản xuất.", [("đểt húc", "để thúc")]),
        ("Giao đơn vịsự nghiệp công lập thực hiện.", [("vịsự", "vị sự")]),
        # a syllable in the wrong place
        ("Theo quyết định của Thủ tướng chỉnh phủ phê duyệt.", [("chỉnh", "chính")]),
        ("Đẩy mạnh chuyền đổi số trong doanh nghiệp.", [("chuyền", "chuyển")]),
        ("Cơ quan này phải xử dụng đúng mục đích.", [("xử", "sử")]),
        ("Chỉ thị số 04/CT-BCT ngay 29 tháng 02 của Bộ.", [("ngay", "ngày")]),
        # a capital inside a sentence
        ("Doanh nghiệp phải Ổn định sản xuất.", [("Ổn", "ổn")]),
        # right
        ("Doanh nghiệp phải ổn định sản xuất ngay khi được hỗ trợ.", []),
        ("Ông Nguyễn Văn Ổn là chủ cơ sở.", []),
        ("Quý I năm 2032, Sở Công Thương tỉnh Đắk Lắk báo cáo Bộ Công Thương theo Mẫu số 01-KC.", []),
        ("Hoà giải, hòa giải; kỹ thuật, kĩ thuật; quí, quý.", []),
        ("Gửi về hop-thu@khuyencong.example hoặc website của Trung tâm.", []),
        ("", []),
    ],
)
def test_slips_are_found_with_what_was_meant(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(slip.words, slip.suggestion) for _, slip in of_lines([nfc(text)])] == expected


def test_what_a_text_says_again_and_again_is_its_own_way() -> None:
    line = nfc("Đẩy mạnh chuyền đổi số.")
    assert [slip.words for _, slip in of_lines([line])] == ["chuyền"]
    assert list(of_lines([line] * 3)) == []


def test_a_finding_says_where_and_what() -> None:
    draft = draft_of("QUYẾT ĐỊNH\nĐiều 1. Hỗ trợ\nHỗ trợ doanh nghệp nhỏ. Đẩy mạnh chuyền đổi số.\n")
    found = list(spelling_findings(draft))
    assert [(draft.text[slice(*f.span)], f.code, f.remedy) for f in found] == [
        ("nghệp", "chinh_ta", "Có lẽ là “nghiệp”."),
        ("chuyền", "chinh_ta_trong_cau", "Có lẽ là “chuyển”."),
    ]


@pytest.mark.parametrize(("fields", "count"), [({}, 1), ({"table": 0}, 0), ({"confidence": 0.9}, 0)])
def test_tables_and_recognised_lines_are_left_out(fields: dict[str, Any], count: int) -> None:
    draft = draft_of("QUYẾT ĐỊNH\nHỗ trợ doanh nghệp nhỏ.\n")
    lines = tuple(replace(line, **fields) for line in draft.lines)
    assert len(list(spelling_findings(replace(draft, lines=lines)))) == count


@pytest.mark.parametrize(
    ("syllable", "typed"),
    [("mạnh", "manhj"), ("được", "dduowcj"), ("nghiệp", "nghieepj"), ("thúc", "thucs"), ("ăn", "awn"), ("hoà", "hoaf")],
)
def test_keys_of_a_syllable(syllable: str, typed: str) -> None:
    assert keys(nfc(syllable)) == typed


def test_lookalikes_are_one_slip_or_only_marks_away() -> None:
    near = Lookalikes(["mạnh", "manh", "tranh", "chanh", "kỹ", "kĩ", "định"])
    assert near.of("amnhj") == ("mạnh",)
    assert near.of("chanh") == ("tranh",)
    assert near.of("dinh") == ("định",)
    assert near.of("kỹ") == ()  # both spellings are right


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyfjwz", max_size=8), st.data())
def test_slips_go_both_ways(typed: str, data: st.DataObject) -> None:
    near = slips(typed)
    assert typed not in near
    assert typed in slips(data.draw(st.sampled_from(sorted(near))))


def test_counts_come_back_from_their_bytes() -> None:
    made = counted(["Nuôi ong lấy mật, nuôi ong 12 tổ.\n"] * 5)
    back = Syllables.from_bytes(made.to_bytes())
    assert list(back.counts) == list(made.counts)
    assert back.pair("nuôi", "ong") == pytest.approx(10, rel=0.05)
    assert back.pair("ong", NUMBER) == pytest.approx(5, rel=0.05)
    assert back.pair("mật", BREAK) == pytest.approx(5, rel=0.05)
    assert back.pair("ong", "nuôi") == 0
    assert back.fit("nuôi", "ong", "lấy") > back.fit("nuôi", "mật", "lấy")


def test_tokens_keep_their_characters() -> None:
    text = nfc("Số 45/2012/NĐ-CP: khí độc¹.")
    assert [(t.key, t.printed) for t in tokens(text)] == [
        ("số", "Số"), (NUMBER, "45/2012/NĐ-CP"), (BREAK, ":"),
        ("khí", "khí"), ("độc", "độc"), (BREAK, "¹"), (BREAK, "."),
    ]  # fmt: skip


def test_the_counts_that_ship_are_small_and_are_no_text() -> None:
    law = of_law()
    assert len(law.to_bytes()) < MAX_BYTES
    assert all(" " not in key for key in law.counts)
