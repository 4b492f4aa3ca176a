"""Headings whose word and number stand on lines of their own, made one line again.

Điều          Chương                        PHỤ LỤC
10. Hỗ trợ    VIII QUYẾT ĐỊNH HÌNH PHẠT     I
"""

import re
from collections.abc import Iterable, Iterator

from ingest.source_text import Line

_WORD = re.compile(r"(Điều|Chương|Mục|Phần|Tiểu mục)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+[a-zđ]?|[IVXL]+)\b[.:]?")
# A list may follow the word "Phụ lục", so the number must stand alone.
_ANNEX = re.compile(r"Phụ lục", re.IGNORECASE)
_LONE_NUMBER = re.compile(r"(\d{1,2}[a-z]?|[IVXL]+)[.:]?")


def joined(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, a heading's bare word taken together with the number that follows; rows of tables unchanged."""
    held: Line | None = None
    for line in lines:
        if held is not None and held.table is None and line.table is None and _goes_on(held.text, line.text):
            held = held.joined(line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(text: str, following: str) -> bool:
    if _ANNEX.fullmatch(text):
        return bool(_LONE_NUMBER.fullmatch(following))
    return bool(_WORD.fullmatch(text) and _NUMBER.match(following))
