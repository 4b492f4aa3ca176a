"""Words in pictures of pages, recognised by tesseract: lines with their places and how sure the recogniser is.

Pages go to tesseract at 200 dots an inch, softened by one dot: of the resolutions from 200 to 400, softened or not,
the one whose pairs of words are most often pairs of the codified law (92.8 % against 89.7 % at a plain 300).
"""

import csv
import io
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageFilter

from corpus.text import nfc
from ingest.readers.picture_rules import Rules, find_rules
from ingest.readers.picture_tables import NO_TABLES, tables_of
from ingest.readers.reading_order import in_reading_order
from ingest.readers.words import Word, box_of, confidence_of, text_of
from ingest.source_text import Box, Line, Table

DPI = 200
LANGUAGE = "vie"
INSTALL = "sudo apt-get install tesseract-ocr tesseract-ocr-vie"
WORKERS = 2
PAGE_SECONDS = 90.0
LOW = 0.8
"""Lines less sure than this are told of."""

_SOFTEN = 1.0
_WAITING = 2 * WORKERS
_PT = 72 / DPI
_COLUMN_GAP_PT = 36.0
_COLUMN_GAP_SIZES = 3.0
_WORD = "5"
_NO_WORDS = 0.3

TurnPage = Callable[[], None]
"""Called whenever a page is done, so that whoever waits knows that the reader is alive."""


def silently() -> None:
    """Tell no one that a page is done."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as a grey picture of `DPI` dots an inch."""

    page: int
    image: Image.Image


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was recognised on one page.

    Attributes:
        lines: In reading order, each with its confidence (0 to 1: the mean over its letters).
        tables: The ruled tables; a row is a line with the index of its table.
        dropped: What the recogniser made of stamps, signatures and dust; no words.
        in_time: False when the recogniser took too long or failed; then there are no lines.
    """

    page: int
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    dropped: tuple[Line, ...] = ()
    in_time: bool = True


def counted_from(lines: Iterable[Line], tables: int) -> Iterator[Line]:
    """Lines whose tables come after others: the index of each grows by their number."""
    return (line if line.table is None else replace(line, table=line.table + tables) for line in lines)


@cache
def languages() -> frozenset[str]:
    """The languages of the tesseract on this machine; empty without one."""
    if shutil.which("tesseract") is None:
        return frozenset()
    try:
        listing = subprocess.run(["tesseract", "--list-langs"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listing.stdout.decode().split("\n")[1:]) - {""}


def is_available() -> bool:
    """Whether Vietnamese can be recognised here."""
    return LANGUAGE in languages()


def recognise(sheets: Iterable[Sheet], turn_page: TurnPage = silently) -> Iterator[Recognised]:
    """The words of each page, in the order of the pages; two pages at a time."""
    waiting: deque[Future[Recognised]] = deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        for sheet in sheets:
            waiting.append(pool.submit(_recognise_page, sheet))
            if len(waiting) >= _WAITING:
                yield _done(waiting, turn_page)
        while waiting:
            yield _done(waiting, turn_page)


def _done(waiting: deque[Future[Recognised]], turn_page: TurnPage) -> Recognised:
    page = waiting.popleft().result()
    turn_page()
    return page


def _recognise_page(sheet: Sheet) -> Recognised:
    grey = sheet.image.convert("L").filter(ImageFilter.GaussianBlur(_SOFTEN))
    rules = find_rules(sheet.image.convert("L"), DPI)
    if rules.grids:
        grey = rules.plain.filter(ImageFilter.GaussianBlur(_SOFTEN))
    bitmap = f"P5 {grey.width} {grey.height} 255\n".encode() + grey.tobytes()
    # One thread a page: tesseract's own threads make two pages at a time slower.
    command = ["env", "OMP_THREAD_LIMIT=1", "tesseract", "stdin", "stdout", "-l", LANGUAGE, "--psm", "3"]
    try:
        done = subprocess.run(
            [*command, "--dpi", str(DPI), "tsv"], input=bitmap, capture_output=True, check=True, timeout=PAGE_SECONDS
        )
    except subprocess.SubprocessError:
        return Recognised(sheet.page, in_time=False)
    return as_lines(done.stdout.decode("utf-8", errors="replace"), sheet.page, rules)


def as_lines(tsv: str, page: int, rules: Rules | None = None) -> Recognised:
    """Tesseract's table of words as lines in reading order; a wide gap inside a line parts two columns.

    Words in the cells of a ruled table become its rows, unless the table only places text.
    """
    printed = list(_rows(tsv))
    ruled = tables_of(printed, rules, page) if rules and rules.grids else NO_TABLES
    running = [[word for word in words if id(word) not in ruled.taken] for words in printed]
    lines = [_line(part, page) for words in running if words for part in _columns(words)]
    words = [line for line in lines if line is not None]
    heard = [*(line for line in words if (line.confidence or 0.0) >= _NO_WORDS), *ruled.lines]
    order = in_reading_order([_core(line.bbox) for line in heard if line.bbox])
    noise = tuple(line for line in words if (line.confidence or 0.0) < _NO_WORDS)
    return Recognised(page, tuple(heard[at] for at in order), ruled.tables, noise)


def _rows(tsv: str) -> Iterator[list[Word]]:
    """The words of each line of the table, in its order."""
    held: list[Word] = []
    at: tuple[str, ...] = ()
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != _WORD or not (row["text"] or "").strip():
            continue
        place = (row["block_num"], row["par_num"], row["line_num"])
        if place != at and held:
            yield held
            held = []
        at = place
        left, top = float(row["left"]) * _PT, float(row["top"]) * _PT
        box = (left, top, left + float(row["width"]) * _PT, top + float(row["height"]) * _PT)
        held.append(Word(nfc(row["text"].strip()), box, float(row["conf"]) / 100))
    if held:
        yield held


def _columns(words: Sequence[Word]) -> Iterator[list[Word]]:
    held: list[Word] = []
    for word in words:
        if held and word.box[0] - held[-1].box[2] > _gap(held[-1], word):
            yield held
            held = []
        held.append(word)
    yield held


def _gap(last: Word, word: Word) -> float:
    return max(_COLUMN_GAP_PT, _COLUMN_GAP_SIZES * min(last.box[3] - last.box[1], word.box[3] - word.box[1]))


def _line(words: Sequence[Word], page: int) -> Line | None:
    confidence = confidence_of(words)
    return None if confidence is None else Line(text_of(words), page, box_of(words), confidence=confidence)


def _core(box: Box) -> Box:
    """The middle of a line's box: the boxes of a tilted page reach into each other."""
    margin = 0.25 * (box[3] - box[1])
    return (box[0], box[1] + margin, box[2], box[3] - margin)
