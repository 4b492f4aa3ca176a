"""The letters of a PDF page as pdfium holds them: all text in one call, places by run, and by letter where asked."""

import ctypes
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from ingest.readers.glyphs import Glyph, is_noise
from ingest.source_text import Box

_SIZE_STEP = 6  # the font's height is asked for one character in six, and for digits
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

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page as it is shown."""
        if self.b == 0 == self.d and self.a > 0 > self.e:  # upright, as nearly all pages are
            return (
                self.a * left + self.c,
                self.e * top + self.f,
                self.a * right + self.c,
                self.e * bottom + self.f,
            )
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown."""
        return (self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f)


class TextLayer:
    """The letters of one page, numbered in the order they are drawn.

    Attributes:
        count: Number of letters, the blanks and line ends that pdfium puts in among them.
    """

    def __init__(self, page: pypdfium2.PdfPage, frame: Frame) -> None:
        self._page = page.get_textpage()
        self._raw = self._page.raw
        self._frame = frame
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._loose = pdfium_c.FS_RECTF()
        self.count: int = pdfium_c.FPDFText_CountChars(self._raw)

    def close(self) -> None:
        """Give the page's letters back to pdfium."""
        self._page.close()

    def text(self) -> str | None:
        """All letters in one string, one for one; None where pdfium leaves letters out or one takes two units."""
        buffer = ctypes.create_string_buffer(2 * (self.count + 1))
        written = pdfium_c.FPDFText_GetText(self._raw, 0, self.count, ctypes.cast(buffer, _UNIT))
        text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
        return text if len(text) == self.count else None

    def runs(self, start: int, end: int) -> list[Box]:
        """The boxes of the letters from `start` up to `end`, gathered by pdfium where they are drawn together."""
        left, bottom, right, top = self._sides
        rect_at, raw, box = pdfium_c.FPDFText_GetRect, self._raw, self._frame.box
        boxes = []
        for at in range(pdfium_c.FPDFText_CountRects(raw, start, end - start)):
            rect_at(raw, at, left, top, right, bottom)
            boxes.append(box(left.value, bottom.value, right.value, top.value))
        return boxes

    def asked(self, start: int, end: int) -> range:
        """The letters from `start` up to `end` whose font is asked for, besides digits."""
        return range(-(-start // _SIZE_STEP) * _SIZE_STEP, end, _SIZE_STEP)

    def size(self, at: int) -> float | None:
        """The height of a letter's font in points."""
        if not pdfium_c.FPDFText_GetLooseCharBox(self._raw, at, self._loose):
            return None
        return float(abs(self._loose.top - self._loose.bottom))

    def glyphs(self, start: int, end: int, kept: bool = False) -> list[Glyph]:
        """The letters one by one; generated blanks and line ends have no box.

        Noise is left out unless it is to be `kept`: in an old encoding it may be letters.
        """
        left, bottom, right, top = self._sides
        unicode_at, box_at = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetCharBox
        glyphs: list[Glyph] = []
        for index in range(start, end):
            code = unicode_at(self._raw, index)
            if code in (10, 13, 32) or not box_at(self._raw, index, left, right, bottom, top):
                glyphs.append(Glyph(chr(code), None))
            elif kept or not is_noise(code):
                box = self._frame.box(left.value, bottom.value, right.value, top.value)
                size = self.size(index) if index % _SIZE_STEP == 0 or 48 <= code < 58 else None
                glyphs.append(Glyph(chr(code), box, index, size))
        return glyphs
