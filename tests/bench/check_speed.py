"""How long a check of a 40-page draft takes, part by part.

python -m tests.bench.check_speed [--pages 40] [--home HOME] [--json FILE]

The draft is made of Điều of the starting corpus, put end to end under a head and a closing; a page is 2,000 characters.
HOME is the state folder of a collection with an index; without it the starting corpus is ingested and indexed with the
base encoder. Loading the encoder and the counts of syllables is told apart: a service does it once.
"""

import argparse
import datetime
import io
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import docx

from corpus.locator import Unit
from corpus.reference import Ref
from corpus.store import Store
from index import snapshot
from index.search import Searcher
from ingest.pipeline import find_files, ingest
from search_api.check import check
from search_api.check_wire import check_out
from search_api.clock import now
from search_api.draft import read_bytes
from search_api.export.papers import Paper, written
from search_api.library import Library, open_encoder
from search_api.nearby import nearest
from search_api.settings import Settings
from search_api.shelf import Shelf
from search_api.spelling import slips
from tests.bench.data import Row, write_json, write_table

SEED = Path(__file__).resolve().parents[2] / "corpus" / "seed"
PAGE = 2_000
_HEAD = "BỘ NUÔI ONG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:   /2026/TT-BNO\nTHÔNG TƯ\nVề khuyến công\n"
_ON = datetime.date(2026, 11, 25)


def main() -> None:
    """Make the draft, time each part, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None)
    args = parser.parse_args()
    with _home(args.home) as home:
        rows = _timed(home, args.pages)
    write_table(rows)
    write_json(args.json, "check_speed", "seed" if args.home is None else args.home.name, rows)


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with Store.open(home) as store:
            for _ in ingest(find_files([SEED]), store, home):
                pass
            snapshot.build(store, home, open_encoder(Settings(home)), now())
        yield home


@contextmanager
def _clock(rows: list[Row], part: str) -> Iterator[None]:
    started, used = time.perf_counter(), time.process_time()
    yield
    rows.append({"part": part, "seconds": time.perf_counter() - started, "cpu": time.process_time() - used})


def _timed(home: Path, pages: int) -> list[Row]:
    once: list[Row] = []
    with _clock(once, "open (once)"):
        searcher = _opened(home)
    shelf = Shelf(searcher.store, _ON)
    data = _draft(searcher.store, pages)
    rows: list[Row] = []
    with _clock(rows, "read"):
        draft = read_bytes("dự thảo.docx", data)
    with _clock(rows, "check"):
        checked = check(draft, searcher.store, _ON)
    with _clock(rows, "near"):
        near = nearest(draft, searcher, shelf)
    with _clock(rows, "answer"):
        check_out(checked, shelf, near)
    total = {name: sum(float(str(row[name])) for row in rows) for name in ("seconds", "cpu")}
    found = f"{len(checked.findings)} findings, {len(near.found)} near, {near.left_out} Điều left"
    words = f"all: {len(draft.text) / PAGE:.0f} pages, {found}"
    rows.append({"part": words, **total})
    for paper in Paper:
        with _clock(rows, f"file {paper}"):
            written(paper, draft, data, searcher.store, _ON)
    return [*once, *rows]


def _opened(home: Path) -> Searcher:
    """The live snapshot with its encoder and the counts of syllables in memory."""
    slips("Mở sẵn bảng đếm.")
    searcher = Library(Settings(home)).searcher
    small = read_bytes("mở.txt", "Điều 1. Mở\nMở sẵn bộ mã hóa và chỉ mục của kho văn bản.\n".encode())
    nearest(small, searcher, Shelf(searcher.store, _ON))
    return searcher


def _draft(store: Store, pages: int) -> bytes:
    """Điều of the collection under numbers of their own, as a DOCX file."""
    lines, size, number = _HEAD.strip().split("\n"), 0, 0
    while size < pages * PAGE:
        before = size
        for doc_id in store.doc_ids():
            for place in store.within(Ref(doc_id)):
                if place.unit is Unit.DIEU and size < pages * PAGE:
                    number += 1
                    lines += [f"Điều {number}. {place.heading or 'Quy định'}"]
                elif place.unit in (Unit.KHOAN, Unit.DIEM) and number and size < pages * PAGE:
                    lines += place.text.split("\n")
                size += len(lines[-1])
        if size == before:
            break
    file = docx.Document()
    for line in [*lines, "BỘ TRƯỞNG"]:
        file.add_paragraph(line)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


if __name__ == "__main__":
    main()
