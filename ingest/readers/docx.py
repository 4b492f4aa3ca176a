"""Word files as lines: paragraphs and tables in body order, with the numbers, boxes and notes Word shows."""

import re

from corpus.model import Diagnostic, SourceRank
from ingest.readers import html, refusal, text
from ingest.readers.legacy import Encodings
from ingest.readers.media import DOCX, HTML, MARKDOWN, PLAIN, sniff
from ingest.readers.runs import lines_of
from ingest.readers.wordml.names import W
from ingest.readers.wordml.package import Package
from ingest.readers.wordml.page_heads import page_heads
from ingest.readers.wordml.pictures import page_pictures
from ingest.readers.wordml.walk import Walk
from ingest.source_text import Declared, Line, SourceText

_EXPORTED = re.compile(r"Nguồn:.{0,40}\bvbpl\.vn(?:\W+ID:\s*(\d+))?")
_HEAD_LINES = 20
_CHUNK_READERS = {HTML: html.read, PLAIN: text.read, MARKDOWN: text.read}
_DEEPEST_CHUNK = 3


def read(name: str, data: bytes) -> SourceText:
    """The lines of a DOCX; rows of tables carry their table's index, notes come at the end as "[1] …".

    Raises:
        UnreadableSource: truncated, encrypted, damaged, unpacking without bounds, nested without bounds, or empty.
    """
    try:
        return _read(name, data, 0)
    except RecursionError as error:
        raise refusal.damaged(name, "các phần lồng nhau quá sâu") from error


def _read(name: str, data: bytes, depth: int) -> SourceText:
    package = Package(name, data)
    root = package.part(package.main)
    body = None if root is None else root.find(f"{W}body")
    if body is None:
        raise refusal.damaged(name, "không có phần nội dung")
    walk = Walk(package, lambda inner, part: _read_chunk(inner, part, depth))
    paragraphs = [*walk.read(body), *walk.read_notes()]
    encodings = Encodings.of(run for paragraph in paragraphs for run in paragraph.runs)
    lines, tables = lines_of(paragraphs, encodings.text)
    head, heads = page_heads(package, body, lines[:_HEAD_LINES])
    lines = [*head, *lines]
    pictures = page_pictures(body)
    if not lines:
        raise refusal.pictured(name, pictures) if pictures else refusal.without_text(name)
    rank, url = _published(lines)
    return SourceText(
        tuple(lines),
        DOCX,
        tables=tuple(tables),
        rank=rank,
        declared=Declared(url=url),
        diagnostics=(*encodings.diagnostics, *walk.diagnostics(), *_pictured(pictures), *heads),
    )


def _published(lines: list[Line]) -> tuple[SourceRank, str | None]:
    """Where a file was exported from, when its head says so: "Nguồn: Cổng thông tin vbpl.vn • ID: 166269"."""
    exported = next((match for line in lines[:12] if (match := _EXPORTED.match(line.text))), None)
    if exported is None:
        return SourceRank.SIGNED, None
    item = exported.group(1)
    return SourceRank.VBPL, f"https://vbpl.vn/TW/Pages/vbpq-toanvan.aspx?ItemID={item}" if item else None


def _pictured(count: int) -> list[Diagnostic]:
    message = f"Tệp có {count} ảnh cỡ trang giấy; chữ trong ảnh chưa được đọc"
    return [Diagnostic("page_pictures", message)] if count else []


def _read_chunk(name: str, data: bytes, depth: int) -> SourceText:
    """A file that Word takes in when it opens this one (altChunk)."""
    kind = sniff(data)
    if kind == DOCX and depth < _DEEPEST_CHUNK:
        return _read(name, data, depth + 1)
    if (reader := _CHUNK_READERS.get(kind)) is None:
        raise refusal.unknown_kind(name)
    return reader(name, data)
