"""Tables that a page break cut: the parts as one table, its headings once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.source_text import Line, Printed, Table
from ingest.table_headings import are_named

_MOST_HEADINGS = 5


@dataclass(frozen=True, slots=True)
class Rejoined:
    """Lines and tables after the parts were put together, and the heading rows that were printed again."""

    lines: list[Line]
    tables: tuple[Table, ...]
    repeated: tuple[Line, ...] = ()


def rejoined(lines: Sequence[Line], tables: Sequence[Table]) -> Rejoined:
    """The tables whole.

    A table goes on when the first line of the next page is a row of as many columns, under the same headings or none
    of its own. A row that was cut is made whole where its rest begins with a small letter and has no number.
    """
    if not tables or all(line.page is None for line in lines):
        return Rejoined(list(lines), tuple(tables))
    joining = _Joining(tables)
    for line in lines:
        joining.take(line)
    return Rejoined(joining.lines, tuple(joining.tables), tuple(joining.repeated))


class _Joining:
    """A walk down the lines; `becomes` maps a table's old index to its new one."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.repeated: list[Line] = []
        self._old = tables
        self._becomes: dict[int, int] = {}
        self._again: dict[int, int] = {}
        self._cut: set[int] = set()

    def take(self, line: Line) -> None:
        if line.table is None:
            self.lines.append(line)
            return
        if line.table not in self._becomes:
            self._begin(line.table, line)
        if self._again.get(line.table, 0):
            self._again[line.table] -= 1
            self.repeated.append(line)
        elif line.table in self._cut:
            self._cut.discard(line.table)
            self.lines[-1] = _row_joined(self.lines[-1], line)
        else:
            self.lines.append(replace(line, table=self._becomes[line.table]))

    def _begin(self, number: int, line: Line) -> None:
        part, last = self._old[number], self.lines[-1] if self.lines else None
        if last is None or last.table is None or not _next_page(last, line):
            self._add(number, part)
            return
        above = self.tables[last.table]
        again = _same_rows(above, part)
        if _width(above) != _width(part) or not (again or above.headings is None or not are_named(part.rows)):
            self._add(number, part)
            return
        cut = _is_rest(above.rows[-1], part.rows[again]) if again < len(part.rows) else False
        self._becomes[number] = last.table
        self._again[number] = again
        if cut:
            self._cut.add(number)
        self.tables[last.table] = _joined(above, part, again, cut)

    def _add(self, number: int, part: Table) -> None:
        self._becomes[number] = len(self.tables)
        self.tables.append(part)


def _next_page(last: Line, line: Line) -> bool:
    return last.page is not None and line.page == last.page + 1


def _width(table: Table) -> int:
    return max(map(len, table.rows))


def _same_rows(above: Table, part: Table) -> int:
    """How many rows at the top of both say the same."""
    both = zip(above.rows[:_MOST_HEADINGS], part.rows, strict=False)
    return len(list(takewhile(lambda pair: _plain(pair[0]) == _plain(pair[1]), both)))


def _plain(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()).casefold() for cell in row]


def _is_rest(row: Sequence[str], rest: Sequence[str]) -> bool:
    inked = [(before, cell) for before, cell in zip(row, rest, strict=False) if cell.strip()]
    whole = bool(row[0].strip()) and not rest[0].strip() and all(before.strip() for before, _ in inked)
    return whole and any(cell.lstrip()[0].islower() for _, cell in inked)


def _row_joined(row: Line, rest: Line) -> Line:
    """The row with the rest of each cell in that cell, each character on the page that prints it."""
    text = ""
    parts: list[Printed] = []
    cells = list(zip(row.text.split("\t"), rest.text.split("\t"), strict=True))
    for at, (cell, more) in enumerate(cells):
        tab = "\t" if at + 1 < len(cells) else ""
        for words, line in ((cell if more else cell + tab, row), (f" {more}{tab}" if cell else more + tab, rest)):
            if words and (line is row or more):
                printed = line.printed[0]
                parts.append(replace(printed, start=len(text), end=len(text) + len(words)))
                text += words
    return replace(row, text=text, parts=tuple(parts))


def _joined(above: Table, part: Table, again: int, cut: bool) -> Table:
    rows = list(above.rows)
    if cut:
        rows[-1] = tuple("\n".join(filter(None, pair)) for pair in zip(rows[-1], part.rows[again], strict=True))
    below = part.rows[again + cut :]
    shift = len(rows) - again - cut
    reaches = tuple(replace(r, row=r.row + shift) for r in part.reaches if r.row >= again + cut)
    headings = above.headings if above.headings is not None else again or None
    return replace(above, rows=(*rows, *below), headings=headings, reaches=(*above.reaches, *reaches))
