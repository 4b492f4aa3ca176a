"""The order in which a person reads boxes on a page.

Drawing order is trusted inside a block (boxes that follow each other down the page); blocks are put in order by
cutting the page: across first, top before bottom; then downwards, left column before right.
"""

from collections.abc import Sequence

from ingest.source_text import Box

_OVERLAP_PT = 2.0


def in_reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices of the boxes as read. Boxes that no cut parts keep the order in which they were drawn."""
    return [at for block in _cut_across(_blocks(boxes), boxes) for at in block]


def _blocks(boxes: Sequence[Box]) -> list[list[int]]:
    """Runs of boxes in drawing order, a new one wherever the next box is not below the last or beside it."""
    blocks: list[list[int]] = []
    for at, box in enumerate(boxes):
        last = boxes[blocks[-1][-1]] if blocks else None
        if last is not None and _follows(last, box):
            blocks[-1].append(at)
        else:
            blocks.append([at])
    return blocks


def _follows(last: Box, box: Box) -> bool:
    if box[1] >= last[3] - _OVERLAP_PT:
        # A run that goes on below in another column starts a block of its own.
        return box[0] < last[2] and box[2] > last[0]
    return box[0] >= last[2] - _OVERLAP_PT and box[3] > last[1] and box[1] < last[3]


def _cut_across(blocks: list[list[int]], boxes: Sequence[Box]) -> list[list[int]]:
    return [block for band in _bands(blocks, boxes, 1, 3) for block in _cut_down(band, boxes)]


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
