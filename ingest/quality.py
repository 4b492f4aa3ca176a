"""How well a stretch of a file was read: the share of its characters in lines that were read with confidence.

A line is read with confidence when all of these hold:
- letters recognised in a picture are at least as sure as `ocr.LOW` (letters that the file itself holds are sure);
- no replacement character, private sign or control code stands in it;
- of six or more words, abbreviations aside, half are built like Vietnamese syllables; twenty or more carry their marks;
- the whole stretch is legible Vietnamese by the same measure (`legibility.is_legible`).
It says nothing of whether the words are right: only that nothing is known to be wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.legibility import is_legible, share_of_syllables
from ingest.readers.ocr import LOW

_WORD = re.compile(r"[^\W\d_]{2,}")
# "VPCP", "TTg": two capitals in one word
_ABBREVIATION = re.compile(r"\b\w*[^\W\d_a-zà-ỹđ]\w*[^\W\d_a-zà-ỹđ]\w*\b")
_ENOUGH_WORDS = 6
_FEWEST_SYLLABLES = 0.5
_BROKEN = ("Co", "Cn", "Cs")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as read.

    Attributes:
        confidence: 0 to 1, how sure the recogniser of a picture was; None for the file's own letters.
        span: Its characters [start, end) in the stored text; None where nobody asks.
    """

    text: str
    confidence: float | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """Of one stretch.

    Attributes:
        characters: How many it has.
        sure: How many of them stand in lines read with confidence.
        doubts: The other lines, each with the reason in Vietnamese.
    """

    characters: int = 0
    sure: int = 0
    doubts: tuple[tuple[ReadLine, str], ...] = ()

    @property
    def share(self) -> float | None:
        """0 to 1; None for a stretch without characters: nothing was read, and nothing can be said."""
        return self.sure / self.characters if self.characters else None

    def plus(self, other: "Quality") -> "Quality":
        """Of both stretches."""
        return Quality(self.characters + other.characters, self.sure + other.sure, (*self.doubts, *other.doubts))


def quality(lines: Sequence[ReadLine]) -> Quality:
    """How well the lines of one page, or of one part of a text, were read."""
    foreign = not is_legible("\n".join(line.text for line in lines))
    reasons = [doubt(line) or ("cả phần này không giống tiếng Việt" if foreign else "") for line in lines]
    return Quality(
        sum(len(line.text) for line in lines),
        sum(len(line.text) for line, reason in zip(lines, reasons, strict=True) if not reason),
        tuple((line, reason) for line, reason in zip(lines, reasons, strict=True) if reason),
    )


def doubt(line: ReadLine) -> str:
    """Why a line is not read with confidence, in Vietnamese; "" when it is."""
    if any(letter == "\ufffd" or _is_broken(letter) for letter in line.text):
        return "có ký tự không đọc được"
    if line.confidence is not None and line.confidence < LOW:
        return f"nhận dạng kém chắc ({100 * line.confidence:.0f} %)"
    words = line.text if line.text.isupper() else _ABBREVIATION.sub(" ", line.text)
    few = len(_WORD.findall(words)) >= _ENOUGH_WORDS and share_of_syllables(words) < _FEWEST_SYLLABLES
    return "không giống tiếng Việt" if few or not is_legible(line.text) else ""


def _is_broken(letter: str) -> bool:
    """Whether a character is private, unassigned or a control code; tabs part the cells of a table."""
    kind = unicodedata.category(letter)
    return kind in _BROKEN or (kind == "Cc" and letter not in "\t\n")
