"""Tables as a reader gave them → tables in the stored text: each cell with the characters that it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus import table as stored
from ingest.source_text import Line, Table


def placed(lines: Sequence[Line], tables: Sequence[Table]) -> tuple[stored.Table, ...]:
    """The tables of a text whose lines are joined by line feeds; the k-th line of a table is its k-th row."""
    rows: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    at = 0
    for line in lines:
        if line.table is not None:
            rows[line.table].append((at, line.text))
        at += len(line.text) + 1
    return tuple(
        stored.Table(number, tables[index].headings, tuple(_cells(tables[index], rows[index])))
        for number, index in enumerate(sorted(rows, key=lambda index: rows[index][0][0]))
        if index < len(tables)
    )


def _cells(table: Table, rows: Sequence[tuple[int, str]]) -> Iterator[stored.Cell]:
    """The cells that stand for themselves; a place that another cell reaches over is none."""
    reaches = {(reach.row, reach.column): reach for reach in table.reaches}
    covered = {
        (row, column)
        for reach in table.reaches
        for row in range(reach.row, reach.row + reach.rows)
        for column in range(reach.column, reach.column + reach.columns)
        if (row, column) != (reach.row, reach.column)
    }
    for row, (at, text) in enumerate(rows):
        for column, cell in enumerate(text.split("\t")):
            reach = reaches.get((row, column))
            if cell or (row, column) not in covered:
                tall, wide = (reach.rows, reach.columns) if reach else (1, 1)
                yield stored.Cell(row, column, cell, at, at + len(cell), min(tall, len(rows) - row), wide)
            at += len(cell) + 1
