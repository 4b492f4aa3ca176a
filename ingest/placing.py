"""From the lines of a file with pages to the places of every character of its text."""

from collections import defaultdict
from collections.abc import Sequence

from corpus.placed import Page, Placed
from ingest.source_text import Line, SourceText


def pages(source: SourceText) -> tuple[Page, ...]:
    """The pages of a source whose text is its lines joined by line feeds; () where the format has no pages."""
    found = _placed(source.lines)
    return tuple(
        Page(number, round(width, 1), round(height, 1), tuple(found[number]))
        for number, (width, height) in enumerate(source.sheets, start=source.first_page)
    )


def _placed(lines: Sequence[Line]) -> defaultdict[int | None, list[Placed]]:
    found: defaultdict[int | None, list[Placed]] = defaultdict(list)
    start = 0
    for line in lines:
        for part in line.printed:
            found[part.page].append(Placed(start + part.start, start + part.end, part.bbox, part.confidence, part.read))
        start += len(line.text) + 1
    return found
