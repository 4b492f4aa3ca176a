"""Which of two texts on one matter applies, and the article that says so.

Source: Điều 4 Luật 64/2025/QH15 as amended by Luật 87/2025/QH15 (ranks), Điều 58 Luật 64/2025/QH15 (conflicts).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.model import Document

_HIGHER = "khoản 3 Điều 58 Luật 64/2025/QH15"
_LATER = "khoản 4 Điều 58 Luật 64/2025/QH15"
_WHERE = "nếu quy định khác nhau về cùng một vấn đề thì áp dụng"
_NO_RULE = (
    "Hai văn bản cùng cấp của hai cơ quan khác nhau: Điều 58 Luật 64/2025/QH15 không nêu áp dụng văn bản nào nếu chúng "
    "khác nhau; người đọc cần tự quyết hoặc hỏi cơ quan ban hành."
)
# Rank by ký hiệu, and by loại where one ký hiệu stands for several; 1 is the highest. The local ones are left open.
_RANKS = (
    (2, r"qh\d+|lct-hdnn\d*"),
    (3, r"ubtvqh\d+|pl-ubtvqh\d+|nq-ubtvqh\d+|nqlt-.*"),
    (4, r"(?:l|qd)-ctn"),
    (5, r"nd-cp|nq-cp"),
    (6, r"qd-ttg"),
    (7, r"nq-hdtp"),
    (9, r"ttlt-.*"),
    (8, r"tt-.*"),
)


class Rule(StrEnum):
    """Why one of two texts applies."""

    HIGHER = "higher"
    LATER = "later"
    OPEN = "open"  # one rank, two issuers: the law gives no rule
    NONE = "none"  # not known


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which of two texts applies where they differ.

    Attributes:
        first: The one that applies; None when no rule says.
        rule: Which rule.
        words: The reason with its article, in Vietnamese.
    """

    first: Document | None
    rule: Rule
    words: str


def rank(document: Document) -> int | None:
    """The rank of a text, 1 the highest; None for a local one and for what binds nobody in general.

    A decision of the Thủ tướng without a year in its number is an individual one.
    """
    doc_id = document.id
    if doc_id.local or (doc_id.kind in ("qd-ttg",) and not re.search(r"/\d{4}/", document.so_hieu)):
        return None
    if document.loai == "Hiến pháp":
        return 1
    return next((level for level, form in _RANKS if re.fullmatch(form, doc_id.kind)), None)


def between(one: Document, other: Document) -> Precedence:
    """Which of two texts in force on the day of the event applies where they differ.

    The higher one; of one issuer the one issued later, by the day of issue and not of effect. Between two issuers of
    one rank no rule says. Special before general is no rule of the Luật: it is left to
    the reader.
    """
    ranks = rank(one), rank(other)
    if ranks[0] is None or ranks[1] is None:
        return Precedence(None, Rule.NONE, "Không xếp được thứ bậc của hai văn bản.")
    if ranks[0] != ranks[1]:
        first, second = (one, other) if ranks[0] < ranks[1] else (other, one)
        words = f"{first.name} có hiệu lực pháp lý cao hơn {second.name}: {_WHERE} {first.name} ({_HIGHER})."
        return Precedence(first, Rule.HIGHER, words)
    if one.id.kind != other.id.kind and one.co_quan_ban_hanh != other.co_quan_ban_hanh:
        return Precedence(None, Rule.OPEN, _NO_RULE)
    if one.ngay_ban_hanh is None or other.ngay_ban_hanh is None or one.ngay_ban_hanh == other.ngay_ban_hanh:
        return Precedence(None, Rule.NONE, "Không rõ văn bản nào ban hành sau.")
    later, earlier = (one, other) if one.ngay_ban_hanh > other.ngay_ban_hanh else (other, one)
    words = f"{later.name} ban hành sau {earlier.name} của cùng cơ quan: {_WHERE} {later.name} ({_LATER})."
    return Precedence(later, Rule.LATER, words)
