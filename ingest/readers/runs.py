"""Paragraphs as word processors write them, in runs of one font, and their way to lines and tables."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from corpus.text import nfc
from ingest.readers.cells import Drawn, table_lines
from ingest.readers.glyphs import is_noise
from ingest.source_text import Line, Reach, Table

_BLANKS = re.compile(r"[^\S\n]+")
# what the symbol fonts draw at their private codes
_SIGNS = {0xF0B7: "•", 0xF02D: "-", 0xF0A7: "▪", 0xF0D8: "▪", 0xF0FC: "✓", 0xF06F: "□", 0xF0A8: "□"}
CHARSETS = {
    2: "symbol",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""Code page of each Windows character set; "symbol" has none, its codes lie at U+F020 and above."""
_SAME_EDGE = 120
"""Twips (2 mm) within which two edges of cells are one: rows of a table are seldom set to the same twip."""
_MOST_COLUMNS = 64


class End(Enum):
    """What ends with a paragraph."""

    PARAGRAPH = "paragraph"
    CELL = "cell"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters set in one font; `charset` is the font's Windows character set, 0 where unknown."""

    text: str
    font: str = ""
    charset: int = 0
    bold: bool = False
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        depth: Number of tables it stands in.
        note: Whether it belongs to a footnote or endnote.
        edges: On the end of a row: left edge of its first cell and right edge of each, in twips; () where unknown.
        goes_on: On the end of a row: for each of its cells, whether it goes on with the cell above; () for none.
        head: On the end of a row: whether the file marks it as one that is repeated on each page.
    """

    runs: tuple[Run, ...]
    depth: int = 0
    end: End = End.PARAGRAPH
    heading: bool = False
    edges: tuple[int, ...] = ()
    note: bool = False
    goes_on: tuple[bool, ...] = ()
    head: bool = False

    @property
    def bold(self) -> bool:
        """Whether all its letters are bold; a paragraph of blanks is not."""
        inked = [run for run in self.runs if run.text.strip()]
        return bool(inked) and all(run.bold for run in inked)


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    bold: bool


@dataclass(slots=True)
class _Row:
    cells: list[_Cell]
    edges: tuple[int, ...] = ()
    goes_on: tuple[bool, ...] = ()
    head: bool = False


@dataclass(slots=True)
class _Open:
    """A table while its paragraphs come in."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    is_bold: bool = True

    def add(self, parts: Sequence[str], bold: bool) -> None:
        self.cell += parts
        self.is_bold = self.is_bold and (bold or not parts)

    def end_cell(self) -> None:
        self.cells.append(_Cell("\n".join(self.cell), self.is_bold))
        self.cell, self.is_bold = [], True

    def end_row(self, end: Paragraph | None = None) -> None:
        if self.cell:
            self.end_cell()
        if self.cells:
            told = (end.edges, end.goes_on, end.head) if end else ()
            self.rows.append(_Row(self.cells, *told))
        self.cells = []


def lines_of(
    paragraphs: Sequence[Paragraph], text: Callable[[Sequence[Run]], str], first_table: int = 0
) -> tuple[list[Line], list[Table]]:
    """Paragraphs as lines and tables; a table inside a cell becomes lines of that cell.

    Args:
        paragraphs: In document order.
        text: What the runs of a paragraph say, legacy encodings repaired.
        first_table: Index that the first table found here has in the document.
    """
    lines: list[Line] = []
    tables: list[Table] = []
    nest: list[_Open] = []

    def close() -> None:
        table = nest.pop()
        table.end_row()
        drawn = _drawn(table.rows)
        if nest:
            rows = [" ".join(cell for cell in row if cell).replace("\n", " ") for row in drawn.rows]
            nest[-1].add(rows, bold=False)
            return
        found, data = table_lines(drawn, first_table + len(tables))
        lines.extend(found)
        tables.extend(data)

    for paragraph in paragraphs:
        while len(nest) > paragraph.depth:
            close()
        while len(nest) < paragraph.depth:
            nest.append(_Open())
        parts = list(_split(text(paragraph.runs)))
        if not nest:
            lines += (Line(part, bold=paragraph.bold, heading=paragraph.heading, note=paragraph.note) for part in parts)
            continue
        if paragraph.end is not End.ROW:
            nest[-1].add(parts, paragraph.bold)
        if paragraph.end is End.CELL:
            nest[-1].end_cell()
        elif paragraph.end is End.ROW:
            nest[-1].end_row(paragraph)
    while nest:
        close()
    return lines, tables


def _split(text: str) -> Iterator[str]:
    letters = "".join(c for c in _paired(text).translate(_SIGNS) if c == "\n" or c == "\t" or not is_noise(ord(c)))
    for line in nfc(_BLANKS.sub(" ", letters)).split("\n"):
        if line.strip():
            yield line.strip()


def _paired(text: str) -> str:
    """Text with the two halves of each letter above U+FFFF made one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _drawn(rows: Sequence[_Row]) -> Drawn:
    """The cells at their places: as many blanks after a wide one as it covers further columns."""
    columns = _columns(rows)
    texts: list[tuple[str, ...]] = []
    reaches: dict[tuple[int, int], Reach] = {}
    tops: dict[int, tuple[int, int]] = {}
    for at, row in enumerate(rows):
        placed = len(row.edges) == len(row.cells) + 1 and len(columns) <= _MOST_COLUMNS
        places = [_nearest(columns, edge) for edge in row.edges] if placed else list(range(len(row.cells) + 1))
        spread = [""] * places[0]
        above, tops = tops, {}
        goes_on = row.goes_on or (False,) * len(row.cells)
        for cell, on, left, right in zip(row.cells, goes_on, places, places[1:], strict=False):
            if right == left and tops:
                # a cell without width was merged away: Word shows only the one before it
                at_last = max(tops)
                spread[at_last] = "\n".join(dict.fromkeys(filter(None, (spread[at_last], cell.text))))
                continue
            spread += [cell.text, *[""] * (right - left - 1)]
            top = above.get(left) if on and not cell.text else None
            if top is not None and reaches[top].columns == right - left:
                reaches[top] = replace(reaches[top], rows=at - top[0] + 1)
            else:
                top = (at, left)
                reaches[top] = Reach(at, left, 1, max(right - left, 1))
            tops[left] = top
        texts.append(tuple(spread))
    marked = next((at for at, row in enumerate(rows) if not row.head), len(rows))
    bold = tuple(all(cell.bold for cell in row.cells if cell.text) for row in rows)
    return Drawn(tuple(texts), tuple(reaches.values()), marked, bold)


def _columns(rows: Sequence[_Row]) -> list[int]:
    columns: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    return columns


def _nearest(columns: Sequence[int], edge: int) -> int:
    return max((at for at, column in enumerate(columns) if column <= edge), default=0)
