"""Stretches of one row of letters: where a row ends, where a column gap opens, what belongs together all the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.text import nfc
from ingest.readers.glyphs import NOISE, SMALL, Glyph, clean, clean_text, font_size, raise_marks
from ingest.readers.text_layer import TextLayer
from ingest.source_text import Box

# A gap this wide inside a row of glyphs parts two columns (issuer | quốc hiệu); justified words stay well below.
_COLUMN_GAP_PT = 36.0
_COLUMN_GAP_SIZES = 3.0
# Parts of a line that the page draws apart, a raised mark of a note for one, are a blank apart at most.
_TOUCHING_SIZES = 0.8
_BACK_PT = 1.0
# Blanks that the page draws, leaders of a form, and letters that stand wide apart may hide a gap inside a run.
_LEADERS = re.compile(r"  |__|\.\.|……")
_WIDEST_LETTER = 0.6
_UNASKED = frozenset(" 0123456789")
_ROW = re.compile(r"[^ \r\n](?:[^\r\n]*[^ \r\n])?")
_DIGITS = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of letters, the box around them, and the height of their font in points."""

    text: str
    box: Box
    size: float | None = None


def of_layer(layer: TextLayer) -> list[Segment]:
    """All stretches of a page in the order they are drawn.

    Rows that pdfium gives whole are taken whole; one that may be two columns, that turns back on itself (fake bold) or
    has a raised digit is gone through letter by letter, with the same outcome as `of_glyphs` for the page.
    """
    text = layer.text()
    if text is None:
        return list(of_glyphs(layer.glyphs(0, layer.count)))
    found: list[Segment] = []
    for rows in _touching(layer, text):
        start, end, boxes = rows[0][0], rows[-1][1], rows[0][2]
        whole = _whole(layer, text, start, end, boxes) if len(rows) == 1 else None
        found += [whole] if whole else of_glyphs(layer.glyphs(start, end))
    return found


_Row = tuple[int, int, list[Box]]


def _touching(layer: TextLayer, text: str) -> Iterator[list[_Row]]:
    """The rows of the text, those together that a page draws apart but sets as one."""
    held: list[_Row] = []
    for match in _ROW.finditer(text):
        start, end = match.span()
        boxes = layer.runs(start, end)
        if not boxes:
            continue
        if held and not _touches(held[-1][2][-1], boxes[0]):
            yield held
            held = []
        held.append((start, end, boxes))
    if held:
        yield held


def _whole(layer: TextLayer, text: str, start: int, end: int, boxes: list[Box]) -> Segment | None:
    """The row as one stretch; None where its letters must be looked at one by one."""
    if _LEADERS.search(text, start, end) or not all(_runs_on(before, after) for before, after in pairwise(boxes)):
        return None
    row = text[start:end]
    digits = [layer.size(start + match.start()) for match in _DIGITS.finditer(row)]
    others = [layer.size(at) for at in layer.asked(start, end) if text[at] not in _UNASKED]
    sizes = sorted(size for size in (*digits, *others) if size)
    size = sizes[len(sizes) // 2] if sizes else None
    if size and sum(box[2] - box[0] for box in boxes) > _WIDEST_LETTER * size * len(row):
        return None
    if NOISE.search(row) or (size and any(digit and digit < SMALL * size for digit in digits)):
        return None
    words = nfc(clean_text(row))
    return Segment(words, around(boxes), round(size, 1) if size else None) if words else None


def _runs_on(before: Box, after: Box) -> bool:
    """Whether one run follows the other on a line, surely without a column gap."""
    overlap = min(before[3], after[3]) - max(before[1], after[1])
    return overlap > 0 and -_BACK_PT <= after[0] - before[2] <= _COLUMN_GAP_PT


def of_glyphs(glyphs: Sequence[Glyph]) -> Iterator[Segment]:
    """Stretches of one row of glyphs, cut where the row ends or a column gap opens."""
    held: list[Glyph] = []
    last: Box | None = None
    ended = False
    for glyph in glyphs:
        if glyph.text in "\r\n":
            ended = True
            continue
        if last and glyph.box and (_parts(last, glyph.box) or (ended and not _touches(last, glyph.box))):
            yield from _segment(held)
            held = []
        held.append(glyph)
        last, ended = glyph.box or last, ended and not glyph.box
    yield from _segment(held)


def _parts(last: Box, box: Box) -> bool:
    size = max(last[3] - last[1], box[3] - box[1], 6.0)
    apart = box[0] - last[2] > max(_COLUMN_GAP_PT, _COLUMN_GAP_SIZES * size)
    return apart or box[1] > last[3] + size or box[3] < last[1] - size


def _touches(last: Box, box: Box) -> bool:
    size = max(last[3] - last[1], box[3] - box[1], 6.0)
    beside = -0.1 * size <= box[0] - last[2] <= _TOUCHING_SIZES * size
    return beside and min(last[3], box[3]) - max(last[1], box[1]) > -0.25 * size


def _segment(glyphs: list[Glyph]) -> Iterator[Segment]:
    text = nfc(clean(raise_marks(glyphs)))
    boxes = [glyph.box for glyph in glyphs if glyph.box]
    if text and boxes:
        yield Segment(text, around(boxes), font_size(glyphs))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all, to a tenth of a point."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1))
