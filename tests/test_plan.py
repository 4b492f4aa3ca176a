"""Questions as plans: short forms written in full."""

import pytest

from index.plan import spelt_out


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("mức chi kcqg", "mức chi khuyến công quốc gia"),
        ("lập ĐA khuyến công", "lập Đề án khuyến công"),
        # the word, not the short form of "đề án"
        ("mức hỗ trợ tối đa là bao nhiêu", "mức hỗ trợ tối đa là bao nhiêu"),
        ("muc ho tro toi da", "muc ho tro toi da"),
        ("byt quy định gì?", "Bộ Y tế quy định gì?"),
    ],
)
def test_short_forms_are_written_in_full(question: str, full: str) -> None:
    assert spelt_out(question) == full
