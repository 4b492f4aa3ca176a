"""Tables in the store: one row each, with the places of its cells in the source's stored text."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from corpus.model import Provision
from corpus.table import Cell, Table


def insert(db: sqlite3.Connection, sha256: str, tables: Iterable[Table]) -> None:
    """Write the tables of a source."""
    db.executemany(
        "INSERT INTO grid VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                sha256,
                table.number,
                table.start,
                table.end,
                table.headings,
                json.dumps([(c.row, c.column, c.rows, c.columns, c.start, c.end) for c in table.cells]),
            )
            for table in tables
        ),
    )


def of_source(db: sqlite3.Connection, sha256: str, text: str) -> tuple[Table, ...]:
    """The tables of a source, in the order of its stored text."""
    return tuple(_read(db, sha256, text, 0, len(text)))


def of_provision(db: sqlite3.Connection, provision: Provision) -> tuple[Table, ...]:
    """The tables that stand in a provision, their characters counted in its own text.

    A table belongs to the place that has its first row; rows that the reading gave to another place are left out.
    """
    if "\t" not in provision.text:  # every row of a table has one
        return ()
    found: list[Table] = []
    at = 0
    for piece in provision.pieces:
        length = piece.span.end - piece.span.start
        text = provision.text[at : at + length]
        tables = _read(db, piece.sha256, text, piece.span.start, piece.span.end)
        found += (table.moved(at) for table in tables)
        at += length
    return tuple(found)


def _read(db: sqlite3.Connection, sha256: str, text: str, start: int, end: int) -> Iterator[Table]:
    """The tables inside [start, end) of a stored text, of which `text` are the characters."""
    rows = db.execute(
        "SELECT number, headings, cells FROM grid WHERE sha256 = ? AND start >= ? AND start < ? ORDER BY number",
        (sha256, start, end),
    )
    for number, headings, cells in rows:
        yield Table(
            number,
            headings,
            tuple(
                Cell(row, column, text[first - start : last - start], first - start, last - start, tall, wide)
                for row, column, tall, wide, first, last in json.loads(cells)
                if last <= end
            ),
        )
