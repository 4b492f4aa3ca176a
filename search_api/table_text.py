"""A place's text for the terminal: its tables with columns set under each other."""

import shutil
from collections.abc import Sequence

from tabulate import tabulate

from search_api.table_page import running
from search_api.table_wire import TableOut

_NARROWEST = 8
_MARGIN = 4
_FRAME = 5  # characters around the words of a column


def printed(text: str, tables: Sequence[TableOut], width: int | None = None) -> list[str]:
    """The lines of a text, then its tables; of an excerpt, only the rows that it has.

    Args:
        text: That the tables' characters are counted in.
        tables: As the wire has them.
        width: Of the terminal, in characters; its own when None.
    """
    room = (width or shutil.get_terminal_size().columns) - _MARGIN
    lines = [line for line in running(text, (), tables).text.strip().split("\n") if line]
    for table in tables:
        lines += _grid(table, room).split("\n")
        if table.left_out:
            lines.append(f"(còn {table.left_out} hàng khác của bảng)")
    return lines


def _grid(table: TableOut, room: int) -> str:
    columns = max(sum(cell.columns for cell in row.cells) for row in table.rows)
    rows: list[list[str]] = [[""] * columns for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(table.rows):
        column = 0
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            rows[at][column] = cell.text
            taken |= {(at + down, column + over) for down in range(cell.rows) for over in range(cell.columns)}
    widest = [max(len(row[column]) for row in rows) for column in range(columns)]
    limits = _widths(widest, room - _FRAME * columns)
    head = sum(row.heading for row in table.rows)
    named = [" / ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[:head], strict=True)]
    headers = list(table.headings) if any(table.headings) else named
    looks = {"tablefmt": "grid", "maxcolwidths": limits, "maxheadercolwidths": limits, "disable_numparse": True}
    return str(tabulate(rows[head:], headers=headers if head else (), **looks))


def _widths(widest: Sequence[int], room: int) -> list[int]:
    """Characters for each column: what it needs where that fits, else the wide ones share what the narrow leave."""
    fair = max(room // max(len(widest), 1), _NARROWEST)
    left = room - sum(min(width, fair) for width in widest)
    wide = sum(width > fair for width in widest) or 1
    return [max(width, 1) if width <= fair else fair + max(left, 0) // wide for width in widest]
