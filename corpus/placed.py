"""Where the characters of a source's text stand in its file: pages, printed lines, boxes; kept a row a page.

Every character of the text of a file with pages lies on one printed line, the line feeds between lines aside.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_COLUMNS = "number, width, height, lines"

Box = tuple[float, float, float, float]
"""(left, top, right, bottom) in points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Characters [start, end) of a source's text that a page prints as one line.

    Attributes:
        box: Around them; None where the reader knows only the page.
        confidence: 0 to 1, how sure the recogniser of a picture is; None for letters that the file itself holds.
        read: What stood there before it was repaired; "" where the text is as it was read.
    """

    start: int
    end: int
    box: Box | None
    confidence: float | None = None
    read: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a source: its number (1 is the first), its size in points, its printed lines in reading order."""

    number: int
    width: float
    height: float
    lines: tuple[Placed, ...] = ()


def insert(db: sqlite3.Connection, sha256: str, pages: Iterable[Page]) -> None:
    """Write the pages of a source."""
    db.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                sha256,
                page.number,
                page.width,
                page.height,
                min((line.start for line in page.lines), default=None),
                max((line.end for line in page.lines), default=None),
                json.dumps([_as_row(line) for line in page.lines], ensure_ascii=False, separators=(",", ":")),
            )
            for page in pages
        ],
    )


def of_source(db: sqlite3.Connection, sha256: str) -> tuple[Page, ...]:
    """Every page of a source, also those without a word; () for one without pages, or read before they were kept."""
    return _read(
        db.execute("SELECT number, width, height, lines FROM page WHERE sha256 = ? ORDER BY number", (sha256,))
    )


def of_span(db: sqlite3.Connection, sha256: str, start: int, end: int) -> tuple[Page, ...]:
    """The pages on which the characters [start, end) stand, each with the lines that hold some of them."""
    found = db.execute(
        f"SELECT {_COLUMNS} FROM page WHERE sha256 = ? AND first < ? AND last > ? ORDER BY number",
        (sha256, end, start),
    )
    return narrowed(_read(found), ((start, end),))


def narrowed(pages: Iterable[Page], spans: Sequence[tuple[int, int]]) -> tuple[Page, ...]:
    """The pages with only the lines that hold characters of the spans; pages without any are left out."""
    parts = (
        Page(
            page.number,
            page.width,
            page.height,
            tuple(line for line in page.lines if any(line.start < end and start < line.end for start, end in spans)),
        )
        for page in pages
    )
    return tuple(page for page in parts if page.lines)


def _read(rows: Iterable[tuple[int, float, float, str]]) -> tuple[Page, ...]:
    return tuple(
        Page(number, width, height, tuple(map(_as_line, json.loads(lines)))) for number, width, height, lines in rows
    )


def _as_row(line: Placed) -> list[object]:
    return [line.start, line.end, line.box, line.confidence, line.read]


def _as_line(row: Sequence[object]) -> Placed:
    start, end, box, confidence, read = row
    return Placed(start, end, tuple(box) if box else None, confidence, read)  # type: ignore[arg-type]  # as written
