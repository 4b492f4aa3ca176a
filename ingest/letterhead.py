"""Where a second document begins in one file: two letters in one PDF, a law and the order that promulgates it.

    ỦY BAN NHÂN DÂN TỈNH …      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Số: 12/2024/QĐ-UBND         Độc lập - Tự do - Hạnh phúc
                                …, ngày 5 tháng 6 năm 2024
                        QUYẾT ĐỊNH

The text above must have been signed, and the letterhead must be whole: motto, a number of its own, a day (the National
Assembly prints none over its laws), a kind of document or an addressee. So the letterhead of a form has blanks, that of
an attached Quy chế has the number of its decision or none, and that of a certified copy has no kind.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import takewhile

from corpus.reference import tidy_so_hieu
from corpus.text import find_date, fold, nfc
from ingest.head import FORM, LOAI, SIGN, SO_HIEU, STATE
from ingest.issuers import find_issuers
from ingest.quotation import quoted_lines
from ingest.sections import ATTACHED, is_closing
from ingest.source_text import Line

_LABEL = r"^(?:(?:Luật|Bộ luật|Nghị quyết|Pháp lệnh) )?(?:[Ss]ố|SỐ)\s*:?\s*"
_NUMBER = re.compile(rf"{_LABEL}({SO_HIEU})(?=$|\s(?!ngày\b)|\s?[-–]$)")
# A recogniser loses a number written by hand: "Số; §. /0 /VP-KSTTHC", "số:///42/UBND- KSTTHC"
_BY_HAND = re.compile(rf"^(?:[Ss][ốôó]|S[ỐÔÓ])\W.{{0,14}}/\s?{SIGN}$")
_LEADERS = re.compile(r"…|\.{3}|__")  # a form, to be written on
_OF_ASSEMBLY = re.compile(r"/(?:QH|UBTVQH|NQ-UBTVQH)\d+$")
_DAY = re.compile(r"\bngày\b.{1,10}\btháng.{1,9}\bnăm\s*\d{4}\b", re.IGNORECASE)
_ADDRESSED = re.compile(r"(Kính gửi|KÍNH GỬI)\b")
_RULE = re.compile(r"[\s_*=.…–—-]+")
_ORGAN = re.compile(
    r"(ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|TỔNG CỤC|CỤC|CHI CỤC|SỞ|BAN|VĂN PHÒNG|ĐẢNG|TỈNH ỦY|THÀNH ỦY"
    r"|(PHẦN )?VĂN BẢN (QUY PHẠM )?PHÁP LUẬT)\b"  # the rubric of a Công báo issue
)
_ABOVE, _BELOW = 8, 8  # lines from the motto to the number and the day, columns read one after the other
_TITLE = 14  # lines from the motto to the kind
_LONGEST = 120
_HEAD = 16  # lines that hold the letterhead of the first document
_FORM_ABOVE = 3  # where no page tells
_ORGANS = 12


def beginnings(lines: Sequence[Line]) -> list[int]:
    """The lines at which documents begin, the first line of the file always; in order."""
    texts = [nfc(line.text).strip() for line in lines]
    quoted = quoted_lines(texts)
    closings = [at for at, line in enumerate(lines) if is_closing(line)]
    found, numbers = [0], numbers_of(lines)
    for motto in (at for at, text in enumerate(texts) if STATE.search(text) and not quoted[at]):
        above = _since_the_signature(lines, texts, range(max(found[-1], motto - _ABOVE), motto))
        window = range(above, min(motto + _BELOW, len(lines)))
        number = _number(lines, texts, window)
        if number is None or fold(number[1]) in numbers:
            continue
        start = _organs(texts, lines, min(number[0], motto))
        signed = bisect_left(closings, found[-1]) < bisect_left(closings, start)
        if signed and _is_whole(lines, texts, motto, window, number[1]) and not _is_form(lines, texts, start):
            found.append(start)
            numbers |= {fold(number[1])} - {""}
    return found


def numbers_of(lines: Sequence[Line]) -> set[str]:
    """The number in the letterhead at the top of a text, folded; it may stand again over what is attached."""
    top = takewhile(lambda at: not _ends_above(lines[at]), range(min(_HEAD, len(lines))))
    found = (_NUMBER.match(part) for at in top for part in _cells(nfc(lines[at].text).strip()))
    return {fold(tidy_so_hieu(number[1])) for number in found if number}


def _cells(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\t|]|(?<!:)\s{3,}", text) if part.strip()]


def _since_the_signature(lines: Sequence[Line], texts: Sequence[str], above: range) -> int:
    """The first of the lines above a motto that can belong to its letterhead: below the signature, on its page."""
    start = above.stop
    for at in reversed(above):
        if _ends_above(lines[at]) or lines[at].page != lines[above.stop].page or len(texts[at]) > _LONGEST:
            break
        start = at
    return start


def _ends_above(line: Line) -> bool:
    """Whether a line is of the signature above; "THỦ TƯỚNG CHÍNH PHỦ" may be the organ of the letterhead."""
    return is_closing(line) and not find_issuers([line.text])


def _number(lines: Sequence[Line], texts: Sequence[str], window: range) -> tuple[int, str] | None:
    """The line of a number and the number; "" for one written by hand, on a picture, at the top of a page."""
    for at in window:
        for part in _cells(texts[at]):
            if found := _NUMBER.match(part):
                return at, tidy_so_hieu(found[1])
    tops = lines[window.start].confidence is not None and lines[window.start - 1].page != lines[window.start].page
    by_hand = (at for at in window if _BY_HAND.match(texts[at]) and not _LEADERS.search(texts[at]))
    return next(((at, "") for at in by_hand), None) if tops else None


def _organs(texts: Sequence[str], lines: Sequence[Line], first: int) -> int:
    """Where the letterhead begins: the topmost organ in the capitals and rules right above its number and motto."""
    start = first
    for at in range(first - 1, max(first - _ORGANS, 0) - 1, -1):
        if not (texts[at].isupper() or _RULE.fullmatch(texts[at])) or _ends_above(lines[at]):
            break
        if lines[at].page != lines[first].page:
            break
        if find_issuers([texts[at]]) or _ORGAN.match(texts[at]):
            start = at
    return start


def _is_whole(lines: Sequence[Line], texts: Sequence[str], motto: int, window: range, number: str) -> bool:
    below = range(motto + 1, min(motto + _TITLE, len(lines)))
    own = takewhile(lambda at: not STATE.search(texts[at]), below)
    title = next((at for at in own if _names_a_kind(texts[at])), None)
    if title is None or any(ATTACHED.match(text) for text in texts[title : title + 6]):
        return False
    dates = [text for at in window for text in _cells(texts[at]) if _DAY.search(text)]
    return bool(_OF_ASSEMBLY.search(number)) or any(
        find_date(text) or not (number or _LEADERS.search(text)) for text in dates
    )


def _names_a_kind(text: str) -> bool:
    plain = text.strip(" :*#")
    kinds = (kind.upper() for kind in LOAI)
    return bool(_ADDRESSED.match(text)) or any(
        plain == kind or (plain.isupper() and plain.startswith(kind + " ")) for kind in kinds
    )


def _is_form(lines: Sequence[Line], texts: Sequence[str], start: int) -> bool:
    """Whether a letterhead stands right under "Mẫu số 01" or "Phụ lục": it is to be filled in or shown."""
    page = lines[start].page
    above = range(max(0, start - (_ORGANS if page else _FORM_ABOVE)), start)
    return any(FORM.match(texts[at]) for at in above if lines[at].page == page)
