import pytest

from corpus.text import fold
from ingest.readers.legibility import is_legible, share_of_marks, share_of_syllables

LAW = (
    "Nghị định này quy định chi tiết một số điều của Luật về quản lý, khai thác và nghiêng mình trước những người "
    "giữ nghề; giấy phép, thuyền thúng, khuỷu sông và ngoằn ngoèo đường quê được quy hoạch theo Quyết định."
)


def test_vietnamese_is_legible() -> None:
    assert share_of_syllables(LAW) == 1.0
    assert 0.25 < share_of_marks(LAW) < 0.4
    assert is_legible(LAW)


@pytest.mark.parametrize(
    "text",
    [
        # F26: what recognisers without Vietnamese letters make of it
        fold(LAW),
        "Ngh! djnh nay quy djnh chi tit mt s6 diu ciia Lut vtlt qun lg, khai thc vh nghi3ng mlnh trwc nhftng "
        "ngirii git ngh6; giAy ph6p, thuyn thg, khuj6u s6ng vh ngon ngoo dung qu6 dugc quy hoch theo Quyt djnh",
        "QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký vµ thay thÕ c¸c quyÕt ®Þnh tr­íc ®©y tr¸i víi néi dung quy ®Þnh",
        "The quick brown fox jumps over the lazy dog while seventeen strong thugs watched from the northern cliffs "
        "above, and nobody present noticed",
    ],
)
def test_what_is_no_vietnamese_is_not(text: str) -> None:
    assert not is_legible(text)


def test_a_few_words_are_not_judged() -> None:
    assert is_legible("CONG BAO/So 1 + 2")
    assert share_of_syllables("") == 1.0
    assert share_of_marks("123") == 0.0
