"""Names of laws in citations: "Luật Đất đai năm 2024", "Luật Doanh nghiệp số 59/2020/QH14", "Bộ luật Dân sự"."""

import re
from dataclasses import dataclass

from corpus.citation_forms import (
    NAME_AMENDING,
    NAME_BREAK,
    NAME_COMMA,
    NAME_NUMBER,
    NAME_PLACE,
    NAME_STOP,
    NAME_STOP_UNMARKED,
    NAME_WORD,
    NAME_YEAR,
    NOT_A_LAW,
)

_LONGEST = 12  # words of a name that nothing ends; laws amending others have more, but are cited by number
_LONGEST_BEFORE_NUMBER = 20
_LAST_WORDS = re.compile(r"(?:\s{1,3}(?:và|hoặc|của|va|hoac|cua))+$")


@dataclass(frozen=True, slots=True)
class LawName:
    """The words after "Luật".

    Attributes:
        name: May run past the end where no number, year or stop word ends it; its longest held beginning is meant.
        end: Where the name, or the year after it, ends.
        year: "năm 2024" after the name.
        number_at: Where a số hiệu after the name begins ("số 59/2020/QH14").
    """

    name: str
    end: int
    year: int | None = None
    number_at: int | None = None


def read_law_name(shown: str, folded: str, at: int, known: bool, nameless: bool) -> LawName | None:
    """The name of a law that begins at a position (the space after "Luật"), or None.

    Args:
        shown: NFC text.
        folded: The same text folded, of the same length.
        at: Where the words begin.
        known: Whether a law must be meant, as after "Điều 5". If not, a name in small letters needs its year.
        nameless: Whether the year alone will do ("Hiến pháp 2013").
    """
    start = at
    amending = NAME_AMENDING.match(folded, at)
    at = name_to = amending.end() if amending else at
    is_name = known or shown[at + 1 : at + 2].isupper()
    is_open, words = True, 0
    while words < _LONGEST_BEFORE_NUMBER:
        if number := NAME_NUMBER.match(folded, at):
            return LawName(_trimmed(shown[start:name_to]), name_to, number_at=number.end())
        year = NAME_YEAR.match(folded, at) if is_open and (is_name or words <= 6) else None
        if year and (words or nameless):
            return LawName(_trimmed(shown[start:name_to]), year.end(), year=int(year["year"]))
        match = NAME_WORD.match(folded, at)
        if match is None or NAME_PLACE.match(folded, at) or _begins_another(shown, match, words):
            break
        if is_open and _ends_name(shown, match, start, words):
            break
        end = match.end() - (shown[match.end() - 1] == ",")
        name_to = end if is_open else name_to
        at, words = match.end(), words + 1
        is_open = is_open and words < _LONGEST and (end == at or _goes_on(shown, folded, at))
    name = _trimmed(shown[start:name_to])
    return LawName(name, start + len(_untrailed(shown[start:name_to]))) if is_name and name else None


def _begins_another(shown: str, match: re.Match[str], words: int) -> bool:
    word, capital = match["word"].rstrip(","), shown[match.start("word")].isupper()
    return word in NAME_BREAK and (capital or (words > 0 and shown[match.start() - 1] == ","))


def _ends_name(shown: str, match: re.Match[str], start: int, words: int) -> bool:
    """Whether a word in small letters ends the name; before the first word of it, whether this is no law at all."""
    printed = shown[match.start("word") : match.end("word")].rstrip(",")
    if printed[:1].isupper():
        return False
    if words == 0 and match["word"].rstrip(",") in NOT_A_LAW:
        return True
    unmarked = printed.isascii() and shown[start : match.end()].isascii()
    return printed in NAME_STOP or (unmarked and words > 0 and printed in NAME_STOP_UNMARKED)


def _goes_on(shown: str, folded: str, at: int) -> bool:
    """Whether the name goes on behind a comma: "Phòng, chống ma túy"."""
    match = NAME_WORD.match(folded, at)
    return match is not None and shown[match.start("word") : match.end("word")] in NAME_COMMA


def _untrailed(words: str) -> str:
    return _LAST_WORDS.sub("", words)


def _trimmed(words: str) -> str:
    return _untrailed(words).strip(" ,\n")
