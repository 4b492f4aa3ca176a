"""Recognised words in the cells of ruled tables → rows, as the reader of drawn pages gives them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.cells import Drawn, is_layout, row_text
from ingest.readers.picture_rules import Rules
from ingest.readers.ruling import Grid
from ingest.readers.words import Word, box_of, confidence_of, text_of
from ingest.source_text import Line, Table

_SIGNS = re.compile(r"[\W_]+")
_SURE = 0.6
_SAME_LINE = 0.25  # of the height of a line

_Cells = dict[tuple[int, int], list[list[Word]]]
"""By row and column, the words of each printed line in it."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The tables of a page, their rows as lines, and the words (by `id`) that are in them."""

    tables: tuple[Table, ...] = ()
    lines: tuple[Line, ...] = ()
    taken: frozenset[int] = frozenset()


NO_TABLES = Ruled()


def tables_of(printed: Sequence[Sequence[Word]], rules: Rules, page: int) -> Ruled:
    """The tables that hold data; words of a frame that only places a letterhead or a signature stay running text.

    Args:
        printed: The words of each printed line.
        rules: The grids of the page.
        page: Its number.
    """
    tables: list[Table] = []
    lines: list[Line] = []
    taken: set[int] = set()
    for grid in rules.grids:
        cells = _cells(printed, rules, grid)
        drawn = _drawn(grid, cells)
        if not drawn.rows or is_layout(drawn.rows):
            continue
        lines += _rows(drawn, cells, page, len(tables))
        tables.append(drawn.table(page))
        taken.update(id(word) for parts in cells.values() for part in parts for word in part)
    return Ruled(tuple(tables), tuple(lines), frozenset(taken))


def _cells(printed: Iterable[Sequence[Word]], rules: Rules, grid: Grid) -> _Cells:
    found: defaultdict[tuple[int, int], list[list[Word]]] = defaultdict(list)
    for words in printed:
        inside: defaultdict[tuple[int, int], list[Word]] = defaultdict(list)
        for word in words:
            if cell := grid.cell_of(rules.straight(word.box)):
                inside[cell].append(word)
        for cell, part in inside.items():
            found[cell].append(part)
    return found


def _drawn(grid: Grid, cells: _Cells) -> Drawn:
    rows = tuple(
        tuple(_text(cells.get((row, column), [])) for column in range(grid.columns)) for row in range(grid.rows)
    )
    return Drawn(rows, grid.reaches).inked


def _text(parts: Sequence[Sequence[Word]]) -> str:
    """A cell's words line by line, from the top."""
    kept = [[word for word in line if not _is_dust(word)] for line in _lines(parts)]
    return "\n".join(text_of(line) for line in kept if line)


def _lines(parts: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a cell from the top; parts of one that the recogniser took for lines of their own, from the left."""
    lines: list[list[Sequence[Word]]] = []
    for part in sorted(parts, key=_middle):
        if lines and _middle(part) - _middle(lines[-1][0]) < _SAME_LINE * min(map(_height, (part, lines[-1][0]))):
            lines[-1].append(part)
        else:
            lines.append([part])
    return [[word for part in sorted(line, key=lambda part: box_of(part)[0]) for word in part] for line in lines]


def _middle(words: Sequence[Word]) -> float:
    _, top, _, bottom = box_of(words)
    return (top + bottom) / 2


def _height(words: Sequence[Word]) -> float:
    _, top, _, bottom = box_of(words)
    return bottom - top


def _is_dust(word: Word) -> bool:
    """Whether a word is what a recogniser makes of dust, or of the end of a rule."""
    return word.confidence < _SURE and bool(_SIGNS.fullmatch(word.text))


def _rows(drawn: Drawn, cells: _Cells, page: int, index: int) -> Iterable[Line]:
    """The rows as lines, each with the box around its words and how sure they are."""
    inked = [
        [w for column in row.values() for part in column for w in part] for row in _by_row(cells) if _is_inked(row)
    ]
    for texts, words in zip(drawn.rows, inked, strict=True):
        yield Line(row_text(texts), page, box_of(words), index, confidence=confidence_of(words) or _surest(words))


def _by_row(cells: _Cells) -> list[_Cells]:
    rows: defaultdict[int, _Cells] = defaultdict(dict)
    for (row, column), parts in cells.items():
        rows[row][row, column] = parts
    return [rows[row] for row in sorted(rows)]


def _is_inked(row: _Cells) -> bool:
    return any(_text(parts) for parts in row.values())


def _surest(words: Sequence[Word]) -> float:
    return max(word.confidence for word in words)
