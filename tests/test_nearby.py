"""Held provisions near a draft's Điều, over a small snapshot of invented documents."""

from pathlib import Path

import pytest

from corpus.diff import Change
from corpus.model import Document
from corpus.reference import DocId
from corpus.store import Store
from index import snapshot
from index.search import Searcher
from search_api.check import check
from search_api.check_page import render_check
from search_api.check_text import lines
from search_api.check_wire import check_out
from search_api.clock import now
from search_api.nearby import Nearest, nearest
from search_api.shelf import Shelf
from tests.conftest import DAY, HashEncoder, draft_of, keep, place

ON = DAY(2032, 1, 1)
CIRCULAR = DocId("tt-bno", 2031, "28")
DECREE = DocId("nd-cp", 2030, "45")

DRAFT = """THÔNG TƯ
Về kinh phí nuôi ong
Điều 1. Mức hỗ trợ
1. Hỗ trợ tối đa 500 triệu đồng cho mỗi cơ sở nuôi ong mua máy ly tâm mới trong 12 tháng.
2. Ong.
Điều 2. Sổ
Ghi sổ.
"""


def built(home: Path, *, official: bool) -> Searcher:
    with Store.open(home) as store:
        for doc_id, loai, so_hieu in ((CIRCULAR, "Thông tư", "28/2031/TT-BNO"), (DECREE, "Nghị định", "45/2030/NĐ-CP")):
            head = place(doc_id, "", loai.upper())
            document = Document(
                doc_id, so_hieu, loai, "về ong", ngay_hieu_luc=DAY(2031, 1, 1), ngay_het_hieu_luc=DAY(2040, 1, 1)
            )
            words = "1. Hỗ trợ tối đa 300 triệu đồng cho mỗi cơ sở nuôi ong mua máy ly tâm mới trong 12 tháng."
            body = [place(doc_id, "dieu-7", "Điều 7. Mức hỗ trợ", "Mức hỗ trợ"), place(doc_id, "dieu-7/khoan-1", words)]
            other = [place(doc_id, "dieu-4", "Điều 4. Vệ sinh tổ ong: tổ phải sạch, khô, thoáng và xa đường lớn.")]
            keep(store, document, [head, *(body if doc_id == CIRCULAR else other)], official=official)
        snapshot.build(store, home, HashEncoder(), now())
    return snapshot.open_snapshot(home, HashEncoder())


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    return built(tmp_path, official=True)


def test_a_summary_has_no_words_to_overlap_with(tmp_path: Path) -> None:
    summary = built(tmp_path, official=False)
    found = nearest(draft_of(DRAFT), summary, Shelf(summary.store, ON)).found
    assert [(str(near.ref), near.overlaps) for near in found if near.ref.doc_id == CIRCULAR] == [
        ("tt-bno/2031/28#dieu-7", ())
    ]


def test_the_held_text_of_the_drafts_own_number_is_left_out(searcher: Searcher) -> None:
    found = nearest(draft_of(f"Số: 28/2031/TT-BNO\n{DRAFT}"), searcher, Shelf(searcher.store, ON)).found
    assert [str(near.ref) for near in found] == ["nd-cp/2030/45#dieu-4"]


def test_what_overlaps_comes_first_with_the_figures_that_differ(searcher: Searcher) -> None:
    found = nearest(draft_of(DRAFT), searcher, Shelf(searcher.store, ON)).found
    assert [(near.here.vi, str(near.ref)) for near in found] == [
        ("Điều 1", "tt-bno/2031/28#dieu-7"), ("Điều 1", "nd-cp/2030/45#dieu-4"),
    ]  # fmt: skip
    (overlap,) = found[0].overlaps
    assert (overlap.here.vi, str(overlap.ref)) == ("Khoản 1 Điều 1", "tt-bno/2031/28#dieu-7/khoan-1")
    assert overlap.figures == (("300 triệu đồng", "500 triệu đồng"),)
    changed = [run for run in overlap.runs if run.kind is not Change.SAME]
    assert "".join(overlap.new[run.new.start : run.new.end] for run in changed).strip() == "500"
    assert overlap.share > 0.9
    assert found[1].overlaps == ()


def test_it_is_said_on_every_door(searcher: Searcher) -> None:
    draft, shelf = draft_of(DRAFT), Shelf(searcher.store, ON)
    out = check_out(check(draft, searcher.store, ON), shelf, nearest(draft, searcher, shelf))
    assert "    khác số: kho ghi 300 triệu đồng, dự thảo ghi 500 triệu đồng" in list(lines(out))
    pieces = out.near[0].overlaps[0].pieces
    assert out.near[0].overlaps[0].share > 90
    assert "".join(words for kind, words in pieces if kind != "removed") == draft.text.split("\n")[3]


def test_a_draft_without_dieu_is_near_nothing(searcher: Searcher) -> None:
    assert nearest(draft_of("Báo cáo về nuôi ong.\n"), searcher, Shelf(searcher.store, ON)) == Nearest()


def test_when_the_time_is_over_the_rest_is_told(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([0.0, 1.0, 6.0])
    monkeypatch.setattr("search_api.nearby.seconds", lambda: next(ticks))
    draft, shelf = draft_of(DRAFT), Shelf(searcher.store, ON)
    found = nearest(draft, searcher, shelf, within=5.0)
    assert ({near.here.vi for near in found.found}, found.left_out) == ({"Điều 1"}, 1)
    out = check_out(check(draft, searcher.store, ON), shelf, found)
    assert "\nCòn 1 Điều chưa tìm quy định gần nghĩa: hết thời gian, hoặc chưa có chỉ mục." in list(lines(out))


def test_the_page_tells_of_what_was_not_looked_for_where_nothing_was_found(searcher: Searcher) -> None:
    draft, shelf = draft_of(DRAFT), Shelf(searcher.store, ON)
    none_looked_for = nearest(draft, searcher, shelf, within=-1.0)
    assert none_looked_for == Nearest((), 2)
    page = render_check(check_out(check(draft, searcher.store, ON), shelf, none_looked_for))
    assert "Còn 2 Điều chưa tìm" in page
