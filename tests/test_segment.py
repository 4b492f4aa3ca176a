"""Tokens of the lexical index, by value."""

import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.segment import folded, is_pair, segmented, syllables, with_pairs, words


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("theo 45/2012/NĐ-CP thì", "45/2012/nđ-cp"),
        ("45 / 2012 / NĐ - CP", "45/2012/nđ-cp"),
        ("45/2012/NÐ-CP", "45/2012/nđ-cp"),  # Eth, as portals print it
        ("45/2012/nđ-cp", "45/2012/nđ-cp"),
        ("1881/QĐ-TTg", "1881/qđ-ttg"),
        ("Nghị quyết số 19-NQ/TW.", "19-nq/tw"),
        ("26/2014/TTLT-BTC-BCT", "26/2014/ttlt-btc-bct"),
        ("3384/BCT-CTĐP", "3384/bct-ctđp"),
        ("72/2020/QH14", "72/2020/qh14"),
        ("04/CT-BCT", "4/ct-bct"),  # a leading zero is written or not
        ("tại Điều 5 Nghị định", "điều_5"),
        ("ĐIỀU 5a", "điều_5a"),
        ("khoản 1 Điều này", "khoản_1"),
        ("điểm đ khoản 1", "điểm_đ"),
        ("từ 15/10/2025", "15/10/2025"),
        ("ngày 05 tháng 3 năm 2020", "5/3/2020"),
        ("tối đa 300 triệu đồng", "300_triệu"),
        ("hỗ trợ 50% chi phí", "50%"),
        ("hỗ trợ 50 % chi phí", "50%"),
        ("không quá 1.000 đồng", "1.000"),
        ("giai đoạn 2026 – 2030", "2026-2030"),
        ("chính sách khuyến công quốc gia", "khuyến_công"),
    ],
)
def test_a_sign_is_one_word(text: str, token: str) -> None:
    assert token in words(text)
    assert words(text).count(token) == 1


def test_words_of_a_sentence() -> None:
    assert words("Hỗ trợ nông thôn 70% theo 45/2012/NĐ-CP.") == ["hỗ_trợ", "nông_thôn", "70%", "theo", "45/2012/nđ-cp"]


def test_a_hyphen_after_a_so_hieu_does_not_swallow_the_next_word() -> None:
    assert syllables("45/2012/NĐ-CP - Nghị định") == ["45/2012/nđ-cp", "nghị", "định"]


def test_a_share_is_not_a_so_hieu() -> None:
    assert syllables("1/3 số vốn") == ["1", "3", "số", "vốn"]


def test_folded_keeps_signs_whole_without_marks() -> None:
    assert folded("Điểm đ Điều 5 Nghị định 45/2012/NĐ-CP") == ["diem_d", "dieu_5", "nghi", "dinh", "45/2012/nd-cp"]
    assert folded("diem d dieu 5 nghi dinh 45/2012/nd-cp") == ["diem_d", "dieu_5", "nghi", "dinh", "45/2012/nd-cp"]


def test_spellings_of_one_word_are_one_token() -> None:
    assert words("hòa bình") == words("hoà bình") == words(unicodedata.normalize("NFD", "Hòa bình"))
    assert words("HỖ TRỢ NÔNG THÔN") == ["hỗ_trợ", "nông_thôn"]


def test_pairs_follow_the_tokens() -> None:
    assert with_pairs(["a", "b", "c"]) == ["a", "b", "c", "a+b", "b+c"]
    assert [is_pair(token) for token in with_pairs(["a", "b"])] == [False, False, True]
    assert with_pairs([]) == []


def test_segmented_keeps_case_and_points() -> None:
    assert segmented("Hỗ trợ nông thôn, miền núi.") == "Hỗ_trợ nông_thôn , miền núi ."
    assert segmented("  ") == ""


@given(st.text(max_size=60))
def test_any_text_gives_tokens_without_spaces(text: str) -> None:
    for cut in (words, syllables, folded):
        tokens = cut(text)
        assert all(token and not any(c.isspace() for c in token) for token in tokens)
        assert tokens == cut(unicodedata.normalize("NFC", text))


def test_a_first_import_of_pyvi_warns_about_nothing(tmp_path: os.PathLike[str]) -> None:
    # without its cached bytecode, as after a fresh install
    code = "from index.segment import words; print(*words('hỗ trợ nông thôn'))"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, env=environment, encoding="utf-8"
    )
    assert (done.stdout.split(), done.stderr) == (["hỗ_trợ", "nông_thôn"], "")
