"""Which lines of an amending text are quoted: content, and no structure of the text that quotes them.

Printed quotations lose their marks: the closing one is missing, or only the first of several quoted Điều has one.
So beside the marks, the words that bring a quotation in ("… như sau:") and the amending verbs of the text's own places
("2. Bãi bỏ Điều 6") bound it.
"""

import re
from collections.abc import Sequence, Set

_OPENING, _CLOSING = ("“", '"', "«"), ("”", '"', "»")
_NUMBERED = r"(?:Điều\s+\d+[a-zđ]?\s*[.:]|\d{1,3}[a-zđ]?\s*[.)]|[a-zđ]\d?\s*\))"
# A place of the amending text itself: "Điều 3. Bãi bỏ …", "2. Sửa đổi, bổ sung khoản 1 Điều 15 như sau:"
_AMENDING = re.compile(
    rf"{_NUMBERED}\s*(?:Sửa đổi|Bổ sung|Thay thế|Thay cụm từ|Thay từ|Thay đổi|Bãi bỏ|Bỏ |Hủy bỏ|Chuyển|Đính chính)",
    re.IGNORECASE,
)

_QUOTED_DIEU = re.compile(r"Điều\s+\d+[a-zđ]{0,2}\s*[.:]\s*\S")
_LARGER = re.compile(r"(PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU MỤC|Tiểu mục)\s+[IVXLC\d]")


def quoted_lines(texts: Sequence[str]) -> list[bool]:
    """For each line, whether it lies in a quotation that began at the start of a line.

    A block opens at a line that starts with “ or " and closes at the line that ends with ” or " (before . ; or ,).
    Where the closing mark is missing, it ends before the text's own words that bring in the next quotation, else before
    the next amending place; one without either holds its first line only.
    """
    quoted = [False] * len(texts)
    at = 0
    while at < len(texts):
        if not _opens(texts[at]):
            at += 1
            continue
        end = _end(texts, at)
        quoted[at:end] = [True] * (end - at)
        at = end
    return quoted


def unmarked_quotations(texts: Sequence[str], quoted: Sequence[bool], span: range, own: Set[int]) -> list[bool]:
    """The quoted lines, and in amending Điều the places that stand there without a mark of quotation.

    After “Điều 35a. …” a text may go on with "Điều 35b. …" or "Chương IV": no place of its own, for its count does not
    take it or a colon brings it in, and content down to the next amending place or Điều of the text.

    Args:
        texts: All lines.
        quoted: As `quoted_lines` gives them.
        span: The lines of the amending text from its first Điều to its signature.
        own: The lines that head its own Điều.
    """
    found = list(quoted)
    inside = amending = False
    for at in span:
        if at in own or amends(texts[at]):
            inside, amending = False, amends(texts[at]) or (amending and at not in own)
        elif (
            amending
            and not found[at]
            and (_QUOTED_DIEU.match(texts[at]) or (_LARGER.match(texts[at]) and texts[at - 1].rstrip().endswith(":")))
        ):
            inside = True
        found[at] = found[at] or inside
    return found


def amends(text: str) -> bool:
    """Whether a line is a numbered place that amends: "2. Bổ sung Điều 5a như sau:"."""
    return bool(_AMENDING.match(text.lstrip()))


def _end(texts: Sequence[str], start: int) -> int:
    """The line after a block that opens at `start`."""
    closed = next((i for i in range(start, len(texts)) if _closes(texts[i], first=i == start)), None)
    limit = len(texts) if closed is None else closed
    again = next((i for i in range(start + 1, limit + 1) if i < len(texts) and _brought_in(texts, i)), None)
    if again is not None:
        return _own_words(texts, start, again)
    if closed is not None:
        return closed + 1
    return next((i for i in range(start + 1, len(texts)) if amends(texts[i])), start + 1)


def _brought_in(texts: Sequence[str], at: int) -> bool:
    """Whether a line opens a quotation after words of the text itself: "Điều 2. Sửa đổi khoản 1 như sau:"."""
    return _opens(texts[at]) and texts[at - 1].rstrip().endswith(":") and amends(texts[at - 1])


def _own_words(texts: Sequence[str], start: int, opener: int) -> int:
    """The first of the amending places that stand one after the other above an opening mark."""
    at = opener - 1
    while at - 1 > start and amends(texts[at - 1]):
        at -= 1
    return at


def _opens(text: str) -> bool:
    return text.lstrip().startswith(_OPENING)


def _closes(text: str, *, first: bool) -> bool:
    stripped = text.rstrip().rstrip(".;,: ")
    if not stripped.endswith(_CLOSING):
        return False
    body = stripped.lstrip()[1:] if first else stripped
    inner_opened = body.count("“") + body.count("«")
    inner_closed = body.count("”") + body.count("»")
    if stripped.endswith('"'):
        return body.count('"') % 2 == 1
    return inner_closed > inner_opened
