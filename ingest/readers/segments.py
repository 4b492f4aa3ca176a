"""Stretches of one row of letters: where a row ends, where a column gap opens, what belongs together all the same."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.text import nfc
from ingest.readers.glyphs import SMALL, Glyph, clean, clean_text, font_size, is_noisy, raise_marks
from ingest.readers.text_layer import TextLayer
from ingest.source_text import Box

# A gap this wide inside a row of glyphs parts two columns (issuer | quốc hiệu); justified words stay well below.
_COLUMN_GAP_PT = 36.0
_COLUMN_GAP_SIZES = 3.0
# Parts of a line that the page draws apart, a raised mark of a note for one, are a blank apart at most.
_TOUCHING_SIZES = 0.8
# A run that steps back may draw a letter again (fake bold), and farther than this it may draw two.
_BACK_PT = 1.0
_BACK_SIZES = 0.2
_TWICE = re.compile(r"([^ ])\1")
# The letter before a run is among so many before it: blanks may stand between.
_BESIDE = 4
# Blanks that the page draws, leaders of a form, and letters that stand wide apart may hide a gap inside a run.
_LEADERS = ("  ", "__", "……")
_WIDEST_LETTER = 0.6
_UNASKED = frozenset(" 0123456789")
_ROW = re.compile(r"[^ \r\n](?:[^\r\n]*[^ \r\n])?")
_DIGITS = re.compile(r"[0-9]")


class Segment(NamedTuple):
    """A stretch of letters, the box around them, and the height of their font in points."""

    text: str
    box: Box
    size: float | None = None


def of_layer(layer: TextLayer) -> list[Segment]:
    """All stretches of a page in the order they are drawn.

    Rows that pdfium gives whole are taken whole, those of two columns column by column; one that turns back on itself
    (fake bold) or has a raised digit is gone through letter by letter. The outcome is that of `of_glyphs` for the page.
    """
    text = layer.text()
    if text is None:
        return list(of_glyphs(layer.glyphs(0, layer.count)))
    found: list[Segment] = []
    for rows in _touching(layer, text):
        if len(rows) == 1:
            found += _of_row(layer, text, *rows[0])
        else:
            found += of_glyphs(layer.glyphs(rows[0][0], rows[-1][1]))
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


def _of_row(layer: TextLayer, text: str, start: int, end: int, boxes: list[Box]) -> Iterator[Segment]:
    """The row whole, or its columns one by one; what is not whole then, letter by letter."""
    whole = _whole(layer, text, start, end, boxes)
    while not whole and (cut := _cut(layer, start, end, boxes)):
        if before := _ROW.search(text, start, cut):
            column = _whole(layer, text, *before.span(), layer.runs(*before.span()))
            yield from [column] if column else of_glyphs(layer.glyphs(*before.span()))
        start = cut
        boxes = layer.runs(start, end)
        whole = _whole(layer, text, start, end, boxes)
    yield from [whole] if whole else of_glyphs(layer.glyphs(start, end))


def _cut(layer: TextLayer, start: int, end: int, boxes: list[Box]) -> int | None:
    """The first letter of the first run that does not go on with the row: it lies in another column, or below."""
    for at, (last, box) in enumerate(pairwise(boxes), 1):
        if box[0] - last[2] > _COLUMN_GAP_PT or box[1] > last[3] or box[3] < last[1]:
            cut = layer.run_start(start, end, at)
            beside = [glyph.box for glyph in layer.glyphs(max(start, cut - _BESIDE), cut + 1) if glyph.box]
            if len(beside) > 1 and _parts(*beside[-2:]):
                return cut
    return None


def _whole(layer: TextLayer, text: str, start: int, end: int, boxes: list[Box]) -> Segment | None:
    """The row as one stretch; None where its letters must be looked at one by one."""
    row = text[start:end]
    if not _run_on(boxes, row) or any(map(row.__contains__, _LEADERS)):
        return None
    digits = layer.sizes(match.start() for match in _DIGITS.finditer(text, start, end))
    others = layer.sizes([at for at in layer.asked(start, end) if text[at] not in _UNASKED])
    sizes = sorted(digits + others)
    size = sizes[len(sizes) // 2] if sizes else None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    # a dot of a leader is half as wide as a letter
    if size and sum(rights) - sum(lefts) > _WIDEST_LETTER * size * (len(row) - row.count(".") / 2):
        return None
    if is_noisy(row) or (size and digits and min(digits) < SMALL * size):
        return None
    words = nfc(clean_text(row))
    box = _rounded(min(lefts), min(tops), max(rights), max(bottoms))
    return Segment(words, box, round(size, 1) if size else None) if words else None


def _run_on(boxes: Sequence[Box], row: str) -> bool:
    """Whether each run follows the one before it on a line, surely without a column gap and with no letter twice."""
    for (_, top, right, bottom), (left, next_top, _, next_bottom) in pairwise(boxes):
        if not -_BACK_PT <= left - right <= _COLUMN_GAP_PT and (
            left > right or right - left > _BACK_SIZES * (bottom - top) or _TWICE.search(row)
        ):
            return False
        # the lower top lies above the higher bottom
        if (top if top > next_top else next_top) >= (bottom if bottom < next_bottom else next_bottom):
            return False
    return True


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
    if box[0] - last[2] <= _COLUMN_GAP_PT and box[1] <= last[3] and box[3] >= last[1]:
        return False  # as nearly all letters
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
    return _rounded(min(lefts), min(tops), max(rights), max(bottoms))


def _rounded(left: float, top: float, right: float, bottom: float) -> Box:
    return (round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
