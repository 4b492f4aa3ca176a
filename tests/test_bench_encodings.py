import pytest

from tests.bench.encodings import score


@pytest.mark.parametrize(
    ("wanted", "got", "characters", "edits"),
    [
        ("Điều 1.\n\n  Phạm vi", "Điều 1. Phạm  vi", 15, 0),
        # composed or not, it is the same letter
        ("Điều", "Đie\u0302\u0300u", 4, 0),
        ("Điều 12", "Điêu 2", 7, 2),
        # .VnTimeH: the transcript has the codes, the reader what is printed
        ("quyết định\nvề thuế", "QUYẾT ĐỊNH\nvề thuế", 18, 0),
        ("bảng lương\nSố", "BẢNG LƯƠNG\tSố", 13, 0),
        # but case is a letter's own elsewhere
        ("ủy ban nhân dân", "Ủy ban nhân dân", 15, 1),
        ("", "x", 0, 1),
    ],
)
def test_characters_are_compared_line_by_line(wanted: str, got: str, characters: int, edits: int) -> None:
    found = score(wanted, got)
    assert (found.characters, found.edits) == (characters, edits)
