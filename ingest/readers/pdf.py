"""PDF pages as lines in reading order: pypdfium2 gives the characters, ruled tables become rows of cells."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from corpus.errors import UnreadableSource
from corpus.model import Diagnostic
from corpus.text import nfc
from ingest.readers import legibility, ocr, refusal, scanned
from ingest.readers.decoding import legacy_encoding
from ingest.readers.drawn_fonts import decoded, document_encodings
from ingest.readers.glyphs import Glyph, clean, font_size, is_noise, raise_marks
from ingest.readers.legacy import Encodings
from ingest.readers.media import PDF
from ingest.readers.ocr import TurnPage, silently
from ingest.readers.reading_order import in_reading_order
from ingest.readers.ruling import Edge, Grid, Point, as_bar, find_grids
from ingest.source_text import Box, Line, SourceText, Table

_TAIL = 4096
# A gap this wide inside a row of glyphs parts two columns (issuer | quốc hiệu); justified words stay well below.
_COLUMN_GAP_PT = 36.0
_COLUMN_GAP_SIZES = 3.0
# A page is a picture when images cover this share of it and hardly a word stands beside them. A Công báo frame around
# a scan keeps its running head (30 to 70 letters) as text; a mixed page keeps its letterhead (450).
_IMAGE_PAGE = ((0.10, 300), (0.30, 800))
_GARBLED_SHARE = 0.5
_MIN_PATHS = 6
_SIZE_STEP = 6  # the font's height is asked for one character in six, and for digits
# Parts of a line that the page draws apart, a raised mark of a note for one, are a blank apart at most.
_TOUCHING_SIZES = 0.8


@dataclass(frozen=True, slots=True)
class _Page:
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


@dataclass(frozen=True, slots=True)
class _Frame:
    """How page coordinates map to points from the shown page's top left corner: x' = a·x + b·y + c, likewise y'."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)


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
    document = _open(name, data)
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


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[_Page], tuple[Diagnostic, ...]]:
    """The pages as their text layers give them, letters of old fonts decoded, and what was decoded."""
    pages = [_read_page(document, at) for at in range(len(document))]
    # an annex in an old encoding may follow pages of Unicode
    if not any(legacy_encoding("\n".join(line.text for line in page.lines)) for page in pages):
        return pages, ()
    encodings = document_encodings(document)
    return [_read_page(document, at, encodings) for at in range(len(document))], encodings.diagnostics


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


def _completed(pages: Sequence[_Page], recognised: Sequence[ocr.Recognised]) -> list[_Page]:
    """The pages with the words of their pictures in their places among those of the text layer."""
    read = {found.page: found for found in recognised}
    whole = []
    for page in pages:
        if found := read.get(page.number):
            lines = (*page.lines, *found.lines)
            order = in_reading_order([line.bbox for line in lines if line.bbox])
            page = replace(page, lines=tuple(lines[at] for at in order), is_image=not found.lines)
        whole.append(page)
    return whole


def _open(name: str, data: bytes) -> pypdfium2.PdfDocument:
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


def _assemble(name: str, pages: list[_Page], repairs: tuple[Diagnostic, ...]) -> SourceText:
    images = [page.number for page in pages if page.is_image]
    lines: list[Line] = []
    tables: list[Table] = []
    for page in pages:
        offset = len(tables)
        lines += (replace(line, table=line.table + offset) if line.table is not None else line for line in page.lines)
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


def _read_page(document: pypdfium2.PdfDocument, at: int, encodings: Encodings | None = None) -> _Page:
    page = document[at]
    try:
        frame = _frame(page)
        glyphs = _glyphs(page, frame, kept=encodings is not None)
        if encodings is not None:
            glyphs = decoded(page, glyphs, encodings)
        grids = find_grids(_edges(page, frame))
        lines, tables = _lines(glyphs, grids, at + 1)
        covered = _picture_share(page)
        letters = sum(1 for glyph in glyphs if glyph.box)
        if covered >= _GARBLED_SHARE and not _is_readable(lines):
            return _Page(at + 1, (), (), is_image=True, is_garbled=True, size=page.get_size())
        is_image = any(covered >= share and letters < few for share, few in _IMAGE_PAGE)
        return _Page(at + 1, lines, tables, is_image, size=page.get_size())
    finally:
        page.close()


def _frame(page: pypdfium2.PdfPage) -> _Frame:
    """Asked from pdfium on a device of 100 dots a point, since rotation and crop box both count."""
    scale = 100
    width, height = (round(side * scale) for side in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(px: float, py: float) -> tuple[float, float]:
        pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, px, py, x, y)
        return (x.value / scale, y.value / scale)

    (ox, oy), (ax, ay), (bx, by) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    return _Frame((ax - ox) / 1000, (bx - ox) / 1000, ox, (ay - oy) / 1000, (by - oy) / 1000, oy)


def _glyphs(page: pypdfium2.PdfPage, frame: _Frame, kept: bool = False) -> list[Glyph]:
    """The page's characters in the order they are drawn; generated blanks and line ends have no box.

    Noise is left out unless it is to be `kept`: in an old encoding it may be letters.
    """
    text_page = page.get_textpage()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    unicode_at, box_at = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetCharBox
    glyphs: list[Glyph] = []
    for index in range(pdfium_c.FPDFText_CountChars(text_page)):
        code = unicode_at(text_page, index)
        if code in (10, 13, 32) or not box_at(text_page, index, left, right, bottom, top):
            glyphs.append(Glyph(chr(code), None))
        elif kept or not is_noise(code):
            box = frame.box(left.value, bottom.value, right.value, top.value)
            size = _size(text_page, index) if index % _SIZE_STEP == 0 or 48 <= code < 58 else None
            glyphs.append(Glyph(chr(code), box, index, size))
    text_page.close()
    return glyphs


def _size(text_page: pypdfium2.PdfTextPage, index: int) -> float | None:
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, box):
        return None
    return float(abs(box.top - box.bottom))


def _edges(page: pypdfium2.PdfPage, frame: _Frame) -> list[Edge]:
    """The straight level and upright lines the page draws; none when it draws too few for a table."""
    paths = list(page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=2))
    if len(paths) < _MIN_PATHS and sum(pdfium_c.FPDFPath_CountSegments(path) for path in paths) < 4 * _MIN_PATHS:
        return []
    return [edge for path in paths for edge in _path_edges(path, frame)]


def _path_edges(path: pypdfium2.PdfObject, frame: _Frame) -> Iterator[Edge]:
    """Edges of one path: thin filled bars (as Word draws borders) and stroked lines, not the sides of a shading."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _subpaths(path, frame):
        if bar := as_bar(points):
            yield bar
        elif stroke.value:
            yield from (Edge(start, end) for start, end in pairwise(points))


def _subpaths(path: pypdfium2.PdfObject, frame: _Frame) -> Iterator[list[Point]]:
    matrix = path.get_matrix()
    if path.container is not None:
        matrix = matrix.multiply(path.container.get_matrix())
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(pdfium_c.FPDFPath_CountSegments(path)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path, at)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            yield points
            points = []
        points.append(frame.point(*matrix.on_point(x.value, y.value)))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield points


def _picture_share(page: pypdfium2.PdfPage) -> float:
    """How much of the page its pictures cover, 0 to 1 (more where they lie over each other)."""
    width, height = page.get_size()
    covered = 0.0
    for image in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += abs((right - left) * (top - bottom)) / (width * height)
    return covered


def _is_readable(lines: Sequence[Line]) -> bool:
    text = "\n".join(line.text for line in lines)
    return legibility.is_legible(text) or legacy_encoding(text) is not None


def _lines(glyphs: list[Glyph], grids: list[Grid], page: int) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    segments: list[tuple[_Segment, int | None]] = []
    tables: list[Table] = []
    running: list[Glyph] = []
    cells: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in grids]
    place: tuple[int, tuple[int, int]] | None = None
    for glyph in glyphs:
        if glyph.box is not None:  # a blank stays with the letter before it
            place = next(((at, cell) for at, grid in enumerate(grids) if (cell := grid.cell_of(glyph.box))), None)
        if place is None:
            running.append(glyph)
        else:
            cells[place[0]].setdefault(place[1], []).append(glyph)
    segments += ((segment, None) for segment in _segments(running))
    for grid, content in zip(grids, cells, strict=True):
        if rows := _rows(grid, content):
            segments += ((segment, len(tables)) for segment in _row_segments(rows))
            tables.append(Table(page, tuple(cells for cells, _ in rows)))
    ordered = [segments[at] for at in in_reading_order([segment.box for segment, _ in segments])]
    return tuple(Line(s.text, page, s.box, table, size=s.size) for s, table in ordered), tuple(tables)


@dataclass(frozen=True, slots=True)
class _Segment:
    text: str
    box: Box
    size: float | None = None


def _segments(glyphs: list[Glyph]) -> Iterator[_Segment]:
    """Stretches of one row of glyphs, cut where the row ends or a column gap opens."""
    held: list[Glyph] = []
    last: Box | None = None
    ended = False
    for glyph in glyphs:
        if glyph.text in "\r\n":
            ended = True
            continue
        if last and glyph.box and (_parts(last, glyph.box) or (ended and not _touches(last, glyph.box))):
            yield from _segment(held)
            held = []
        held.append(glyph)
        last, ended = glyph.box or last, ended and not glyph.box
    yield from _segment(held)


def _parts(last: Box, box: Box) -> bool:
    size = max(last[3] - last[1], box[3] - box[1], 6.0)
    apart = box[0] - last[2] > max(_COLUMN_GAP_PT, _COLUMN_GAP_SIZES * size)
    return apart or box[1] > last[3] + size or box[3] < last[1] - size


def _touches(last: Box, box: Box) -> bool:
    size = max(last[3] - last[1], box[3] - box[1], 6.0)
    beside = -0.1 * size <= box[0] - last[2] <= _TOUCHING_SIZES * size
    return beside and min(last[3], box[3]) - max(last[1], box[1]) > -0.25 * size


def _segment(glyphs: list[Glyph]) -> Iterator[_Segment]:
    text = nfc(clean(raise_marks(glyphs)))
    boxes = [glyph.box for glyph in glyphs if glyph.box]
    if text and boxes:
        yield _Segment(text, _around(boxes), font_size(glyphs))


def _around(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1))


_Row = tuple[tuple[str, ...], Box]


def _rows(grid: Grid, content: dict[tuple[int, int], list[Glyph]]) -> list[_Row]:
    """The grid's rows that hold words, each with the box around them; a cell keeps its line breaks."""
    rows: list[_Row] = []
    for row in range(grid.rows):
        texts, boxes = [], []
        for column in range(grid.columns):
            segments = list(_segments(content.get((row, column), [])))
            texts.append("\n".join(segment.text for segment in segments))
            boxes += [segment.box for segment in segments]
        if boxes:
            rows.append((tuple(texts), _around(boxes)))
    return rows


def _row_segments(rows: list[_Row]) -> Iterator[_Segment]:
    for cells, box in rows:
        yield _Segment("\t".join(" ".join(cell.split()) for cell in cells), box)
