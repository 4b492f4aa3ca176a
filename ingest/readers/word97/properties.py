"""Property changes (sprm) of letters and paragraphs, and where in the file each begins and ends."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.word97.block import Block, Torn, plc

_PAGE = 512
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_DEF_TABLE = 0xD608
_CHG_TABS = 0xC615
_HUGE = (0x6645, 0x6646)
_MAX_EDGES = 65
_CELL_BYTES = 20
_GOES_ON = 1


def sprms(grpprl: bytes) -> Iterator[tuple[int, Block]]:
    """The changes of a list of changes, as (code, operand); ends where the list is torn."""
    block, at = Block(grpprl), 0
    while at + 2 < len(block):
        code = block.u16(at)
        at += 2
        kind = code >> 13
        try:
            if kind != 6:
                size = _SIZES[kind]
            elif code == _DEF_TABLE:
                size = block.u16(at) - 1
                at += 2
            elif code == _CHG_TABS and block.u8(at) == 255:
                deleted = block.u8(at + 1)
                size = 2 + 4 * deleted + 3 * block.u8(at + 2 + 4 * deleted)
            else:
                size = block.u8(at)
                at += 1
            yield code, block.part(at, size)
        except Torn:
            return
        at += size


@dataclass(frozen=True, slots=True)
class LetterLook:
    """How letters look. `font` draws ASCII letters, `other_font` those above; both number the file's fonts."""

    font: int = 0
    other_font: int = 0
    bold: bool = False
    capitals: bool = False
    hidden: bool = False
    special: bool = False
    symbol: tuple[int, int] | None = None
    style: int | None = None

    def changed(self, grpprl: bytes) -> "LetterLook":
        """With a list of changes applied; toggles of 128 and 129 go by this look."""
        look = self
        for code, operand in sprms(grpprl):
            try:
                look = look._with(code, operand, self)
            except Torn:
                continue
        return look

    def _with(self, code: int, operand: Block, style: "LetterLook") -> "LetterLook":
        if code == 0x4A4F:
            return replace(self, font=operand.u16(0))
        if code == 0x4A51:
            return replace(self, other_font=operand.u16(0))
        if code == 0x4A30:
            return replace(self, style=operand.u16(0))
        if code == 0x6A09:
            return replace(self, symbol=(operand.u16(0), operand.u16(2)))
        value = operand.u8(0) if len(operand) else 0
        if code == 0x0835:
            return replace(self, bold=_toggled(value, style.bold))
        if code == 0x083B:
            return replace(self, capitals=_toggled(value, style.capitals))
        if code in (0x083C, 0x0800):  # hidden; deleted in a tracked change
            return replace(self, hidden=self.hidden or _toggled(value, style.hidden))
        if code == 0x0855:
            return replace(self, special=bool(value))
        return self


def _toggled(value: int, by_style: bool) -> bool:
    if value in (0x80, 0x81):
        return by_style != (value == 0x81)
    return bool(value)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph stands.

    Attributes:
        depth: Number of tables it stands in.
        row_end: Whether it is the mark that ends a row, at whatever depth.
        cell_end: Whether it ends a cell of a table inside a table.
        level: Of its list, 0-based.
        edges: Left edge of the first cell and right edge of each, in twips; on the mark that ends a row.
        goes_on: For each cell whether it goes on with the one above; on the mark that ends a row.
        head: Whether the row is repeated on each page; on the mark that ends it.
    """

    depth: int = 0
    row_end: bool = False
    cell_end: bool = False
    list_number: int = 0
    level: int = 0
    outline: int = 9
    edges: tuple[int, ...] = ()
    goes_on: tuple[bool, ...] = ()
    head: bool = False

    def changed(self, grpprl: bytes, data: Block | None = None) -> "ParagraphLook":
        """With a list of changes applied; `data` is the stream that holds lists too long for their place."""
        look = self
        for code, operand in sprms(grpprl):
            try:
                if code in _HUGE and data is not None:
                    at = operand.u32(0)
                    look = look.changed(data.slice(at + 2, data.u16(at)))
                else:
                    look = look._with(code, operand)
            except Torn:
                continue
        return look

    def _with(self, code: int, operand: Block) -> "ParagraphLook":
        if code == 0x2416:
            return replace(self, depth=max(self.depth, 1) if operand.u8(0) else 0)
        if code == 0x6649:
            return replace(self, depth=min(operand.u32(0), 32))
        if code in (0x2417, 0x244C):
            return replace(self, row_end=bool(operand.u8(0)))
        if code == 0x244B:
            return replace(self, cell_end=bool(operand.u8(0)))
        if code == 0x460B:
            return replace(self, list_number=operand.u16(0))
        if code == 0x260A:
            return replace(self, level=operand.u8(0))
        if code == 0x2640:
            return replace(self, outline=operand.u8(0))
        if code == _DEF_TABLE:
            cells = min(operand.u8(0), _MAX_EDGES - 1)
            return replace(self, edges=operand.i16s(1, cells + 1), goes_on=_vertical(operand, cells))
        if code == 0x3404:
            return replace(self, head=bool(operand.u8(0)))
        if code == 0xD62B:
            cell = operand.u8(0)
            marks = (*self.goes_on[:cell], operand.u8(1) == _GOES_ON, *self.goes_on[cell + 1 :])
            return replace(self, goes_on=marks) if cell < len(self.goes_on) else self
        return self


def _vertical(definition: Block, cells: int) -> tuple[bool, ...]:
    """For each cell of a row whether it goes on with the one above; plain cells at its end may be left out."""
    first = 1 + 2 * (cells + 1)
    told = min((len(definition) - first) // _CELL_BYTES, cells)
    marks = [definition.u16(first + _CELL_BYTES * cell) >> 5 & 3 == _GOES_ON for cell in range(told)]
    return (*marks, *(False,) * (cells - len(marks)))


@dataclass(frozen=True, slots=True)
class Found:
    """The changes on one stretch of bytes; `style` numbers a paragraph's style."""

    start: int
    end: int
    grpprl: bytes
    style: int = 0


class Looks:
    """Stretches of bytes with their changes, asked by byte offset."""

    def __init__(self, found: list[Found]) -> None:
        self._found = sorted(found, key=lambda look: look.start)
        self._starts = [look.start for look in self._found]

    @classmethod
    def of_letters(cls, table: Block, main: Block) -> "Looks":
        """From the PLC of letter pages (PlcfBteChpx)."""
        found = []
        for page in _pages(table, main):
            for at, start, end in _stretches(page, 1):
                offset = 2 * page.u8(4 * (page.u8(_PAGE - 1) + 1) + at)
                grpprl = page.slice(offset + 1, page.u8(offset)) if offset else b""
                found.append(Found(start, end, grpprl))
        return cls(found)

    @classmethod
    def of_paragraphs(cls, table: Block, main: Block) -> "Looks":
        """From the PLC of paragraph pages (PlcfBtePapx)."""
        found = []
        for page in _pages(table, main):
            for at, start, end in _stretches(page, 13):
                offset = 2 * page.u8(4 * (page.u8(_PAGE - 1) + 1) + 13 * at)
                found.append(_paragraph(page, offset, start, end) if offset else Found(start, end, b""))
        return cls(found)

    def at(self, offset: int, last: int) -> Found:
        """The changes on a byte; where none are recorded, none up to the next record or `last`."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._found[index].end:
            return self._found[index]
        following = self._starts[index + 1] if index + 1 < len(self._starts) else last
        return Found(offset, max(following, offset + 1), b"")


def _pages(table: Block, main: Block) -> Iterator[Block]:
    _, elements = plc(table, 4)
    for element in elements:
        try:
            yield main.part(_PAGE * (element.u32(0) & 0x3FFFFF), _PAGE)
        except Torn:
            continue


def _stretches(page: Block, width: int) -> Iterator[tuple[int, int, int]]:
    count = page.u8(_PAGE - 1)
    if 4 * (count + 1) > _PAGE:
        return
    bounds = page.u32s(0, count + 1)
    for at, (start, end) in enumerate(pairwise(bounds)):
        if start < end and 4 * (count + 1) + width * (at + 1) < _PAGE:
            yield at, start, end


def _paragraph(page: Block, offset: int, start: int, end: int) -> Found:
    words = page.u8(offset)
    at, size = (offset + 1, 2 * words - 1) if words else (offset + 2, 2 * page.u8(offset + 1))
    if size < 2:
        return Found(start, end, b"")
    return Found(start, end, page.slice(at + 2, size - 2), page.u16(at))
