"""Numbers of documents in many spellings, through the door of a question, on documents of our own."""

import datetime

import pytest

from corpus.locator import Locator
from corpus.model import Document
from corpus.reference import DocId, Ref
from corpus.store import Store
from tests.bench.identifiers import (
    SPELLINGS,
    Drawn,
    Printed,
    draw,
    fitting,
    is_right,
    measured,
    named_by,
    printed_documents,
    searcher_over,
    shared_pairs,
)
from tests.conftest import keep, place

# number and year shared by four, two of them circulars; one of another year; one that is a longer number
SO_HIEU = (
    ("nd-cp/2012/45", "45/2012/NĐ-CP", "Nghị định"),
    ("tt-bct/2012/45", "45/2012/TT-BCT", "Thông tư"),
    ("ttlt-btc-bct/2012/45", "45/2012/TTLT-BTC-BCT", "Thông tư liên tịch"),
    ("qd-ttg/2012/45", "45/2012/QĐ-TTg", "Quyết định"),
    ("nd-cp/2013/45", "45/2013/NĐ-CP", "Nghị định"),
    ("nd-cp/2012/145", "145/2012/NĐ-CP", "Nghị định"),
    ("qh13/2012/7", "07/2012/QH13", "Luật"),
    ("cp/1993/4", "04/CP", "Nghị định"),
    ("l-ctn/1994/31", "31-L/CTN", "Pháp lệnh"),
)


@pytest.fixture
def numbered(fresh_store: Store) -> Store:
    for text, so_hieu, loai in SO_HIEU:
        doc_id = DocId.parse(text)
        issued = datetime.date(doc_id.year or 2012, 3, 1)
        keep(
            fresh_store,
            Document(doc_id, so_hieu, loai, "", ngay_ban_hanh=issued, ngay_hieu_luc=issued),
            [
                place(doc_id, "", so_hieu),
                place(doc_id, "dieu-5", "Điều 5. Đàn ong", "Đàn ong"),
                place(doc_id, "dieu-5/khoan-2", f"2. Đàn ong của {so_hieu}."),
            ],
        )
    return fresh_store


def test_every_spelling_of_every_document_is_right(numbered: Store) -> None:
    held = printed_documents(numbered)
    drawn = draw(numbered, held, len(SO_HIEU), 1)
    with searcher_over(numbered, numbered.doc_ids()) as searcher:
        rows, missed = measured(drawn, held, searcher)
    assert missed == []
    assert {row["spelling"] for row in rows} == {spelling.name for spelling in SPELLINGS}
    assert [row["questions"] for row in rows if row["spelling"] == "as printed"] == [len(SO_HIEU)]


def test_all_that_fit_come_first(numbered: Store) -> None:
    # F33: an exact number never stands behind a neighbour
    with searcher_over(numbered, numbered.doc_ids()) as searcher:
        assert [str(ref) for ref in named_by("13/2023/NĐ-CP", searcher)] == []
        assert [str(ref) for ref in named_by("45/2012/nđ-cp", searcher)] == ["nd-cp/2012/45"]
        assert {str(ref) for ref in named_by("TT 45/2012", searcher)} == {"tt-bct/2012/45", "ttlt-btc-bct/2012/45"}
        assert {ref.doc_id.number for ref in named_by("so 145 nam 2012 nghi dinh", searcher)} == {"145"}


def test_what_fits_is_told_by_what_the_words_say(numbered: Store) -> None:
    held = printed_documents(numbered)
    wanted = next(printed for printed in held if printed.so_hieu == "45/2012/TT-BCT")
    fits = {spelling.name: {str(doc) for doc in fitting(spelling, wanted, held)} for spelling in SPELLINGS}
    assert fits["as printed"] == {"tt-bct/2012/45"}
    assert fits["short loại"] == {"tt-bct/2012/45", "ttlt-btc-bct/2012/45"}
    assert len(fits["number and year"]) == 4
    assert shared_pairs(held) == 1


def test_one_document_too_many_or_another_place_is_wrong() -> None:
    doc_id, other = DocId.parse("nd-cp/2012/45"), DocId.parse("nd-cp/2013/45")
    printed = Printed(doc_id, "45/2012/NĐ-CP", "Nghị định", "45", 2012, "NĐ-CP", in_number=True, party=False)
    drawn = Drawn(printed, Locator.parse("dieu-5/khoan-2"))
    whole, exact = (next(s for s in SPELLINGS if s.name == name) for name in ("as printed", "place before"))
    assert is_right([Ref(doc_id)], {doc_id}, drawn, whole)
    assert not is_right([Ref(doc_id), Ref(other)], {doc_id}, drawn, whole)
    assert not is_right([Ref(doc_id)], {doc_id}, drawn, exact)
    assert is_right([Ref(doc_id, drawn.place)], {doc_id}, drawn, exact)
