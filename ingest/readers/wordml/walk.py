"""A walk over a Word file's blocks: paragraphs in reading order, as they print once tracked changes are accepted.

Insertions and moved text at its new place are in, deletions are out; results of fields are in, their codes, hidden
text and the contents list are out. What is left out is told in diagnostics.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.errors import UnreadableSource
from corpus.model import Diagnostic
from ingest.readers.runs import End, Paragraph, Run
from ingest.readers.symbols import drawn
from ingest.readers.wordml.formula import linear
from ingest.readers.wordml.lists import Lists
from ingest.readers.wordml.names import MC, M, R, W, number, switch, value
from ingest.readers.wordml.package import Package
from ingest.readers.wordml.styles import Look, Style, Styles
from ingest.source_text import SourceText

_DELETED = {f"{W}del": "xóa", f"{W}moveFrom": "chuyển"}
_INSERTED = {f"{W}ins": "chèn", f"{W}moveTo": "chuyển đến"}
_NO_TEXT = {
    f"{W}{tag}" for tag in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "delText", "rt")
}
_DRAWINGS = {f"{W}drawing", f"{W}pict", f"{W}object"}
_SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    # printed as nothing, but in TCVN3 it is ư
    f"{W}softHyphen": "\xad",
}
_NOTE_MARKS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_XML_BLANKS = str.maketrans("\r\n\t", "   ")
_CONTENTS_FIELD = re.compile(r"\s*TOC\b")
_SHOWN = 200


@dataclass(slots=True)
class _Field:
    """A field that is open: its code so far, and whether the code has ended."""

    code: str = ""
    has_result: bool = False


@dataclass
class Walk:
    """A walk over the blocks of a file in reading order, and what it gathers beside the text.

    Args:
        package: The file.
        read_chunk: Reads a file that stands inside this one, by its name and bytes.
    """

    package: Package
    read_chunk: Callable[[str, bytes], SourceText]
    styles: Styles = field(init=False)
    lists: Lists = field(init=False)
    notes: list[tuple[str, str]] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    contents: list[str] = field(default_factory=list)
    # words of the contents list in this paragraph
    listed: str = ""
    remarks: list[Diagnostic] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    has_whole_fields: bool = True
    # runs of paragraphs whose end mark is deleted or hidden: they go on in the next one
    pending: list[Run] = field(default_factory=list)
    # whether the pending runs have their number already
    labelled: bool = False

    def __post_init__(self) -> None:
        self.styles = Styles.of(self.package.beside("styles"))
        self.lists = Lists.of(self.package.beside("numbering"))

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What was left out of the text, or read in one of two states."""
        if self.changes:
            counts = ", ".join(f"{count} chỗ {kind}" for kind, count in sorted(self.changes.items()))
            message = f"Tệp còn theo dõi thay đổi ({counts}); đọc như khi chấp nhận mọi thay đổi"
            yield Diagnostic("tracked_changes", message)
        if self.hidden:
            words = " ".join(" ".join(self.hidden).split())
            yield Diagnostic("hidden_text", f"Chữ ẩn, không in ra, để ngoài văn bản: “{words[:_SHOWN]}”")
        yield from (Diagnostic("table_of_contents", line) for line in self.contents)
        yield from self.remarks

    # Blocks

    def read(self, part: etree._Element) -> Iterator[Paragraph]:
        """The paragraphs of a whole part. Where a field of it never ends, fields are taken for text."""
        kinds = Counter(mark.get(f"{W}fldCharType") for mark in part.iter(f"{W}fldChar"))
        self.fields, self.has_whole_fields = [], kinds["begin"] == kinds["end"]
        yield from self.blocks(part, 0)

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Paragraph]:
        """The paragraphs of a body, cell, box or note; `depth` is the number of tables around it."""
        for child in self._children(parent):
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._flushed(depth)
                yield from self._table(child, depth)
            elif child.tag == f"{W}altChunk":
                yield from self._chunk(child, depth)
            else:
                yield from self.blocks(child, depth)
        yield from self._flushed(depth)

    def _children(self, parent: etree._Element) -> Iterator[etree._Element]:
        """The elements inside, wrappers opened: what is deleted is passed over, one of alternatives is taken."""
        for child in parent.iterchildren(tag=etree.Element):
            tag = str(child.tag)
            if tag in _DELETED:
                self.changes[_DELETED[tag]] += 1
            elif tag in _INSERTED:
                self.changes[_INSERTED[tag]] += 1
                yield from self._children(child)
            elif tag == f"{MC}AlternateContent":
                chosen = child.find(f"{MC}Choice")
                chosen = child.find(f"{MC}Fallback") if chosen is None else chosen
                yield from () if chosen is None else self._children(chosen)
            elif tag == f"{W}sdt":
                yield from self._control(child)
            elif tag not in _NO_TEXT:
                yield child

    def _control(self, control: etree._Element) -> Iterator[etree._Element]:
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        gallery = value(control, "sdtPr/docPartObj/docPartGallery") or ""
        if gallery.casefold() == "table of contents":
            listed = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in content.iter(f"{W}p"))
            self.contents += (" ".join(line.split()) for line in listed if line.strip())
            return
        yield from self._children(content)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Paragraph]:
        for box in _boxes(paragraph):
            yield from self.blocks(box, depth)
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.paragraph(properties)
        base = style.look.over(self.styles.letters)
        runs = list(self._inline(paragraph, base))
        if self.listed.strip():
            self.contents.append(" ".join(self.listed.split()))
        self.listed = ""
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self.pending += runs
            return
        hidden = Look.of(mark).over(base).hidden
        if hidden and not runs:
            return
        label = [] if self.labelled else self._label(properties, style, base.over(Look(font="")), runs)
        runs = [*self.pending, *runs] if self.labelled else [*label, *self.pending, *runs]
        self.pending, self.labelled = (runs, True) if hidden else ([], False)
        if not hidden:
            outline = number(value(properties, "outlineLvl"), 9)
            yield Paragraph(tuple(runs), depth, heading=style.heading or outline < 9)

    def _flushed(self, depth: int) -> Iterator[Paragraph]:
        if self.pending:
            runs, self.pending, self.labelled = tuple(self.pending), [], False
            yield Paragraph(runs, depth)

    def _label(self, properties: etree._Element | None, style: Style, base: Look, runs: list[Run]) -> list[Run]:
        """The automatic number of a paragraph, as bold as its words."""
        num_id = value(properties, "numPr/numId") or style.num_id
        if num_id in (None, "0"):
            return []
        own = value(properties, "numPr/ilvl")
        linked = next((at for s in style.lineage if (at := self.lists.level_of(num_id, s)) is not None), None)
        level = number(own, 0) if own is not None else linked if linked is not None else style.level or 0
        label = self.lists.numbering.label(num_id, level)
        inked = [run for run in runs if run.text.strip()]
        if not inked and not any(c.isalnum() for c in label):
            return []
        bold = bool(inked) and all(run.bold for run in inked)
        font = self.lists.fonts.get((num_id, level)) or base.font or ""
        return [Run(label, font, bold=bold, capitals=bool(inked) and all(run.capitals for run in inked))]

    # Tables

    def _table(self, table: etree._Element, depth: int) -> Iterator[Paragraph]:
        for row in self._inside(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.changes["xóa"] += 1
                continue
            edges, goes_on = [number(value(properties, "gridBefore"), 0)], list[bool]()
            for cell in self._inside(row, f"{W}tc"):
                yield from self._cell(cell, depth + 1, edges, goes_on)
            wide = tuple(edge * 1000 for edge in edges)
            head = bool(switch(properties, "tblHeader"))
            yield Paragraph((), depth + 1, End.ROW, edges=wide, goes_on=tuple(goes_on), head=head)
        # Two tables that touch are two tables.
        yield Paragraph((), depth)

    def _inside(self, parent: etree._Element, tag: str) -> Iterator[etree._Element]:
        for child in self._children(parent):
            if child.tag == tag:
                yield child
            elif child.tag not in (f"{W}tbl", f"{W}p"):
                yield from self._inside(child, tag)

    def _cell(self, cell: etree._Element, depth: int, edges: list[int], goes_on: list[bool]) -> Iterator[Paragraph]:
        properties = cell.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            self.changes["xóa"] += 1
            return
        width = max(number(value(properties, "gridSpan"), 1), 1)
        if _goes_on(properties, "hMerge"):
            edges[-1] += width
            return
        edges.append(edges[-1] + width)
        goes_on.append(_goes_on(properties, "vMerge"))
        if not goes_on[-1]:
            yield from self.blocks(cell, depth)
        yield Paragraph((), depth, End.CELL)

    # Words

    def _inline(self, parent: etree._Element, base: Look) -> Iterator[Run]:
        for child in self._children(parent):
            if child.tag == f"{W}r":
                yield from self._run(child, base)
            elif child.tag in (f"{M}oMath", f"{M}oMathPara"):
                yield Run(linear(child))
            elif child.tag not in _DRAWINGS:
                yield from self._inline(child, base)

    def _run(self, run: etree._Element, base: Look) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        style = self.styles.named(value(properties, "rStyle") or "")
        look = Look.of(properties).over(style.look).over(base)
        font = look.font or ""
        words = drawn("".join(self._words(run, font)), font)
        if not words:
            return
        if look.hidden:
            self.hidden.append(words)
        elif any(_CONTENTS_FIELD.match(open_field.code) for open_field in self.fields):
            self.listed += words
        else:
            yield Run(words, font, bold=bool(look.bold), capitals=bool(look.capitals))

    def _words(self, run: etree._Element, font: str) -> Iterator[str]:
        for child in self._children(run):
            tag = str(child.tag)
            if tag == f"{W}fldChar":
                self._turn(child)
            elif tag == f"{W}instrText":
                if self.fields:
                    self.fields[-1].code += child.text or ""
            elif any(not open_field.has_result for open_field in self.fields) or tag in _DRAWINGS:
                continue
            elif tag == f"{W}t":
                yield (child.text or "").translate(_XML_BLANKS)
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag in _NOTE_MARKS:
                self.notes.append((_NOTE_MARKS[tag], child.get(f"{W}id", "")))
                yield f"[{len(self.notes)}]"
            else:
                yield from self._words(child, font)

    def _turn(self, mark: etree._Element) -> None:
        """A field begins, goes over to its result, or ends."""
        kind = mark.get(f"{W}fldCharType", "")
        if kind == "begin" and self.has_whole_fields:
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].has_result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    # Beside the body

    def read_notes(self) -> Iterator[Paragraph]:
        """The footnotes and endnotes whose marks were passed, in that order; those in notes come after them."""
        roots = {kind: self.package.beside(f"{kind}s") for kind in _NOTE_MARKS.values()}
        by_id = {
            (kind, note.get(f"{W}id", "")): note
            for kind, root in roots.items()
            for note in (() if root is None else root.iterchildren(f"{W}{kind}"))
        }
        at = 0
        while at < len(self.notes):
            note = by_id.pop(self.notes[at], None)
            at += 1
            mark = f"[{at}] "
            for paragraph in () if note is None else self.read(note):
                yield replace(paragraph, runs=(Run(mark), *paragraph.runs), note=True)
                mark = ""

    def _chunk(self, element: etree._Element, depth: int) -> Iterator[Paragraph]:
        """The text of a file that Word takes in when it opens this one (altChunk)."""
        path = self.package.target(element.get(f"{R}id", "")) or ""
        data = self.package.content(path) or b""
        try:
            source = self.read_chunk(path, data)
        except UnreadableSource as error:
            self.remarks.append(Diagnostic("unread_part", f"Phần chèn {path} không đọc được: {error.what}"))
            return
        for line in source.lines:
            yield Paragraph((Run(line.text.replace("\t", "  "), bold=bool(line.bold)),), depth, heading=line.heading)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes of a paragraph, outermost only, each once: Word writes a box again as a fallback."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = list(box.iterancestors())
        tags = [ancestor.tag for ancestor in above]
        cut = tags.index(f"{W}p")
        if above[cut] is paragraph and not {f"{MC}Fallback", *_DELETED} & set(tags[:cut]):
            yield box


def _goes_on(properties: etree._Element | None, merge: str) -> bool:
    """Whether a cell goes on with the one above (vMerge) or before (hMerge)."""
    element = None if properties is None else properties.find(f"{W}{merge}")
    return element is not None and element.get(f"{W}val", "continue") == "continue"


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    letter = chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0xFFFD else ""
    return drawn(letter, element.get(f"{W}font", ""))
