"""A source text becomes a holding: identity, places, notes, and every character kept."""

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadStructure
from corpus.model import EffectStatus, Holding, Interval, RelationKind, SourceRank
from corpus.reference import DocId, Ref
from ingest.assemble import holding
from ingest.declared import read_front_matter
from ingest.source_text import Declared, Footnote, Line, SourceText

FRONT = """
so_hieu = "28/2030/TT-BTC"
loai = "Thông tư"
co_quan_ban_hanh = "Bộ Tài chính"
ngay_ban_hanh = 2030-03-28
ngay_hieu_luc = 2030-05-11
tinh_trang = "con_hieu_luc"
tinh_den = 2030-09-09
do_tin_cay = "verified:2"

[[nguon]]
ma = "a"
noi = "https://bo.gov.vn/1"
ten = "bo.gov.vn"
chinh_thuc = true

[[quy_dinh]]
vi_tri = "dieu-8/khoan-4"
do_tin_cay = "single"
nguon = ["a"]
canh_bao = "Có thể đã được sửa đổi."
het_ap_dung = 2031-01-01

[[quan_he]]
loai = "bi_sua_doi"
voi = "64/2031/TT-BTC"
voi_ma = "tt-btc/2031/64"
tu_ngay = 2031-01-01
"""
BODY = "THÔNG TƯ 28/2030/TT-BTC\nTóm lược\nĐiều 8. Mức chi\n4. Máy móc: 50%.\na) Máy mới.\nGhi chú 1. Chưa rõ khoản."


def summary() -> SourceText:
    return SourceText(
        tuple(Line(row) for row in BODY.split("\n")),
        "text/plain",
        rank=SourceRank.SUMMARY,
        official=False,
        declared=read_front_matter(FRONT),
    )


def test_a_summary_keeps_addresses_notes_and_dates() -> None:
    held = holding("a.txt", "ab" * 32, summary())
    assert str(held.document.id) == "tt-btc/2030/28"
    assert held.document.status is EffectStatus.CON_HIEU_LUC
    assert not held.source.official
    assert held.source.as_of == datetime.date(2030, 9, 9)
    by_place = {str(p.ref.locator): p for p in held.provisions}
    assert list(by_place) == ["", "dieu-8", "dieu-8/khoan-4", "dieu-8/khoan-4/diem-a", "dieu-8/ghi_chu-1"]
    # the khoản's end reaches its điểm
    assert by_place["dieu-8/khoan-4/diem-a"].valid == Interval(None, datetime.date(2031, 1, 1))
    assert by_place["dieu-8"].valid == Interval()
    assert [(n.kind, n.text, n.official) for n in held.notes] == [
        ("canh_bao", "Có thể đã được sửa đổi.", False),
        ("do_tin_cay", "single", False),
        ("nguon", "bo.gov.vn", True),
    ]
    (relation,) = held.relations
    assert (str(relation.subject), relation.kind, str(relation.object)) == (
        "tt-btc/2031/64",
        RelationKind.SUA_DOI,
        "tt-btc/2030/28",
    )


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("so_hieu = ", "không phải TOML"),
        ('loai = "Luật"', "thiếu trường 'so_hieu'"),
        ('so_hieu = "45/2012/NĐ-CP"\nloai = "Nghị định"\ntinh_trang = "xong"', "xong"),
        ('so_hieu = "45/2012/NĐ-CP"\nloai = "Nghị định"\nngay_ban_hanh = "hôm qua"', "không phải ngày"),
        ('so_hieu = "không có"\nloai = "Nghị định"', "không có"),
    ],
)
def test_bad_front_matter_says_what_is_wrong(front: str, reason: str) -> None:
    with pytest.raises(BadStructure) as caught:
        read_front_matter(front)
    assert reason in caught.value.where


def test_a_summary_without_a_subject_borrows_none_from_its_body() -> None:
    assert holding("a.txt", "ab" * 32, summary()).document.trich_yeu == ""


def test_document_without_a_number_gets_a_stand_in_and_a_remark() -> None:
    held = holding("x.txt", "cd" * 32, SourceText((Line("Điều 1. A"),), "text/plain"))
    assert held.document.id == DocId("khong-so", None, "cdcdcdcdcd")
    assert "missing_so_hieu" in [d.code for d in held.diagnostics]


def test_what_the_person_says_wins() -> None:
    text = SourceText((Line("Số: 1/2030/NĐ-CP"), Line("Điều 1. A")), "text/plain")
    held = holding("x.txt", "cd" * 32, text, Declared(so_hieu="2/2031/NĐ-CP"))
    assert held.document.id == DocId("nd-cp", 2031, "2")


def test_notes_follow_the_settled_identity() -> None:
    held = holding("a.txt", "ab" * 32, summary(), settle=lambda d: DocId.parse("tt-btc/2030/28~2"))
    assert {str(note.ref.doc_id) for note in held.notes} == {"tt-btc/2030/28~2"}
    assert {str(p.ref.doc_id) for p in held.provisions} == {"tt-btc/2030/28~2"}


ROWS = st.lists(
    st.sampled_from(["Điều 1. A", "Điều 2. B", "1. x", "2. y", "a) z", "Nơi nhận:", "", "Chương I", "lời"]), max_size=25
)


@given(ROWS)
def test_no_character_is_lost_and_pieces_cover_each_text(rows: list[str]) -> None:
    held = holding("x", "ef" * 32, SourceText(tuple(Line(row) for row in rows), "text/plain"))
    for provision in held.provisions:
        assert provision.text == "".join(held.source.text[q.span.start : q.span.end] for q in provision.pieces)
    covered = sorted((q.span.start, q.span.end) for p in held.provisions for q in p.pieces)
    gaps = [held.source.text[a[1] : b[0]] for a, b in itertools.pairwise(covered)]
    assert set(gaps) <= {"", "\n"}
    assert "".join(held.source.text[a:b] for a, b in covered).replace("\n", "") == held.source.text.replace("\n", "")
    assert Ref(held.document.id) == held.provisions[0].ref


def test_the_place_a_file_was_fetched_from_tells_its_rank_day_and_address() -> None:
    text = SourceText((Line("Điều 1. Một."),), "application/pdf", rank=SourceRank.SIGNED)
    day = datetime.date(2031, 5, 1)
    fetched = Declared(url="https://vbpl.vn/1", retrieved_on=day, rank=SourceRank.VBPL)
    source = holding("a.pdf", "ab" * 32, text, fetched).source
    assert (source.url, source.retrieved_on, source.rank) == ("https://vbpl.vn/1", day, SourceRank.VBPL)
    brought = holding("a.pdf", "ab" * 32, text).source
    assert (brought.url, brought.retrieved_on, brought.rank) == (None, None, SourceRank.SIGNED)


def test_a_page_of_the_national_database_fills_blanks_and_the_text_wins() -> None:
    day = datetime.date(2031, 7, 11)
    declared = Declared(status=EffectStatus.CON_HIEU_LUC, ngay_hieu_luc=day)
    fetched = Declared(url="https://vbpl.vn/1", retrieved_on=datetime.date(2032, 1, 1))

    def held(words: str) -> Holding:
        lines = (Line("Số: 5/2031/NĐ-CP"), Line("Điều 1. Hiệu lực"), Line(words))
        return holding(
            "a.html", "ab" * 32, SourceText(lines, "text/html", rank=SourceRank.VBPL, declared=declared), fetched
        )

    silent = held("Nghị định này nói về nuôi ong.")
    assert silent.document.ngay_hieu_luc == day
    assert silent.document.status is EffectStatus.CON_HIEU_LUC
    assert silent.source.as_of == datetime.date(2032, 1, 1)
    spoken = held("Nghị định này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2031.")
    assert spoken.document.ngay_hieu_luc == datetime.date(2031, 8, 1)
    assert [d.message for d in spoken.diagnostics if d.code == "effect_differs"] == [
        "Trang ghi ngày có hiệu lực 11/7/2031, lời văn cho ngày 1/8/2031; lấy theo lời văn"
    ]


def test_the_notes_of_a_consolidated_text_stand_at_their_places() -> None:
    statement = (
        "Thông tư số 8/2030/TT-BCT ngày 3 tháng 4 năm 2030 của Bộ trưởng Bộ Công Thương quy định về ong, có hiệu lực "
        "kể từ ngày 01 tháng 6 năm 2030, được sửa đổi, bổ sung bởi:"
    )
    rows = ("THÔNG TƯ", "Về nuôi ong", statement, "Điều 1. A", "1. B", "2. C", "Điều 2. D", "Số: 5/VBHN-BCT")
    notes = (
        Footnote("1", "Khoản này được sửa đổi theo Luật X, có hiệu lực kể từ ngày 01 tháng 7 năm 2030.", 5),
        Footnote("2", "Điều này được bổ sung theo Luật Y, có hiệu lực kể từ ngày 01 tháng 3 năm 2031.", 3),
        Footnote("3", "Luật Z có căn cứ ban hành như sau.", None),
        Footnote("4", "Điều 9 của Luật Z, có hiệu lực kể từ ngày 01 tháng 3 năm 2031, quy định.", 6),
    )
    held = holding("a.pdf", "ab" * 32, SourceText(tuple(Line(row) for row in rows), "text/html", footnotes=notes))
    assert str(held.document.id) == "tt-bct/2030/8"
    assert held.source.rank is SourceRank.CODIFIED
    assert held.document.aliases == ()
    assert [(str(n.ref.locator), n.kind, n.text[:12]) for n in held.notes] == [
        ("dieu-1/khoan-2", "ghi_chu", "Khoản này đư"),
        ("dieu-1", "ghi_chu", "Điều này đượ"),
        ("", "ghi_chu", "Luật Z có că"),
        ("dieu-2", "ghi_chu", "Điều 9 của L"),
        ("dieu-1", "hop_nhat_den", "2031-03-01"),
    ]
