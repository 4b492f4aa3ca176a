"""The order in which a person reads boxes on a page.

Drawing order is trusted inside a block (boxes that follow each other down the page); blocks are put in order by
cutting the page: across first, top before bottom; then downwards, left column before right.
"""

from collections.abc import Iterator, Sequence

from ingest.source_text import Box

_OVERLAP_PT = 2.0
_WIDE_STEP_PT = 15.0
_COLUMNS = 2
_LETTERHEAD_ROWS = 8


def in_reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices of the boxes as read. Boxes that no cut parts keep the order in which they were drawn."""
    return [at for block in _cut_across(_blocks(boxes), boxes) for at in block]


def _blocks(boxes: Sequence[Box]) -> list[list[int]]:
    """Runs of boxes in drawing order, a new one wherever the next box is not the next thing below the last."""
    blocks: list[list[int]] = []
    for at, box in enumerate(boxes):
        last = boxes[blocks[-1][-1]] if blocks else None
        if last is not None and _follows(last, box) and not _something_between(last, box, boxes):
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _follows(last: Box, box: Box) -> bool:
    return box[1] >= last[3] - _OVERLAP_PT and box[0] < last[2] and box[2] > last[0]


def _something_between(last: Box, box: Box, boxes: Sequence[Box]) -> bool:
    """Whether a wide step down passes over a box drawn at another time, such as a table."""
    if box[1] - last[3] < _WIDE_STEP_PT:
        return False
    left, right = min(last[0], box[0]), max(last[2], box[2])
    return any(
        last[3] <= (other[1] + other[3]) / 2 <= box[1] and other[0] < right and other[2] > left for other in boxes
    )


def _cut_across(blocks: list[list[int]], boxes: Sequence[Box]) -> list[list[int]]:
    bands = _bands(blocks, boxes, 1, 3)
    if len(bands) == 1:
        return _cut_down(bands[0], boxes)
    return [block for group in _groups(bands, boxes) for block in group]


def _groups(bands: list[list[list[int]]], boxes: Sequence[Box]) -> Iterator[list[list[int]]]:
    """The bands one by one; a few rows of two columns with one gutter (a letterhead, signatures) as columns."""
    at = 0
    while at < len(bands):
        end = at + 1
        if len(_bands(bands[at], boxes, 0, 2)) == _COLUMNS:
            while end < len(bands) and _share_gutter(bands[at : end + 1], boxes):
                end += 1
        if end - at <= _LETTERHEAD_ROWS:
            yield _cut_down([block for band in bands[at:end] for block in band], boxes)
        else:
            yield from (_cut_down(band, boxes) for band in bands[at:end])
        at = end


def _share_gutter(bands: list[list[list[int]]], boxes: Sequence[Box]) -> bool:
    return len(bands[-1]) > 1 and len(_bands([block for band in bands for block in band], boxes, 0, 2)) == _COLUMNS


def _cut_down(blocks: list[list[int]], boxes: Sequence[Box]) -> list[list[int]]:
    columns = _bands(blocks, boxes, 0, 2)
    if len(columns) == 1:
        return sorted(blocks, key=min)
    return [block for column in columns for block in _cut_across(column, boxes)]


def _bands(blocks: list[list[int]], boxes: Sequence[Box], low: int, high: int) -> list[list[list[int]]]:
    """Blocks gathered where their extents along one axis overlap, in the order of that axis."""
    extents = sorted(
        (min(boxes[at][low] for at in block), max(boxes[at][high] for at in block), block) for block in blocks
    )
    bands: list[list[list[int]]] = []
    reach = float("-inf")
    for start, end, block in extents:
        if start >= reach - _OVERLAP_PT:
            bands.append([])
        bands[-1].append(block)
        reach = max(reach, end)
    return bands
