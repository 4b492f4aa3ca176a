"""A Word file opened: its streams, the head that says where everything lies, and its text by position."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import olefile

from ingest.readers import refusal
from ingest.readers.decoding import from_cp1252
from ingest.readers.word97.block import Block, Torn, plc

_WORD97 = 0xA5EC
_OLDER = (0xA5DC, 0xA59B, 0xA59C, 0xA5DB)
_OLDEST_NFIB = 0xC1
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_PAIRS_AT = 0x9A
_COUNTS_AT = 0x4C
MAX_STREAM = 100 * 2**20
"""Bytes of one stream above which a file is refused."""


@dataclass(frozen=True, slots=True)
class Story:
    """A stretch of character positions: the body, its footnotes, its text boxes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters that lie together in the file.

    Attributes:
        at: Position of the first letter in the document.
        offset: Offset of its first byte in the WordDocument stream.
        width: Bytes a letter, 1 or 2.
        changes: Property changes that a quick save left on the piece.
    """

    text: str
    at: int
    offset: int
    width: int
    changes: bytes = b""


class WordFile:
    """The parts of a Word 97 file by their number in its head."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        streams = _streams(name, data)
        self.main = Block(streams["WordDocument"])
        _check(name, self.main)
        table = "1Table" if self.main.u16(0x0A) & _TABLE_1 else "0Table"
        if table not in streams:
            raise refusal.damaged(name, f"không có phần {table}")
        self.table = Block(streams[table])
        self.data = Block(streams.get("Data", b""))
        self.body, self.footnotes, _, _, _, self.endnotes, self.boxes = _stories(self.main)
        self._pieces = self._read_pieces()

    def part(self, index: int) -> Block:
        """The structure of one number in FibRgFcLcb97 ([MS-DOC] 2.5.6); empty where the file has none.

        Raises:
            Torn: it lies outside its stream.
        """
        at, size = self.main.u32s(_PAIRS_AT + 8 * index, 2)
        return self.table.part(at, size) if size else Block(b"")

    def stretches(self, story: Story) -> Iterator[Stretch]:
        """The text of a story, piece by piece."""
        for at, end, offset, width, changes in self._pieces:
            first, last = max(at, story.start), min(end, story.end)
            if first < last:
                start = offset + (first - at) * width
                raw = self.main.slice(start, (last - first) * width)
                yield Stretch(_letters(raw, width), first, start, width, changes)

    def _read_pieces(self) -> list[tuple[int, int, int, int, bytes]]:
        clx = self.part(33)
        at, grpprls = 0, []
        while clx.u8(at) == 1:
            size = clx.u16(at + 1)
            grpprls.append(clx.slice(at + 3, size))
            at += 3 + size
        if clx.u8(at) != 2:
            raise Torn("no piece table")
        positions, elements = plc(clx.part(at + 5, clx.u32(at + 1)), 8)
        pieces = []
        for start, end, element in zip(positions, positions[1:], elements, strict=False):
            code = element.u32(2)
            narrow = bool(code & 0x40000000)
            offset = (code & 0x3FFFFFFF) // (2 if narrow else 1)
            pieces.append((start, end, offset, 1 if narrow else 2, _changes(element.u16(6), grpprls)))
        return pieces


def _streams(name: str, data: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            for stream in ("WordDocument", "0Table", "1Table", "Data"):
                if container.exists(stream):
                    if container.get_size(stream) > MAX_STREAM:
                        raise refusal.too_large(name, container.get_size(stream), MAX_STREAM)
                    found[stream] = container.openstream(stream).read()
                    if len(found[stream]) != container.get_size(stream) or not _is_chain(container, stream):
                        raise refusal.damaged(name, f"phần {stream} thiếu khúc hoặc lặp vòng")
    # olefile trusts what it reads in places; whatever it trips over is a damaged container
    except (OSError, ValueError, IndexError, struct.error, OverflowError, TypeError, RecursionError) as error:
        raise refusal.damaged(name, "không mở được phần chứa tệp Office") from error
    if "WordDocument" not in found:
        raise refusal.unknown_kind(name, "tệp Office cũ không phải Word")
    return found


def _is_chain(container: olefile.OleFileIO, stream: str) -> bool:
    """Whether the sectors of a stream follow one another without coming back; olefile reads a ring round and round."""
    entry = next((kid for kid in container.root.kids if kid.name.lower() == stream.lower()), None)
    if entry is None or entry.size < container.minisectorcutoff:
        return True
    seen: set[int] = set()
    sector = entry.isectStart
    while sector < len(container.fat):
        if sector in seen:
            return False
        seen.add(sector)
        sector = container.fat[sector]
    return True


def _check(name: str, main: Block) -> None:
    if len(main) < _PAIRS_AT + 8 * 75:
        raise refusal.damaged(name, "phần đầu của tệp Word bị cắt")
    mark, version, flags = main.u16(0), main.u16(2), main.u16(0x0A)
    if mark in _OLDER or (mark == _WORD97 and version < _OLDEST_NFIB):
        raise refusal.older_word(name)
    if mark != _WORD97:
        raise refusal.damaged(name, "không có dấu của tệp Word")
    if flags & _ENCRYPTED:
        raise refusal.encrypted(name)


def _stories(main: Block) -> list[Story]:
    """Body, footnotes, headers, macros, comments, endnotes, text boxes: they follow one another."""
    stories, at = [], 0
    for size in main.u32s(_COUNTS_AT, 7):
        stories.append(Story(at, at + size))
        at += size
    return stories


def _letters(raw: bytes, width: int) -> str:
    if width == 2:
        # one letter for each two bytes, so that positions hold
        return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
    return from_cp1252(raw)


# the changes that fit into a piece's own two bytes ([MS-DOC] 2.9.193), those that matter here
_SHORT = {
    0x18: 0x2416,
    0x19: 0x2417,
    0x41: 0x0800,
    0x42: 0x0801,
    0x55: 0x0835,
    0x5B: 0x083B,
    0x5C: 0x083C,
}


def _changes(prm: int, grpprls: list[bytes]) -> bytes:
    if prm & 1:
        index = prm >> 1
        return grpprls[index] if index < len(grpprls) else b""
    code = _SHORT.get((prm >> 1) & 0x7F)
    return struct.pack("<HB", code, prm >> 8) if code else b""
