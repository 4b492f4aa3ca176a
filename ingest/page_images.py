"""Pages of original files as pictures, drawn in a process of its own and kept: a page that hangs costs only itself."""

import io
import multiprocessing
import os
import resource
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageChops

from corpus.errors import UnreadableSource
from corpus.placed import Box, Page
from ingest.readers import picture
from ingest.readers.media import IMAGES, PDF

SECONDS = 30.0
MEMORY = 2 * 2**30
LONGEST = 1600
"""Most dots that the longer side of a picture has."""

_DPI = 110
_COLOURS = 64  # enough for ink, seals and the greys of a scan
_MARK = (255, 231, 160)
_MARGIN_PT = 2.0


def has_pages(media_type: str) -> bool:
    """Whether files of this kind have pages that can be drawn."""
    return media_type == PDF or media_type in IMAGES


def page_image(original: Path, media_type: str, number: int, kept: Path) -> Path:
    """The PNG file of a page, drawn on the first call and kept at `kept`; it appears whole or not at all.

    Args:
        original: The bytes of the file.
        media_type: Of the file, one that `has_pages`.
        number: 1 for the first page.
        kept: Where the picture lies.

    Raises:
        UnreadableSource: no such page, too slow, or the bytes are damaged or gone.
    """
    if not kept.exists():
        try:
            data = original.read_bytes()
        except OSError as error:
            raise _undrawn(number, "không còn tệp gốc") from error
        _write_whole(kept, _drawn_apart(data, media_type, number))
    return kept


def draw(data: bytes, media_type: str, number: int) -> bytes:
    """A page as PNG, at most `LONGEST` dots long, in 64 colours.

    Raises:
        IndexError: no such page.
    """
    image = _pdf_page(data, number) if media_type == PDF else _frame(data, number)
    image.thumbnail((LONGEST, LONGEST))
    return _as_png(image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE))


def marked(png: bytes, page: Page) -> bytes:
    """The picture of a page with the boxes of its lines marked; the letters under a mark stay."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    scale = image.width / page.width if page.width else 0.0
    for line in page.lines:
        if line.box is None:
            continue
        place = _dots(line.box, scale, image.size)
        under = image.crop(place)
        image.paste(ImageChops.multiply(under, Image.new("RGB", under.size, _MARK)), place)
    return _as_png(image.quantize(_COLOURS * 2, dither=Image.Dither.NONE))


def _dots(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = (round(side * scale) for side in box)
    margin = round(_MARGIN_PT * scale)
    x0, y0 = max(0, min(left - margin, size[0])), max(0, min(top - margin, size[1]))
    return (x0, y0, max(x0, min(right + margin, size[0])), max(y0, min(bottom + margin, size[1])))


def _pdf_page(data: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    if not 1 <= number <= len(document):
        raise IndexError(number)
    page = document[number - 1]
    scale = min(_DPI / 72, LONGEST / max(*page.get_size(), 1.0))
    image: Image.Image = page.render(scale=scale).to_pil()
    return image


def _frame(data: bytes, number: int) -> Image.Image:
    """A frame as it was recognised, so that its lines' boxes fit it."""
    with Image.open(io.BytesIO(data)) as image:
        if not 1 <= number <= getattr(image, "n_frames", 1):
            raise IndexError(number)
        image.seek(number - 1)
        return picture.as_recognised(image)


def _as_png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


# The process apart


def _drawn_apart(data: bytes, media_type: str, number: int) -> bytes:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, media_type, number), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send_bytes(data)
        if not ours.poll(SECONDS):
            raise _undrawn(number, f"lâu hơn {SECONDS:.0f} giây")
        drawn = ours.recv()
    except (EOFError, OSError) as error:
        raise _undrawn(number, "tiến trình vẽ dừng giữa chừng") from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if isinstance(drawn, bytes):
        return drawn
    raise _undrawn(number, str(drawn))


def _serve(pipe: Connection, media_type: str, number: int) -> None:
    """The child: the bytes of a file in; a PNG out, or in words why there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data = pipe.recv_bytes()
    try:
        pipe.send(draw(data, media_type, number))
    except IndexError:
        pipe.send("tệp không có trang này")
    except Exception as error:
        # The border of the process: whatever a library did not foresee is said of this one page.
        pipe.send(f"lỗi {type(error).__name__} khi vẽ")


def _undrawn(number: int, why: str) -> UnreadableSource:
    return UnreadableSource(
        f"Không dựng được ảnh trang {number}", why, "Xem tệp gốc bằng phần mềm khác, hoặc nạp lại tệp."
    )


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        part.write(content)
    os.replace(part.name, path)
