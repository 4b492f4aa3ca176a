"""A file that holds several documents → the text of each: its own lines, pages, notes and remarks."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.model import Diagnostic, SourceRank
from ingest.letterhead import beginnings
from ingest.source_text import Declared, Line, SourceText


def documents(source: SourceText) -> tuple[SourceText, ...]:
    """The text of each document of a file, in the order of the file; `(source,)` for a file of one.

    Every line is in one of them, and so are every note and remark; what concerns the file as a whole is said of the
    first. A page on which one ends and the next begins is a page of both. A
    source that itself says which document it is holds one.
    """
    if source.declared.so_hieu or not source.official or source.rank is SourceRank.CODIFIED:
        return (source,)
    starts = beginnings(source.lines)
    if len(starts) == 1:
        return (source,)
    spans = tuple(pairwise([*starts, len(source.lines)]))
    return tuple(_document(source, spans, at) for at in range(len(spans)))


def _document(source: SourceText, spans: Sequence[tuple[int, int]], at: int) -> SourceText:
    start, end = spans[at]
    pages = _pages(source, spans, at)
    told = [d for d in source.diagnostics if (_teller(source, spans, d.page) if d.page else 0) == at]
    notes = [note for note in source.footnotes if (at == 0 if note.line is None else start <= note.line < end)]
    return replace(
        source,
        lines=source.lines[start:end],
        pages=len(pages) if source.pages else None,
        declared=source.declared if at == 0 else Declared(),
        diagnostics=(*told, _one_of(at + 1, len(spans), pages)),
        footnotes=tuple(note if note.line is None else replace(note, line=note.line - start) for note in notes),
        sheets=source.sheets[pages.start - 1 : pages.stop - 1],
        first_page=pages.start,
    )


def _pages(source: SourceText, spans: Sequence[tuple[int, int]], at: int) -> range:
    """The pages of a document; those without words are of the document before them."""
    start, end = spans[at]
    if source.pages is None:
        return range(1, 1)
    own = _numbers(source.lines[start:end])
    after = min(_numbers(source.lines[end:]), default=source.pages + 1)
    return range(1 if at == 0 else min(own), max(max(own) + 1, after))


def _numbers(lines: Sequence[Line]) -> set[int]:
    return {part.page for line in lines for part in line.printed if part.page is not None}


def _teller(source: SourceText, spans: Sequence[tuple[int, int]], page: int) -> int:
    """Which document tells a remark on a page: the first that has the page."""
    return next((at for at in range(len(spans)) if page in _pages(source, spans, at)), 0)


def _one_of(number: int, count: int, pages: range) -> Diagnostic:
    where = f", trang {pages.start}–{pages.stop - 1}" if len(pages) > 1 else f", trang {pages.start}" if pages else ""
    return Diagnostic("one_of_several", f"Tệp có {count} văn bản; đây là văn bản thứ {number}{where}")
