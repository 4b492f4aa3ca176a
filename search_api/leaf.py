"""One page of a source as its file shows it, with the words of a quote marked."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import BadReference, CanCuError
from corpus.model import Source
from corpus.originals import bytes_path, images_path
from corpus.placed import Page
from corpus.reference import DocId
from corpus.store import Store
from ingest.page_images import has_pages, marked, page_image
from search_api.library import NotHeld
from search_api.naming import MOST_SPANS, leaf_address, picture_address
from search_api.report import report_out
from search_api.report_wire import PartOut, ReportOut

Spans = tuple[tuple[int, int], ...]

_STRETCH = re.compile(r"(\d{1,9})-(\d{1,9})")
_SHA256 = re.compile(r"(\d{1,3}-)?[0-9a-f]{64}")
_AT_ONCE = 2
_WAIT = 30.0  # seconds that a page waits for its turn to be drawn
_turns = threading.BoundedSemaphore(_AT_ONCE)


class DrawingBusy(CanCuError):
    """Other pages are being drawn."""

    def __init__(self) -> None:
        super().__init__("Đang dựng ảnh của những trang khác", "", "Chờ một lát rồi tải lại trang.")


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the view of one page shows.

    Attributes:
        report: Of the whole source.
        part: Of this page; None for a source read before the places of its characters were kept.
        image: Address of the picture with what is quoted marked; without a quote, what the report doubts.
        is_quote: Whether words are quoted.
        words: Those of them that stand on this page.
        shown_on: The pages on which they stand, each with the address that marks them there.
        before, after: Addresses of the pages beside this one, with the same marks; None at the ends.
    """

    report: ReportOut
    number: int
    part: PartOut | None
    image: str
    is_quote: bool
    words: str
    shown_on: tuple[tuple[int, str], ...]
    before: str | None
    after: str | None


def parse_spans(text: str) -> Spans:
    """The stretches that an address marks: ((120, 180), (200, 220)) for "120-180,200-220", () for "".

    Raises:
        BadReference: not so written, or more than `MOST_SPANS`.
    """
    if not text:
        return ()
    found = [_STRETCH.fullmatch(part) for part in text.split(",", MOST_SPANS)]
    spans = tuple((int(match[1]), int(match[2])) for match in found if match)
    if len(spans) != len(found) or len(spans) > MOST_SPANS or any(start >= end for start, end in spans):
        raise BadReference(text[:80], "đoạn viết theo mẫu 120-180,200-220")
    return spans


def source_of(sha256: str, store: Store) -> tuple[DocId, Source]:
    """A held source and its document, without its text.

    Raises:
        NotHeld: no such source.
    """
    held = store.sources_named(sha256) if _SHA256.fullmatch(sha256) else []
    if not held:
        raise NotHeld(f"nguồn {sha256[:12]}")
    return held[0]


def leaf_of(sha256: str, number: int, spans: Spans, store: Store) -> Leaf:
    """The view of a page.

    Raises:
        NotHeld: no such source, or no such page.
    """
    _, source = source_of(sha256, store)
    report = report_out(sha256, store)
    own = {part.number: part for part in report.parts if part.number} if report else {}
    known = not own or number in own
    if report is None or not has_pages(source.media_type) or number < 1 or not known:
        raise NotHeld(f"trang {number} của nguồn {sha256[:12]}")
    text = store.text_of(sha256)
    part = own.get(number)
    pages = _marked_pages(sha256, spans, store)
    return Leaf(
        report,
        number,
        part,
        picture_address(sha256, number, spans) if spans or not part or not part.image else part.image,
        bool(spans),
        "\n".join(text[start:end].strip() for start, end in _on_page(pages, number, spans)),
        tuple((page.number, leaf_address(sha256, page.number, spans)) for page in pages),
        leaf_address(sha256, number - 1, spans) if number > 1 and (not own or number - 1 in own) else None,
        leaf_address(sha256, number + 1, spans) if number + 1 in own else None,
    )


def picture_of(sha256: str, number: int, spans: Spans, store: Store, home: Path) -> bytes:
    """A page as PNG, the characters of the spans marked.

    Raises:
        NotHeld: no such source, or it has no such page.
        DrawingBusy: too many pages are waited for.
        UnreadableSource: the page cannot be drawn.
    """
    _, source = source_of(sha256, store)
    known = [page.number for page in store.pages(sha256)]
    if not has_pages(source.media_type) or number < 1 or (known and number not in known):
        raise NotHeld(f"trang {number} của nguồn {sha256[:12]}")
    kept = images_path(home, sha256) / f"{number}.png"
    with _turn(needed=not kept.exists()):
        png = page_image(bytes_path(home, sha256), source.media_type, number, kept).read_bytes()
    page = next((page for page in _marked_pages(sha256, spans, store) if page.number == number), None)
    return marked(png, page) if page else png


def _on_page(pages: Sequence[Page], number: int, spans: Spans) -> Iterator[tuple[int, int]]:
    """The stretches of the spans that stand on one page, printed lines that follow each other taken together."""
    lines = next((page.lines for page in pages if page.number == number), ())
    held: tuple[int, int] | None = None
    for start, end in spans:
        for line in lines:
            part = (max(start, line.start), min(end, line.end))
            if part[0] >= part[1]:
                continue
            if held and held[1] <= part[0] <= held[1] + 1:
                held = (held[0], part[1])
                continue
            if held:
                yield held
            held = part
    if held:
        yield held


def _marked_pages(sha256: str, spans: Spans, store: Store) -> Sequence[Page]:
    """The pages on which characters of the spans stand, in order, with the lines that hold them."""
    found: dict[int, Page] = {}
    for start, end in spans:
        for page in store.pages_of(sha256, start, end):
            before = found.get(page.number)
            lines = (*before.lines, *page.lines) if before else page.lines
            found[page.number] = Page(page.number, page.width, page.height, tuple(dict.fromkeys(lines)))
    return [found[number] for number in sorted(found)]


@contextmanager
def _turn(*, needed: bool) -> Iterator[None]:
    if not needed:
        yield
        return
    if not _turns.acquire(timeout=_WAIT):
        raise DrawingBusy
    try:
        yield
    finally:
        _turns.release()
