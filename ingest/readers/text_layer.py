"""The letters of a PDF page as pdfium holds them: all text in one call, places by run, and by letter where asked."""

import ctypes
import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from ingest.readers import pdfium
from ingest.readers.glyphs import Glyph, is_noise
from ingest.source_text import Box

_SIZE_STEP = 6  # the font's height is asked for one character in six, and for digits
_DIGITS = frozenset("0123456789")
_UNDRAWN = frozenset((10, 13, 32))
_NO_LETTER = re.compile("\ufffe")
_numbers = struct.Struct("4d").unpack_from
_UNIT = ctypes.POINTER(ctypes.c_ushort)


@dataclass(frozen=True, slots=True)
class Frame:
    """How page coordinates map to points from the shown page's top left corner: x' = a·x + b·y + c, likewise y'."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> "Frame":
        """Asked from pdfium on a device of 100 dots a point, since rotation and crop box both count."""
        scale = 100
        width, height = (round(side * scale) for side in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()

        def shown(px: float, py: float) -> tuple[float, float]:
            pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, px, py, x, y)
            return (x.value / scale, y.value / scale)

        (ox, oy), (ax, ay), (bx, by) = shown(0, 0), shown(1000, 0), shown(0, 1000)
        return cls((ax - ox) / 1000, (bx - ox) / 1000, ox, (ay - oy) / 1000, (by - oy) / 1000, oy)

    def boxes(self, places: Sequence[Box]) -> list[Box]:
        """Boxes given as left, bottom, right, top on the page as boxes of the page as it is shown."""
        if self.b == 0 == self.d and self.a > 0 > self.e:  # upright, as nearly all pages are
            a, c, e, f = self.a, self.c, self.e, self.f
            return [(a * left + c, e * top + f, a * right + c, e * bottom + f) for left, bottom, right, top in places]
        return [_spanned(self.point(left, bottom), self.point(right, top)) for left, bottom, right, top in places]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown."""
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)


def _spanned(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (x0, y0), (x1, y1) = one, other
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


class TextLayer:
    """The letters of one page, numbered in the order they are drawn.

    Attributes:
        count: Number of letters, the blanks and line ends that pdfium puts in among them.
    """

    def __init__(self, page: pypdfium2.PdfPage, frame: Frame) -> None:
        self._page = page.get_textpage()
        self._raw = pdfium.address(self._page.raw)
        self._frame = frame
        # left, bottom, right, top: written by pdfium, read at once
        self._box = (ctypes.c_double * 4)()
        self._sides = [ctypes.byref(self._box, 8 * side) for side in range(4)]
        self._loose = pdfium_c.FS_RECTF()
        self._loose_ref = ctypes.byref(self._loose)
        self.count: int = pdfium_c.FPDFText_CountChars(self._page.raw)

    def close(self) -> None:
        """Give the page's letters back to pdfium."""
        self._page.close()

    def text(self) -> str | None:
        """All letters in one string, one for one; None where pdfium leaves letters out or one takes two units."""
        buffer = ctypes.create_string_buffer(2 * (self.count + 1))
        written = pdfium_c.FPDFText_GetText(self._page.raw, 0, self.count, ctypes.cast(buffer, _UNIT))
        text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        if len(text) != self.count:
            return None
        # here pdfium writes a hyphen that it takes for the end of a line as no letter
        return _NO_LETTER.sub(lambda match: chr(pdfium.unicode(self._raw, match.start())), text)

    def runs(self, start: int, end: int) -> list[Box]:
        """The boxes of the letters from `start` up to `end`, gathered by pdfium where they are drawn together."""
        left, bottom, right, top = self._sides
        rect, raw, box = pdfium.rect, self._raw, self._box
        places = []
        for at in range(pdfium.count_rects(raw, start, end - start)):
            rect(raw, at, left, top, right, bottom)
            places.append(_numbers(box))
        return self._frame.boxes(places)

    def run_start(self, start: int, end: int, run: int) -> int:
        """The first letter of a run, counted from 0, among those that `runs` finds between `start` and `end`."""
        count, raw = pdfium.count_rects, self._raw
        return start + bisect_right(range(1, end - start), run, key=lambda letters: count(raw, start, letters))

    def asked(self, start: int, end: int) -> range:
        """The letters from `start` up to `end` whose font is asked for, besides digits."""
        return range(-(-start // _SIZE_STEP) * _SIZE_STEP, end, _SIZE_STEP)

    def sizes(self, letters: Iterable[int]) -> list[float]:
        """The heights of these letters' fonts in points; those of which pdfium knows none are left out."""
        loose, box, raw, box_at = self._loose, self._loose_ref, self._raw, pdfium.loose_box
        return [abs(size) for at in letters if box_at(raw, at, box) and (size := loose.top - loose.bottom)]

    def glyphs(self, start: int, end: int, kept: bool = False) -> list[Glyph]:
        """The letters one by one; generated blanks and line ends have no box.

        Noise is left out unless it is to be `kept`: in an old encoding it may be letters.
        """
        left, bottom, right, top = self._sides
        unicode_at, box_at, raw = pdfium.unicode, pdfium.char_box, self._raw
        letters: list[tuple[str, int]] = []
        places: list[Box] = []
        for index in range(start, end):
            code = unicode_at(raw, index)
            if code in _UNDRAWN or not box_at(raw, index, left, right, bottom, top):
                letters.append((chr(code), -1))
            elif kept or not is_noise(code):
                letters.append((chr(code), index))
                places.append(_numbers(self._box))
        boxes = iter(self._frame.boxes(places))
        return [
            Glyph(text, next(boxes), index, self._size(index) if index % _SIZE_STEP == 0 or text in _DIGITS else None)
            if index >= 0
            else Glyph(text, None)
            for text, index in letters
        ]

    def _size(self, at: int) -> float | None:
        loose = self._loose
        return abs(loose.top - loose.bottom) if pdfium.loose_box(self._raw, at, self._loose_ref) else None
