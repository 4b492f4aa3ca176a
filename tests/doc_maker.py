"""Small Word 97 files written by hand: an OLE container, and in it paragraphs, fonts, styles, lists, notes and boxes.

Offsets are those of [MS-DOC] 2.5 (the head of the file) and [MS-CFB] 2.2 (the container).
"""

import struct
from dataclasses import dataclass, field

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TEXT_AT = 0x600
_PER_PAGE = 8


@dataclass(frozen=True)
class Letters:
    """A run: its font by number, and further changes of its look (sprm bytes)."""

    text: str
    font: int = 0
    sprms: bytes = b""


@dataclass(frozen=True)
class Para:
    """A paragraph of runs and its mark: "\\r", or "\\x07" where a cell or a row ends."""

    runs: tuple[Letters, ...]
    mark: str = "\r"
    style: int = 0
    sprms: bytes = b""


def para(text: str, font: int = 0, **rest: object) -> Para:
    return Para((Letters(text, font),), **rest)  # type: ignore[arg-type]


def cell(text: str, font: int = 0) -> Para:
    return Para((Letters(text, font),), "\x07", sprms=IN_TABLE)


def row_end(*edges: int) -> Para:
    """The end of a row whose cells lie between the edges, in twips."""
    count = len(edges) - 1
    definition = struct.pack(f"<B{count + 1}h", count, *edges) + bytes(20 * count)
    sprms = IN_TABLE + struct.pack("<HB", 0x2417, 1) + struct.pack("<HH", 0xD608, len(definition) + 1) + definition
    return Para((), "\x07", sprms=sprms)


IN_TABLE = struct.pack("<HB", 0x2416, 1)
BOLD = struct.pack("<HB", 0x0835, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HB", 0x0800, 1)
SPECIAL = struct.pack("<HB", 0x0855, 1)


def in_list(number: int, level: int = 0) -> bytes:
    return struct.pack("<HBHH", 0x260A, level, 0x460B, number)


def symbol(font: int, code: int) -> bytes:
    return SPECIAL + struct.pack("<HHH", 0x6A09, font, code)


@dataclass
class DocMaker:
    """What goes into the file. `narrow` stores one byte a letter, as Word does with Latin text."""

    fonts: tuple[tuple[str, int], ...] = (("Times New Roman", 0),)
    body: list[Para] = field(default_factory=list)
    footnotes: list[Para] = field(default_factory=list)
    boxes: list[Para] = field(default_factory=list)
    lists: tuple[tuple[str, int], ...] = ()  # (form, kind of number) of a list of one level each
    narrow: bool = False
    grouped: bool = False  # boxes lie in the drawing before them and have no place of their own
    flags: int = 0
    mark: int = 0xA5EC
    version: int = 0xC1

    def stream_pair(self) -> tuple[bytes, bytes]:
        stories = [self.body, self.footnotes, self.boxes]
        sizes = [sum(len(_said(p)) for p in story) for story in stories]
        width = 1 if self.narrow else 2
        text = b"".join(self._coded(_said(p)) for story in stories for p in story)
        letters, marks, at = [], [], _TEXT_AT
        for paragraph in (p for story in stories for p in story):
            start = at
            for run in (*paragraph.runs, Letters(paragraph.mark)):
                end = at + len(run.text) * width
                font = struct.pack("<HHHH", 0x4A4F, run.font, 0x4A51, run.font)
                letters.append((at, end, font + run.sprms))
                at = end
            marks.append((start, at, struct.pack("<H", paragraph.style) + paragraph.sprms))
        pages_at = -(-at // SECTOR)
        main = bytearray(_TEXT_AT) + text
        letter_pages = [_letter_page(part) for part in _parts(letters)]
        paragraph_pages = [_paragraph_page(part) for part in _parts(marks)]
        main += bytes(pages_at * SECTOR - len(main)) + b"".join(letter_pages) + b"".join(paragraph_pages)
        table = _Table()
        table.add(1, _styles())
        table.add(12, _page_places(letters, pages_at))
        table.add(13, _page_places(marks, pages_at + len(letter_pages)))
        table.add(15, struct.pack("<HH", len(self.fonts), 0) + b"".join(_font(*font) for font in self.fonts))
        table.add(33, self._pieces(sum(sizes)))
        self._add_notes(table)
        self._add_boxes(table)
        self._add_lists(table)
        main[:12] = struct.pack("<HHHHHH", self.mark, self.version, 0, 0, 0, 0x0200 | self.flags)
        main[0x20:0x22], main[0x3E:0x40] = struct.pack("<H", 14), struct.pack("<H", 22)
        counts = (sizes[0], sizes[1], 0, 0, 0, 0, sizes[2])
        main[0x4C:0x68] = struct.pack("<7I", *counts)
        for index, (place, size) in table.parts.items():
            main[0x9A + 8 * index : 0xA2 + 8 * index] = struct.pack("<II", place, size)
        return bytes(main), bytes(table.data)

    def make(self) -> bytes:
        main, table = self.stream_pair()
        return make_container({"WordDocument": main, "1Table": table})

    def _coded(self, text: str) -> bytes:
        return text.encode("cp1252") if self.narrow else text.encode("utf-16-le")

    def _pieces(self, letters: int) -> bytes:
        offset = (_TEXT_AT * 2) | 0x40000000 if self.narrow else _TEXT_AT
        plc = struct.pack("<IIHIH", 0, letters, 0, offset, 0)
        return struct.pack("<BI", 2, len(plc)) + plc

    def _add_notes(self, table: "_Table") -> None:
        marks = [at for at, letter in enumerate("".join(map(_said, self.body))) if letter == "\x02"]
        bounds = _bounds(self.footnotes)
        if marks:
            table.add(2, struct.pack(f"<{len(marks) + 1}I", *marks, 10**6) + bytes(2 * len(marks)))
            table.add(3, struct.pack(f"<{len(bounds)}I", *bounds))

    def _add_boxes(self, table: "_Table") -> None:
        places = [at for at, letter in enumerate("".join(map(_said, self.body))) if letter == "\x08"]
        bounds = _bounds(self.boxes)
        if not places:
            return
        shapes = b"".join(struct.pack("<I22x", 1025 + at) for at in range(len(places)))
        table.add(40, struct.pack(f"<{len(places) + 1}I", *places, 10**6) + shapes)
        first = 1025 + self.grouped
        boxes = b"".join(struct.pack("<8xHIII", 0, 0, first + at, 0) for at in range(len(bounds) - 1))
        table.add(56, struct.pack(f"<{len(bounds)}I", *bounds) + boxes)

    def _add_lists(self, table: "_Table") -> None:
        if not self.lists:
            return
        heads = b"".join(struct.pack("<II18xBB", 100 + at, 0, 1, 0) for at in range(len(self.lists)))
        table.add(73, struct.pack("<H", len(self.lists)) + heads)
        for form, kind in self.lists:
            shown = form.replace("%1", "\0").encode("utf-16-le")
            table.data += struct.pack("<IBB9xB8xBBBB", 1, kind, 0, 0, 0, 0, 0, 0)
            table.data += struct.pack("<H", len(shown) // 2) + shown
        uses = b"".join(struct.pack("<I8xBBBB", 100 + at, 0, 0, 0, 0) for at in range(len(self.lists)))
        rest = struct.pack("<I", _FREE) * len(self.lists)
        table.add(74, struct.pack("<I", len(self.lists)) + uses + rest)


@dataclass
class _Table:
    data: bytearray = field(default_factory=bytearray)
    parts: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, index: int, part: bytes) -> None:
        self.parts[index] = (len(self.data), len(part))
        self.data += part


def _said(paragraph: Para) -> str:
    return "".join(run.text for run in paragraph.runs) + paragraph.mark


def _bounds(paragraphs: list[Para]) -> list[int]:
    bounds = [0]
    for paragraph in paragraphs:
        bounds.append(bounds[-1] + len(_said(paragraph)))
    return bounds


_Found = list[tuple[int, int, bytes]]


def _parts(found: _Found) -> list[_Found]:
    return [found[at : at + _PER_PAGE] for at in range(0, len(found), _PER_PAGE)]


def _page_places(found: _Found, first: int) -> bytes:
    parts = _parts(found)
    bounds = [*(part[0][0] for part in parts), found[-1][1]]
    return struct.pack(f"<{len(bounds)}I{len(parts)}I", *bounds, *range(first, first + len(parts)))


def _letter_page(found: _Found) -> bytes:
    page = bytearray(SECTOR)
    _write_bounds(page, found)
    at = SECTOR - 1
    for number, (_, _, sprms) in enumerate(found):
        at = (at - 1 - len(sprms)) & ~1
        page[at : at + 1 + len(sprms)] = bytes([len(sprms)]) + sprms
        page[4 * (len(found) + 1) + number] = at // 2
    return bytes(page)


def _paragraph_page(found: _Found) -> bytes:
    page = bytearray(SECTOR)
    _write_bounds(page, found)
    at = SECTOR - 1
    for number, (_, _, sprms) in enumerate(found):
        body = sprms + bytes(len(sprms) & 1)
        at = (at - 2 - len(body)) & ~1
        page[at : at + 2 + len(body)] = bytes([0, len(body) // 2]) + body
        page[4 * (len(found) + 1) + 13 * number] = at // 2
    assert 4 * (len(found) + 1) + 13 * len(found) < at
    return bytes(page)


def _write_bounds(page: bytearray, found: _Found) -> None:
    bounds = [found[0][0], *(end for _, end, _ in found)]
    page[: 4 * len(bounds)] = struct.pack(f"<{len(bounds)}I", *bounds)
    page[SECTOR - 1] = len(found)


def _styles() -> bytes:
    """Normal, and Heading 1 in bold."""
    head = struct.pack("<HHHHHHHHH", 2, 10, 1, 0, 0, 0, 0, 0, 0)
    sheet = struct.pack("<H", len(head)) + head
    for identity, base, letters in ((0, 0xFFF, b""), (1, 0, BOLD)):
        parts = b""
        for part in (struct.pack("<H", identity), letters):
            parts += struct.pack("<H", len(part)) + part + bytes(len(part) & 1)
        name = "Normal".encode("utf-16-le")
        style = struct.pack("<HHHHH", identity, 1 | base << 4, 2, 0, 0) + struct.pack("<H", 6) + name + b"\0\0" + parts
        sheet += struct.pack("<H", len(style)) + style
    return sheet


def _font(name: str, charset: int) -> bytes:
    record = struct.pack("<BHBB10x24x", 0, 400, charset, 0) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(record)]) + record


def make_container(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file; each stream is kept above the size of the small ones (4096 bytes)."""
    padded = {name: data + bytes(max(4096 - len(data), -len(data) % SECTOR)) for name, data in streams.items()}
    fat = [_FAT, _END]
    entries = [("Root Entry", 5, _END, 0)]
    body = b""
    for name, data in padded.items():
        data += bytes(-len(data) % SECTOR)
        first, count = len(fat), len(data) // SECTOR
        fat += [*range(first + 1, first + count), _END]
        entries.append((name, 2, first, len(data)))
        body += data
    assert len(fat) <= SECTOR // 4
    assert len(entries) <= 4
    return _head() + _fat(fat) + _directory(entries) + body


def _head() -> bytes:
    places = struct.pack("<109I", 0, *[_FREE] * 108)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + struct.pack("<16xHHHHH6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
        + places
    )


def _fat(fat: list[int]) -> bytes:
    return struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))


def _directory(entries: list[tuple[str, int, int, int]]) -> bytes:
    out = b""
    for at, (name, kind, first, size) in enumerate(entries):
        coded = name.encode("utf-16-le") + b"\0\0"
        child = 1 if at == 0 and len(entries) > 1 else _FREE
        right = at + 1 if 0 < at < len(entries) - 1 else _FREE
        out += coded.ljust(64, b"\0") + struct.pack("<HBBIII", len(coded), kind, 1, _FREE, right, child)
        out += bytes(36) + struct.pack("<IQ", first, size)
    return out + bytes(SECTOR - len(out))
