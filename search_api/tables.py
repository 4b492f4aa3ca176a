"""The tables of a place for people: whole, or the rows that a question is about under their headings."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log

from corpus.model import Provision
from corpus.store import Store
from corpus.table import Cell, Table
from search_api.table_wire import CellOut, RowOut, TableOut

_MOST_ROWS = 8
_NEAR_BEST = 0.8
_WITHOUT_A_MATCH = 3


def tables_of(provisions: Sequence[Provision], store: Store) -> Iterator[Table]:
    """The tables of provisions whose texts are joined by line feeds, their characters counted in the whole."""
    at = 0
    for provision in provisions:
        yield from (table.moved(at) for table in store.tables(provision))
        at += len(provision.text) + 1


def whole(table: Table) -> TableOut:
    """All rows of a table."""
    return _table_out(table, range(table.headings or 0, len(table.rows)))


def excerpt(table: Table, found: Sequence[Sequence[tuple[int, int]]]) -> TableOut:
    """The headings of a table and those of its rows that hold the most words of a question.

    Args:
        table: Its characters are counted in the text of the quote.
        found: For each word of the question, the characters [start, end) where it stands; () gives the first rows.
    """
    scores = _scores(table, found)
    enough = _NEAR_BEST * max(scores.values(), default=0.0)
    best = [row for row, score in scores.items() if score >= enough > 0]
    return _table_out(table, best[:_MOST_ROWS] or list(scores)[:_WITHOUT_A_MATCH])


def _scores(table: Table, found: Sequence[Sequence[tuple[int, int]]]) -> dict[int, float]:
    """How much of a question each row below the headings holds: a word in few rows is more than one in many.

    What the row that names its group says counts half for a row; that row itself is no answer, so it counts half too.
    """
    words = _words_by_row(table, found)
    share = [sum(word in row for row in words) for word in range(len(found))]
    weight = [log(1 + len(words) / (count + 0.5)) for count in share]

    def of(row: set[int]) -> float:
        return sum(weight[word] for word in row)

    named: set[int] = set()
    scores: dict[int, float] = {}
    grouped = {row for (_, row), (path, _) in pairwise(table.body()) if path}
    for path, row in table.body():
        named = named if path else words[row]
        inherited = named - words[row] if path else set()
        scores[row] = of(words[row]) * (0.5 if row in grouped and not path else 1) + of(inherited) / 2
    return scores


def _words_by_row(table: Table, found: Sequence[Sequence[tuple[int, int]]]) -> list[set[int]]:
    starts = [cell.start for cell in table.cells]
    words: list[set[int]] = [set() for _ in table.rows]
    for word, spans in enumerate(found):
        for start, end in spans:
            cell = table.cells[max(bisect_right(starts, start) - 1, 0)]
            if cell.start <= start and end <= cell.end:
                for row in range(cell.row, min(cell.row + cell.rows, len(words))):
                    words[row].add(word)
    return words


def _table_out(table: Table, wanted: Sequence[int]) -> TableOut:
    groups = {row: path for path, row in table.body()}
    headings = range(table.headings or 0)
    cut = len(wanted) < len(groups)
    rows = [RowOut(heading=True, group=(), cells=tuple(map(_cell_out, table.rows[row]))) for row in headings]
    for row in wanted:
        # a cell that reaches over rows that are left out is said again in each row
        cells = (_cell_out(cell, 1) for cell in table.cells_in(row)) if cut else map(_cell_out, table.rows[row])
        rows.append(RowOut(heading=False, group=groups[row], cells=tuple(cells)))
    return TableOut(
        start=table.start,
        end=table.end,
        headings=table.column_headings if table.headings else (),
        rows=tuple(rows),
        left_out=len(groups) - len(wanted),
    )


def _cell_out(cell: Cell, rows: int | None = None) -> CellOut:
    return CellOut(text=cell.text, start=cell.start, end=cell.end, rows=rows or cell.rows, columns=cell.columns)
