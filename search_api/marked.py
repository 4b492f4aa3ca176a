"""Text with marks as HTML, escaped."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from search_api.wire import Mark


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text escaped, with <mark> around the characters the marks name.

    Marks beyond the text are cut to it; overlapping and touching ones become one.
    """
    pieces, at = [], 0
    for start, end in merged(marks, len(text)):
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])


def merged(marks: Iterable[Mark], length: int) -> list[tuple[int, int]]:
    """The stretches that marks name in a text of a length, apart and in order."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted((max(0, m.start), min(m.end, length)) for m in marks):
        if start >= end:
            continue
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
