"""Ruled tables: from drawn lines to grids of cells. The geometry is pdfplumber's, on edges that pdfium found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from ingest.source_text import Box, Reach

Point = tuple[float, float]

_STRAIGHT_PT = 0.6
_BAR_PT = 2.5
_SHORTEST_PT = 3.0
_SNAP_PT = 3.0
_MAX_EDGES = 4000


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn straight line between two points, from the top left corner."""

    start: Point
    end: Point


def as_bar(points: list[Point]) -> Edge | None:
    """The line that a thin filled bar stands for; None for any broader shape."""
    if len(points) < 2:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    if bottom - top <= _BAR_PT < right - left:
        return Edge((left, (top + bottom) / 2), (right, (top + bottom) / 2))
    if right - left <= _BAR_PT < bottom - top:
        return Edge(((left + right) / 2, top), ((left + right) / 2, bottom))
    return None


class Grid:
    """Cells of one ruled table, addressed by (row, column); a merged cell has the address of its top left corner."""

    def __init__(self, cells: list[Box]) -> None:
        self._lefts = _distinct(cell[0] for cell in cells)
        self._tops = _distinct(cell[1] for cell in cells)
        self._cells = [(cell, (_index(self._tops, cell[1]), _index(self._lefts, cell[0]))) for cell in cells]
        self._last = self._cells[0]
        self.box = _around(cells)

    @property
    def rows(self) -> int:
        """Number of different tops among the cells."""
        return len(self._tops)

    @property
    def columns(self) -> int:
        """Number of different lefts among the cells."""
        return len(self._lefts)

    @property
    def reaches(self) -> tuple[Reach, ...]:
        """Each cell with the rows and columns that it covers."""
        return tuple(
            Reach(row, column, _among(self._tops, cell[1], cell[3]), _among(self._lefts, cell[0], cell[2]))
            for cell, (row, column) in self._cells
        )

    def is_drawn_by(self, edge: Edge) -> bool:
        """Whether a level or upright line lies on a side of one of its cells."""
        (x0, y0), (x1, y1) = edge.start, edge.end
        if abs(y1 - y0) < abs(x1 - x0):
            return any(
                x0 < right and left < x1 and min(abs(y0 - top), abs(y0 - bottom)) <= _SNAP_PT
                for (left, top, right, bottom), _ in self._cells
            )
        return any(
            y0 < bottom and top < y1 and min(abs(x0 - left), abs(x0 - right)) <= _SNAP_PT
            for (left, top, right, bottom), _ in self._cells
        )

    def cell_of(self, box: Box | None) -> tuple[int, int] | None:
        """The cell in which a box has its middle; None outside every cell."""
        if box is None:
            return None
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not _holds(self.box, x, y):
            return None
        if _holds(self._last[0], x, y):
            return self._last[1]
        for cell, address in self._cells:
            if _holds(cell, x, y):
                self._last = (cell, address)
                return address
        return None


def find_grids(edges: list[Edge]) -> list[Grid]:
    """The tables that edges draw, of at least two columns and two cells; frames and underlines are none."""
    drawn = [edge for line in edges if (edge := _as_pdfplumber(line))]
    if not 4 <= len(drawn) <= _MAX_EDGES:
        return []
    merged = merge_edges(drawn, _SNAP_PT, _SNAP_PT, _SNAP_PT, _SNAP_PT)
    merged = merge_edges([*merged, *_closing(merged)], _SNAP_PT, _SNAP_PT, _SNAP_PT, _SNAP_PT)
    cells = intersections_to_cells(edges_to_intersections(merged, _SNAP_PT, _SNAP_PT))
    grids = [Grid(table) for table in cells_to_tables(cells)]
    return [grid for grid in grids if grid.columns >= 2]


def _closing(edges: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Level lines where at least three upright ones end together: a row that the page break cut is drawn open."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    for end in ("top", "bottom"):
        places: list[list[dict[str, Any]]] = []
        for edge in sorted(upright, key=lambda edge: float(edge[end])):
            if places and edge[end] - places[-1][-1][end] <= _SNAP_PT:
                places[-1].append(edge)
            else:
                places.append([edge])
        for ending in places:
            lefts = _distinct(edge["x0"] for edge in ending)
            if len(lefts) > 2:
                yield _edge("h", lefts[0], max(edge["x1"] for edge in ending), ending[0][end], ending[0][end])


def _as_pdfplumber(line: Edge) -> dict[str, Any] | None:
    (x0, y0), (x1, y1) = line.start, line.end
    if abs(y0 - y1) <= _STRAIGHT_PT and abs(x0 - x1) >= _SHORTEST_PT:
        y = (y0 + y1) / 2
        return _edge("h", min(x0, x1), max(x0, x1), y, y)
    if abs(x0 - x1) <= _STRAIGHT_PT and abs(y0 - y1) >= _SHORTEST_PT:
        x = (x0 + x1) / 2
        return _edge("v", x, x, min(y0, y1), max(y0, y1))
    return None


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _distinct(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered[0], *(after for before, after in pairwise(ordered) if after - before > _STRAIGHT_PT)]


def _index(places: list[float], value: float) -> int:
    return max(at for at, place in enumerate(places) if place <= value + _STRAIGHT_PT)


def _among(places: list[float], first: float, last: float) -> int:
    """How many places lie from the first one on, before the last."""
    return max(sum(first - _STRAIGHT_PT <= place < last - _STRAIGHT_PT for place in places), 1)


def _around(cells: list[Box]) -> Box:
    return (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
