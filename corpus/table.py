"""A table of a legal text: cells with their place, what they cover, and the characters they are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

_LONGEST_NUMBER = 6  # characters of "XVIII." before the name of a group
_DEEPEST_GROUP = 2
_SUMS = set("0123456789()[]=+-–×xX*:/ .,…")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        row, column: Of its top left corner, counted from 0.
        start, end: Its characters [start, end) in the text at hand: a source's stored text, or a provision's.
        rows, columns: How many of each it covers, itself included.
    """

    row: int
    column: int
    text: str
    start: int
    end: int
    rows: int = 1
    columns: int = 1

    def covers(self, row: int, column: int) -> bool:
        """Whether it stands at, or reaches over, a place of the table."""
        return self.row <= row < self.row + self.rows and self.column <= column < self.column + self.columns


@dataclass(frozen=True)
class Table:
    """Rows and columns of cells; a place that a wide or tall cell reaches over has no cell of its own.

    Attributes:
        number: Which table of its source, counted from 0.
        headings: How many rows at the top are headings; None where nothing tells.
        cells: In the order of the text.
    """

    number: int
    headings: int | None
    cells: tuple[Cell, ...]

    @property
    def start(self) -> int:
        """Its first character in the text at hand."""
        return self.cells[0].start

    @property
    def end(self) -> int:
        """The character after its last one."""
        return self.cells[-1].end

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells row by row; a row without a cell of its own is empty."""
        found: list[list[Cell]] = [[] for _ in range(1 + max(cell.row for cell in self.cells))]
        for cell in self.cells:
            found[cell.row].append(cell)
        return tuple(map(tuple, found))

    @cached_property
    def columns(self) -> int:
        """Number of columns."""
        return max(cell.column + cell.columns for cell in self.cells)

    @cached_property
    def column_headings(self) -> tuple[str, ...]:
        """For each column the words of the heading cells over it, from the top; "" where headings are not known."""
        heads = [row for row in self.rows[: self.headings or 0] if not counts_columns([cell.text for cell in row])]
        return tuple(
            " / ".join(
                dict.fromkeys(
                    cell.text
                    for row in heads
                    for cell in row
                    if cell.text and cell.column <= column < cell.column + cell.columns
                )
            )
            for column in range(self.columns)
        )

    def cells_in(self, row: int) -> tuple[Cell, ...]:
        """The cells that stand in a row or reach down into it, from the left."""
        return self._reaching[row]

    @cached_property
    def _reaching(self) -> tuple[tuple[Cell, ...], ...]:
        found: list[list[Cell]] = [[] for _ in self.rows]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rows, len(found))):
                found[row].append(cell)
        return tuple(tuple(sorted(cells, key=lambda cell: cell.column)) for cells in found)

    def said_in(self, row: int) -> tuple[str, ...]:
        """What each column says in a row; a cell that reaches over several rows says it in each of them."""
        said = [""] * self.columns
        for cell in self.cells_in(row):
            said[cell.column] = cell.text
        return tuple(said)

    def body(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """The rows below the headings, each after the words of the rows that name its group.

        A group is named by a row with words in one cell alone, or in its number and one cell: "II | Máy móc | | ".
        """
        path: tuple[str, ...] = ()
        was_named = False
        for row in range(self.headings or 0, len(self.rows)):
            named = self._names_a_group(row)
            if named:
                words = " ".join(filter(None, self.said_in(row)))
                path = (*path, words)[-_DEEPEST_GROUP:] if was_named else (words,)
            yield () if named else path, row
            was_named = named

    def _names_a_group(self, row: int) -> bool:
        own = [cell for cell in self.rows[row] if cell.text]
        if len(own) == 1:
            return own[0].columns == self.columns or (self.columns > 2 and own == list(self.rows[row][:1]))
        return self.columns > 3 and len(own) == 2 and own[0].column == 0 and len(own[0].text) <= _LONGEST_NUMBER

    def moved(self, by: int) -> "Table":
        """The table with its characters counted from another place."""
        return replace(self, cells=tuple(replace(c, start=c.start + by, end=c.end + by) for c in self.cells))


def counts_columns(texts: list[str]) -> bool:
    """Whether a row only counts the columns: "(1) (2) (3)", "A B 1 2", "(4)=(2)x(3)"."""
    signs = [text.strip() for text in texts if text.strip()]
    bare = [sign.strip("()[] .") for sign in signs]
    plain = [sign for sign in bare if sign.isdecimal() or (len(sign) == 1 and sign.isalpha())]
    ordered = [int(sign) for sign in plain if sign.isdecimal()]
    computed = all(set(sign) <= _SUMS for sign in signs if sign.strip("()[] .") not in plain)
    if len(ordered) < 2 or ordered[0] > 1 or not computed:
        return False
    left_out = any("..." in sign or "…" in sign for sign in signs)
    return ordered == (sorted(set(ordered)) if left_out else list(range(ordered[0], ordered[0] + len(ordered))))
