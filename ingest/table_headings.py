"""How many rows at the top of a table are its headings: what the file marks, else what the rows themselves show."""

import re
from collections.abc import Sequence

from corpus.table import counts_columns
from corpus.text import fold
from ingest.source_text import Reach

_MOST = 5
_LONGEST = 120  # characters of a heading cell
_ORDINAL = re.compile(r"(stt|tt|so tt|so thu tu|s\.t\.t|t\.t|so hieu|ma so)\W*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;]$|^[-–+•]|^\d+[.)]\s")
_NUMBER = re.compile(r"([IVXLC]+|[A-ZĐ]|\d+)[.)]?")
_DIGIT = re.compile(r"\d")


def headings(
    rows: Sequence[Sequence[str]],
    reaches: Sequence[Reach] = (),
    marked: int = 0,
    bold: Sequence[bool] | None = None,
) -> int | None:
    """The number of heading rows; None where nothing tells.

    Args:
        rows: Cells row by row, "" where another cell reaches over.
        reaches: The wide and tall cells.
        marked: How many rows at the top the file itself marks (`tblHeader`, `thead`, `th`).
        bold: For each row, whether all its words are bold; None where the format does not say.

    In this order: the mark; a row that counts the columns ("(1) (2) (3)"); "STT" or "TT" in the first cell; bold rows
    over rows that are not; a first row of short words over a column of figures. Cells that reach further down, and the
    parts of a wide cell, are headings too.
    """
    title = _title(rows)
    own = rows[title:]
    found = marked or _counted(rows) or _bold(rows, bold or ())
    if not found and own and (below := _ordinal(own) or _words_over_figures(own)):
        found = title + below
    return min(_whole(found, rows, reaches), len(rows)) if found else None


def are_named(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows themselves say that the first ones are headings: "STT" in the first cell, or counted columns."""
    own = rows[_title(rows) :]
    return bool(own and (_ordinal(own) or _counted(rows)))


def _title(rows: Sequence[Sequence[str]]) -> int:
    """Rows at the top with one cell of words: the table's name, or its unit of money."""
    return next((at for at, row in enumerate(rows[:_MOST]) if sum(1 for cell in row if cell.strip()) > 1), 0)


def _counted(rows: Sequence[Sequence[str]]) -> int:
    return next((at + 1 for at, row in enumerate(rows[:_MOST]) if at and counts_columns(list(row))), 0)


def _ordinal(rows: Sequence[Sequence[str]]) -> int:
    """The rows over which the first cells spell "STT": old tables print "S", "T", "T" one below another."""
    spelt = ""
    for at, row in enumerate(rows[:3], start=1):
        spelt += fold(row[0]).strip() + " "
        if _ORDINAL.fullmatch(spelt.strip()) or spelt in ("s tt ", "s t t ", "so tt "):
            return at
    return 0


def _bold(rows: Sequence[Sequence[str]], bold: Sequence[bool]) -> int:
    """Bold rows at the top; "I | Máy móc" in bold is the first group under them."""
    at = next((at for at, is_bold in enumerate(bold) if not is_bold or _NUMBER.fullmatch(rows[at][0].strip())), 0)
    return at if at <= _MOST else 0


def _words_over_figures(rows: Sequence[Sequence[str]]) -> int:
    first = [cell.strip() for cell in rows[0]]
    if not all(first) or len(set(first)) < len(first) or any(_DIGIT.search(c) or _is_prose(c) for c in first):
        return 0
    below = rows[1:]
    figures = any(
        all(at < len(row) and _DIGIT.search(row[at]) for row in below if any(row)) for at in range(len(first))
    )
    return int(figures)


def _is_prose(cell: str) -> bool:
    return len(cell) > _LONGEST or bool(_SENTENCE.search(cell))


def _whole(found: int, rows: Sequence[Sequence[str]], reaches: Sequence[Reach]) -> int:
    """The rows down to where every cell that begins among the headings ends, and the parts of a wide cell are named."""
    end = found
    for reach in sorted(reaches, key=lambda r: r.row):
        if reach.row < end and reach.row + reach.rows <= _MOST:
            end = max(end, reach.row + reach.rows)
    parted = any(r.row == end - 1 and r.rows == 1 and 1 < r.columns < len(rows[0]) for r in reaches)
    if parted and end + 1 < len(rows) and not rows[end][0].strip():
        return end + 1
    return end
