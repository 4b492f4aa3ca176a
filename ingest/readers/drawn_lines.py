"""What a PDF page draws besides letters: the straight lines of its tables, and how much of it pictures cover."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from ingest.readers.ruling import Edge, Point, as_bar
from ingest.readers.text_layer import Frame

_MIN_PATHS = 6
_DEEPEST = 2  # forms inside forms; tables are drawn no deeper, pictures one deeper


@dataclass(frozen=True, slots=True)
class Contents:
    """The paths and pictures of a page and of the forms on it, as pdfium's own handles.

    A page has hundreds of objects, most of them text, so no Python object is made for each.
    """

    paths: tuple[object, ...]
    pictures: tuple[object, ...]

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "Contents":
        """Found by walking the page, and its forms two levels down."""
        objects = _objects(page.raw, pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject)
        paths: list[object] = []
        pictures: list[object] = []
        for level in range(_DEEPEST + 1):
            forms = []
            for handle in objects:
                kind = pdfium_c.FPDFPageObj_GetType(handle)
                if kind == pdfium_c.FPDF_PAGEOBJ_PATH and level < _DEEPEST:
                    paths.append(handle)
                elif kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                    pictures.append(handle)
                elif kind == pdfium_c.FPDF_PAGEOBJ_FORM:
                    forms.append(handle)
            objects = [
                inner
                for form in forms
                for inner in _objects(form, pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject)
            ]
        return cls(tuple(paths), tuple(pictures))


def _objects(holder: object, count: Callable[[object], int], at: Callable[[object, int], object]) -> list[object]:
    return [at(holder, index) for index in range(count(holder))]


def edges(page: pypdfium2.PdfPage, frame: Frame, contents: Contents) -> list[Edge]:
    """The straight level and upright lines the page draws; none when it draws too few for a table."""
    few = len(contents.paths) < _MIN_PATHS
    if few and sum(pdfium_c.FPDFPath_CountSegments(path) for path in contents.paths) < 4 * _MIN_PATHS:
        return []
    paths = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST)
    return [edge for path in paths for edge in _path_edges(path, frame)]


def picture_share(page: pypdfium2.PdfPage, contents: Contents) -> float:
    """How much of the page its pictures cover, 0 to 1 (more where they lie over each other)."""
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    covered = 0.0
    for picture in contents.pictures:
        if pdfium_c.FPDFPageObj_GetBounds(picture, left, bottom, right, top):
            covered += abs((right.value - left.value) * (top.value - bottom.value)) / (width * height)
    return covered


def _path_edges(path: pypdfium2.PdfObject, frame: Frame) -> Iterator[Edge]:
    """Edges of one path: thin filled bars (as Word draws borders) and stroked lines, not the sides of a shading."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path, fill, stroke)
    for points in _subpaths(path, frame):
        if bar := as_bar(points):
            yield bar
        elif stroke.value:
            yield from (Edge(start, end) for start, end in pairwise(points))


def _subpaths(path: pypdfium2.PdfObject, frame: Frame) -> Iterator[list[Point]]:
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
