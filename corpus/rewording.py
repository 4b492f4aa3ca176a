"""Words put into a place, taken out of it or replaced, each character keeping the source it comes from.

Words are sought as printed, then whatever the letter case, then with raised figures as figures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.amendment import Side, WordChange
from corpus.locator import Unit
from corpus.model import Piece, Provision, Span
from corpus.reference import Ref
from corpus.text import canonical, spelling

_HEADING = re.compile(r"\s*[“\"«]?\s*Điều\s+(?:thứ\s+)?\w+\s*[.:]?\s*(?P<heading>.*)", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:\d{1,3}[a-zđ]{0,2}\s*[.)]|[a-zđ]{1,2}\d?\s*\))\s*")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def reworded(place: Provision, change: WordChange, by: Ref, *, title: bool = False) -> tuple[Provision, int]:
    """A place with every stretch that a change means changed, and how many there were.

    `by` is the amending place; with `title` only the heading line counts.
    """
    stretches = _occurrences(place, change, title=title)
    for start, end in reversed(stretches):
        place = _changed(place, start, end, change, by)
    return place, len(stretches)


def extended(place: Provision, change: WordChange, by: Ref) -> Provision:
    """Words put in at the beginning of a place, behind its number, or at its end, before the last mark."""
    number = _NUMBER.match(place.text)
    first = number.end() if number else 0
    at = first if change.side is Side.START else len(place.text.rstrip().rstrip(".;"))
    return _changed(place, at, at, change, by)


def _occurrences(place: Provision, change: WordChange, *, title: bool) -> list[tuple[int, int]]:
    """Where words are taken out or put in: (start, end), an empty stretch where they are only put in."""
    text = place.text.split("\n", 1)[0] if title else place.text
    if change.anchor is None:
        return _stretches(text, change.old.text) if change.old else []
    found = []
    for start, end in _stretches(text, change.anchor.text):
        at = end if change.side is Side.AFTER else start
        if change.old is None:
            if not _stands_already(text, at, change):
                found.append((at, at))
        elif beside := _beside(text, start, end, change):
            found.append(beside)
    return found


def _stands_already(text: str, at: int, change: WordChange) -> bool:
    new = canonical(change.new.text) if change.new else ""
    beside = text[at:].lstrip() if change.side is Side.AFTER else text[:at].rstrip()
    key = canonical(beside)
    return bool(new) and (key.startswith(new) if change.side is Side.AFTER else key.endswith(new))


def _beside(text: str, start: int, end: int, change: WordChange) -> tuple[int, int] | None:
    """The old words that stand right after or before an anchor."""
    old = change.old.text if change.old else ""
    for at, stop in _stretches(text, old):
        between = text[end:at] if change.side is Side.AFTER else text[stop:start]
        ordered = at >= end if change.side is Side.AFTER else stop <= start
        if ordered and not re.search(r"\w", between) and len(between) <= 3:
            return at, stop
    return None


def _stretches(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, as whole words; where they do not as printed, then in any letter case."""
    for key in (spelling, canonical, _level):
        pattern = _pattern(key(words))
        if pattern and (found := [m.span() for m in re.finditer(pattern, key(text))]):
            return found
    return []


def _level(text: str) -> str:
    """As `canonical`, raised figures as figures: "m²" and "m2" are one unit."""
    return canonical(text).translate(_RAISED)


def _pattern(words: str) -> str:
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return ""
    body = r"\s+".join(parts)
    body = re.sub(r"[“”\"]", '[“”"]', body)
    before = r"(?<!\w)" if re.match(r"\s*\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\s*$", words) else ""
    return f"{before}{body}{after}"


def _changed(place: Provision, start: int, end: int, change: WordChange, by: Ref) -> Provision:
    """A place with the words between two positions replaced; blanks are kept single around what is put in."""
    text = place.text
    parts: list[tuple[str, Piece]] = []
    if change.new is not None:
        new = change.new
        before, after = text[start - 1 : start], text[end : end + 1]
        blank = [(" ", change.blank)] if change.blank else []
        if start and _need_blank(before, new.text[:1]):
            parts += blank
        parts.append((new.text, new.piece))
        if _need_blank(new.text[-1:], after):
            parts += blank
    elif text[start - 1 : start].isspace() and (text[end : end + 1].isspace() or text[end : end + 1] in ",.;:)"):
        start -= 1
    elif not text[start - 1 : start].strip() and text[end : end + 1].isspace():
        end += 1
    wording, pieces = spliced(place, start, end, tuple(parts))
    heading = place.heading
    if place.unit is Unit.DIEU and (match := _HEADING.match(wording.split("\n", 1)[0])):
        heading = match["heading"].strip(" .:–-\t")
    return replace(place, text=wording, pieces=pieces, heading=heading, brought_by=brought(place, by))


def _need_blank(left: str, right: str) -> bool:
    """Whether a blank belongs between two characters: not at a border, beside a blank, or inside brackets."""
    return bool(re.fullmatch(r"[\w,.;:)”%²³][\w(“]", left + right))


def spliced(
    place: Provision, start: int, end: int, parts: Sequence[tuple[str, Piece]]
) -> tuple[str, tuple[Piece, ...]]:
    """The text and pieces of a place with the characters between two positions replaced."""
    head, tail = _cut(place.pieces, 0, start), _cut(place.pieces, end, len(place.text))
    text = place.text[:start] + "".join(words for words, _ in parts) + place.text[end:]
    return text, (*head, *(piece for _, piece in parts), *tail)


def _cut(pieces: Iterable[Piece], start: int, end: int) -> list[Piece]:
    """The parts of pieces that hold the characters `[start, end)` of the text they make."""
    found: list[Piece] = []
    at = 0
    for piece in pieces:
        length = piece.span.end - piece.span.start
        low, high = max(start - at, 0), min(end - at, length)
        if low < high:
            span = Span(piece.span.start + low, piece.span.start + high, piece.span.page)
            found.append(Piece(piece.sha256, span))
        at += length
    return found


def printed_number(text: str) -> str:
    """The number that a khoản or a điểm begins with, as printed: "2. ", "đ) "; "" for others."""
    number = _NUMBER.match(text)
    return number.group() if number else ""


def brought(place: Provision, by: Ref) -> tuple[Ref, ...]:
    """The amending places that gave a place its words, one more."""
    return tuple(dict.fromkeys((*place.brought_by, by)))
