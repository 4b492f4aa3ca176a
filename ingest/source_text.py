"""What a reader gives: the lines of one file in reading order, with what is known of each line's looks and place."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.model import Diagnostic, EffectStatus, Note, Relation, SourceRank

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Printed:
    """Characters [start, end) of a `Line` that a page prints as one line.

    Attributes:
        page, bbox, confidence: As in `Line`.
        read: What stood there before it was repaired; "" where the text is as it was read.
    """

    start: int
    end: int
    page: int | None
    bbox: Box | None
    confidence: float | None = None
    read: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, NFC, without line breaks.

    Attributes:
        page: 1-based; None where the format has no pages.
        bbox: (left, top, right, bottom) in points from the page's top left corner; None where unknown.
        table: Index into `SourceText.tables` for a table row (its cells joined by tabs); None for running text.
        bold: Whether all of it is bold; None where the format does not say.
        size: Height of its font in points; None where the format does not say.
        heading: Whether the source itself marks it as a heading (a Markdown or HTML heading, a Word heading style).
        note: Whether the reader knows it for a note ("[1] …"); the text has its mark. Notes stand last.
        confidence: 0 to 1, how sure the recogniser of a picture is; None for letters that the file itself holds.
        parts: The printed lines that it was made of, end to end; () for one printed line as it was read.
    """

    text: str
    page: int | None = None
    bbox: Box | None = None
    table: int | None = None
    bold: bool | None = None
    heading: bool = False
    note: bool = False
    size: float | None = None
    confidence: float | None = None
    parts: tuple[Printed, ...] = ()

    @property
    def printed(self) -> tuple[Printed, ...]:
        """The printed lines that hold its characters, in order, each character in one."""
        return self.parts or (Printed(0, len(self.text), self.page, self.bbox, self.confidence),)

    def joined(self, following: "Line") -> "Line":
        """The two as one, with a blank between them; it looks like this one, and is as sure as the less sure."""
        sure = [line.confidence for line in (self, following) if line.confidence is not None]
        text, parts = f"{self.text} {following.text}", self.parts
        if self.page is not None:
            at = len(self.text) + 1
            *before, last = self.printed
            after = (replace(part, start=part.start + at, end=part.end + at) for part in following.printed)
            parts = (*before, replace(last, end=at), *after)
        return replace(self, text=text, confidence=min(sure, default=None), parts=parts)

    def repaired(self, text: str) -> "Line":
        """The same printed line with other words; what was read stays beside them."""
        return replace(
            self, text=text, parts=(Printed(0, len(text), self.page, self.bbox, self.confidence, self.text),)
        )

    def without(self, cuts: Sequence[tuple[int, int]]) -> "Line":
        """The line without the characters [start, end) of each cut, in order and apart, nor blanks at its ends."""
        kept = [True] * len(self.text)
        for start, end in cuts:
            kept[start:end] = [False] * (end - start)
        inner = [at for at, keep in enumerate(kept) if keep and not self.text[at].isspace()]
        first, last = (inner[0], inner[-1]) if inner else (len(kept), -1)
        kept = [keep and first <= at <= last for at, keep in enumerate(kept)]
        places = [0]
        for keep in kept:
            places.append(places[-1] + keep)
        parts = tuple(
            replace(part, start=places[part.start], end=places[part.end], read=part.read or self._cut(part, kept))
            for part in self.printed
        )
        text = "".join(letter for letter, keep in zip(self.text, kept, strict=True) if keep)
        return replace(self, text=text, parts=parts if self.page is not None else self.parts)

    def _cut(self, part: Printed, kept: Sequence[bool]) -> str:
        """What a part read, when something of it is not kept; else ""."""
        return "" if all(kept[part.start : part.end]) else self.text[part.start : part.end].strip()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page or at the end of a file: beside the text, and no part of it.

    Attributes:
        number: As printed.
        text: Its paragraphs with line breaks between them, without the number.
        line: Index into `SourceText.lines` of the line that bears its mark; None where no mark was found.
    """

    number: str
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """A cell that covers several rows or columns, addressed by its top left corner."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows of cells, NFC; a cell may hold line breaks.

    Attributes:
        rows: What a wide or tall cell reaches over is blank.
        headings: How many rows at the top are headings; None where nothing tells.
        reaches: The wide and tall cells.
    """

    page: int | None
    rows: tuple[tuple[str, ...], ...]
    headings: int | None = None
    reaches: tuple[Reach, ...] = ()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a source says about its document outside the text: front matter, page attributes, fields of a data file.

    `rank` is said of a file that was fetched: the place of publication tells it better than the bytes do.

    Empty values mean that nothing is declared; the head of the text is read instead. Notes and relations carry refs
    to the document's own identity, so a reader that has no number declares none.
    """

    so_hieu: str = ""
    loai: str = ""
    trich_yeu: str = ""
    co_quan_ban_hanh: str = ""
    nguoi_ky: str = ""
    place: str | None = None
    ngay_ban_hanh: datetime.date | None = None
    ngay_hieu_luc: datetime.date | None = None
    ngay_het_hieu_luc: datetime.date | None = None
    status: EffectStatus | None = None
    status_note: str = ""
    aliases: tuple[str, ...] = ()
    as_of: datetime.date | None = None
    url: str | None = None
    retrieved_on: datetime.date | None = None
    rank: SourceRank | None = None
    confidence: str = ""
    notes: tuple[Note, ...] = ()
    relations: tuple[Relation, ...] = ()
    until: tuple[tuple[str, datetime.date], ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """One file as text.

    Attributes:
        lines: In reading order; nothing the reader saw is left out.
        media_type: Found from the bytes, for instance "application/pdf".
        pages: Number of pages; None where the format has none.
        rank: How near this file is to the signed text.
        official: False for a summary in our own words.
        sheets: Width and height of each page in points, as it is shown; () where the format has no pages.
        first_page: The number of the first of them: of a document that is not the first of its file, a later one.
    """

    lines: tuple[Line, ...]
    media_type: str
    pages: int | None = None
    tables: tuple[Table, ...] = ()
    rank: SourceRank = SourceRank.SIGNED
    official: bool = True
    declared: Declared = field(default_factory=Declared)
    diagnostics: tuple[Diagnostic, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    sheets: tuple[tuple[float, float], ...] = ()
    first_page: int = 1
