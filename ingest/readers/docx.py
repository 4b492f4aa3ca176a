"""Word files as lines: paragraphs and tables in body order, with the numbers, boxes and notes Word shows.

Tracked insertions are kept and deletions left out, as in the file once its changes are accepted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.model import SourceRank
from corpus.text import nfc
from ingest.readers import refusal
from ingest.readers.cells import table_lines
from ingest.readers.glyphs import is_noise
from ingest.readers.marked_fonts import decode_word
from ingest.readers.media import DOCX
from ingest.readers.numbering import Numbering, W
from ingest.readers.package import Package
from ingest.source_text import Declared, Line, SourceText, Table

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{W}tblPr"}
_SIGNS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_BLANKS = re.compile(r"[^\S\n]+")
_HEADING_STYLE = re.compile(r"heading \d|title|đầu đề \d", re.IGNORECASE)
_EXPORTED = re.compile(r"Nguồn:.{0,40}\bvbpl\.vn(?:\W+ID:\s*(\d+))?")
_MAX_DEPTH = 40
_WORDED = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml", "word/numbering.xml")


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str = ""
    heading: bool = False
    bold: bool | None = None
    num_id: str | None = None
    level: int = 0


@dataclass(slots=True)
class _Reading:
    """What the walk over the body gathers."""

    numbering: Numbering
    styles: dict[str, _Style]
    default_style: str
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    # text of a paragraph whose end mark was deleted: it goes on in the next one
    pending: str = ""


def read(name: str, data: bytes) -> SourceText:
    """The lines of a DOCX; rows of tables carry their table's index, footnotes come at the end as "[1] …".

    Raises:
        UnreadableSource: truncated, encrypted, damaged, unpacking without bounds, or empty.
    """
    package = Package(name, data)
    root = package.part("word/document.xml")
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise refusal.damaged(name, "không có phần nội dung")
    repairs = decode_word([package.part(path) for path in _WORDED], package.part("word/styles.xml"))
    styles, default = _styles(package.part("word/styles.xml"))
    reading = _Reading(Numbering.of(package.part("word/numbering.xml")), styles, default)
    _read_blocks(body, reading, 0)
    _flush(reading)
    _read_notes(package, reading)
    if not reading.lines:
        raise refusal.without_text(name)
    rank, url = _published(reading.lines)
    declared = Declared(url=url)
    lines, tables = tuple(reading.lines), tuple(reading.tables)
    return SourceText(lines, DOCX, tables=tables, rank=rank, declared=declared, diagnostics=repairs)


def _published(lines: list[Line]) -> tuple[SourceRank, str | None]:
    """Where a file was exported from, when its head says so: "Nguồn: Cổng thông tin vbpl.vn • ID: 166269"."""
    exported = next((match for line in lines[:12] if (match := _EXPORTED.match(line.text))), None)
    if exported is None:
        return SourceRank.SIGNED, None
    item = exported.group(1)
    return SourceRank.VBPL, f"https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID={item}" if item else None


def _read_blocks(parent: etree._Element, reading: _Reading, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    for child in parent.iterchildren():
        if child.tag == f"{W}p":
            _read_paragraph(child, reading, depth)
        elif child.tag == f"{W}tbl":
            _read_table(child, reading, depth)
        elif child.tag not in _GONE and isinstance(child.tag, str):
            _read_blocks(child, reading, depth + 1)


def _read_paragraph(paragraph: etree._Element, reading: _Reading, depth: int) -> None:
    for box in _boxes(paragraph):
        _read_blocks(box, reading, depth + 1)
    label, style = _label(paragraph, reading)
    text = "".join(_texts(paragraph, reading))
    if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
        reading.pending += label + text
        return
    text, reading.pending = reading.pending + label + text, ""
    bold = _is_bold(paragraph, style, reading)
    reading.lines += (Line(line, bold=bold, heading=style.heading) for line in _split(text))


def _flush(reading: _Reading) -> None:
    reading.lines += (Line(line) for line in _split(reading.pending))
    reading.pending = ""


def _split(text: str) -> Iterator[str]:
    letters = "".join(c for c in text if c == "\n" or not is_noise(ord(c)))
    for line in nfc(_BLANKS.sub(" ", letters)).split("\n"):
        if line.strip():
            yield line.strip()


def _texts(element: etree._Element, reading: _Reading) -> Iterator[str]:
    for child in element.iterchildren():
        tag = child.tag
        if tag == f"{W}t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{W}sym":
            yield _symbol(child)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            yield _note_mark(child, reading)
        elif tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        elif isinstance(tag, str) and tag not in _GONE and not _is_drawing(tag):
            yield from _texts(child, reading)


def _is_drawing(tag: str) -> bool:
    return tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent")


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0 < code < 0xD800 or 0xF900 <= code <= 0xFFFD else "•"


def _note_mark(element: etree._Element, reading: _Reading) -> str:
    kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
    reading.notes.append((kind, element.get(f"{W}id", "")))
    return f"[{len(reading.notes)}]"


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes of a paragraph, outermost only, each once: Word writes a box again as a fallback."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = [ancestor.tag for ancestor in box.iterancestors()]
        cut = above.index(f"{W}p") if f"{W}p" in above else len(above)
        if f"{_MC}Fallback" not in above[:cut] and next(box.iterancestors(f"{W}p"), None) is paragraph:
            yield box


def _read_table(table: etree._Element, reading: _Reading, depth: int) -> None:
    _flush(reading)
    rows = tuple(_row(row, reading, depth) for row in _rows(table))
    lines, tables = table_lines(rows, len(reading.tables))
    reading.lines += lines
    reading.tables += tables


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for row in table.iterdescendants(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is table and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _row(row: etree._Element, reading: _Reading, depth: int) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row.iterdescendants(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue
        cells.append(_cell(cell, reading, depth))
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = span.get(f"{W}val", "1") if span is not None else "1"
        cells += [""] * (min(int(width), 64) - 1 if width.isdecimal() else 0)
    return tuple(cells)


def _cell(cell: etree._Element, reading: _Reading, depth: int) -> str:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None and merge.get(f"{W}val", "continue") == "continue":
        return ""
    inner = replace(reading, lines=[], tables=[], pending="")
    _read_blocks(cell, inner, depth + 1)
    _flush(inner)
    return "\n".join(line.text.replace("\t", " ") for line in inner.lines)


def _read_notes(package: Package, reading: _Reading) -> None:
    roots = {kind: package.part(f"word/{kind}s.xml") for kind in {kind for kind, _ in reading.notes}}
    for at, (kind, note_id) in enumerate(list(reading.notes), start=1):
        root = roots[kind]
        if root is None:
            continue
        for note in root.iterchildren(f"{W}{kind}"):
            if note.get(f"{W}id") == note_id:
                inner = replace(reading, lines=[], tables=[], pending="")
                _read_blocks(note, inner, 0)
                texts = [line.text for line in inner.lines]
                reading.lines += (Line(f"[{at}] {text}" if n == 0 else text) for n, text in enumerate(texts))


def _label(paragraph: etree._Element, reading: _Reading) -> tuple[str, _Style]:
    """The automatic number of a paragraph and its style, with what the paragraph says itself."""
    properties = paragraph.find(f"{W}pPr")
    style = _style(properties, reading)
    num_id, level = style.num_id, style.level
    if properties is not None:
        num_id = _value(properties, "numPr/numId") or num_id
        level = _number(_value(properties, "numPr/ilvl"), level)
        if _value(properties, "outlineLvl") is not None:
            style = replace(style, heading=_number(_value(properties, "outlineLvl"), 9) < 9)
    if num_id in (None, "0") or not any(text.strip() for text in _plain_texts(paragraph)):
        return "", style
    return reading.numbering.label(num_id or "", level), style


def _plain_texts(paragraph: etree._Element) -> Iterator[str]:
    return (text.text or "" for text in paragraph.iter(f"{W}t"))


def _style(properties: etree._Element | None, reading: _Reading) -> _Style:
    style_id = (_value(properties, "pStyle") if properties is not None else None) or reading.default_style
    result, seen = _Style(), set()
    while style_id and style_id not in seen and (style := reading.styles.get(style_id)):
        seen.add(style_id)
        result = _Style(
            heading=result.heading or style.heading,
            bold=style.bold if result.bold is None else result.bold,
            num_id=style.num_id if result.num_id is None else result.num_id,
            level=style.level if result.num_id is None else result.level,
        )
        style_id = style.based_on
    return result


def _styles(root: etree._Element | None) -> tuple[dict[str, _Style], str]:
    styles: dict[str, _Style] = {}
    default = ""
    for element in () if root is None else root.iter(f"{W}style"):
        if element.get(f"{W}type") != "paragraph":
            continue
        style_id = element.get(f"{W}styleId", "")
        if element.get(f"{W}default") in ("1", "true"):
            default = style_id
        bold = element.find(f"{W}rPr/{W}b")
        styles[style_id] = _Style(
            _value(element, "basedOn") or "",
            bool(_HEADING_STYLE.fullmatch(_value(element, "name") or "")),
            None if bold is None else _is_on(bold),
            _value(element, "pPr/numPr/numId"),
            _number(_value(element, "pPr/numPr/ilvl"), 0),
        )
    return styles, default


def _is_bold(paragraph: etree._Element, style: _Style, reading: _Reading) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(bool(style.bold) if mark is None else _is_on(mark) for mark in marks)


def _is_on(element: etree._Element) -> bool:
    return element.get(f"{W}val", "1") not in ("0", "false", "off")


def _value(element: etree._Element | None, path: str) -> str | None:
    if element is None:
        return None
    child = element.find("/".join(f"{W}{tag}" for tag in path.split("/")))
    value = None if child is None else child.get(f"{W}val")
    return None if value is None else str(value)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdecimal() else default
