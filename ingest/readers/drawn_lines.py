"""What a PDF page draws besides letters: the straight lines of its tables, and how much of it pictures cover."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from ingest.readers import pdfium
from ingest.readers.ruling import Edge, Point, as_bar
from ingest.readers.text_layer import Frame

_MIN_PATHS = 6
_DEEPEST = 2  # forms inside forms; tables are drawn no deeper, pictures one deeper
_TEXT = pdfium_c.FPDF_PAGEOBJ_TEXT
_PATH, _IMAGE, _FORM = pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM

_MOVE, _CURVE = pdfium_c.FPDF_SEGMENT_MOVETO, pdfium_c.FPDF_SEGMENT_BEZIERTO
_RECTANGLE = 5  # segments


@dataclass(frozen=True, slots=True)
class Contents:
    """The paths and pictures of a page and of the forms on it, as pdfium's own handles, in the order they are drawn.

    A page has hundreds of objects, most of them text, so no Python object is made for each. A path has the form it is
    drawn in beside it, None for the page itself.
    """

    paths: tuple[tuple[int, int | None], ...]
    pictures: tuple[int, ...]

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "Contents":
        """Found by walking the page, and its forms two levels down."""
        paths: list[tuple[int, int | None]] = []
        pictures: list[int] = []
        for handle, kind, form, level in _objects(pdfium.address(page.raw), None, 0):
            if kind == _IMAGE:
                pictures.append(handle)
            elif level < _DEEPEST:
                paths.append((handle, form))
        return cls(tuple(paths), tuple(pictures))


def _objects(holder: int, form: int | None, level: int) -> Iterator[tuple[int, int, int | None, int]]:
    """Paths and pictures: handle, type, the form around it, how deep that lies."""
    count, at = pdfium.page_objects if form is None else pdfium.form_objects
    type_of = pdfium.object_type
    for index in range(count(holder)):
        kind = type_of(handle := at(holder, index))
        if kind == _TEXT:  # nearly all
            continue
        if kind in (_PATH, _IMAGE):
            yield handle, kind, form, level
        elif kind == _FORM and level < _DEEPEST:
            yield from _objects(handle, handle, level + 1)


def edges(frame: Frame, contents: Contents) -> list[Edge]:
    """The straight level and upright lines the page draws; none when it draws too few for a table."""
    few = len(contents.paths) < _MIN_PATHS
    if few and sum(pdfium.count_segments(path) for path, _ in contents.paths) < 4 * _MIN_PATHS:
        return []
    return [edge for path, form in contents.paths for edge in _path_edges(path, form, frame)]


def picture_share(page: pypdfium2.PdfPage, contents: Contents) -> float:
    """How much of the page its pictures cover, 0 to 1 (more where they lie over each other)."""
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    sides = [ctypes.byref(side) for side in (left, bottom, right, top)]
    covered = 0.0
    for picture in contents.pictures:
        if pdfium.object_bounds(picture, *sides):
            covered += abs((right.value - left.value) * (top.value - bottom.value)) / (width * height)
    return covered


def _path_edges(path: int, form: int | None, frame: Frame) -> Iterator[Edge]:
    """Edges of one path: thin filled bars (as Word draws borders) and stroked lines, not the sides of a shading.

    A filled path with a curve is a picture: the emblem in a signature is one of 16,000 segments.
    """
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.draw_mode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not stroke.value and pdfium.count_segments(path) <= _RECTANGLE:
        if bar := as_bar(_corners(path, form, frame)):
            yield bar
        return
    for points in _subpaths(path, form, frame, curved=bool(stroke.value)):
        if bar := as_bar(points):
            yield bar
        elif stroke.value:
            yield from (Edge(start, end) for start, end in pairwise(points))


def _corners(path: int, form: int | None, frame: Frame) -> list[Point]:
    """Two opposite corners of a filled path: all there is to know of a bar, in one call for the twenty of its sides."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.object_bounds(path, *(ctypes.byref(side) for side in (left, bottom, right, top)))
    corners = [(left.value, bottom.value), (right.value, top.value)]
    if form is not None:
        corners = [_matrix(form).on_point(x, y) for x, y in corners]
    return [frame.point(x, y) for x, y in corners]


def _subpaths(path: int, form: int | None, frame: Frame, curved: bool) -> Iterator[list[Point]]:
    """The points of a path, part by part; none from its first curve on unless it may be `curved`."""
    matrix = _matrix(path)
    if form is not None:
        matrix = matrix.multiply(_matrix(form))
    a, b, c, d, e, f = matrix.get()
    x, y = ctypes.c_float(), ctypes.c_float()
    place = (ctypes.byref(x), ctypes.byref(y))
    points: list[Point] = []
    for at in range(pdfium.count_segments(path)):
        segment = pdfium.path_segment(path, at)
        pdfium.segment_point(segment, *place)
        kind = pdfium.segment_type(segment)
        if kind == _CURVE and not curved:
            return
        if kind == _MOVE:
            yield points
            points = []
        px, py = x.value, y.value
        points.append(frame.point(a * px + c * py + e, b * px + d * py + f))
        if pdfium.segment_closes(segment):
            points.append(points[0])
    yield points


def _matrix(handle: int) -> pypdfium2.PdfMatrix:
    raw = pdfium_c.FS_MATRIX()
    pdfium.object_matrix(handle, ctypes.byref(raw))
    return pypdfium2.PdfMatrix.from_raw(raw)
