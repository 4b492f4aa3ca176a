"""Footnotes beside the text: each goes with the place whose words carry its mark, "[3]"."""

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.model import Note
from corpus.reference import DocId, Ref
from ingest.source_text import Line
from ingest.tree import Structure

MARK = re.compile(r"\[(\d{1,4})\]")


def footnotes(doc_id: DocId, lines: Sequence[Line], tree: Structure) -> tuple[Note, ...]:
    """A "ghi_chu" for each mark in the text whose note the source has; in the order of the marks.

    Args:
        doc_id: The document the lines are of.
        lines: Notes stand last, each beginning with its mark.
        tree: The places of those lines.
    """
    texts = _texts(lines)
    return tuple(
        Note(Ref(doc_id, node.locator), "ghi_chu", texts[number])
        for node in tree.nodes
        for start, end in node.runs
        for line in lines[start:end]
        if texts and not line.note
        for number in MARK.findall(line.text)
        if number in texts
    )


def _texts(lines: Sequence[Line]) -> dict[str, str]:
    """The words of each note by its number; a note may have several lines."""
    parts: dict[str, list[str]] = defaultdict(list)
    number = ""
    for line in lines:
        if not line.note:
            continue
        if mark := MARK.match(line.text):
            number = mark.group(1)
        parts[number].append(line.text[mark.end() if mark else 0 :].strip())
    return {number: " ".join(part for part in words if part) for number, words in parts.items() if number}
