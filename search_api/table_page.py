"""Text with its tables as a page sets them: paragraphs and tables in the order of the text, marks in place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from search_api.marked import marked
from search_api.table_wire import CellOut, RowOut, TableOut
from search_api.wire import Mark

_FIGURE = re.compile(r"[-–+]?\d[\d.,\s]*%?")


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: its words, how many rows and columns it covers, and whether it is a figure."""

    words: Markup
    rows: int
    columns: int
    figure: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """Rows of cells; a row of one string is the name of a group over all columns.

    Attributes:
        left_out: How many rows are not shown.
    """

    columns: int
    head: tuple[tuple[CellView, ...], ...]
    body: tuple[tuple[CellView, ...] | str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Running:
    """A text without its tables, and the marks in it."""

    text: str
    marks: tuple[Mark, ...]


def blocks(text: str, tables: Sequence[TableOut], start: int = 0) -> Iterator[str | TableView]:
    """The text from a character on, blanks at its ends left out: stretches without a table, and the tables between."""
    at = start
    for table in tables:
        if table.start < at:
            continue
        yield text[at : table.start].strip()
        yield view(table)
        at = table.end
    yield text[at:].strip()


def view(table: TableOut, marks: Sequence[Mark] = ()) -> TableView:
    """A table as it is set; of an excerpt, each group of rows is named."""
    body: list[tuple[CellView, ...] | str] = []
    group: tuple[str, ...] = ()
    for row in table.rows:
        if row.heading:
            continue
        if table.left_out and row.group and row.group != group:
            body.append(" / ".join(row.group))
        group = row.group
        body.append(_cells(row, marks))
    return TableView(
        max(sum(cell.columns for cell in row.cells) for row in table.rows),
        tuple(_cells(row, marks) for row in table.rows if row.heading),
        tuple(body),
        table.left_out,
    )


def _cells(row: RowOut, marks: Sequence[Mark]) -> tuple[CellView, ...]:
    return tuple(
        CellView(_words(cell, marks), cell.rows, cell.columns, bool(_FIGURE.fullmatch(cell.text))) for cell in row.cells
    )


def _words(cell: CellOut, marks: Sequence[Mark]) -> Markup:
    own = [
        Mark(start=max(mark.start - cell.start, 0), end=mark.end - cell.start)
        for mark in marks
        if mark.end > cell.start and mark.start < cell.end
    ]
    return marked(cell.text, own)


def running(text: str, marks: Sequence[Mark], tables: Sequence[TableOut]) -> Running:
    """A text without its tables; what a mark has of one is left out of it."""
    kept: list[tuple[int, int]] = []
    at = 0
    for table in tables:
        kept.append((at, table.start))
        at = min(table.end + 1, len(text))
    kept.append((at, len(text)))
    found: list[Mark] = []
    length = 0
    for start, end in kept:
        inside = ((max(mark.start, start), min(mark.end, end)) for mark in marks)
        found += (Mark(start=a - start + length, end=b - start + length) for a, b in inside if a < b)
        length += end - start
    return Running("".join(text[start:end] for start, end in kept), tuple(found))
