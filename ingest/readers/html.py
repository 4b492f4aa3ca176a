"""Web pages as lines: the law's own text, without the site around it.

Known containers are tried first (vbpl.vn old and new, thuvienphapluat.vn, the Ministry's codification export); on any
other page it is the smallest element that holds nearly all headings of the page.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lxml import etree

from corpus.model import Diagnostic, SourceRank
from corpus.text import nfc
from ingest.readers import markup, page_attributes, refusal
from ingest.readers.cells import Drawn, table_lines
from ingest.readers.decoding import decode, from_cp1252
from ingest.readers.glyphs import is_noise
from ingest.readers.marked_fonts import decode_page
from ingest.readers.media import HTML
from ingest.source_text import Line, Reach, SourceText, Table
from ingest.split_headings import joined

_CONTAINERS = (
    # the issuer, the number and the date stand in tables beside the text
    ("//*[@id='toanvancontent' and preceding-sibling::table]/..", SourceRank.VBPL),
    ("//*[@id='toanvancontent']", SourceRank.VBPL),
    ("//*[contains(concat(' ', @class, ' '), ' preview-content ')]", SourceRank.VBPL),
    ("//*[@id='divContentDoc']//*[contains(concat(' ', @class, ' '), ' content1 ')]", SourceRank.PORTAL),
    ("//*[@id='divContentDoc']", SourceRank.PORTAL),
    ("//*[contains(concat(' ', @class, ' '), ' cldivContentDocVn ')]", SourceRank.PORTAL),
    ("//*[@class='_content'][.//*[@class='pDieu']]", SourceRank.CODIFIED),
)
_SKIPPED = {
    *("script", "style", "noscript", "head", "select", "option", "button", "input", "textarea", "iframe", "svg"),
    *("template", "object", "canvas", "nav"),
}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
    *("footer", "form", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "tbody", "thead", "tfoot", "caption", "td", "th", "html"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_HEADING_CLASSES = {"pChuong", "pDieu"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Word and portals link a mark to its note (#_ftn2) and the note back to its mark (#_ftnref2).
_MARK = re.compile(r"#_?(?:ftn|edn|fn)-?(\d{1,3})$")
_BACK = re.compile(r"#_?(?:ftn|edn|fn)ref-?(\d{1,3})$")
_NOTE_ID = re.compile(r"_?(?:ftn|edn|fn)-?\d{1,3}")
_NOTE_LIST = re.compile(r"mso-element\s*:\s*(?:foot|end)note")
_UNIT_LINE = re.compile(r"(?:^|\n)[^\S\n]*(?:Điều\s+\d+|Chương\s+[IVXL\d]+|Phụ lục|PHỤ LỤC|CHƯƠNG\s+[IVXL\d]+)")
_LETTERHEAD = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
_HEADING_NUMBER_ONLY = re.compile(r"Điều\s+\d+[a-zđ]?[.:]", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LATIN = re.compile(rb"windows-1252|iso-8859-1|us-ascii", re.IGNORECASE)
_SURE = re.compile(r"utf|cp1258|latin-1")
_FEWEST_LETTERS = 200
_WIDEST = 64  # columns that one cell may cover


def read(name: str, data: bytes) -> SourceText:
    """The lines of the law on a page; tables keep their rows.

    Raises:
        UnreadableSource: no markup, or no law on the page.
    """
    root = _parse(name, data)
    repairs = decode_page(root)
    declared = replace(page_attributes.read(root), url=_address(root))
    body, rank = _body(name, root)
    walk = Walk()
    walk.read(body)
    walk.end_line()
    lines = tuple(joined(walk.lines))
    letters = sum(len(line.text) for line in lines)
    if letters < _FEWEST_LETTERS:
        raise refusal.without_body(name, "chỉ có khung trang")
    return SourceText(
        lines,
        HTML,
        tables=tuple(walk.tables),
        rank=rank,
        declared=declared,
        diagnostics=repairs + _many_documents(rank),
    )


def _parse(name: str, data: bytes) -> etree._Element:
    declared = re.search(rb"<meta[^>]+charset\s*=\s*[\"']?([\w-]+)", data[:4096], re.IGNORECASE)
    text, encoding = decode(data)
    if declared and _LATIN.fullmatch(declared.group(1)) and not _SURE.match(encoding):
        # markup hides old letters from a look at the bytes; what is said of them is then the better guess
        text = from_cp1252(data)
    elif "\ufffd" in text[:50_000] and declared:
        with suppress(LookupError):
            text = data.decode(declared.group(1).decode("ascii"), errors="replace")
    try:
        return markup.document(text)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise refusal.without_text(name) from error


def _body(name: str, root: etree._Element) -> tuple[etree._Element, SourceRank]:
    for path, rank in _CONTAINERS:
        found = max(root.xpath(path), key=_length, default=None)
        if found is not None and _length(found) >= _FEWEST_LETTERS:
            return found, rank
    densest = _densest(root)
    if not _units(densest) and not _LETTERHEAD.search(nfc(densest.text_content())):
        raise refusal.without_body(name, "trang thuộc tính, lược đồ hoặc giới thiệu")
    return densest, SourceRank.PORTAL


def _densest(root: etree._Element) -> etree._Element:
    body = root.find("body")
    best = root if body is None else body
    for skipped in [element for element in best.iter() if element.tag in _SKIPPED and element.tag != "head"]:
        skipped.drop_tree()
    measure = _units if _units(best) else _length
    while True:
        whole = measure(best)
        inner = next((child for child in best if isinstance(child.tag, str) and measure(child) >= 0.9 * whole), None)
        if inner is None or not whole or inner.tag in ("table", "tr", "p"):
            return best
        best = inner


def _units(element: etree._Element) -> int:
    return len(_UNIT_LINE.findall(nfc("\n".join(element.itertext()))))


def _length(element: etree._Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _address(root: etree._Element) -> str | None:
    found = root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    return str(found[0]) if found and str(found[0]).startswith("http") else None


def _many_documents(rank: SourceRank) -> tuple[Diagnostic, ...]:
    if rank is not SourceRank.CODIFIED:
        return ()
    message = "Trang Pháp điển gom các điều của nhiều văn bản; số điều mang số của đề mục, không phải của văn bản gốc"
    return (Diagnostic("codified_page", message),)


@dataclass(slots=True)
class Walk:
    """A walk over the page in document order: block elements end a line, inline ones do not."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    heading: bool = False
    parts: list[tuple[str, bool]] = field(default_factory=list)
    in_note: bool = False
    noted: bool = False

    def read(self, element: etree._Element, bold: bool = False) -> None:
        """Take in one element and what is below it, not its tail."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or _HIDDEN.search(element.get("style") or ""):
            return
        if tag == "table":
            self._read_table(element)
            return
        if tag == "br":
            self.end_line()
            return
        if tag == "a" and self._add_mark(element.get("href") or "", bold):
            return
        block = tag in _BLOCKS
        before = self.heading, self.in_note
        if block:
            self.end_line()
            self.in_note = self.in_note or _is_note(element)
            self.heading = self.heading or tag in _HEADINGS or element.get("class") in _HEADING_CLASSES
        bold = bold or tag in ("b", "strong") or tag in _HEADINGS
        self._add(element.text, bold, tag == "pre")
        for child in element:
            self.read(child, bold)
            self._add(child.tail, bold, tag == "pre")
        if block:
            self.end_line()
            self.heading, self.in_note = before

    def end_line(self) -> None:
        """Close the line that is being gathered; nothing when it is blank."""
        text = nfc(_SPACE.sub(" ", "".join(part for part, _ in self.parts))).strip()
        text = "".join(c for c in text if not is_noise(ord(c)))
        if text:
            bold = all(bold for part, bold in self.parts if part.strip())
            note = self.in_note or self.noted
            self.lines.append(Line(text, bold=bold, heading=self.heading and not note, note=note))
        self.parts, self.noted = [], False

    def _add_mark(self, link: str, bold: bool) -> bool:
        """Write a note's number as "[2]", however the page prints it; False for a link to anything else."""
        if back := _BACK.search(link):
            self.noted = True
            self.parts.append((f"[{back.group(1)}] ", bold))
        elif mark := _MARK.search(link):
            self.parts.append((f"[{mark.group(1)}]", bold))
        return bool(back or mark)

    def _add(self, text: str | None, bold: bool, kept: bool) -> None:
        if not text:
            return
        first, *rest = text.split("\n") if kept else [text]
        self.parts.append((first, bold))
        for line in rest:
            self.end_line()
            self.parts.append((line, bold))

    def _read_table(self, table: etree._Element) -> None:
        self.end_line()
        drawn = _drawn(_own(table, "tr", "table"))
        if _holds_law(drawn.rows):
            texts = (line for row in drawn.rows for cell in row for line in cell.split("\n") if line.strip())
            self.lines += (Line(text.strip()) for text in texts)
            return
        lines, tables = table_lines(drawn, len(self.tables))
        self.lines += lines
        self.tables += tables


def _is_note(element: etree._Element) -> bool:
    return bool(_NOTE_ID.fullmatch(element.get("id") or "") or _NOTE_LIST.search(element.get("style") or ""))


def _own(element: etree._Element, tags: str, parent: str) -> list[etree._Element]:
    wanted = tags.split("|")
    return [e for e in element.iter(*wanted) if next(e.iterancestors(parent)) is element]


def _drawn(rows: Sequence[etree._Element]) -> Drawn:
    """The cells of a table at their places: a wide or tall one stands once, what it reaches over is blank."""
    texts: list[list[str]] = []
    reaches: list[Reach] = []
    bold: list[bool] = []
    marked = 0
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        texts.append([])
        cells = _own(row, "td|th", "tr")
        words: list[Line] = []
        for cell in cells:
            while (at, len(texts[at])) in taken:
                texts[at].append("")
            column, wide = len(texts[at]), _span(cell, "colspan", _WIDEST)
            tall = min(_span(cell, "rowspan", len(rows)), len(rows) - at)
            lines = _cell_lines(cell)
            words += lines
            texts[at] += ["\n".join(line.text.replace("\t", " ") for line in lines), *[""] * (wide - 1)]
            reaches.append(Reach(at, column, tall, wide))
            taken |= {(at + down, column + over) for down in range(1, tall) for over in range(wide)}
        while (at, len(texts[at])) in taken:
            texts[at].append("")
        bold.append(bool(words) and all(line.bold for line in words))
        if marked == at and cells and (row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)):
            marked += 1
    return Drawn(tuple(map(tuple, texts)), tuple(reaches), marked, tuple(bold))


def _cell_lines(cell: etree._Element) -> list[Line]:
    walk = Walk()
    walk.read(cell, bold=cell.tag == "th")
    walk.end_line()
    return list(joined(walk.lines))


def _span(cell: etree._Element, name: str, most: int) -> int:
    said = cell.get(name, "1").strip()
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 6 else 1


def _holds_law(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a table is only the frame of running text: a cell of it holds several articles."""
    return any(len(_UNIT_LINE.findall(cell)) >= 3 for row in rows for cell in row)
