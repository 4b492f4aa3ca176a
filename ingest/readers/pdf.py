"""PDF pages as lines in reading order: pypdfium2 gives the characters, ruled tables become rows of cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from corpus.errors import UnreadableSource
from corpus.model import Diagnostic
from ingest.readers import legibility, ocr, refusal, scanned, segments
from ingest.readers.cells import Drawn, is_layout, row_text
from ingest.readers.decoding import legacy_encoding
from ingest.readers.drawn_fonts import decoded, document_encodings
from ingest.readers.drawn_lines import Contents, edges, picture_share
from ingest.readers.glyphs import Glyph
from ingest.readers.legacy import Encodings
from ingest.readers.media import PDF
from ingest.readers.ocr import TurnPage, silently
from ingest.readers.reading_order import in_reading_order
from ingest.readers.ruling import Grid, find_grids
from ingest.readers.segments import Segment, around
from ingest.readers.text_layer import Frame, TextLayer
from ingest.source_text import Box, Line, SourceText, Table

_TAIL = 4096
# A page is a picture when images cover this share of it and hardly a word stands beside them. A Công báo frame around
# a scan keeps its running head (30 to 70 letters) as text; a mixed page keeps its letterhead (450).
_IMAGE_PAGE = ((0.10, 300), (0.30, 800))
_GARBLED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its text layer gives it.

    Attributes:
        is_image: Its body is a picture, whatever is told by the text layer.
        is_garbled: The text layer over the picture is another recogniser's, and no Vietnamese; it holds no lines then.
        size: Width and height in points, as shown.
    """

    number: int
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    is_image: bool
    is_garbled: bool = False
    size: tuple[float, float] = (0.0, 0.0)


def read(name: str, data: bytes, turn_page: TurnPage = silently) -> SourceText:
    """The lines of a PDF with page and place; rows of ruled tables carry their table's index.

    Pages whose body is a picture are recognised, and what their text layer holds beside it (a running head, a
    letterhead, a signature) stays.

    Args:
        name: Shown in messages.
        data: The whole file.
        turn_page: Called after each page that had to be recognised.

    Raises:
        UnreadableSource: truncated, damaged, encrypted, or a scan that cannot be recognised here.
    """
    document = open_document(name, data)
    try:
        pages, remarks = _pages(document)
        pictures = [page.number for page in pages if page.is_image]
        if not ocr.is_available():
            # Half a document in pictures is no document: what is left would be taken for all of it.
            if len(pictures) * 2 >= len(pages):
                raise refusal.without_recogniser(name, len(pages) - len(pictures), len(pages), ocr.INSTALL)
        elif pictures:
            recognised = list(ocr.recognise((_sheet(document, number) for number in pictures), turn_page))
            garbled = [page.number for page in pages if page.is_garbled]
            remarks = (*scanned.remarks(name, recognised, len(pages), garbled), *remarks)
            pages = _completed(pages, recognised)
    except pypdfium2.PdfiumError as error:
        raise refusal.damaged(name, "không mở được một trang") from error
    finally:
        document.close()
    return _assemble(name, pages, remarks)


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[Page], tuple[Diagnostic, ...]]:
    """The pages as their text layers give them, letters of old fonts decoded, and what was decoded."""
    pages = [read_page(document, at) for at in range(len(document))]
    # an annex in an old encoding may follow pages of Unicode
    if not any(legacy_encoding("\n".join(line.text for line in page.lines)) for page in pages):
        return pages, ()
    encodings = document_encodings(document)
    return [read_page(document, at, encodings) for at in range(len(document))], encodings.diagnostics


def _sheet(document: pypdfium2.PdfDocument, number: int) -> ocr.Sheet:
    """The page as a picture without the letters of its text layer, which are known already."""
    page = document[number - 1]
    try:
        for text in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=4):
            pdfium_c.FPDFPageObj_SetIsActive(text, False)
        image = page.render(scale=ocr.DPI / 72, grayscale=True).to_pil()
        return ocr.Sheet(number, image)
    finally:
        page.close()


def _completed(pages: Sequence[Page], recognised: Sequence[ocr.Recognised]) -> list[Page]:
    """The pages with the words of their pictures in their places among those of the text layer."""
    read = {found.page: found for found in recognised}
    whole = []
    for page in pages:
        if found := read.get(page.number):
            lines = (*page.lines, *ocr.counted_from(found.lines, len(page.tables)))
            order = in_reading_order([line.bbox for line in lines if line.bbox])
            ordered, tables = tuple(lines[at] for at in order), (*page.tables, *found.tables)
            page = replace(page, lines=ordered, tables=tables, is_image=not found.lines)
        whole.append(page)
    return whole


def open_document(name: str, data: bytes) -> pypdfium2.PdfDocument:
    """The file as pdfium opens it.

    Raises:
        UnreadableSource: truncated, damaged, encrypted, or without a page.
    """
    tail = data[-_TAIL:]
    if b"%%EOF" not in tail and b"startxref" not in tail:
        raise refusal.truncated(name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _opening_failure(name, error) from error
    if not len(document):
        raise refusal.damaged(name, "không có trang nào")
    return document


def _opening_failure(name: str, error: pypdfium2.PdfiumError) -> UnreadableSource:
    if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return refusal.encrypted(name)
    return refusal.damaged(name, "không mở được bằng trình đọc PDF")


def _assemble(name: str, pages: list[Page], repairs: tuple[Diagnostic, ...]) -> SourceText:
    images = [page.number for page in pages if page.is_image]
    lines: list[Line] = []
    tables: list[Table] = []
    for page in pages:
        offset = len(tables)
        lines += ocr.counted_from(page.lines, offset)
        tables += page.tables
    if not lines:
        raise refusal.without_text(name)
    diagnostics = repairs + _image_pages(images, len(pages))
    sheets = tuple(page.size for page in pages)
    return SourceText(tuple(lines), PDF, len(pages), tuple(tables), diagnostics=diagnostics, sheets=sheets)


def _image_pages(images: list[int], pages: int) -> tuple[Diagnostic, ...]:
    if not images:
        return ()
    shown = ", ".join(str(number) for number in images)
    return (Diagnostic("image_pages", f"{len(images)}/{pages} trang là ảnh, chưa đọc được chữ: trang {shown}"),)


def read_page(document: pypdfium2.PdfDocument, at: int, encodings: Encodings | None = None) -> Page:
    """One page, counted from 0, as its text layer gives it; `encodings` decode the letters of old fonts."""
    page = document[at]
    frame = Frame.of(page)
    layer = TextLayer(page, frame)
    try:
        contents = Contents.of(page)
        grids = find_grids(edges(frame, contents))
        if grids or encodings is not None:
            glyphs = layer.glyphs(0, layer.count, kept=encodings is not None)
            lines, tables = _lines(decoded(page, glyphs, encodings) if encodings else glyphs, grids, at + 1)
        else:
            lines, tables = _ordered([(segment, None) for segment in segments.of_layer(layer)], at + 1), ()
        covered = picture_share(page, contents)
        letters = sum(len(line.text) - line.text.count(" ") for line in lines) if covered else 0
        if covered >= _GARBLED_SHARE and not _is_readable(lines):
            return Page(at + 1, (), (), is_image=True, is_garbled=True, size=page.get_size())
        is_image = any(covered >= share and letters < few for share, few in _IMAGE_PAGE)
        return Page(at + 1, lines, tables, is_image, size=page.get_size())
    finally:
        layer.close()
        page.close()


def _is_readable(lines: Sequence[Line]) -> bool:
    text = "\n".join(line.text for line in lines)
    return legibility.is_legible(text) or legacy_encoding(text) is not None


def _lines(glyphs: list[Glyph], grids: list[Grid], page: int) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    cells: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in grids]
    places: list[int | None] = []
    place: tuple[int, tuple[int, int]] | None = None
    for glyph in glyphs:
        if glyph.box is not None:  # a blank stays with the letter before it
            place = _place(grids, glyph.box)
        places.append(place[0] if place else None)
        if place is not None:
            cells[place[0]].setdefault(place[1], []).append(glyph)
    drawn = [_drawn(grid, content) for grid, content in zip(grids, cells, strict=True)]
    data = {at for at, (table, _) in enumerate(drawn) if table.rows and not is_layout(table.rows)}
    running = [glyph for glyph, at in zip(glyphs, places, strict=True) if at not in data]
    found: list[tuple[Segment, int | None]] = [(segment, None) for segment in segments.of_glyphs(running)]
    tables: list[Table] = []
    for at in sorted(data):
        table, boxes = drawn[at]
        rows = zip(table.rows, boxes, strict=True)
        found += ((Segment(row_text(row), box), len(tables)) for row, box in rows)
        tables.append(table.table(page))
    return _ordered(found, page), tuple(tables)


def _place(grids: list[Grid], box: Box) -> tuple[int, tuple[int, int]] | None:
    """The grid, and the cell in it, in which a box has its middle."""
    for at, grid in enumerate(grids):
        if cell := grid.cell_of(box):
            return at, cell
    return None


def _ordered(found: Sequence[tuple[Segment, int | None]], page: int) -> tuple[Line, ...]:
    ordered = (found[at] for at in in_reading_order([segment.box for segment, _ in found]))
    return tuple(Line(s.text, page, s.box, table, size=s.size) for s, table in ordered)


def _drawn(grid: Grid, content: dict[tuple[int, int], list[Glyph]]) -> tuple[Drawn, list[Box]]:
    """The grid's rows that hold words, each with the box around them; a cell keeps its line breaks."""
    rows: list[tuple[str, ...]] = []
    boxes: list[Box] = []
    for row in range(grid.rows):
        inside = [list(segments.of_glyphs(content.get((row, column), []))) for column in range(grid.columns)]
        rows.append(tuple("\n".join(segment.text for segment in cell) for cell in inside))
        if any(cell.strip() for cell in rows[-1]):
            boxes.append(around([segment.box for cell in inside for segment in cell]))
    return Drawn(tuple(rows), grid.reaches).inked, boxes
