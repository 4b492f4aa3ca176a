"""Word 97 to 2003 files as lines: paragraphs and tables in body order, with the numbers, boxes and notes Word shows.

Tracked insertions are kept and deletions left out; headers and footers are the page's, not the text's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.readers import refusal
from ingest.readers.legacy import Encodings
from ingest.readers.media import DOC
from ingest.readers.runs import End, Paragraph, Run, lines_of
from ingest.readers.symbols import drawn
from ingest.readers.word97.block import Torn
from ingest.readers.word97.file import Story, WordFile
from ingest.readers.word97.lists import Lists
from ingest.readers.word97.properties import Found, LetterLook, Looks
from ingest.readers.word97.stories import Stories
from ingest.readers.word97.styles import Styles
from ingest.source_text import SourceText

_PARAGRAPH, _CELL, _PAGE = "\r", "\x07", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SIGNS = str.maketrans({"\t": " ", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "\xad"})
_NOT_LETTERS = str.maketrans(dict.fromkeys("\x01\x02\x03\x04\x05\x08"))
_LAST_LIST = 0x7FE


def read(name: str, data: bytes) -> SourceText:
    """The lines of a DOC; rows of tables carry their table's index, notes come at the end as "[1] …".

    Raises:
        UnreadableSource: truncated, damaged, encrypted, of a Word before 97, or without words.
    """
    try:
        file = WordFile(name, data)
        walk = _Walk(file)
        paragraphs = [*walk.paragraphs(file.body), *walk.left_boxes()]
        notes = [list(_numbered(at, walk.paragraphs(note))) for at, note in enumerate(walk.read_notes(), start=1)]
    except Torn as error:
        raise refusal.damaged(name, "phần trong của tệp Word không khớp nhau") from error
    everything = [*paragraphs, *(paragraph for note in notes for paragraph in note)]
    encodings = Encodings.of(run for paragraph in everything for run in paragraph.runs)
    lines, tables = lines_of(everything, encodings.text)
    if not lines:
        raise refusal.without_text(name)
    return SourceText(tuple(lines), DOC, tables=tuple(tables), diagnostics=encodings.diagnostics)


def _numbered(at: int, paragraphs: Iterator[Paragraph]) -> Iterator[Paragraph]:
    for first, paragraph in enumerate(paragraphs):
        mark = (Run(f"[{at}] "),) if first == 0 else ()
        yield replace(paragraph, runs=mark + paragraph.runs, note=True)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Letters of one look inside one paragraph."""

    text: str
    at: int
    grpprl: bytes


@dataclass
class _Walk:
    """A walk over the positions of a file."""

    file: WordFile
    styles: Styles = field(init=False)
    lists: Lists = field(init=False)
    stories: Stories = field(init=False)
    seen_notes: list[Story] = field(default_factory=list)
    # for each field that is open, whether its code is being passed over
    fields: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.styles = Styles.of(self.file)
        self.lists = Lists.of(self.file)
        self.stories = Stories.of(self.file)
        self._letters = Looks.of_letters(self.file.part(12), self.file.main)
        self._paragraphs = Looks.of_paragraphs(self.file.part(13), self.file.main)

    def read_notes(self) -> list[Story]:
        """The stories of the notes whose marks were passed, in that order."""
        return list(self.seen_notes)

    def left_boxes(self) -> Iterator[Paragraph]:
        """The paragraphs of boxes whose drawing was not met in the body."""
        for boxes in list(self.stories.boxes.values()):
            for box in boxes:
                yield from self.paragraphs(box)

    def paragraphs(self, story: Story) -> Iterator[Paragraph]:
        """The paragraphs of a story, each with those of the boxes that hang on it before it."""
        chunks: list[_Chunk] = []
        mark = Found(0, 0, b"")
        for stretch in self.file.stretches(story):
            at = 0
            while at < len(stretch.text):
                offset = stretch.offset + at * stretch.width
                last = stretch.offset + len(stretch.text) * stretch.width
                look = self._letters.at(offset, last)
                end = min(-(-(look.end - stretch.offset) // stretch.width), len(stretch.text))
                mark = self._paragraphs.at(offset, last)
                stop = self._stop(stretch.text, at, end, stretch.offset, stretch.width)
                chunks.append(_Chunk(stretch.text[at:stop], stretch.at + at, look.grpprl + stretch.changes))
                if stop <= len(stretch.text) and self._ends(stretch.text, stop - 1, stretch.offset, stretch.width):
                    mark = self._paragraphs.at(stretch.offset + (stop - 1) * stretch.width, last)
                    yield from self._paragraph(chunks, mark, stretch.changes)
                    chunks = []
                at = stop
        if chunks:
            yield from self._paragraph(chunks, mark, b"")

    def _stop(self, text: str, at: int, end: int, offset: int, width: int) -> int:
        """Where the letters of one look and one paragraph end."""
        for place in range(at, end):
            if text[place] in "\r\x07\x0c" and self._ends(text, place, offset, width):
                return place + 1
        return max(end, at + 1)

    def _ends(self, text: str, place: int, offset: int, width: int) -> bool:
        """Whether a letter ends its paragraph: a page break does only where the paragraph's record ends too."""
        if text[place] == _PAGE:
            after = offset + (place + 1) * width
            return self._paragraphs.at(after - width, after).end == after
        return text[place] in (_PARAGRAPH, _CELL)

    def _paragraph(self, chunks: list[_Chunk], mark: Found, changes: bytes) -> Iterator[Paragraph]:
        look = self.styles.paragraph(mark.style).changed(mark.grpprl, self.file.data).changed(changes)
        runs = tuple(run for chunk in chunks for run in self._runs(chunk, mark.style))
        ended = chunks[-1].text[-1:]
        end = End.ROW if look.row_end else End.CELL if ended == _CELL or look.cell_end else End.PARAGRAPH
        for chunk in chunks:
            for place in self._anchors(chunk):
                for box in self.stories.boxes.pop(place):
                    for inner in self.paragraphs(box):
                        yield replace(inner, depth=look.depth, end=End.PARAGRAPH) if look.depth else inner
        if 0 < look.list_number <= _LAST_LIST and any(run.text.strip() for run in runs):
            letters = self.styles.run(mark.style, chunks[-1].grpprl)
            own = self.lists.look(look.list_number, look.level, letters)
            label = self.lists.label(look.list_number, look.level)
            runs = (self._run(label, replace(own, hidden=False)), *runs)
        heading = self.styles.is_heading(mark.style) or look.outline < 9
        end = end if look.depth else End.PARAGRAPH
        yield Paragraph(runs, look.depth, end, heading, look.edges, goes_on=look.goes_on, head=look.head)

    def _anchors(self, chunk: _Chunk) -> list[int]:
        if not self.stories.boxes or "\x08" not in chunk.text:
            return []
        return [place for place in self.stories.boxes if chunk.at <= place < chunk.at + len(chunk.text)]

    def _runs(self, chunk: _Chunk, style: int) -> Iterator[Run]:
        look = self.styles.run(style, chunk.grpprl)
        text = self._shown(chunk)
        if look.symbol is not None and look.special:
            number, code = look.symbol
            font = self.styles.font(number)
            letter = chr(code) if not 0xD800 <= code < 0xE000 else ""
            yield Run(drawn(letter, font.name), font.name, font.charset, look.bold)
        elif text and not look.hidden:
            yield self._run(text, look)

    def _run(self, text: str, look: LetterLook) -> Run:
        font = self.styles.font(look.font if text.isascii() else look.other_font)
        return Run(drawn(text, font.name), font.name, font.charset, look.bold, look.capitals)

    def _shown(self, chunk: _Chunk) -> str:
        """What is printed of a chunk: results of fields but not their codes, marks of notes as "[1]"."""
        shown: list[str] = []
        for at, letter in enumerate(chunk.text, start=chunk.at):
            if letter == _FIELD:
                self.fields.append(True)
            elif letter == _RESULT and self.fields:
                self.fields[-1] = False
            elif letter == _FIELD_END and self.fields:
                self.fields.pop()
            elif any(self.fields):
                continue
            elif (note := self.stories.notes.get(at)) is not None:
                self.seen_notes.append(note)
                shown.append(f"[{len(self.seen_notes)}]" + (letter if letter != "\x02" else ""))
            else:
                shown.append(letter)
        return "".join(shown).rstrip("\r\x07").translate(_NOT_LETTERS).translate(_SIGNS)
