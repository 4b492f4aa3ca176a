"""Notes at the foot of pages and at the end of files, taken out of the text and kept beside it.

A consolidated text says in them what changed: "² Khoản này được sửa đổi theo …". In a PDF they stand below the text in
smaller letters; Word files, RTF and pages of portals give them at the end as "[2] …". The mark in the text, "²" or
"[2]", says which place a note belongs to.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.source_text import Footnote, Line

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_RAISED, "0123456789")
# "² Khoản này …", "[2] Khoản này …", and "2 Khoản này …" where the page does not raise the number
_NOTE = re.compile(
    rf"(?:(?P<raised>[{_RAISED}]{{1,3}})|\[(?P<boxed>\d{{1,3}})\]|(?P<plain>\d{{1,3}})(?= ?[^\W\d_a-zđ]))\s*"
)
_BOXED = re.compile(r"\[(?P<number>\d{1,3})\]")
# The 2 of m² is no mark.
_MARK = re.compile(rf"\s*(?:(?<!m)(?P<raised>[{_RAISED}]{{1,3}})|\[(?P<boxed>\d{{1,3}})\])")
_SENTENCE_END = (".", ";", "”")
_COMMON = 0.25  # share of the letters of the commonest size from which on a size is common
_SMALLER = 0.92  # share of the text's font size that a note's has at most


@dataclass(frozen=True, slots=True)
class Note:
    """A note as found: its number, its lines, and its page, on which its mark must stand; None without pages."""

    number: str
    lines: tuple[Line, ...]


def part_pages(lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """The lines of a PDF's text, and the notes at the foot of its pages."""
    body = _body_size(lines)
    if not body:
        return list(lines), []  # recognised lines have no font
    pages: defaultdict[int | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        pages[line.page].append(at)
    notes: list[list[Line]] = []
    foot: set[int] = set()
    open_on: int | None = None
    for page, members in pages.items():
        after = notes[-1][-1] if page is not None and open_on == page - 1 else None
        marked = {_number(mark) for at in members for mark in _MARK.finditer(lines[at].text)}
        zone = _zone(lines, members, body, marked | {str(len(notes) + 1)}, after)
        for at in zone:
            if _starts(lines[at], marked | {str(len(notes) + 1)}) or not notes:
                notes.append([])
            notes[-1].append(lines[at])
        foot.update(zone)
        open_on = page if zone else None
    return [line for at, line in enumerate(lines) if at not in foot], [_note(group) for group in notes]


def part_end(lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """The lines of a text, and the notes at its end: those the reader knows, else "[1] …" below a text with "[1]"."""
    if known := [line for line in lines if line.note]:
        return [line for line in lines if not line.note], _groups(known)
    starts = [at for at, line in enumerate(lines) if line.text.startswith("[1]")]
    first = starts[-1] if starts else len(lines)
    if not any("[1]" in line.text for line in lines[:first]):
        return list(lines), []
    return list(lines[:first]), _groups(lines[first:])


def _groups(lines: Sequence[Line]) -> list[Note]:
    groups: list[list[Line]] = []
    for line in lines:
        found = _NOTE.match(line.text)
        begins = (
            found is not None and found["boxed"] is not None and (line.note or found["boxed"] == str(len(groups) + 1))
        )
        if begins or not groups:
            groups.append([])
        groups[-1].append(line)
    return [_note(group) for group in groups]


def placed(lines: Sequence[Line], notes: Sequence[Note]) -> tuple[tuple[Line, ...], tuple[Footnote, ...]]:
    """The lines without the marks of the notes, and the notes with the lines that bore them."""
    waiting = list(notes)
    found: list[Footnote] = []
    clean: list[Line] = []
    for at, line in enumerate(lines):
        taken: list[tuple[int, int]] = []
        for mark in _MARK.finditer(line.text) if waiting else ():
            note = next((n for n in waiting if n.number == _number(mark) and _near(n, line)), None)
            if note is not None:
                waiting.remove(note)
                found.append(_footnote(note, at))
                taken.append(mark.span())
        clean.append(line.without(taken) if taken else line)
    return tuple(clean), (*found, *(_footnote(note, None) for note in waiting))


def _near(note: Note, line: Line) -> bool:
    """Whether a paragraph that begins on the line's page can bear a mark on the note's page."""
    page = note.lines[0].page
    return page is None or line.page is None or page - 1 <= line.page <= page


def _footnote(note: Note, line: int | None) -> Footnote:
    return Footnote(note.number, "\n".join(part.text for part in note.lines), line)


def _note(lines: Sequence[Line]) -> Note:
    found = _NOTE.match(lines[0].text)
    if found is None:
        return Note("", tuple(lines))
    rest = replace(lines[0], text=lines[0].text[found.end() :])
    return Note(_number(found), (rest, *lines[1:]))


def _number(found: re.Match[str]) -> str:
    return next(number for number in found.groups() if number).translate(_DIGITS)


def _body_size(lines: Sequence[Line]) -> float:
    letters = Counter[float]()
    for line in lines:
        if line.size is not None and line.table is None:
            letters[line.size] += len(line.text)
    # The notes of a consolidated text may be longer than the text: the larger of two common sizes is the text's.
    common = max(letters.values(), default=0) * _COMMON
    return max((size for size, count in letters.items() if count >= common), default=0.0)


def _zone(
    lines: Sequence[Line], members: Sequence[int], body: float, numbers: set[str], after: Line | None
) -> list[int]:
    """The lines of one page that are notes: the small ones at its foot, from the first that bears a number on.

    `after` is the last line of the notes on the page before; a note goes on without a number when that one ended no
    sentence, or when an empty space parts it from the text.
    """
    by_height = sorted(members, key=lambda at: _top(lines[at]))
    small: list[int] = []
    for at in reversed(by_height):
        size = lines[at].size
        if lines[at].table is not None or (size is not None and size > _SMALLER * body):
            break
        small.insert(0, at)
    text = by_height[: len(by_height) - len(small)]
    if after is not None and small and text:
        apart = _top(lines[small[0]]) - _bottom(lines[text[-1]]) >= body
        if apart or not after.text.endswith(_SENTENCE_END):
            return small
    first = next((i for i, at in enumerate(small) if _starts(lines[at], numbers)), len(small))
    return small[first:]


def _top(line: Line) -> float:
    return line.bbox[1] if line.bbox else 0.0


def _bottom(line: Line) -> float:
    return line.bbox[3] if line.bbox else 0.0


def _starts(line: Line, numbers: set[str]) -> bool:
    """Whether a small line begins a note: it bears a raised number, or the page's text bears it, or it is the next."""
    found = _NOTE.match(line.text) if line.size is not None else None
    return found is not None and (found["plain"] is None or found["plain"] in numbers)
