"""The store of truth: what goes in comes out, whole or not at all."""

import dataclasses
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import StoreError
from corpus.locator import Locator, Unit
from corpus.migrations import MIGRATIONS
from corpus.model import (
    Diagnostic,
    Document,
    EffectStatus,
    Holding,
    Interval,
    Note,
    Piece,
    Provision,
    Relation,
    RelationKind,
    Source,
    SourceRank,
    Span,
)
from corpus.reference import DocId, Ref
from corpus.store import Store

DECREE = DocId("nd-cp", 2012, "45")
SIGNED, SUMMARY = "b" * 64, "a" * 64  # the better source is not the first by hash


def _place(text: str, doc_id: DocId = DECREE) -> Ref:
    return Ref(doc_id, Locator.parse(text))


def _holding(sha256: str = SIGNED, rank: SourceRank = SourceRank.SIGNED, doc_id: DocId = DECREE) -> Holding:
    """A decree of two khoản with everything a holding can carry."""
    source = Source(
        sha256,
        "nd-45.txt",
        "text/plain",
        "Điều 1. Hỗ trợ\n1. Một.\n2. Hai.",
        rank,
        official=rank is not SourceRank.SUMMARY,
        as_of=datetime.date(2026, 1, 1),
        url="https://example.vn/45",
        confidence="verified:2",
        retrieved_on=datetime.date(2026, 1, 2),
    )
    document = Document(
        doc_id,
        "45/2012/NĐ-CP",
        "Nghị định",
        "Về khuyến công",
        "Chính phủ",
        "Nguyễn Văn A",
        datetime.date(2012, 5, 21),
        datetime.date(2012, 7, 5),
        datetime.date(2030, 1, 1),
        EffectStatus.CON_HIEU_LUC,
        "còn hiệu lực",
        ("nghị định khuyến công",),
    )
    heading = Provision(
        _place("dieu-1", doc_id),
        Unit.DIEU,
        "1",
        "Hỗ trợ",
        "Điều 1. Hỗ trợ",
        (Piece(sha256, Span(0, 14, 1)),),
        Interval(datetime.date(2012, 7, 5), datetime.date(2025, 10, 15)),
        (Ref.parse("nd-cp/2025/235#dieu-1"),),
    )
    points = tuple(
        Provision(_place(f"dieu-1/khoan-{n}", doc_id), Unit.KHOAN, n, "", text)
        for n, text in (("1", "Một."), ("2", "Hai."))
    )
    head = Provision(Ref(doc_id), None, "", "", "")
    notes = (Note(_place("dieu-1", doc_id), "nguon", "Công báo", "single", "https://example.vn", official=True),)
    amended = Relation(
        Ref.parse("nd-cp/2025/235#dieu-1"),
        RelationKind.SUA_DOI,
        _place("dieu-1/khoan-1", doc_id),
        "235/2025/NĐ-CP",
        "45/2012/NĐ-CP",
        datetime.date(2025, 10, 15),
        "sửa đổi khoản 1 Điều 1",
        "facts",
        "verified:2",
    )
    found = (Diagnostic("khoan_gap", "Thiếu khoản 3.", 4), Diagnostic("no_signer", "Không thấy người ký."))
    return Holding(document, source, (head, heading, *points), notes, (amended,), found)


@pytest.fixture
def fresh_store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "kho") as store:
        yield store


def test_what_goes_in_comes_out(fresh_store: Store) -> None:
    holding = _holding()
    fresh_store.add(holding, b"bytes")
    wording = fresh_store.wording(DECREE)
    assert wording is not None
    assert (wording.document, wording.source, wording.provisions) == (
        holding.document,
        dataclasses.replace(holding.source, text=""),
        holding.provisions,
    )
    assert fresh_store.views(DECREE) == [(holding.document, dataclasses.replace(holding.source, text=""))]
    assert fresh_store.text_of(holding.source.sha256) == holding.source.text
    assert fresh_store.notes(_place("dieu-1")) == list(holding.notes)
    assert list(fresh_store.notes_of_kind("nguon")) == list(holding.notes)
    assert fresh_store.relations(DECREE) == list(holding.relations)
    assert fresh_store.relations(DocId("nd-cp", 2025, "235")) == list(holding.relations)
    assert fresh_store.diagnostics(SIGNED) == list(holding.diagnostics)
    assert fresh_store.bytes_path(SIGNED).read_bytes() == b"bytes"
    assert fresh_store.has_source(SIGNED)
    assert fresh_store.doc_ids() == [DECREE]


def test_it_is_still_there_after_closing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add(_holding(), b"x")
    with Store.open(tmp_path) as store:
        assert store.document(DECREE) == _holding().document
        assert store.revision == 1


def test_nothing_is_held_at_first(fresh_store: Store) -> None:
    assert fresh_store.document(DECREE) is None
    assert fresh_store.wording(DECREE) is None
    assert fresh_store.doc_ids() == []
    assert not fresh_store.has_source(SIGNED)
    assert fresh_store.within(_place("dieu-1")) == []
    assert fresh_store.catalogue() == []
    assert fresh_store.revision == 0


def test_the_same_bytes_again_replace_what_they_said(fresh_store: Store) -> None:
    fresh_store.add(_holding(), b"x")
    once = _holding()
    fresh_store.add(
        dataclasses.replace(once, provisions=once.provisions[:2], notes=(), relations=(), diagnostics=()), b"x"
    )
    wording = fresh_store.wording(DECREE)
    assert wording is not None
    assert wording.provisions == once.provisions[:2]
    assert fresh_store.notes(_place("dieu-1")) == []
    assert fresh_store.relations(DECREE) == []
    assert fresh_store.diagnostics(SIGNED) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_best_source_gives_the_wording_in_any_order(fresh_store: Store, order: tuple[int, int]) -> None:
    signed = _holding()
    bare = Document(DECREE, "45/2012/NĐ-CP", "Nghị định", "Trích yếu đã ký")
    ours = _holding(SUMMARY, SourceRank.SUMMARY)
    holdings = (dataclasses.replace(signed, document=bare), ours)
    for at in order:
        fresh_store.add(holdings[at], b"x")
    wording = fresh_store.wording(DECREE)
    assert wording is not None
    assert wording.source.sha256 == SIGNED
    # blanks are filled, words that are there stay
    assert wording.document == dataclasses.replace(ours.document, trich_yeu="Trích yếu đã ký")
    assert [p.text for p in fresh_store.summaries(DECREE)[Locator.parse("dieu-1/khoan-2")]] == ["Hai."]


def test_summaries_alone_are_the_wording_and_not_beside_it(fresh_store: Store) -> None:
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"x")
    fresh_store.add(_holding("c" * 64, SourceRank.SUMMARY), b"y")
    assert fresh_store.summaries(DECREE) == {}


def test_a_place_comes_with_those_below_it(fresh_store: Store) -> None:
    fresh_store.add(_holding(), b"x")
    assert [str(p.ref.locator) for p in fresh_store.within(_place("dieu-1"))] == [
        "dieu-1",
        "dieu-1/khoan-1",
        "dieu-1/khoan-2",
    ]
    assert [str(p.ref.locator) for p in fresh_store.within(_place("dieu-1/khoan-2"))] == ["dieu-1/khoan-2"]
    assert len(fresh_store.within(Ref(DECREE))) == 4


@pytest.mark.parametrize(
    ("place", "held"), [("dieu-1", True), ("dieu-1/khoan-2", True), ("dieu-1/khoan-3", False), ("dieu-10", False)]
)
def test_holds_a_place(fresh_store: Store, place: str, held: bool) -> None:
    fresh_store.add(_holding(), b"x")
    assert fresh_store.holds(_place(place)) is held


def test_holds_means_the_best_source(fresh_store: Store) -> None:
    signed = _holding()
    fresh_store.add(dataclasses.replace(signed, provisions=signed.provisions[:2]), b"x")
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"y")
    assert not fresh_store.holds(_place("dieu-1/khoan-2"))


def test_documents_are_found_by_number_and_by_name(fresh_store: Store) -> None:
    undated, later = DocId("nq-tw", None, "45"), DocId("tt-btc", 2020, "45")
    for at, doc_id in enumerate((later, undated, DECREE)):
        holding = _holding(f"{at}" * 64, doc_id=doc_id)
        aliases = ("nghị định khuyến công",) if doc_id == DECREE else ()
        document = dataclasses.replace(holding.document, trich_yeu="", aliases=aliases)
        fresh_store.add(dataclasses.replace(holding, document=document), b"x")
    assert [doc_id for doc_id, _ in fresh_store.numbered("45")] == [DECREE, later, undated]
    assert fresh_store.numbered("45", 2012) == [(DECREE, "Nghị định"), (undated, "Nghị định")]
    assert fresh_store.numbered("46") == []
    assert fresh_store.names()["nghi dinh khuyen cong"] == (DECREE,)
    fresh_store.remove(DECREE)
    assert "nghi dinh khuyen cong" not in fresh_store.names()


def test_the_catalogue_has_one_entry_a_document(fresh_store: Store) -> None:
    fresh_store.add(_holding(), b"x")
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"y")
    (entry,) = fresh_store.catalogue()
    assert (entry.document.id, entry.official, entry.provisions) == (DECREE, True, 4)


def test_a_removed_document_leaves_nothing(fresh_store: Store) -> None:
    other = DocId("tt-btc", 2018, "28")
    fresh_store.add(_holding(), b"x")
    fresh_store.add(_holding(SUMMARY, doc_id=other), b"y")
    assert fresh_store.remove(DECREE) == 1
    assert fresh_store.doc_ids() == [other]
    assert fresh_store.notes(_place("dieu-1")) == []
    assert not fresh_store.bytes_path(SIGNED).exists()
    assert fresh_store.bytes_path(SUMMARY).exists()
    assert fresh_store.remove(DECREE) == 0
    assert fresh_store.revision == 3


def test_a_write_that_fails_changes_nothing(fresh_store: Store) -> None:
    fresh_store.add(_holding(), b"x")
    spoilt = _holding()
    broken = Diagnostic("x", "nửa ký tự \ud800")  # written last, after everything else
    with pytest.raises(StoreError, match="ký tự không lưu được: U\\+D800"):
        fresh_store.add(dataclasses.replace(spoilt, provisions=(), diagnostics=(broken,)), b"x")
    wording = fresh_store.wording(DECREE)
    assert wording is not None
    assert wording.provisions == spoilt.provisions
    assert fresh_store.revision == 1
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"y")  # and the store still takes writes


def test_a_snapshot_shows_what_was_copied(fresh_store: Store, tmp_path: Path) -> None:
    fresh_store.add(_holding(), b"x")
    fresh_store.copy_to(tmp_path / "copy.db")
    fresh_store.remove(DECREE)
    with Store.open_snapshot(tmp_path / "copy.db") as snapshot:
        assert snapshot.doc_ids() == [DECREE]
        assert snapshot.revision == 1
        with pytest.raises(StoreError):
            snapshot.add(_holding(SUMMARY), b"y")


def test_a_copy_never_overwrites(fresh_store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_bytes(b"something else")
    with pytest.raises(StoreError):
        fresh_store.copy_to(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"something else"


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 50, None])
def test_a_snapshot_that_is_none_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "corpus.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError):
        Store.open_snapshot(path)


def test_a_damaged_store_is_refused_and_kept(tmp_path: Path) -> None:
    junk = b"not a database, but long enough to be looked at" * 50
    (tmp_path / "corpus.db").write_bytes(junk)
    with pytest.raises(StoreError, match="bị hỏng"):
        Store.open(tmp_path)
    assert (tmp_path / "corpus.db").read_bytes() == junk


def test_a_store_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    connection = sqlite3.connect(tmp_path / "corpus.db")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreError, match="Hãy cập nhật Căn Cứ"):
        Store.open(tmp_path)


def test_two_openings_see_each_other_s_writes(tmp_path: Path) -> None:
    with Store.open(tmp_path) as first, Store.open(tmp_path) as second:
        first.add(_holding(), b"x")
        assert second.doc_ids() == [DECREE]
        assert second.names()["nghi dinh khuyen cong"] == (DECREE,)


def test_a_holding_comes_back_as_it_was_written(fresh_store: Store) -> None:
    fresh_store.add(_holding(), b"x")
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"y")
    assert fresh_store.holding(SIGNED) == _holding()
    assert fresh_store.holding(SUMMARY) == _holding(SUMMARY, SourceRank.SUMMARY)
    assert fresh_store.holding("c" * 64) is None


def test_wordings_with_finds_exact_words_of_the_best_source(fresh_store: Store) -> None:
    fresh_store.add(_holding(SUMMARY, SourceRank.SUMMARY), b"summary")
    fresh_store.add(_holding(), b"signed")
    found = fresh_store.wordings_with("Hai.", 10)
    assert [str(provision.ref) for provision in found] == ["nd-cp/2012/45#dieu-1/khoan-2"]
    assert fresh_store.wordings_with("hai.", 10) == []
    assert len(fresh_store.wordings_with(".", 1)) == 1
