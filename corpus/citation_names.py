"""Names of laws in citations: "Luật Đất đai năm 2024", "Luật Doanh nghiệp số 59/2020/QH14", "Bộ luật Dân sự".

A name that `corpus.known_laws` has ends where that ends; another one where words and signs end it.
"""

import re
from dataclasses import dataclass

from corpus.citation_forms import (
    ISSUED,
    NAME_AMENDING,
    NAME_BREAK,
    NAME_COMMA,
    NAME_NUMBER,
    NAME_PLACE,
    NAME_REVISED,
    NAME_REVISED_YEAR,
    NAME_SO,
    NAME_STOP,
    NAME_STOP_UNMARKED,
    NAME_WORD,
    NAME_YEAR,
    NEXT_LAW,
    NOT_A_LAW,
)
from corpus.known_laws import known_name_end
from corpus.text import find_date

_LONGEST = 12  # words of a name that nothing ends; laws amending others have more, but are cited by number
_LONGEST_BEFORE_NUMBER = 20
_LAST_WORDS = re.compile(r"(?:\s{1,3}(?:và|hoặc|của|va|hoac|cua))+$")


@dataclass(frozen=True, slots=True)
class LawName:
    """The words after "Luật".

    Attributes:
        name: May run past the end where no number, year or stop word ends it; its longest held beginning is meant.
        end: Where the name, or the year after it, ends.
        year: "năm 2024" after the name, or the year of the date there.
        number_at: Where a số hiệu after the name begins ("số 59/2020/QH14").
    """

    name: str
    end: int
    year: int | None = None
    number_at: int | None = None
    issued: str = ""


def read_law_name(shown: str, folded: str, kind: tuple[int, int], meant: bool, loai: str) -> LawName | None:
    """The name of a law behind its kind, or None.

    Args:
        shown: NFC text.
        folded: The same text folded, of the same length.
        kind: Where "Luật" begins and ends.
        meant: Whether a law must be meant, as after "Điều 5". If not, a name in small letters needs its year, or has to
            be a known one behind a capital ("Luật chứng khoán").
        loai: "Luật", "Bộ luật", "Pháp lệnh" or "Hiến pháp"; the year alone will do for the last ("Hiến pháp 2013").
    """
    at = kind[1]
    end = _known_end(shown, folded, at, loai)
    held = _with_tail(shown, folded, at, end) if end else None
    if held and (held.number_at or held.year):
        return held
    read = _read_unknown(shown, folded, at, meant, nameless=loai == "Hiến pháp")
    if held and (read is None or read.number_at is None):
        return held if meant or shown[kind[0]].isupper() or _first_letter(shown, at).isupper() else None
    return read


def _known_end(shown: str, folded: str, at: int, loai: str) -> int | None:
    amending = NAME_AMENDING.match(folded, at)
    if amending is None:
        return known_name_end(shown, folded, at, loai)
    end = last = known_name_end(shown, folded, amending.end(), None)
    while last and (following := NEXT_LAW.match(folded, last)):
        last = known_name_end(shown, folded, following.end(), None)
        if last and (following["and"] or _with_tail(shown, folded, at, last).year):
            end = last  # "Luật A, Luật B và Luật C": commas alone do not join
    return end


def _with_tail(shown: str, folded: str, at: int, end: int) -> LawName:
    """The name that ends there, with the number, the year or the date behind it."""
    name = _trimmed(shown[at:end])
    revised = NAME_REVISED.match(folded, end)
    if number := NAME_NUMBER.match(folded, revised.end() if revised else end):
        return LawName(name, end, number_at=number.end())
    if again := NAME_REVISED_YEAR.match(folded, end):
        return LawName(_trimmed(shown[at : again.end("revised")]), again.end(), int(again["year"]))
    if year := NAME_YEAR.match(folded, end):
        return LawName(name, year.end(), year=int(year["year"]))
    dated = ISSUED.match(folded, end)
    day = find_date(shown[dated.start("day") : dated.end("day")]) if dated else None
    if dated and day:
        return LawName(name, dated.end(), day.year, issued=shown[dated.start("day") : dated.end("day")])
    return LawName(name, end)


def _first_letter(shown: str, at: int) -> str:
    return shown[at : at + 4].lstrip()[:1]


def _read_unknown(shown: str, folded: str, at: int, meant: bool, nameless: bool) -> LawName | None:
    start = at
    amending = NAME_AMENDING.match(folded, at)
    at = name_to = amending.end() if amending else at
    is_name = meant or _first_letter(shown, at).isupper()
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
        if is_open and _ends_name(shown, folded, match, start, words):
            break
        end = match.end() - (shown[match.end() - 1] == ",")
        name_to = end if is_open else name_to
        at, words = match.end(), words + 1
        is_open = is_open and words < _LONGEST and (end == at or _goes_on(shown, folded, at))
    if not is_name or not _trimmed(shown[start:name_to]):
        return None
    return _with_tail(shown, folded, start, start + len(_untrailed(shown[start:name_to])))


def _begins_another(shown: str, match: re.Match[str], words: int) -> bool:
    word, capital = match["word"].rstrip(","), shown[match.start("word")].isupper()
    return word in NAME_BREAK and (capital or (words > 0 and shown[match.start() - 1] == ","))


def _ends_name(shown: str, folded: str, match: re.Match[str], start: int, words: int) -> bool:
    """Whether a word in small letters ends the name; before the first word of it, whether this is no law at all."""
    printed = shown[match.start("word") : match.end("word")].rstrip(",")
    if printed[:1].isupper():
        return False
    if words == 0 and match["word"].rstrip(",") in NOT_A_LAW:
        return True
    if words and match["word"].rstrip(",") == "so" and NAME_SO.match(folded, match.start()):
        return False
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
