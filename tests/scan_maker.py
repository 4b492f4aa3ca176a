"""Pages as an office's scanner leaves them: lines of Vietnamese drawn as pictures, tilted and dusty if asked for."""

import io
from collections.abc import Sequence

import fontpkg_noto_serif
from PIL import Image, ImageDraw, ImageFont

DPI = 150
WIDTH, HEIGHT = 1240, 1754  # an A4 sheet
_LEFT, _TOP, _STEP = 160, 160, 48


def letters(size: int = 26) -> ImageFont.FreeTypeFont:
    """The letters of the pages, so many dots high."""
    return ImageFont.truetype(str(fontpkg_noto_serif.ROOT / "files" / "NotoSerif[wdth,wght].ttf"), size)


def scan(lines: Sequence[str], tilt: float = 0.0, size: int = 26) -> Image.Image:
    """One grey page with the lines drawn one below the other; `tilt` in degrees."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    font = letters(size)
    for row, line in enumerate(lines):
        pen.text((_LEFT, _TOP + row * _STEP), line, font=font, fill=0)
    return page.rotate(tilt, fillcolor=255) if tilt else page


def as_bytes(*pages: Image.Image, kind: str = "PNG") -> bytes:
    """The pages as one file: a PNG or JPEG of one page, a TIFF or a PDF of many."""
    out = io.BytesIO()
    many = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(out, kind, dpi=(DPI, DPI), resolution=DPI, **many)
    return out.getvalue()
