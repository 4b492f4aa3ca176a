"""What recognition leaves in doubt about a document: how much of it was recognised, and whether its number is sure."""

import re
from collections.abc import Sequence

from corpus.model import Diagnostic
from corpus.reference import tidy_so_hieu
from ingest.readers.ocr import LOW
from ingest.source_text import Line

_OWN_LINE = re.compile(r"\W*(?:\w+ ){0,3}S[ốỐ]\s*:\s*(?P<number>\d+[a-zA-Z]?/.+)")


def share(lines: Sequence[Line]) -> float:
    """How much of the text was recognised from pictures, by letters, 0 to 1."""
    letters = sum(len(line.text) for line in lines)
    return sum(len(line.text) for line in lines if line.confidence is not None) / letters if letters else 0.0


def doubt(lines: Sequence[Line], so_hieu: str) -> Diagnostic | None:
    """A remark when a số hiệu is not sure enough to name the document; None when it is.

    Sure is one from the file's own letters, or one recognised on its own line "Số: 51/2025/TT-BCA" without a gap before
    the first "/": a gap is where an office wrote the number by hand, and "115 /NQ-CP" in ink has been read as 445. A
    wrong number would put the text under another document's name.
    """
    if not so_hieu or all(line.confidence is None for line in lines):
        return None
    for line in lines:
        found = _OWN_LINE.match(line.text)
        own_letters = line.confidence is None and so_hieu in tidy_so_hieu(line.text)
        if own_letters or (found and _is_sure(line) and tidy_so_hieu(found["number"]).startswith(so_hieu)):
            return None
    message = f"Số hiệu nhận dạng được là “{so_hieu}” nhưng chưa chắc (viết tay, mờ hoặc bị che); nạp lại với --so-hieu"
    return Diagnostic("doubtful_so_hieu", message)


def _is_sure(line: Line) -> bool:
    return line.confidence is not None and line.confidence >= LOW
