"""Word's automatic numbers in the binary format: the same lists as numbering.xml, read from PlfLst and PlfLfo."""

from dataclasses import dataclass, field

from ingest.readers.numbering import Level, Numbering
from ingest.readers.word97.block import Block, Torn
from ingest.readers.word97.file import WordFile
from ingest.readers.word97.properties import LetterLook

_KINDS = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    22: "decimalZero",
    23: "bullet",
    255: "none",
}
_LSTF, _LFO, _LVLF = 28, 16, 28
_MOST = 4096


@dataclass
class Lists:
    """The lists of a file: how each is counted, and how the letters of its numbers look."""

    numbering: Numbering = field(default_factory=Numbering)
    looks: dict[tuple[int, int], bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, file: WordFile) -> "Lists":
        """The lists that a file declares, none where the declaration is torn."""
        lists = cls()
        try:
            lists._read(file)
        except Torn:
            return cls()
        return lists

    def label(self, number: int, level: int) -> str:
        """The number printed before the next paragraph of a list, "" for none; asked in document order."""
        return self.numbering.label(str(number), level)

    def look(self, number: int, level: int, base: LetterLook) -> LetterLook:
        """How the letters of a number look beside those of its paragraph."""
        return base.changed(self.looks.get((number, level), b""))

    def _read(self, file: WordFile) -> None:
        at, size = file.main.u32s(0x2E2, 2)
        if not size:
            return
        # the levels follow the list of lists and are not counted in its size
        block = Block(file.table.slice(at, len(file.table) - at))
        count = min(block.u16(0), _MOST)
        cursor = 2 + _LSTF * count
        looks: dict[str, list[bytes]] = {}
        for record in range(count):
            start = 2 + _LSTF * record
            key = str(block.u32(start))
            levels, looks[key] = [], []
            for _ in range(1 if block.u8(start + 26) & 1 else 9):
                level, look, cursor = _level(block, cursor)
                levels.append(level)
                looks[key].append(look)
            self.numbering.levels[key] = tuple(levels)
        self._read_uses(file.part(74), looks)

    def _read_uses(self, block: Block, looks: dict[str, list[bytes]]) -> None:
        if not len(block):
            return
        count = min(block.u32(0), _MOST)
        cursor = 4 + _LFO * count
        for number in range(1, count + 1):
            start = 4 + _LFO * (number - 1)
            key = str(block.u32(start))
            self.numbering.lists[str(number)] = key
            self.looks |= {(number, at): look for at, look in enumerate(looks.get(key, []))}
            overrides = block.u8(start + 12)
            if not overrides:
                cursor += 4
                continue
            cursor += 4
            for _ in range(overrides):
                first, flags = block.u32(cursor), block.u32(cursor + 4)
                cursor += 8
                if flags & 0x20:
                    level, look, cursor = _level(block, cursor)
                    self.numbering.overrides[str(number), flags & 0xF] = level
                    self.looks[number, flags & 0xF] = look
                elif flags & 0x10:
                    self.numbering.restarts[str(number), flags & 0xF] = first


def _level(block: Block, at: int) -> tuple[Level, bytes, int]:
    """A level (LVL), the changes on its number's letters, and where the next one begins."""
    start, kind, flags = block.u32(at), block.u8(at + 4), block.u8(at + 5)
    follow, letters, paragraph, limit = block.u8(at + 15), block.u8(at + 24), block.u8(at + 25), block.u8(at + 26)
    at += _LVLF + paragraph
    look = block.slice(at, letters)
    at += letters
    size = block.u16(at)
    form = "".join(f"%{ord(c) + 1}" if ord(c) < 9 else c for c in block.utf16(at + 2, size))
    gap = "" if follow == 2 else " "
    # [MS-DOC] 2.9.150: bit 3 says that the level's own limit counts, else every higher level restarts it
    restart = limit if flags & 8 else None
    level = Level(form, _KINDS.get(kind, "decimal"), min(start, 32767), gap, bool(flags & 4), restart)
    return level, look, at + 2 + 2 * size
