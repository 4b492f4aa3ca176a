"""Compounds cut faster than by pyvi's own function, and exactly as it cuts them."""

import random

import pytest

from index.compound import tokenized


def by_pyvi(text: str) -> str:
    tokenized("a")  # imports pyvi without the warnings of its source
    from pyvi import ViTokenizer

    return str(ViTokenizer.tokenize(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "Thông tư quy định mức hỗ trợ khuyến công cho doanh nghiệp nhỏ và vừa.",
        "thông tư quy định mức hỗ trợ khuyến công",
        # a capital after a small letter never joins, two capitals may
        "cơ sở Công nghiệp Nông thôn, UBND TỈNH",
        # figures and marks never join, whatever the model says
        "khoản 2 điều 5a: 1.000.000 đồng; 50% - ...",
        "Tp. Huế, ThS. Nguyễn Văn A, email a.b@gov.vn, http://vbpl.vn/x?y=1",
        "hai dòng\nliền nhau\n\nvà một dòng trống",
        # capitals that have no small letter, and title-case digraphs
        "𝐀 b 𝐁 ǅ a ⅷ ²",
    ],
)
def test_a_text_is_cut_as_pyvi_cuts_it(text: str) -> None:
    assert tokenized(text) == by_pyvi(text)


def test_random_texts_are_cut_as_pyvi_cuts_them() -> None:
    draw = random.Random(3)
    said = "Điều điều kiện khoản 12 1,5 Luật luật đất đai ĐẤT hộ kinh doanh nông thôn ( ) . , ; x-y 45/2012/NĐ-CP"
    syllables = [*said.split(), "\n"]
    for _ in range(300):
        text = " ".join(draw.choices(syllables, k=draw.randint(1, 30)))
        assert tokenized(text) == by_pyvi(text), text


def test_compounds_are_joined() -> None:
    assert tokenized("hộ kinh doanh ở nông thôn") == "hộ kinh_doanh ở nông_thôn"
