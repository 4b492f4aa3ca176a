"""How well a stretch of a file was read: the share of its characters in lines that were read with confidence.

A line is read with confidence when all of these hold:
- letters recognised in a picture are at least as sure as `ocr.LOW` (letters that the file itself holds are sure);
- no replacement character, private sign or control code stands in it;
- fewer than a quarter of its words (of four or more) look garbled: a capital after a small letter, a digit between
  small letters, a sign or a letter of no Vietnamese word in them, as in "ng©n hµng" or "Ph4m vi dfii tuqng vA";
- neither the line nor the whole stretch is Vietnamese that lost its marks (twenty or more words).
Names of chemicals and English terms are no doubt. It says nothing of whether the words are right: only that nothing is
known to be wrong.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.legibility import share_of_marks, share_of_syllables
from ingest.readers.ocr import LOW

_WORD = re.compile(r"[^\W\d_]{2,}")
_UNIT = re.compile(r"[kmh]?(?:Pa|Wh?|VA?|L|Hz|J|N|A)|pH|dB|°?[CF]")
_MARKS = {0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323}
_ENOUGH_TO_GARBLE = 4
_GARBLED = 0.25
_ENOUGH_TO_LOSE_MARKS = 20
_SYLLABLES, _FEWEST_MARKS = 0.6, 0.1
_BROKEN = ("Co", "Cn", "Cs")
_SIGNS = ("So", "Sc", "Sm")


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
    lost = _lost_marks("\n".join(line.text for line in lines))
    reasons = [doubt(line) or ("cả phần này mất dấu tiếng Việt" if lost else "") for line in lines]
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
    words = [word for word in line.text.split() if sum(map(str.isalpha, word)) >= 2]
    if len(words) >= _ENOUGH_TO_GARBLE and sum(map(_is_garbled, words)) >= _GARBLED * len(words):
        return "chữ lẫn lộn, không giống tiếng Việt"
    return "mất dấu tiếng Việt" if _lost_marks(line.text) else ""


def _is_broken(letter: str) -> bool:
    """Whether a character is private, unassigned or a control code; tabs part the cells of a table."""
    kind = unicodedata.category(letter)
    return kind in _BROKEN or (kind == "Cc" and letter not in "\t\n")


def _is_garbled(word: str) -> bool:
    word = word.strip("°.,;:()/")
    if _UNIT.fullmatch(word):
        return False
    capital = any(a.islower() and b.isupper() for a, b in pairwise(word))
    digit = any(a.islower() and b.isdigit() and c.islower() for a, b, c in zip(word, word[1:], word[2:], strict=False))
    return capital or digit or any(unicodedata.category(c) in _SIGNS or _is_foreign(c) for c in word)


def _is_foreign(letter: str) -> bool:
    """Whether a letter stands in no Vietnamese or English word: "µ", "Ö", letters of other scripts."""
    if not letter.isalpha() or letter in "đĐ":
        return False
    parts = unicodedata.normalize("NFD", letter)
    return not parts[0].isascii() or any(ord(mark) not in _MARKS for mark in parts[1:])


def _lost_marks(text: str) -> bool:
    enough = len(_WORD.findall(text)) >= _ENOUGH_TO_LOSE_MARKS
    return enough and share_of_syllables(text) >= _SYLLABLES and share_of_marks(text) < _FEWEST_MARKS
