"""A snapshot that starts from the last one is the one that would have been made anew."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Document, Holding, Note, Provision
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.table import Cell, Table
from index import tokens
from index.chunk import articles
from index.earlier import Earlier
from index.plan import Filters, Query, plan
from index.search import Searcher
from index.snapshot import build, live_path, open_snapshot, verify
from tests.conftest import HashEncoder, keep, place
from tests.test_compiled import FIRST_LAW, MARKET, ORIGINAL, amendment

THEN = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
LATER = datetime.datetime(2030, 1, 2, tzinfo=datetime.UTC)
QUESTIONS = ("mức hỗ trợ nuôi ong số 7", "thời hạn nộp hồ sơ", "muc ho tro 41 trieu dong", "hộ kinh doanh vườn cây 60")


def doc(number: int) -> DocId:
    return DocId("tt-xx", 2000 + number % 20, str(number))


def words_of(number: int, khoan: int) -> str:
    amount, trees = number + khoan, number * khoan
    return f"{khoan}. Mức hỗ trợ nuôi ong số {number} là {amount} triệu đồng cho hộ kinh doanh vườn cây {trees}."


def decree(store: Store, number: int, extra: Sequence[Provision] = ()) -> None:
    doc_id = doc(number)
    keep(
        store,
        Document(doc_id, f"{number}/{doc_id.year}/TT-XX", "Thông tư", f"Về việc số {number}"),
        [
            place(doc_id, "", f"THÔNG TƯ\nVề việc số {number}"),
            place(doc_id, "dieu-1", f"Điều 1. Mức số {number}", f"Mức số {number}"),
            *(place(doc_id, f"dieu-1/khoan-{n}", words_of(number, n)) for n in range(1, 4)),
            *extra,
        ],
    )


@pytest.fixture
def wide_store(fresh_store: Store) -> Store:
    for number in range(1, 81):
        decree(fresh_store, number)
    return fresh_store


def home_of(store: Store) -> Path:
    return store.bytes_path("00").parents[2]


def said(searcher: Searcher) -> list[list[tuple[str, int, str]]]:
    results = [searcher.search(plan(Query(question, Filters(), 12))) for question in QUESTIONS]
    return [[(str(hit.ref), hit.chunk_id, hit.text) for hit in result.hits] for result in results]


def anew(store: Store, folder: Path) -> Searcher:
    """A searcher over the same documents, indexed without anything to start from."""
    folder.mkdir()
    store.copy_to(folder / "corpus.db")
    with Store.open(folder) as copy:
        build(copy, folder, HashEncoder(), THEN)
    return open_snapshot(folder, HashEncoder())


def change(store: Store) -> None:
    """A document in the middle is new, one says more, one is gone."""
    decree(store, 900)
    store.remove(doc(33))
    store.remove(doc(12))
    more = "4. Thời hạn nộp hồ sơ là 15 ngày."
    decree(store, 12, [place(doc(12), "dieu-1/khoan-4", more)])


def test_only_what_changed_is_read_again(wide_store: Store, hash_encoder: HashEncoder, tmp_path: Path) -> None:
    home = home_of(wide_store)
    build(wide_store, home, hash_encoder, THEN)
    earlier = Earlier.of(live_path(home), wide_store.fingerprints())
    assert earlier is not None
    assert len(earlier.held) == 80
    assert not earlier.dropped
    change(wide_store)
    earlier = Earlier.of(live_path(home), wide_store.fingerprints())
    assert earlier is not None
    assert len(earlier.held) == 78
    assert earlier.dropped == {doc(33), doc(12)}
    assert {article.ref.doc_id for article in articles(wide_store, earlier.held)} == {doc(900), doc(12)}


def test_the_new_snapshot_is_the_one_made_anew(wide_store: Store, hash_encoder: HashEncoder, tmp_path: Path) -> None:
    home = home_of(wide_store)
    first = build(wide_store, home, hash_encoder, THEN)
    count = len(hash_encoder.encoded)
    change(wide_store)
    second = build(wide_store, home, hash_encoder, LATER)
    assert second != first
    assert verify(home) == []
    # the new document's four chunks, its head, and the khoản that is new
    assert len(hash_encoder.encoded) == count + 5
    assert said(open_snapshot(home, HashEncoder())) == said(anew(wide_store, tmp_path / "anew"))
    # and once more, on top of a snapshot whose numbers have gaps
    decree(wide_store, 901)
    build(wide_store, home, hash_encoder, LATER)
    assert said(open_snapshot(home, HashEncoder())) == said(anew(wide_store, tmp_path / "again"))


def test_a_worn_index_is_made_anew(wide_store: Store, hash_encoder: HashEncoder) -> None:
    home = home_of(wide_store)
    build(wide_store, home, hash_encoder, THEN)
    for number in range(1, 6):
        wide_store.remove(doc(number))
    assert Earlier.of(live_path(home), wide_store.fingerprints()) is None
    build(wide_store, home, hash_encoder, LATER)
    assert "tt-xx/2001/1" not in str(said(open_snapshot(home, HashEncoder())))


def test_a_relation_from_another_document_changes_the_fingerprint(sample_store: Store) -> None:
    before = sample_store.fingerprints()
    sample_store.remove(DocId("tt-xx", 2018, "28"))
    after = sample_store.fingerprints()
    # the circular that it replaced may bind for longer now; the decree that neither names is as it was
    assert after[DocId("tt-xx", 2014, "26")] != before[DocId("tt-xx", 2014, "26")]
    assert after.keys() == before.keys() - {DocId("tt-xx", 2018, "28")}


def test_a_table_of_the_amending_text_changes_the_fingerprint_of_what_it_words(fresh_store: Store) -> None:
    rows = "1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:\n“1. Chợ đêm họp theo bảng:\nVụ\tPhiên\nXuân\tHai”."
    law = amendment(7, rows, datetime.date(2032, 1, 1))
    at = law.source.text.index("Vụ\tPhiên")
    spans = ((0, 0, 0, 2), (0, 1, 3, 8), (1, 0, 9, 13), (1, 1, 14, 17))
    cells = [Cell(row, column, "", at + start, at + end) for row, column, start, end in spans]
    read_anew = replace(law, tables=(Table(0, 1, tuple(cells)),))
    tables, fingerprints = [], []
    for holding in (ORIGINAL, law, read_anew):
        fresh_store.add(holding, holding.source.text.encode())
        (*_, place) = fresh_store.within(Ref.parse("qh16/2030/5#dieu-3/khoan-1"))
        tables.append(fresh_store.tables(place))
        fingerprints.append(fresh_store.fingerprints()[MARKET])
    assert list(map(len, tables)) == [0, 0, 1]
    assert len(set(fingerprints)) == 3


def _with_doubt(doubt: str) -> Holding:
    return replace(FIRST_LAW, operations=tuple(replace(o, doubt=doubt) for o in FIRST_LAW.operations))


(*_FIRST, _LAST) = ORIGINAL.provisions
_MERGED = Note(Ref.parse("qh16/2030/5#dieu-3"), "hop_nhat_den", "2032-01-01")
_OTHER = amendment(
    7, "1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:\n“1. Chợ họp theo tuần.”.", datetime.date(2032, 1, 1)
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ORIGINAL, replace(ORIGINAL, provisions=(*_FIRST, replace(_LAST, text="Lời khác.")))),
        (ORIGINAL, replace(ORIGINAL, document=replace(ORIGINAL.document, ngay_hieu_luc=datetime.date(2031, 5, 5)))),
        (ORIGINAL, replace(ORIGINAL, notes=(_MERGED,))),
        (ORIGINAL, replace(ORIGINAL, tables=(Table(0, 1, (Cell(0, 0, "", 0, 4),)),))),
        # what another text does to it, by the same relations: other words, or words that could not be applied
        (FIRST_LAW, replace(_OTHER, relations=FIRST_LAW.relations)),
        (_with_doubt("một lẽ"), _with_doubt("lẽ khác")),
    ],
    ids=["words", "days", "merged", "tables", "amended", "unapplied"],
)
def test_whatever_a_wording_comes_from_changes_the_fingerprint(
    fresh_store: Store, one: Holding, other: Holding
) -> None:
    assert one.source.sha256 == other.source.sha256
    found = []
    for holding in (ORIGINAL, one, other):
        fresh_store.add(holding, holding.source.text.encode())
        found.append(fresh_store.fingerprints()[MARKET])
    assert found[1] != found[2]


def test_texts_are_cut_in_order_by_several_processes() -> None:
    texts = [f"hộ kinh doanh số {number} ở nông thôn" for number in range(1200)]
    assert list(tokens.cut(texts, processes=2)) == [tokens.fields(text) for text in texts]
