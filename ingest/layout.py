"""From lines as printed to lines as meant: running heads and page numbers taken out, wrapped lines made paragraphs.

Nothing is lost: what is taken out is given back beside the kept lines, with the reason.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from statistics import median

from corpus.model import SourceRank
from corpus.text import fold
from ingest.footnotes import Note, part_end, part_pages, placed
from ingest.head import STATE
from ingest.issues import joins
from ingest.readers.media import CODIFIED, CODIFIED_PAGE, PLAIN
from ingest.source_text import Box, Line, SourceText
from ingest.split_headings import joined
from ingest.split_tables import rejoined

_RUNNING_HEAD = re.compile(r"(\d{1,4}\s+)?công báo\s*/\s*số .{1,60}?/\s*ngày\s+[\d\s./-]+?(\s+\d{1,4})?", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(trang\s+)?\d{1,4}(\s*/\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_MARKER = re.compile(
    r"[“\"]?(Điều \d+[a-zđ]?[.:]|Chương [IVXL\d]+|Mục [IVXL\d]+|Phụ lục|PHỤ LỤC|\d{1,3}[.)] |[a-zđ]\) |[-–+•] )"
)
_SENTENCE_END = (".", ";", ":", "”", ".”")
_EDGE_LINES = 2
# Characters to a line in a text cut at one width; a text of longer lines was never cut.
_NARROWEST, _WIDEST = 50, 130
_INDENT_PT = 10.0
_SAME_LEFT_PT = 3.0
_FULL_SHARE = 0.8
_TILT_SPAN_PT = 50.0
_TILT_LINES = 6


TAKEN_OUT = frozenset({"running_head", "page_number", "repeated", "issue_join", "ocr_no_words", "table_heading"})
"""Reasons for which a line is not part of the text; no cause for a warning."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is not part of the text: one of `TAKEN_OUT`, or "continued" where the rest is in another issue."""

    line: Line
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A source with its lines mended, and the lines taken out of it, in the order of the file."""

    source: SourceText
    dropped: tuple[Dropped, ...] = ()


def clean(source: SourceText) -> Cleaned:
    """The source as running text: pages and plain text are unwrapped, notes and the joins of issues taken out.

    Every character of `source.lines` is in a kept line, a footnote or a dropped line; joined lines gain one blank at
    each seam and keep the page and place of their first line.
    """
    if source.media_type in (CODIFIED, CODIFIED_PAGE) or source.rank is SourceRank.SUMMARY:
        return Cleaned(source)
    running, notes, dropped = _running(source)
    found = joins(running)
    kept = [line for at, line in enumerate(running) if at not in found]
    between = tuple(Dropped(running[at], reason) for at, reason in sorted(found.items()))
    whole = rejoined(kept, source.tables)
    lines, footnotes = placed(list(joined(whole.lines)), notes)
    repeated = tuple(Dropped(line, "table_heading") for line in whole.repeated)
    mended = replace(source, lines=lines, tables=whole.tables, footnotes=footnotes)
    return Cleaned(mended, (*dropped, *between, *repeated))


def _running(source: SourceText) -> tuple[list[Line], list[Note], tuple[Dropped, ...]]:
    if source.pages is not None:
        physical, dropped = _part_pages(source.lines)
        text, notes = part_pages(physical)
        return _paragraphs(text), [replace(note, lines=tuple(_paragraphs(note.lines))) for note in notes], dropped
    if source.media_type == PLAIN:
        physical, dropped = _part_text(source.lines)
        return *part_end(_unwrapped(physical)), dropped
    return *part_end(source.lines), ()


def _part_pages(lines: Sequence[Line]) -> tuple[list[Line], tuple[Dropped, ...]]:
    edges = _edge_lines(lines)
    repeated = _repeated(lines, edges)
    kept: list[Line] = []
    dropped: list[Dropped] = []
    for at, line in enumerate(lines):
        reason = _reason(line, at in edges, _shape(line.text) in repeated)
        if reason:
            dropped.append(Dropped(line, reason))
        else:
            kept.append(line)
    return kept, tuple(dropped)


def _edge_lines(lines: Sequence[Line]) -> set[int]:
    """Indices of the highest and lowest lines of each page; rows of tables are none of them."""
    pages: defaultdict[int | None, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.bbox is not None and line.table is None:
            pages[line.page].append(at)
    edges: set[int] = set()
    for members in pages.values():
        by_height = sorted(members, key=lambda at: _top(lines[at]))
        edges.update(by_height[:_EDGE_LINES], by_height[-_EDGE_LINES:])
    return edges


def _top(line: Line) -> float:
    return line.bbox[1] if line.bbox else 0.0


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", fold(text))


def _repeated(lines: Sequence[Line], edges: Iterable[int]) -> set[str]:
    """Shapes of the edge lines that stand on at least four pages and on two in five.

    What stands on pages with a letterhead only is the letterhead, or the signature, of letters in one file.
    """
    pages = {line.page for line in lines}
    letters = {line.page for line in lines if STATE.search(line.text)}
    places: defaultdict[str, set[int | None]] = defaultdict(set)
    for at in edges:
        places[_shape(lines[at].text)].add(lines[at].page)
    enough = max(4, len(pages) * 2 / 5)
    # A shape without a word (a lone number) is judged as a page number instead.
    return {
        shape
        for shape, where in places.items()
        if len(where) >= enough and not where <= letters and re.search(r"[a-z]{3}", shape)
    }


def _reason(line: Line, at_edge: bool, repeated: bool) -> str | None:
    if line.table is not None:
        return None
    if _RUNNING_HEAD.fullmatch(line.text.strip()):
        return "running_head"
    if not at_edge:
        return None
    if _PAGE_NUMBER.fullmatch(line.text.strip()):
        return "page_number"
    # A footnote may stand on many pages too, but it is a sentence.
    sentence = _MARKER.match(line.text) or line.text.endswith((".", ",", ";"))
    return "repeated" if repeated and not sentence else None


def _part_text(lines: Sequence[Line]) -> tuple[list[Line], tuple[Dropped, ...]]:
    """Running heads of a text taken from pages, and the lone numbers beside them."""
    heads = {at for at, line in enumerate(lines) if _RUNNING_HEAD.fullmatch(line.text.strip())}
    kept: list[Line] = []
    dropped: list[Dropped] = []
    for at, line in enumerate(lines):
        if at in heads:
            dropped.append(Dropped(line, "running_head"))
        elif _PAGE_NUMBER.fullmatch(line.text) and {at - 1, at + 1} & heads:
            dropped.append(Dropped(line, "page_number"))
        else:
            kept.append(line)
    return kept, tuple(dropped)


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Paragraphs of a text whose lines were cut at one width, as a page's were; other texts unchanged."""
    width = sorted(len(line.text) for line in lines)[len(lines) * 9 // 10] if lines else 0
    full = sum(1 for line in lines if len(line.text) >= 0.8 * width)
    if not (_NARROWEST <= width <= _WIDEST and full * 2 >= len(lines)):
        return lines
    paragraphs: list[Line] = []
    last = ""
    for line in lines:
        if last and not line.heading and _goes_on(last, line.text, width):
            paragraphs[-1] = paragraphs[-1].joined(line)
        else:
            paragraphs.append(line)
        last = line.text
    return paragraphs


def _goes_on(last: str, text: str, width: int) -> bool:
    if _MARKER.match(text) or last.endswith(_SENTENCE_END):
        return False
    return text[0].islower() or len(last) >= 0.85 * width


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the text of one page begins and ends, and whether its paragraphs begin with an indent."""

    left: float
    right: float
    indented: bool
    leading: float


def _straightened(lines: Sequence[Line]) -> list[Line]:
    """The lines with the boxes of recognised ones moved as if their page stood upright; a scan is often tilted."""
    pages: defaultdict[int | None, list[Box]] = defaultdict(list)
    for line in lines:
        if line.bbox is not None and line.confidence is not None:
            pages[line.page].append(line.bbox)
    tilts = {page: _tilt(boxes) for page, boxes in pages.items()}
    return [
        replace(line, bbox=_moved(line.bbox, -tilts[line.page] * line.bbox[1]))
        if line.bbox is not None and line.confidence is not None
        else line
        for line in lines
    ]


def _tilt(boxes: Sequence[Box]) -> float:
    """How far the right edge of the full lines moves to the right for each point down the page; 0 for too few."""
    widest = max(box[2] - box[0] for box in boxes)
    full = [box for box in boxes if box[2] - box[0] > _FULL_SHARE * widest]
    slopes = [
        (below[2] - above[2]) / (below[1] - above[1])
        for above, below in combinations(full, 2)
        if below[1] - above[1] > _TILT_SPAN_PT
    ]
    return median(slopes) if len(full) >= _TILT_LINES and slopes else 0.0


def _moved(box: Box, by: float) -> Box:
    return (box[0] + by, box[1], box[2] + by, box[3])


def _margins(lines: Sequence[Line]) -> dict[int | None, _Margins]:
    pages: defaultdict[int | None, list[Line]] = defaultdict(list)
    for line in lines:
        if line.bbox is not None and line.table is None:
            pages[line.page].append(line)
    return {page: _page_margins(members) for page, members in pages.items()}


def _page_margins(lines: list[Line]) -> _Margins:
    boxes = [line.bbox for line in lines if line.bbox is not None]
    rights = sorted(box[2] for box in boxes)
    # Specks at the edge of a scan are read as letters: one line in twenty may stand out.
    recognised = any(line.confidence is not None for line in lines)
    right = rights[(len(rights) - 1) * 19 // 20 if recognised else -1]
    lefts = Counter(round(box[0] / 2) * 2 for box in boxes)
    left = min((place for place, count in lefts.items() if count >= 2), default=min(lefts))
    indents = sum(1 for box in boxes if left + _INDENT_PT < box[0] < left + 6 * _INDENT_PT)
    steps = sorted(after[1] - before[1] for before, after in pairwise(boxes) if after[1] > before[1])
    return _Margins(left, right, indents * 12 >= len(boxes), steps[len(steps) // 3] if steps else 0.0)


def _paragraphs(lines: Sequence[Line]) -> list[Line]:
    straight = _straightened(lines)
    margins = _margins(straight)
    paragraphs: list[Line] = []
    last: Line | None = None
    for line, printed in zip(straight, lines, strict=True):
        if last is not None and _continues(last, line, margins):
            paragraphs[-1] = paragraphs[-1].joined(printed)
        else:
            paragraphs.append(printed)
        last = line
    return paragraphs


def _continues(last: Line, line: Line, margins: dict[int | None, _Margins]) -> bool:
    """Whether a line goes on with the sentence of the one before: that one was full, and this one starts at the left.

    "Điều 12, khoản 4 Điều 17 …" at the left margin under a full line is the middle of a sentence. Where paragraphs
    have no indent, a wider step down, or a marker after the end of a sentence, starts a new one.
    """
    if last.bbox is None or line.bbox is None or last.table is not None or line.table is not None:
        return False
    above, here = margins[last.page], margins[line.page]
    if not _was_full(last, line, above.right):
        return False
    at_left = line.bbox[0] <= here.left + _INDENT_PT / 2
    hanging = abs(line.bbox[0] - last.bbox[0]) < _SAME_LEFT_PT and line.text[0].islower()
    if not (at_left or hanging):
        return False
    ended = last.text.endswith(_SENTENCE_END)
    if ended and not at_left and _MARKER.match(line.text):
        return False
    if here.indented and above.indented:
        return not (ended and _MARKER.match(line.text) and last.bbox[2] < above.right - _INDENT_PT)
    if last.page == line.page and line.bbox[1] - last.bbox[1] > 1.25 * here.leading and ended:
        return False
    marker = _MARKER.match(line.text)
    return marker is None or not (ended or marker.group(1).startswith(("Điều", "Chương")))


def _was_full(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of this line would not have fitted at the end of the last."""
    if last.bbox is None or line.bbox is None or not line.text:
        return False
    word = len(line.text.split(maxsplit=1)[0]) + 1
    width = (line.bbox[2] - line.bbox[0]) / len(line.text) * word
    return last.bbox[2] + 0.8 * width > right
