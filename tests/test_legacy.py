import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.legacy import Encodings, draws_capitals, encoding_of_font, letters
from ingest.readers.runs import Run

_ALL = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵĂÂÊÔƠƯĐ"
# Typed from the charts of TCVN 5712:1993 (VN3) and of VNI-Windows, letter by letter in the order of _ALL.
_TCVN3 = "aµ¸¶·¹¨»¾¼½Æ©ÇÊÈÉËbcd®eÌÐÎÏÑªÒÕÓÔÖghi×ÝØÜÞklmnoßãáâä«åèæçé¬êíëìîpqrstuïóñòô\xadõøö÷ùvxyúýûüþ¡¢£¤¥¦§"
_VNI = (
    "a aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä b c d ñ e eø eù eû eõ eï eâ eà eá eå eã eä g h i ì í æ ó ò "
    "k l m n o oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï p q r s t u uø uù uû uõ uï ö öø öù öû öõ öï v x y yø "
    "yù yû yõ î AÊ AÂ EÂ OÂ Ô Ö Ñ"
)


def said(*runs: Run) -> str:
    return Encodings.of(runs).text(runs)


def test_every_letter_of_tcvn3_is_read() -> None:
    assert said(Run(_TCVN3, ".VnTime")) == _ALL


def test_every_letter_of_vni_is_read() -> None:
    assert said(Run(_VNI, "VNI-Times")).split(" ") == list(_ALL)


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "TCVN3", False),
        (".VnTimeH", "TCVN3", True),
        (".VnTimeH Tur", "TCVN3", True),
        (".VnArial NarrowH", "TCVN3", True),
        (".vntimeh", "TCVN3", True),
        ("VnTimeHBold", "TCVN3", True),
        (".VnTimeH,BoldItalic", "TCVN3", True),
        ("VnTime,Bold", "TCVN3", False),
        ("VNI-Times", "VNI", False),
        ("VNI Helve", "VNI", False),
        ("VPS Times", "VPS", False),
        ("Times New Roman", None, False),
        ("Vogue", None, False),
        ("Symbol", None, False),
        ("", None, False),
    ],
)
def test_fonts_are_known_by_name(font: str, encoding: str | None, capitals: bool) -> None:
    assert encoding_of_font(font) == encoding
    assert draws_capitals(font) == capitals


def test_one_letter_is_not_judged() -> None:
    # F24: "é" alone is a French letter; in a document of TCVN3 set in that font it is ộ
    assert said(Run("é", "Arial")) == "é"
    old = Run("NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh, nghÜa vô cña doanh nghiÖp vµ hé gia ®×nh", "Arial")
    assert Encodings.of((old, Run("B", "Arial"), Run("é", "Arial"))).text((Run("Bé", "Arial"),)) == "Bộ"


def test_a_font_with_an_old_name_may_hold_unicode() -> None:
    text = "Nghị định của Chính phủ về đăng ký kinh doanh"
    assert said(Run(text, ".VnTime"), Run(" là é", ".VnTime")) == text + " là é"
    assert Encodings.of([Run(text, ".VnTime")]).diagnostics == ()


def test_old_words_beside_unicode_in_one_font_are_both_read() -> None:
    old = "NghÞ ®Þnh cña ChÝnh phñ vÒ ®¨ng ký kinh doanh, nghÜa vô cña doanh nghiÖp vµ hé gia ®×nh"
    new = "Nghị định của Chính phủ về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp và hộ gia đình"
    encodings = Encodings.of((Run(old, ".VnTime"), Run(new, ".VnTime")))
    assert encodings.text((Run(old, ".VnTime"),)) == new
    assert encodings.text((Run(new, ".VnTime"),)) == new


def test_much_text_speaks_louder_than_the_name_of_its_font() -> None:
    sentence = "Nghò ñònh naøy quy ñònh veà ñaêng kyù kinh doanh, nghóa vuï cuûa doanh nghieäp vaø hoä gia ñình. "
    read = "Nghị định này quy định về đăng ký kinh doanh, nghĩa vụ của doanh nghiệp và hộ gia đình. "
    assert said(Run(sentence * 12, "VNSTCVN3")) == read * 12


@given(st.text(alphabet=_ALL + " .,1", max_size=60))
def test_a_vni_text_has_one_string_for_each_character(text: str) -> None:
    coded = "".join(dict(zip(_ALL, _VNI.split(" "), strict=True)).get(c, c) for c in text)
    found = letters(coded, "VNI")
    assert len(found) == len(coded)
    assert "".join(found) == text
