"""The stylesheet and the fonts of a Word file: what each style makes of its letters and paragraphs."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from ingest.readers.word97.block import Block, Torn
from ingest.readers.word97.file import WordFile
from ingest.readers.word97.properties import LetterLook, ParagraphLook

_NO_STYLE = 0xFFF
_PARAGRAPH, _LETTER = 1, 2
_TITLE = 62
_NAME_AT = 40


@dataclass(frozen=True, slots=True)
class Font:
    """A font's name and its Windows character set: 0 Latin, 2 symbols, 163 Vietnamese."""

    name: str = ""
    charset: int = 0


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    heading: bool
    letters: bytes
    paragraph: bytes


@dataclass
class Styles:
    """Looks by number of style. A number without a style has the look of plain text."""

    fonts: tuple[Font, ...] = ()
    plain: LetterLook = field(default_factory=LetterLook)
    _styles: dict[int, _Style] = field(default_factory=dict)

    @classmethod
    def of(cls, file: WordFile) -> "Styles":
        """The styles and fonts a file declares; what is torn is left out."""
        styles = cls(_fonts(file))
        try:
            styles._read(file.part(1))
        except Torn:
            return styles
        return styles

    def font(self, number: int) -> Font:
        """A font by its number, nameless where there is none."""
        return self.fonts[number] if number < len(self.fonts) else Font()

    def is_heading(self, number: int) -> bool:
        """Whether a style is one of Word's headings or its title, by itself or by what it is based on."""
        return any(style.heading for style in self._line(number))

    def paragraph(self, number: int) -> ParagraphLook:
        """How paragraphs of a style stand."""
        if number not in self._paragraphs:
            look = ParagraphLook()
            for style in self._line(number):
                look = look.changed(style.paragraph)
            self._paragraphs[number] = look
        return self._paragraphs[number]

    def letters(self, number: int) -> LetterLook:
        """How letters of a paragraph style look."""
        if number not in self._letters:
            look = self.plain
            for style in self._line(number):
                look = look.changed(style.letters)
            self._letters[number] = look
        return self._letters[number]

    def run(self, style: int, grpprl: bytes) -> LetterLook:
        """How letters look with their own changes, on a paragraph style and maybe a letter style of their own."""
        key = (style, grpprl)
        if key not in self._runs:
            base = self.letters(style)
            look = base.changed(grpprl)
            if look.style is not None and look.style in self._styles:
                for own in self._line(look.style):
                    base = base.changed(own.letters)
                look = base.changed(grpprl)
            self._runs[key] = look
        return self._runs[key]

    @cached_property
    def _paragraphs(self) -> dict[int, ParagraphLook]:
        return {}

    @cached_property
    def _letters(self) -> dict[int, LetterLook]:
        return {}

    @cached_property
    def _runs(self) -> dict[tuple[int, bytes], LetterLook]:
        return {}

    def _line(self, number: int) -> list[_Style]:
        """A style and those it is based on, the first base first."""
        line: list[_Style] = []
        while (style := self._styles.get(number)) is not None and style not in line:
            line.insert(0, style)
            number = style.base
        return line

    def _read(self, sheet: Block) -> None:
        if not len(sheet):
            return
        size = sheet.u16(0)
        head = sheet.part(2, size)
        count, base_size = head.u16(0), head.u16(2)
        self.plain = replace(self.plain, font=head.u16(12), other_font=head.u16(16))
        at = 2 + size
        for number in range(count):
            length = sheet.u16(at)
            if length:
                style = _style(sheet.part(at + 2, length), base_size)
                if style is not None:
                    self._styles[number] = style
            at += 2 + length


def _style(block: Block, base_size: int) -> _Style | None:
    try:
        identity, kind, parts = block.u16(0) & 0xFFF, block.u16(2) & 0xF, block.u16(4) & 0xF
        base = block.u16(2) >> 4
        at = base_size + 2 + 2 * block.u16(base_size) + 2
        pieces = []
        for _ in range(parts):
            at += at & 1
            size = block.u16(at)
            pieces.append(block.slice(at + 2, size))
            at += 2 + size
    except Torn:
        return None
    heading = 1 <= identity <= 9 or identity == _TITLE
    if kind == _PARAGRAPH and len(pieces) >= 2:
        return _Style(kind, base, heading, pieces[1], pieces[0][2:])
    if kind == _LETTER and pieces:
        return _Style(kind, base, False, pieces[0], b"")
    return _Style(kind, base, heading, b"", b"")


def _fonts(file: WordFile) -> tuple[Font, ...]:
    fonts: list[Font] = []
    try:
        block = file.part(15)
        at = 4
        while at < len(block):
            size = block.u8(at)
            record = block.part(at + 1, size)
            name = record.utf16(_NAME_AT - 1, (size - _NAME_AT + 1) // 2).split("\0")[0]
            fonts.append(Font(name, record.u8(3)))
            at += 1 + size
    except Torn:
        pass
    return tuple(fonts)
