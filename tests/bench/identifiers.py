"""Documents and places by their number, in thirteen spellings: does all that fits come first, and nothing else?

usage: python -m tests.bench.identifiers [--codified F.jsonl.gz | --home DIR] [--documents 500 --seed 1]
           [--cache DIR] [--json FILE]

The file is ingested whole, once (--home: a state folder that holds it already). Documents are drawn at random, and a
place in each. A question goes the way of any question, from its words to the hits of a search by words; the index holds
every document that shares its number with a drawn one, the store all of them. What must come first is worked out here
from the printed số hiệu, without the grammar of citations. Right: the hits given as named are places of all documents
that fit the words and of no other, and the place is the one asked for. Not drawn: rows whose printed number is no
whole số hiệu.
"""

import argparse
import datetime
import random
import re
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.locator import Locator, Unit
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.text import fold
from index import lexical, table
from index.chunk import Extent, articles
from index.dense import FlatIndex
from index.lexical import LexicalIndex
from index.search import Parts, Searcher
from index.table import ChunkTable
from search_api.library import understood
from search_api.wire import AskRequest
from tests.bench.data import CACHE, DATA, Row, ingested, write_json, write_table

ON = datetime.date(2026, 1, 31)
"""The day asked about: the codification ends in this month."""

_MOST = 50  # hits of one answer


@dataclass(frozen=True)
class Printed:
    """A document by what its source prints.

    Attributes:
        number: Without leading zeros.
        letters: The ký hiệu, "NĐ-CP".
        in_number: The year stands in the số hiệu.
        party: The ký hiệu stands behind a hyphen: "31-L/CTN".
    """

    doc_id: DocId
    so_hieu: str
    loai: str
    number: str
    year: int | None
    letters: str
    in_number: bool
    party: bool


@dataclass(frozen=True)
class Drawn:
    """A drawn document and a place in it."""

    printed: Printed
    place: Locator

    @property
    def dieu(self) -> str:
        return next(step.number for step in self.place.steps if step.unit is Unit.DIEU)

    @property
    def khoan(self) -> str | None:
        return next((step.number for step in self.place.steps if step.unit is Unit.KHOAN), None)


@dataclass(frozen=True)
class Spelling:
    """One way to write a document or a place in it.

    Attributes:
        write: The words; None where the document has no such form.
        kind: The words say the loại.
        letters: They say the ký hiệu.
        year: They say the year, whether the số hiệu has it or not.
        place: How much of the place they say: 0 nothing, 1 the Điều, 2 the khoản too.
    """

    name: str
    write: Callable[[Drawn], str | None]
    kind: bool = False
    letters: bool = True
    year: bool = False
    place: int = 0


SHORT = {
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Thông tư liên tịch": "TTLT",
    "Nghị quyết": "NQ",
    "Nghị quyết liên tịch": "NQLT",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
}
"""Short forms of loại, phụ lục III Nghị định 30/2020/NĐ-CP; laws have none."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    home = options.home or ingested(options.codified, options.cache)
    with Store.open(home) as store:
        held = printed_documents(store)
        drawn = draw(store, held, options.documents, options.seed)
        shared = shared_pairs(held)
        print(f"{len(drawn)} of {len(held)} whole số hiệu, {len(store.doc_ids())} documents; {shared} shared pairs")
        with searcher_over(store, sharing(drawn, held)) as searcher:
            rows, missed = measured(drawn, held, searcher)
    for line in missed[: options.show]:
        print(line)
    write_table(rows)
    right, asked = (sum(int(str(row[key])) for row in rows) for key in ("right", "questions"))
    print(f"{right} of {asked} right")
    figures = [{"system": "can-cu", "questions": asked, "right_share": round(right / asked, 4)}]
    write_json(options.json, "identifiers", str(options.home or options.codified), figures)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--codified", type=Path, default=DATA / "phapdien" / "corpus.jsonl.gz")
    parser.add_argument("--home", type=Path, help="a state folder whose store holds the documents; only read")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=40, help="misses to print")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


# Documents and what fits

_STATE = re.compile(r"(\d{1,5}[A-Za-zđĐ]?)/(?:(\d{4})/)?([A-ZĐ][A-Za-zĐđƯư0-9&/-]*[A-Za-zĐđ0-9])")
_PARTY = re.compile(r"(\d{1,5})-([A-ZĐ][A-Za-zĐđ]*(?:/[A-ZĐ][A-Za-zĐđ]*)?)")


def printed_documents(store: Store) -> list[Printed]:
    """The held documents whose printed number is a whole số hiệu, by identity."""
    found = []
    for entry in store.catalogue():
        document = entry.document
        state, party = _STATE.fullmatch(document.so_hieu), _PARTY.fullmatch(document.so_hieu)
        if state:
            number, year, letters = state.groups()
        elif party:
            number, letters = party.groups()
            year = None
        else:
            continue
        issued = document.ngay_ban_hanh.year if document.ngay_ban_hanh else None
        found.append(
            Printed(
                document.id,
                document.so_hieu,
                document.loai,
                fold(number).lstrip("0") or "0",
                int(year) if year else issued,
                letters,
                bool(year),
                party is not None,
            )
        )
    return found


def shared_pairs(held: Sequence[Printed]) -> int:
    """How many pairs of number and year stand on several documents."""
    pairs = [(printed.number, printed.year) for printed in held]
    return sum(pairs.count(pair) > 1 for pair in set(pairs))


def fitting(spelling: Spelling, wanted: Printed, held: Sequence[Printed]) -> set[DocId]:
    """The documents that the words fit, by what the words say."""
    year = wanted.year if spelling.year or wanted.in_number else None
    return {
        other.doc_id
        for other in held
        if other.number == wanted.number
        and (year is None or other.year in (year, None))
        and (not spelling.letters or _letters(other) == _letters(wanted))
        and (not spelling.kind or _same_kind(wanted.loai, other.loai))
    }


def _letters(printed: Printed) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(printed.letters))


def _same_kind(asked: str, held: str) -> bool:
    """A joint circular is a circular too, a code a law: "TT 26/2014" may be either."""
    return held == asked or held == f"{asked} liên tịch" or {asked, held} == {"Luật", "Bộ luật"}


def draw(store: Store, held: Sequence[Printed], count: int, seed: int) -> list[Drawn]:
    """Documents at random, and in each an Điều and a khoản of it where it has one."""
    random_draw = random.Random(seed)
    chosen = random_draw.sample(held, min(count, len(held)))
    drawn = []
    for printed in chosen:
        inside = [p.ref.locator for p in store.within(Ref(printed.doc_id)) if p.valid.contains(ON)]
        places = [at for at in inside if [step.unit for step in at.steps] == [Unit.DIEU, Unit.KHOAN]]
        places = places or [at for at in inside if [step.unit for step in at.steps] == [Unit.DIEU]]
        if places:
            drawn.append(Drawn(printed, random_draw.choice(places)))
    return drawn


# Spellings


def _spaced(so_hieu: str) -> str:
    return re.sub(r"\s*([/-])\s*", r" \1 ", so_hieu)


def _scanned(so_hieu: str) -> str:
    """Eth for Đ, a long dash, a space after each slash, letters and marks apart: how scans and old files print it."""
    return unicodedata.normalize("NFD", so_hieu.replace("Đ", "Ð").replace("-", "–").replace("/", "/ "))


def _without_hyphen(drawn: Drawn) -> str | None:
    printed = drawn.printed
    if "-" not in printed.letters or printed.party:
        return None
    return printed.so_hieu.replace("-", "")


def _spoken(drawn: Drawn) -> str | None:
    printed = drawn.printed
    return fold(f"số {printed.number} năm {printed.year} {printed.loai}") if printed.year else None


def _pair(drawn: Drawn) -> str | None:
    return f"{drawn.printed.number.zfill(2)}/{drawn.printed.year}" if drawn.printed.year else None


def _short(drawn: Drawn) -> str | None:
    pair = _pair(drawn)
    return f"{SHORT.get(drawn.printed.loai, drawn.printed.loai)} {pair}" if pair else None


def _place_first(drawn: Drawn) -> str:
    khoan = f"khoản {drawn.khoan} " if drawn.khoan else ""
    return f"{khoan}Điều {drawn.dieu} {drawn.printed.loai} số {drawn.printed.so_hieu}"


def _document_first(drawn: Drawn) -> str:
    khoan = f", khoản {drawn.khoan}" if drawn.khoan else ""
    return f"{drawn.printed.so_hieu}, Điều {drawn.dieu}{khoan}"


def _typed(drawn: Drawn) -> str | None:
    """As on a telephone: "k2 d5 nd 45/2012"."""
    short = _short(drawn)
    khoan = f"k{drawn.khoan} " if drawn.khoan else ""
    return f"{khoan}d{drawn.dieu} {fold(short)}" if short else None


SPELLINGS = (
    Spelling("as printed", lambda d: d.printed.so_hieu),
    Spelling("small letters", lambda d: d.printed.so_hieu.lower()),
    Spelling("without marks", lambda d: fold(d.printed.so_hieu)),
    Spelling("spaced", lambda d: _spaced(d.printed.so_hieu)),
    Spelling("scanned", lambda d: _scanned(d.printed.so_hieu)),
    Spelling("without hyphen", _without_hyphen),
    Spelling("spoken", _spoken, kind=True, letters=False, year=True),
    Spelling("number and year", _pair, letters=False, year=True),
    Spelling("short loại", _short, kind=True, letters=False, year=True),
    Spelling("place before", _place_first, kind=True, place=2),
    Spelling("place behind", _document_first, place=2),
    Spelling("Điều and số hiệu", lambda d: f"Điều {d.dieu} {d.printed.so_hieu}", place=1),
    Spelling("typed", _typed, kind=True, letters=False, year=True, place=2),
)
"""From how officers, search boxes and scans write "khoản 2 Điều 5 Nghị định 45/2012/NĐ-CP"; see facts/citations.md."""


# Measuring


def sharing(drawn: Sequence[Drawn], held: Sequence[Printed]) -> list[DocId]:
    """The documents that share their number with a drawn one, which words of a number could be mistaken for."""
    numbers = {each.printed.number for each in drawn}
    years = {(each.printed.number, each.printed.year) for each in drawn}
    without = {each.printed.number for each in drawn if not each.printed.in_number}
    return sorted(
        other.doc_id
        for other in held
        if other.number in numbers
        and ((other.number, other.year) in years or other.number in without or not other.year)
    )


@contextmanager
def searcher_over(store: Store, doc_ids: Sequence[DocId]) -> Iterator[Searcher]:
    """A searcher by words over some documents of a store, in a throw-away index."""
    folder = Path(tempfile.mkdtemp())
    try:
        others = set(store.doc_ids()) - set(doc_ids)
        found = list(articles(store, dict.fromkeys(others, Extent(0, 0, 0, 0))))
        table.write(folder / "chunks.db", found, {})
        lexical.write(folder / "lexical", found)
        vectors = FlatIndex.of(np.zeros((sum(len(article.chunks) for article in found), 1), np.float32))
        chunks = ChunkTable.open(folder / "chunks.db")
        words = LexicalIndex.open(folder / "lexical", chunks.keys())
        yield Searcher(Parts("identifiers", store.revision, ON, store, chunks, words, vectors), None)
        chunks.close()
    finally:
        shutil.rmtree(folder)


def measured(drawn: Sequence[Drawn], held: Sequence[Printed], searcher: Searcher) -> tuple[list[Row], list[str]]:
    """A row a spelling, and a line a miss."""
    by_number: dict[str, list[Printed]] = {}
    for printed in held:
        by_number.setdefault(printed.number, []).append(printed)
    rows: list[Row] = []
    missed: list[str] = []
    for spelling in SPELLINGS:
        written = [(each, text) for each in drawn if (text := spelling.write(each))]
        right = 0
        for each, text in written:
            fits = fitting(spelling, each.printed, by_number[each.printed.number])
            named = named_by(text, searcher)
            if is_right(named, fits, each, spelling):
                right += 1
            else:
                wanted = ", ".join(sorted(map(str, fits)))
                missed.append(f"{spelling.name}: {text!r}: {', '.join(map(str, named)) or '-'}; wanted {wanted}")
        rows.append({"spelling": spelling.name, "questions": len(written), "right": right})
    return rows, missed


def named_by(text: str, searcher: Searcher) -> list[Ref]:
    """The first hits, as far as they were given as named by the words."""
    asked = understood(
        AskRequest(question=text, on=ON, every_time=False, loai=None, official=None, k=_MOST), ON, searcher.store
    )
    hits = searcher.search(asked.plan).hits
    return [] if asked.near else [hit.ref for hit in hits if hit.score is None]


def is_right(named: Sequence[Ref], fits: set[DocId], drawn: Drawn, spelling: Spelling) -> bool:
    """Whether exactly the fitting documents were given, the drawn one at its place."""
    place = (Locator(), Locator(drawn.place.steps[:1]), drawn.place)[spelling.place]
    return {ref.doc_id for ref in named} == fits and Ref(drawn.printed.doc_id, place) in named


if __name__ == "__main__":
    sys.exit(main())
