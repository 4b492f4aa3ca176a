"""Image files (a photographed or scanned page; a TIFF of several pages) through recognition."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from ingest.readers import ocr, refusal, scanned
from ingest.readers.media import sniff
from ingest.readers.ocr import TurnPage, silently
from ingest.source_text import Line, SourceText, Table

_A4_INCHES = (8.27, 11.69)
_MOST_DOTS = 100_000_000
_MOST_PAGES = 500


def read(name: str, data: bytes, turn_page: TurnPage = silently) -> SourceText:
    """The lines recognised in an image file, each frame a page.

    An image says little of its size on paper, so its shorter side is taken for the width of an A4 sheet, or its height
    where it lies across.

    Raises:
        UnreadableSource: damaged, too large, without words, or no Vietnamese recogniser here.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            pages = getattr(image, "n_frames", 1)
            if image.width * image.height > _MOST_DOTS or pages > _MOST_PAGES:
                raise refusal.bomb(name, _MOST_DOTS)
            if not ocr.is_available():
                raise refusal.without_recogniser(name, 0, pages, ocr.INSTALL)
            sizes: list[tuple[float, float]] = []
            recognised = list(ocr.recognise(_measured(sheets(image), sizes), turn_page))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise refusal.damaged(name, "không mở được ảnh") from error
    remarks = scanned.remarks(name, recognised, pages)
    lines: list[Line] = []
    tables: list[Table] = []
    for page in recognised:
        lines += ocr.counted_from(page.lines, len(tables))
        tables += page.tables
    return SourceText(tuple(lines), sniff(data), pages, tuple(tables), diagnostics=remarks, sheets=tuple(sizes))


def _measured(pages: Iterator[ocr.Sheet], sizes: list[tuple[float, float]]) -> Iterator[ocr.Sheet]:
    """The pages as they come, their sizes in points noted."""
    for sheet in pages:
        sizes.append((sheet.image.width * 72 / ocr.DPI, sheet.image.height * 72 / ocr.DPI))
        yield sheet


def sheets(image: Image.Image) -> Iterator[ocr.Sheet]:
    """The frames of an image file as pages to recognise: upright, grey, `ocr.DPI` dots an inch of an A4 sheet."""
    for number, frame in enumerate(ImageSequence.Iterator(image), start=1):
        yield ocr.Sheet(number, as_recognised(frame))


def as_recognised(frame: Image.Image) -> Image.Image:
    """A frame as it goes to the recogniser: upright, grey, on white, at its resolution."""
    return _at_scale(_on_white(ImageOps.exif_transpose(frame)))


def _on_white(frame: Image.Image) -> Image.Image:
    """The frame in grey; what is transparent becomes paper."""
    if frame.has_transparency_data:
        layered = frame.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        frame = paper
    return frame.convert("L")


def _at_scale(grey: Image.Image) -> Image.Image:
    shorter, _ = sorted(grey.size)
    scale = _A4_INCHES[0] * ocr.DPI / shorter
    # A strip of a page, such as a cut-out heading, is no A4 sheet; it would be blown up beyond use.
    scale = min(scale, 2.0)
    size = (max(1, round(grey.width * scale)), max(1, round(grey.height * scale)))
    return grey.resize(size, Image.Resampling.LANCZOS) if size != grey.size else grey
