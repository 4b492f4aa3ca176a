"""Heads and feet of pages: mostly numbers and running titles, sometimes the letterhead of the first page."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from corpus.model import Diagnostic
from ingest.readers.legacy import Encodings
from ingest.readers.runs import lines_of
from ingest.readers.wordml.names import R, W
from ingest.readers.wordml.package import Package
from ingest.readers.wordml.walk import Walk
from ingest.source_text import Line, SourceText

_LETTERHEAD = re.compile(r"\s*(Số\s*:|CỘNG HÒA XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM)", re.IGNORECASE)


def page_heads(package: Package, body: etree._Element, top: Sequence[Line]) -> tuple[list[Line], list[Diagnostic]]:
    """The letterhead that stands in a head of pages and not in the body, and all other heads and feet as remarks.

    Args:
        package: The file.
        body: Its sections name the heads and feet.
        top: The first lines of the body.
    """
    letterhead: list[Line] = []
    remarks: dict[str, None] = {}
    for reference in body.iter(f"{W}headerReference", f"{W}footerReference"):
        lines = _lines(package, reference.get(f"{R}id", ""))
        is_head = reference.tag == f"{W}headerReference"
        if is_head and not letterhead and _is_letterhead(lines) and not _is_letterhead(top):
            letterhead = lines
        elif lines != letterhead:
            remarks |= dict.fromkeys(line.text for line in lines if any(c.isalpha() for c in line.text))
    return letterhead, [Diagnostic("running_head", line) for line in remarks]


def _lines(package: Package, relationship: str) -> list[Line]:
    path = package.target(relationship)
    root = None if path is None else package.part(path)
    if root is None:
        return []
    walk = Walk(package, lambda name, data: SourceText((), ""))
    paragraphs = list(walk.read(root))
    lines, _ = lines_of(paragraphs, Encodings.of(run for p in paragraphs for run in p.runs).text)
    return [replace(line, table=None) for line in lines]


def _is_letterhead(lines: Sequence[Line]) -> bool:
    return any(_LETTERHEAD.match(line.text) for line in lines)
