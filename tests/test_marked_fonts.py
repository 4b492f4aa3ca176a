import pytest

from ingest.readers import read
from ingest.source_text import SourceText

_ARTICLE = (
    "<p>§iÒu 1. NghÞ ®Þnh nµy quy ®Þnh vÒ ®¨ng ký kinh doanh, nghÜa vô cña doanh nghiÖp vµ hé gia ®×nh, "
    "c¬ quan qu¶n lý nhµ n&#173;íc vÒ ®¨ng ký kinh doanh.</p><p>§iÒu 2. NghÞ ®Þnh nµy cã hiÖu lùc sau 15 ngµy "
    "kÓ tõ ngµy ký; c¸c quy ®Þnh kh¸c hÕt hiÖu lùc.</p>"
)
_READ = [
    "Điều 1. Nghị định này quy định về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp và hộ gia đình, "
    "cơ quan quản lý nhà nước về đăng ký kinh doanh.",
    "Điều 2. Nghị định này có hiệu lực sau 15 ngày kể từ ngày ký; các quy định khác hết hiệu lực.",
]


def page(body: str, head: str = "", encoding: str = "cp1252") -> SourceText:
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    return read("thử.doc", f"<html><head>{meta}{head}</head><body>{body}</body></html>".encode(encoding))


@pytest.mark.parametrize(
    ("heading", "head"),
    [
        ('<p><font face=".VnTimeH">QuyÕt ®Þnh</font></p>', ""),
        ('<p><span style=\'font-size:14pt;font-family:".VnTimeH","sans-serif"\'>QuyÕt ®Þnh</span></p>', ""),
        ("<p style='font-family:.VnTimeH'>QuyÕt ®Þnh</p>", ""),
        ('<p class="Ten">QuyÕt ®Þnh</p>', '<style>p.Goc, p.Ten {margin:0; font-family:".VnTimeH";}</style>'),
        ("<h1>QuyÕt ®Þnh</h1>", '<style><!-- h1\n{font:bold 12pt ".VnTimeH"} --></style>'),
    ],
)
def test_a_capital_font_of_a_page_prints_capitals(heading: str, head: str) -> None:
    # F23
    found = page(heading + _ARTICLE, head)
    assert [line.text for line in found.lines] == ["QUYẾT ĐỊNH", *_READ]
    assert [d.code for d in found.diagnostics] == ["legacy_encoding"]


def test_unicode_and_old_fonts_stand_beside_each_other() -> None:
    article = _ARTICLE.replace("<p>", "<p style='font-family:.VnTime'>")
    found = page(f'<p>Công ty <font face=".VnTime">Bé</font> é</p>{article}', encoding="utf-8")
    assert [line.text for line in found.lines] == ["Công ty Bộ é", *_READ]


def test_words_of_a_named_font_are_not_taken_for_those_without_one() -> None:
    found = page(_ARTICLE + '<p><font face="Arial">Théâtre français</font></p>', encoding="utf-8")
    assert [line.text for line in found.lines] == [*_READ, "Théâtre français"]


def test_old_letters_are_seen_behind_a_long_style_sheet() -> None:
    # Word's web pages open with more style sheet than text
    sheet = "<style>" + "p.a {margin-left:1.0cm; text-indent:0cm}\n" * 900 + "</style>"
    assert [line.text for line in page(_ARTICLE, sheet).lines] == _READ


def test_a_vni_letter_is_read_across_elements() -> None:
    body = (
        "<p>Ñieàu 1. Nghò ñònh naøy quy ñònh veà ñaêng kyù kinh doanh, nghóa vuï cuûa doanh nghieäp vaø hoä gia ñình, "
        "quyeàn cuûa cô quan quaûn lyù nhaø nöôùc veà ñaêng kyù kinh doanh.</p>"
        "<p>Ñieàu 1a. Cô quan ñaêng kyù kinh doanh.</p><p>Ñieàu 2. Nghò ñònh so<b>á</b> 5 heát hieäu löïc.</p>"
    )
    assert page(body).lines[-1].text == "Điều 2. Nghị định số 5 hết hiệu lực."


def test_a_page_of_unicode_is_left_as_it_is() -> None:
    body = "".join(f"<p><font face='.VnTime'>{text}</font></p>" for text in _READ)
    found = page(body, encoding="utf-8")
    assert [line.text for line in found.lines] == _READ
    assert found.diagnostics == ()


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "&#xFFFE;"])
def test_a_control_character_among_old_letters_goes(sign: str) -> None:
    # found by tests/bench/fuzz.py
    found = page(_ARTICLE.replace("NghÞ ", f"NghÞ {sign}"))
    assert [line.text for line in found.lines] == _READ
