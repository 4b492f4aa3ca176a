"""What kind of fact a question wants (an amount, a time, a body), and whether a text holds one.

"Được hỗ trợ bao nhiêu" is not answered by a place without a sum or a percentage, however near its words are.
"""

import re
from enum import StrEnum

from corpus.text import canonical, fold


class Want(StrEnum):
    """A kind of fact."""

    AMOUNT = "amount"
    TIME = "time"
    BODY = "body"


# Over folded text, so that questions with and without marks are read alike.
_ASKED = {
    Want.AMOUNT: re.compile(
        r"\b(bao nhieu (tien|phan tram|%|trieu|ty|dong)|may (phan tram|trieu|ty)|muc (chi|ho tro|phat|tran)"
        r"|(duoc|tro|la|co|chi) bao nhieu|toi da|phan tram)\b"
    ),
    Want.TIME: re.compile(
        r"\b(ngay nao|khi nao|bao lau|bao nhieu (ngay|thang|nam)|may (ngay|thang|nam)|thoi han|han (chot|cuoi|nop|gui)"
        r"|het han|cham nhat|truoc ngay)\b"
    ),
    Want.BODY: re.compile(r"\b(ai|co quan nao|don vi nao|cap nao|noi nao|o dau)\b"),
}
_HELD = {
    Want.AMOUNT: re.compile(r"\d\s*(%|phan tram|trieu|ty\b|dong\b|nghin)"),
    Want.TIME: re.compile(r"\b\d+ (ngay|thang|nam|gio)\b|\bngay \d|\b\d{1,2}/\d{1,2}\b|\bthang \d"),
    Want.BODY: re.compile(
        r"\b(ubnd|uy ban|hdnd|hoi dong|so cong|so tai|bo cong|bo tai|bo truong|cuc|chu tich|thu tuong)\b"
    ),
}


def wanted(question: str) -> frozenset[Want]:
    """The kinds of fact a question asks for; empty for most questions."""
    line = fold(question)
    return frozenset(want for want, pattern in _ASKED.items() if pattern.search(line))


def holds(text: str, want: Want) -> bool:
    """Whether a text states a fact of that kind."""
    return _HELD[want].search(fold(text)) is not None


_YEARS = re.compile(r"\b((?:19|20)\d\d)\s?[-–/ ]\s?((?:19|20)\d\d)\b")


def periods(text: str) -> frozenset[tuple[str, str]]:
    """Spans of years that a text names: "giai đoạn 2026 - 2030" → {("2026", "2030")}."""
    return frozenset((first, last) for first, last in _YEARS.findall(text) if first < last)


QUESTION_WORDS = frozenset(
    canonical(
        "ai bao nhiêu bây giờ bởi bị các cái cho có của đã đang đâu để do được gì hay khi không là làm mà mấy mình một "
        "muốn nào này nên nếu ngày những ở phải ra rằng sao sẽ thế thì tôi trong từ và vậy về vì với"
    ).split()
)
"""Syllables that make a question but do not say what it is about."""

FOLDED_QUESTION_WORDS = frozenset(fold(word) for word in QUESTION_WORDS)
"""The same for a question typed without marks, where "máy" and "mấy" look alike."""


def tells(token: str, *, folded: bool) -> bool:
    """Whether a word of a question says what it is about."""
    return token not in (FOLDED_QUESTION_WORDS if folded else QUESTION_WORDS)
