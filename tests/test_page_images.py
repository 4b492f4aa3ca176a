"""Pictures of pages: drawn apart from the bytes, kept, marked where a quote stands."""

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import UnreadableSource
from corpus.placed import Page, Placed
from ingest import page_images
from ingest.page_images import draw, marked, page_image
from ingest.readers.media import PDF, PNG, TIFF
from tests.pdf_maker import HEIGHT, WIDTH, PageMaker, make_pdf
from tests.scan_maker import as_bytes, scan


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(image: Image.Image, box: tuple[float, float, float, float]) -> int:
    """Dark dots inside a box of points."""
    scale = image.width / WIDTH
    left, top, right, bottom = (round(side * scale) for side in box)
    return sum(image.crop((left, top, right, bottom)).convert("L").histogram()[:128])


def test_a_page_of_a_pdf_is_drawn_at_a_size_that_fits_a_screen() -> None:
    data = make_pdf([PageMaker().text(90, 100, "Điều 1"), PageMaker().text(90, 700, "Điều 2")])
    image = opened(draw(data, PDF, 2))
    assert image.width == pytest.approx(WIDTH * 110 / 72, abs=2)
    assert image.height == pytest.approx(HEIGHT * 110 / 72, abs=2)
    assert ink(image, (80, 685, 200, 705)) > 20
    assert ink(image, (80, 85, 200, 105)) == 0


def test_a_huge_page_is_drawn_small() -> None:
    data = make_pdf([PageMaker()]).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 9e4 842]")
    assert max(opened(draw(data, PDF, 1)).size) <= page_images.LONGEST


def test_a_frame_of_an_image_file_is_drawn_as_it_was_recognised() -> None:
    data = as_bytes(scan(["Điều 1"]), scan([]), kind="TIFF")
    first, second = opened(draw(data, TIFF, 1)), opened(draw(data, TIFF, 2))
    assert first.size == second.size
    assert first.width / first.height == pytest.approx(1240 / 1754, abs=0.01)
    assert ink(first, (70, 70, 200, 100)) > 20
    assert ink(second, (70, 70, 200, 100)) == 0


@pytest.mark.parametrize(("media_type", "number"), [(PDF, 0), (PDF, 2), (PNG, 0), (PNG, 2)])
def test_a_page_that_is_not_there_is_said(media_type: str, number: int, tmp_path: Path) -> None:
    data = make_pdf([PageMaker()]) if media_type == PDF else as_bytes(scan([]))
    with pytest.raises(IndexError):
        draw(data, media_type, number)


def test_a_quote_is_marked_and_its_letters_stay() -> None:
    data = make_pdf([PageMaker().text(90, 100, "Điều 1. Phạm vi").text(90, 200, "Điều 2.")])
    plain = draw(data, PDF, 1)
    page = Page(1, WIDTH, HEIGHT, (Placed(0, 15, (90, 92, 165, 102)),))
    shown = opened(marked(plain, page))
    scale = shown.width / WIDTH
    assert shown.getpixel((round(164 * scale), round(91 * scale))) == pytest.approx((255, 231, 160), abs=6)
    assert shown.getpixel((round(300 * scale), round(91 * scale))) == pytest.approx((255, 255, 255), abs=3)
    assert shown.getpixel((round(92 * scale), round(195 * scale))) != pytest.approx((255, 231, 160), abs=6)
    assert ink(shown, (88, 90, 167, 104)) == pytest.approx(ink(opened(plain), (88, 90, 167, 104)), rel=0.2)


def test_a_mark_beyond_the_page_is_cut_to_it() -> None:
    plain = draw(make_pdf([PageMaker()]), PDF, 1)
    page = Page(1, WIDTH, HEIGHT, (Placed(0, 1, (-50, -50, 20, 20)), Placed(1, 2, (900, 900, 950, 950))))
    assert opened(marked(plain, page)).size == opened(plain).size


def test_a_page_is_drawn_once_and_kept(tmp_path: Path) -> None:
    original, kept = tmp_path / "gốc", tmp_path / "pages" / "ab" / "1.png"
    original.write_bytes(make_pdf([PageMaker().text(90, 100, "Điều 1")]))
    assert page_image(original, PDF, 1, kept) == kept
    first = kept.read_bytes()
    assert opened(first).width > 800
    original.unlink()
    assert page_image(original, PDF, 1, kept).read_bytes() == first
    assert [path.name for path in kept.parent.iterdir()] == ["1.png"]


@pytest.mark.parametrize(
    ("data", "number", "why"),
    [
        (make_pdf([PageMaker()]), 2, "tệp không có trang này"),
        (b"%PDF-1.4\nno pages here\n%%EOF", 1, "lỗi PdfiumError khi vẽ"),
        (None, 1, "không còn tệp gốc"),
    ],
)
def test_what_cannot_be_drawn_says_why(data: bytes | None, number: int, why: str, tmp_path: Path) -> None:
    original, kept = tmp_path / "gốc", tmp_path / "x.png"
    if data is not None:
        original.write_bytes(data)
    with pytest.raises(UnreadableSource) as caught:
        page_image(original, PDF, number, kept)
    assert (caught.value.what, caught.value.where) == (f"Không dựng được ảnh trang {number}", why)
    assert not kept.exists()


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_images, "SECONDS", 0.0)
    original = tmp_path / "gốc"
    original.write_bytes(make_pdf([PageMaker()]))
    with pytest.raises(UnreadableSource, match="lâu hơn"):
        page_image(original, PDF, 1, tmp_path / "x.png")
