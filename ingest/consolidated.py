"""Consolidated texts: which text the words are of, until which amendment, and the number of the consolidation.

Its head says: "Thông tư số 24/2025/TT-BCT ngày 13 tháng 5 năm 2025 của Bộ trưởng Bộ Công Thương quy định về …, có hiệu
lực kể từ ngày 01 tháng 7 năm 2025, được sửa đổi, bổ sung bởi:", then the amending texts. The words are those of that
text as amended, so a consolidation is a source for it and no document of its own.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reference import tidy_so_hieu
from corpus.text import find_date, nfc

_STATEMENT = re.compile(
    r"^(?P<loai>Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?|Chỉ thị)\b[^;]{0,300}?"
    r"số:?\s*(?P<so_hieu>\d[\w./–-]*(?:\s?-\s?[A-ZĐ][\w-]*)*)\s+ngày(?P<rest>.{0,900}?)"
    r"(?:,?\s*(?:đã )?được (?:sửa đổi|bổ sung|thay thế|đính chính|hợp nhất)[^:]{0,60}(?:bởi|tại|theo)\b)"
)
_NUMBER = re.compile(r"\d{1,5}\s*/\s*(?:\d{4}\s*/\s*)?VBHN\s*-\s*[A-ZĐ]+")
_CERTIFIED = re.compile(r"xác thực văn bản hợp nhất|văn bản hợp nhất", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What a consolidation says of the text it holds.

    Attributes:
        so_hieu, loai, issued, effective: Of the text whose words these are.
        number: The consolidation's own số hiệu; "" where it is not printed.
    """

    so_hieu: str
    loai: str
    issued: datetime.date | None
    effective: datetime.date | None
    number: str = ""


def read_statement(head: Sequence[str], closing: Sequence[str]) -> Consolidated | None:
    """The statement in the head of a consolidation; None for any other text.

    Args:
        head: Lines above the first basis or place.
        closing: The closing block, in which the consolidation is certified and numbered.
    """
    for line in head:
        found = _STATEMENT.match(nfc(line).strip())
        if found is None:
            continue
        rest = found["rest"]
        day, _, effect = rest.partition("có hiệu lực")
        number = next((n for text in (*head, *closing) for n in _NUMBER.findall(nfc(text))), "")
        return Consolidated(
            tidy_so_hieu(found["so_hieu"]), found["loai"], find_date(day), find_date(effect), tidy_so_hieu(number)
        )
    return None
