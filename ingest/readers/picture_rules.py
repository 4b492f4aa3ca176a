"""Ruled tables on the picture of a page: long dark runs become the lines of a grid, as a drawn page gives them.

A scan lies a little askew, so a level line is a stair of short runs, each a dot lower than the one before. The runs of
one line are put together, its slope is measured, and places are told as if the page stood straight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from statistics import median

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.readers.ruling import Edge, Grid, find_grids
from ingest.source_text import Box

_DARK = 160  # of 255; paper is lighter, a faint rule darker
_SHORTEST_LEVEL, _SHORTEST_UPRIGHT = 55, 36  # dots at 200 an inch: two letters; the height of a row, more than a letter
_GAP = 12
_THICKEST = 12  # a broader shape is a shading or a stamp
_SLOPE_FROM = 150  # a shorter line tells no slope
_STEEPEST = 0.05
_MOST_RUNS = 20_000
_CELLS = 4
_SINGLE = 0.7  # of the places of a plain grid, how many are cells; where rules have faded, cells run together
_WHOLE = 0.95  # how much of it closed cells cover
_SMALLEST = (100.0, 24.0)  # points; less is a stamp, or boxes for the digits of a form

_Bits = npt.NDArray[np.bool_]
_Run = tuple[int, int, int]
"""Row, first column, column after the last."""


@dataclass(slots=True, eq=False)
class _Stroke:
    """The runs of one level line, the lowest last; of an upright one with rows and columns exchanged."""

    runs: list[_Run]
    start: int
    end: int

    @property
    def last(self) -> int:
        """The row of its lowest run."""
        return self.runs[-1][0]

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def height(self) -> float:
        """How many rows it takes on average."""
        return sum(end - start for _, start, end in self.runs) / max(self.length, 1)

    @property
    def middle(self) -> tuple[float, float]:
        """Where its runs lie on average: (along, across)."""
        weights = [end - start for _, start, end in self.runs]
        along = sum((start + end) / 2 * w for (_, start, end), w in zip(self.runs, weights, strict=True))
        across = sum(row * w for (row, _, _), w in zip(self.runs, weights, strict=True))
        return along / sum(weights), across / sum(weights)

    @property
    def slope(self) -> float:
        """How far it goes down for each dot along."""
        along = np.array([(start + end) / 2 for _, start, end in self.runs])
        across = np.array([row for row, _, _ in self.runs], dtype=float)
        spread = float(((along - along.mean()) ** 2).sum())
        return float(((along - along.mean()) * (across - across.mean())).sum()) / spread if spread else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The grids that a page draws, in points of the page set straight, and the page without their lines.

    Attributes:
        slope: How far level lines go down for each dot to the right.
        plain: The picture with the lines of the grids made white, so that they are not taken for letters.
    """

    grids: tuple[Grid, ...]
    slope: float
    plain: Image.Image

    def straight(self, box: Box) -> Box:
        """A box on the picture, moved to where its middle is on the page set straight."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        right, down = self.slope * y, -self.slope * x
        return (box[0] + right, box[1] + down, box[2] + right, box[3] + down)


def find_rules(grey: Image.Image, dpi: int) -> Rules:
    """The plain ruled tables of a page: two rows and two columns of closed cells at least."""
    dark = np.asarray(grey) < _DARK
    level = _strokes(dark, _SHORTEST_LEVEL)
    upright = _strokes(dark.T, _SHORTEST_UPRIGHT)
    slope = _page_slope(level)
    if len(level) < 3 or len(upright) < 3:
        return Rules((), slope, grey)
    point = 72 / dpi
    edges = [_level(stroke, slope, point) for stroke in level] + [_upright(stroke, slope, point) for stroke in upright]
    grids = tuple(grid for grid in find_grids(edges) if _is_plain(grid))
    drawn = [any(grid.is_drawn_by(edge) for grid in grids) for edge in edges]
    if not any(drawn):
        return Rules(grids, slope, grey)
    levels, uprights = compress(level, drawn), compress(upright, drawn[len(level) :])
    return Rules(grids, slope, _without(grey, list(levels), list(uprights)))


def _is_plain(grid: Grid) -> bool:
    """Whether a grid is that of a table: two rows of cells at least, closed, and hardly any run together."""
    left, top, right, bottom = grid.box
    places, cells = grid.rows * grid.columns, grid.reaches
    return (
        grid.rows >= 2
        and len(cells) >= max(_CELLS, _SINGLE * places)
        and sum(cell.rows * cell.columns for cell in cells) >= _WHOLE * places
        and right - left >= _SMALLEST[0]
        and bottom - top >= _SMALLEST[1]
    )


def _strokes(dark: _Bits, shortest: int) -> list[_Stroke]:
    """The level lines of a picture, thin and long."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    open_: list[_Stroke] = []
    done: list[_Stroke] = []
    for row, start, end in _runs(thick, shortest):
        done += [stroke for stroke in open_ if stroke.last < row - 2]
        touched, apart = _parted([stroke for stroke in open_ if stroke.last >= row - 2], start, end)
        whole = touched[0] if touched else _Stroke([], start, end)
        for stroke in touched[1:]:
            whole.runs += stroke.runs
        whole.runs.append((row, start, end))
        whole.start = min([start, *(stroke.start for stroke in touched)])
        whole.end = max([end, *(stroke.end for stroke in touched)])
        open_ = [*apart, whole]
    return [stroke for stroke in (*done, *open_) if stroke.height <= _THICKEST]


def _parted(strokes: Sequence[_Stroke], start: int, end: int) -> tuple[list[_Stroke], list[_Stroke]]:
    """Those that a run touches, and the others."""
    touches = [start <= stroke.end + _GAP and stroke.start <= end + _GAP for stroke in strokes]
    return (
        [stroke for stroke, touched in zip(strokes, touches, strict=True) if touched],
        [stroke for stroke, touched in zip(strokes, touches, strict=True) if not touched],
    )


def _runs(bits: _Bits, shortest: int) -> list[_Run]:
    """The runs of dark dots in each row, from the top down; [] for a picture that is all lines."""
    padded = np.zeros((bits.shape[0], bits.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = bits
    turns = np.diff(padded, axis=1)
    rows, starts = np.nonzero(turns == 1)
    ends = np.nonzero(turns == -1)[1]
    long = ends - starts >= shortest
    if int(long.sum()) > _MOST_RUNS:
        return []
    return list(zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True))


def _page_slope(level: Sequence[_Stroke]) -> float:
    slopes = [stroke.slope for stroke in level if stroke.length >= _SLOPE_FROM]
    return median(slopes) if slopes and abs(median(slopes)) <= _STEEPEST else 0.0


def _level(stroke: _Stroke, slope: float, point: float) -> Edge:
    along, across = stroke.middle
    y = (across - slope * along) * point
    return Edge(((stroke.start + slope * across) * point, y), ((stroke.end + slope * across) * point, y))


def _upright(stroke: _Stroke, slope: float, point: float) -> Edge:
    along, across = stroke.middle
    x = (across + slope * along) * point
    return Edge((x, (stroke.start - slope * across) * point), (x, (stroke.end - slope * across) * point))


def _without(grey: Image.Image, level: Sequence[_Stroke], upright: Sequence[_Stroke]) -> Image.Image:
    """The picture with its lines made white."""
    dots = np.asarray(grey).copy()
    for strokes, view in ((level, dots), (upright, dots.T)):
        for stroke in strokes:
            for row, start, end in stroke.runs:
                view[max(row - 1, 0) : row + 2, start:end] = 255
    return Image.fromarray(dots)
