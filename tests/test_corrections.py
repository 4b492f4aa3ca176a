"""Corrections: what an editor types, what it does to a holding, and that it lasts and can be undone."""

import dataclasses
import datetime
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.corrected import as_read_place, corrected, renumbered
from corpus.corrections import Correction, Field, read_value
from corpus.errors import BadCorrection
from corpus.locator import Locator, Unit
from corpus.model import Diagnostic, Document, Holding, Interval, Note, Relation, RelationKind, Source, SourceRank
from corpus.placed import Page, Placed
from corpus.reference import DocId, Ref
from corpus.store import Store
from tests.conftest import place

DAY = datetime.date
MISREAD = DocId("nd-xx", 2012, "46")
TRUE = DocId("nd-xx", 2012, "45")
OTHER = DocId("tt-xx", 2018, "28")
FILE = "c" * 64


def holding(doc_id: DocId = MISREAD, sha256: str = FILE, loai: str = "Nghị định", official: bool = True) -> Holding:
    """A decree whose number, dates and Điều 13 (as 18) were misread, with a note and relations of both directions."""
    rank = SourceRank.SIGNED if official else SourceRank.SUMMARY
    text = "NGHỊ ĐỊNH\nĐiều 12. Một\nĐiều 13. Hai\n1. Ba.\na) Bốn.\nĐiều 12. Năm"
    so_hieu = f"{doc_id.number}/{doc_id.year}/{doc_id.kind.upper().replace('ND', 'NĐ')}"
    return Holding(
        Document(doc_id, so_hieu, loai, "Về nuôi ong", "Chính phủ", "", DAY(2012, 5, 12), DAY(2021, 7, 5)),
        Source(sha256, "quet-01.pdf", "application/pdf", text, rank, official),
        (
            place(doc_id, "", "NGHỊ ĐỊNH"),
            place(doc_id, "dieu-12", "Điều 12. Một", "Một"),
            place(doc_id, "dieu-18", "Điều 13. Hai", "Hai"),
            place(doc_id, "dieu-18/khoan-1", "1. Ba."),
            place(doc_id, "dieu-18/khoan-1/diem-a", "a) Bốn."),
            place(doc_id, "dieu-12~2", "Điều 12. Năm", "Năm"),
        ),
        (Note(Ref(doc_id, Locator.parse("dieu-18/khoan-1")), "ghi_chu", "Đã đổi mức"),),
        (
            Relation(
                Ref(doc_id, Locator.parse("dieu-18")), RelationKind.THAY_THE, Ref(OTHER), so_hieu, "28/2018/TT-XX"
            ),
            Relation(Ref(OTHER), RelationKind.SUA_DOI, Ref(doc_id), "28/2018/TT-XX", so_hieu, DAY(2018, 5, 1)),
            Relation(Ref(doc_id), RelationKind.DAN_CHIEU, Ref(TRUE), so_hieu, "45/2012/NĐ-XX"),
        ),
    )


def correction(field: Field, value: str, at: str = "", reason: str = "Bản in mờ", sha256: str = FILE) -> Correction:
    return Correction(sha256, Locator.parse(at), field, value, reason, DAY(2026, 11, 25))


def everything(store: Store) -> dict[str, list[str]]:
    """All rows of the tables that say what is held and what was mended."""
    tables = ("source", "document", "provision", "note", "relation", "diagnostic", "correction", "reading")
    return {table: sorted(map(repr, store._db.execute(f"SELECT * FROM {table}"))) for table in tables}


# What is typed


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (Field.NGAY_BAN_HANH, "2012-05-21", "2012-05-21"),
        (Field.NGAY_BAN_HANH, "21/5/2012", "2012-05-21"),
        (Field.NGAY_HIEU_LUC, "05-07-2012", "2012-07-05"),
        (Field.NGAY_HIEU_LUC, "5.7.2012", "2012-07-05"),
        (Field.NGAY_HET_HIEU_LUC, "ngày 21 tháng 05 năm 2012", "2012-05-21"),
        (Field.NGAY_HET_HIEU_LUC, "Ngày 29 tháng 2 năm 2024", "2024-02-29"),
        (Field.NGAY_HET_HIEU_LUC, "không rõ", ""),
        (Field.NGUOI_KY, "khong_ro", ""),
        (Field.NGUOI_KY, "  Nguyễn   Tấn  Dũng ", "Nguyễn Tấn Dũng"),
        # decomposed letters and the look-alike of Đ
        (Field.SO_HIEU, "45 / 2012 / NÐ – CP", "45/2012/NĐ-CP"),
        (Field.SO_HIEU, "19-NQ/TW", "19-NQ/TW"),
        (Field.NUMBER, "12a", "12a"),
        (Field.HEADING, "Phạm vi điều chỉnh", "Phạm vi điều chỉnh"),
    ],
)
def test_a_value_is_kept_as(field: Field, typed: str, kept: str) -> None:
    assert read_value(field, typed) == kept


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        (Field.NGAY_BAN_HANH, "29/2/2021", "không phải ngày có thật"),
        (Field.NGAY_BAN_HANH, "2021-02-29", "không phải ngày có thật"),
        (Field.NGAY_BAN_HANH, "ngày 31 tháng 4 năm 2020", "không phải ngày có thật"),
        (Field.NGAY_BAN_HANH, "21/5/0012", "không thể là ngày của văn bản"),
        (Field.NGAY_BAN_HANH, "21/5/20210", "Ngày ban hành không đọc được"),
        (Field.NGAY_HIEU_LUC, "từ ngày ký", "Ngày có hiệu lực không đọc được"),
        (Field.SO_HIEU, "bốn mươi lăm", "không phải số hiệu văn bản"),
        (Field.SO_HIEU, "không rõ", "không bỏ trống được"),
        (Field.LOAI, "", "không đọc được"),
        (Field.TRICH_YEU, "x" * 2001, "không đọc được"),
        (Field.TRICH_YEU, "a\x00b", "không đọc được"),
        (Field.NUMBER, "12 a", "không phải số của Điều"),
        (Field.NUMBER, "mười ba", "không phải số của Điều"),
        (Field.NUMBER, "12~2", "không phải số của Điều"),
    ],
)
def test_a_value_is_refused(field: Field, typed: str, says: str) -> None:
    with pytest.raises(BadCorrection, match=says):
        read_value(field, typed)


@pytest.mark.parametrize(
    ("unit", "typed", "fits"),
    [
        (Unit.KHOAN, "3", True),
        (Unit.KHOAN, "b", False),
        (Unit.DIEM, "đ", True),
        (Unit.DIEM, "3", False),
        (Unit.DIEM, "dd", False),  # its address would be that of đ
        (Unit.CHUONG, "IV", True),
        (Unit.PHU_LUC, "A", True),
        (Unit.CHUONG, "thứ tư", False),
    ],
)
def test_a_number_has_the_form_of_its_unit(unit: Unit, typed: str, fits: bool) -> None:
    if fits:
        assert read_value(Field.NUMBER, typed, unit) == typed
    else:
        with pytest.raises(BadCorrection):
            read_value(Field.NUMBER, typed, unit)


@pytest.mark.parametrize("name", ["text", "noi_dung", "so hieu", "id", ""])
def test_only_what_was_read_from_the_text_can_be_mended(name: str) -> None:
    with pytest.raises(BadCorrection, match="lời văn của pháp luật không sửa"):
        Field.parse(name)


def test_field_names_are_read_in_both_spellings() -> None:
    assert Field.parse("so-hieu") is Field.parse("SO_HIEU") is Field.SO_HIEU


def test_a_correction_says_everything() -> None:
    mended = dataclasses.replace(correction(Field.NGAY_HIEU_LUC, "2012-07-05"), read="2021-07-05")
    assert mended.vi == (
        "Ngày có hiệu lực đã sửa bởi người biên tập: đọc được “5/7/2021”, sửa thành “5/7/2012”, "
        "lý do: Bản in mờ, ngày 25/11/2026"
    )
    assert "không đọc được, sửa thành “Nguyễn A”" in correction(Field.NGUOI_KY, "Nguyễn A").vi


# What it does to a holding


def test_a_corrected_number_moves_the_whole_document() -> None:
    now = corrected(holding(), [correction(Field.SO_HIEU, "45/2012/NĐ-XX")])
    assert now.unused == ()
    assert now.made[0].read == "46/2012/NĐ-XX"
    assert (now.made[0].doc_id, now.made[0].name) == (MISREAD, "quet-01.pdf")
    assert (now.holding.document.id, now.holding.document.so_hieu) == (TRUE, "45/2012/NĐ-XX")
    assert {p.ref.doc_id for p in now.holding.provisions} == {TRUE}
    assert {n.ref.doc_id for n in now.holding.notes} == {TRUE}
    assert [(str(r.subject), str(r.object), r.subject_so_hieu, r.object_so_hieu) for r in now.holding.relations] == [
        ("nd-xx/2012/45#dieu-18", "tt-xx/2018/28", "45/2012/NĐ-XX", "28/2018/TT-XX"),
        ("tt-xx/2018/28", "nd-xx/2012/45", "28/2018/TT-XX", "45/2012/NĐ-XX"),
        ("nd-xx/2012/45", "nd-xx/2012/45", "45/2012/NĐ-XX", "45/2012/NĐ-XX"),
    ]


def test_a_corrected_place_takes_those_below_along_and_keeps_its_words() -> None:
    now = corrected(
        holding(),
        [
            correction(Field.NUMBER, "13", "dieu-18"),
            correction(Field.NUMBER, "14", "dieu-12~2"),
            correction(Field.HEADING, "Hai mới", "dieu-18"),
        ],
    ).holding
    assert [(str(p.ref.locator), p.number, p.heading) for p in now.provisions[2:]] == [
        ("dieu-13", "13", "Hai mới"),
        ("dieu-13/khoan-1", "1", ""),
        ("dieu-13/khoan-1/diem-a", "a", ""),
        ("dieu-14", "14", "Năm"),
    ]
    assert [p.text for p in now.provisions] == [p.text for p in holding().provisions]
    assert str(now.notes[0].ref) == "nd-xx/2012/46#dieu-13/khoan-1"
    assert str(now.relations[0].subject) == "nd-xx/2012/46#dieu-13"


@pytest.mark.parametrize(
    ("at", "number", "why"),
    [("dieu-18", "12", "Văn bản đã có Điều 12"), ("dieu-99", "13", "Bản đọc không có Điều 99")],
)
def test_what_cannot_hold_is_left_out_and_said(at: str, number: str, why: str) -> None:
    now = corrected(holding(), [correction(Field.NUMBER, number, at)])
    assert now.holding.provisions == holding().provisions
    assert [(c.field, reason) for c, reason in now.unused] == [(Field.NUMBER, why)]
    assert [d.code for d in now.holding.diagnostics] == ["correction_unused"]
    assert why in now.holding.diagnostics[0].message


@pytest.mark.parametrize(
    ("so_hieu", "fields", "doc_id"),
    [
        # the year of a số hiệu without one is that of its date
        ("1881/QĐ-XX", {Field.NGAY_BAN_HANH: "2020-11-20"}, "qd-xx/2020/1881"),
        ("1881/QĐ-XX", {Field.NGAY_BAN_HANH: ""}, "qd-xx/-/1881"),
        # each province counts on its own
        (
            "15/2023/QĐ-UBND",
            {Field.CO_QUAN_BAN_HANH: "Ủy ban nhân dân tỉnh Phú Thọ"},
            "qd-ubnd/2023/15@phu-tho",
        ),
        ("15/2023/QĐ-UBND", {}, "qd-ubnd/2023/15"),
        ("45/2012/NĐ-XX", {Field.NGAY_BAN_HANH: "2013-01-01"}, "nd-xx/2012/45"),
    ],
)
def test_the_identity_follows_number_date_and_issuer(so_hieu: str, fields: dict[Field, str], doc_id: str) -> None:
    mended = [correction(Field.SO_HIEU, so_hieu), *(correction(field, value) for field, value in fields.items())]
    assert str(corrected(holding(), mended).holding.document.id) == doc_id


def test_every_wording_of_a_place_moves(fresh_store: Store) -> None:
    before, since = Interval(None, DAY(2025, 1, 1)), Interval(DAY(2025, 1, 1), None)
    places = (
        place(MISREAD, "", "NGHỊ ĐỊNH"),
        place(MISREAD, "dieu-18", "Điều 13. Cũ", "Cũ", before),
        place(MISREAD, "dieu-18", "Điều 13. Mới", "Mới", since),
    )
    fresh_store.add(dataclasses.replace(holding(), provisions=places, notes=(), relations=()), b"x")
    fresh_store.correct(correction(Field.NUMBER, "13", "dieu-18"))
    assert [(p.text, p.valid) for p in fresh_store.within(Ref(MISREAD, Locator.parse("dieu-13")))] == [
        ("Điều 13. Cũ", before),
        ("Điều 13. Mới", since),
    ]


def test_what_is_filled_in_is_no_longer_missing(fresh_store: Store) -> None:
    missing = (
        Diagnostic("missing_so_hieu", "Không đọc được số hiệu"),
        Diagnostic("missing_ngay_ban_hanh", "Không đọc được ngày ban hành"),
        Diagnostic("running_head", "Trang 2", 7),
    )
    fresh_store.add(dataclasses.replace(holding(), diagnostics=missing), b"x")
    fresh_store.correct(correction(Field.NGAY_BAN_HANH, "2012-05-21"))
    assert fresh_store.diagnostics(FILE) == [missing[0], missing[2]]
    fresh_store.undo(correction(Field.NGAY_BAN_HANH, ""))
    assert fresh_store.diagnostics(FILE) == list(missing)


def test_a_date_alone_leaves_the_stand_in_number() -> None:
    unnumbered = DocId("khong-so", None, "ab12")
    read = dataclasses.replace(holding(), document=Document(unnumbered, "", "Văn bản"))
    now = corrected(read, [correction(Field.NGAY_BAN_HANH, "2020-01-02")])
    assert str(now.holding.document.id) == "khong-so/2020/ab12"
    assert now.made[0].read == ""


def test_addresses_are_read_both_ways() -> None:
    mended = [correction(Field.NUMBER, "13", "dieu-18"), correction(Field.NUMBER, "3", "dieu-18/khoan-1")]
    read, now = Locator.parse("dieu-18/khoan-1/diem-a"), Locator.parse("dieu-13/khoan-3/diem-a")
    assert renumbered(read, mended) == now
    assert as_read_place(now, mended) == read
    assert as_read_place(read, mended) == read


# In the store


def test_a_correction_is_whole_and_kept_beside_what_was_read(fresh_store: Store) -> None:
    fresh_store.add(holding(), b"x")
    now = fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    assert now is not None
    assert fresh_store.doc_ids() == [TRUE]
    assert fresh_store.holding(FILE) == now.holding
    assert [str(n.ref) for n in fresh_store.notes(Ref(TRUE, Locator.parse("dieu-18/khoan-1")))] == [
        "nd-xx/2012/45#dieu-18/khoan-1"
    ]
    (kept,) = fresh_store.corrections(TRUE)
    assert (kept.read, kept.value, kept.reason, kept.asserted_by) == (
        "46/2012/NĐ-XX",
        "45/2012/NĐ-XX",
        "Bản in mờ",
        "editor",
    )
    assert fresh_store.corrections(MISREAD) == []
    assert fresh_store.names().keys() == {"nghi dinh ve nuoi ong", "ve nuoi ong"}
    assert fresh_store.bytes_path(FILE).read_bytes() == b"x"


def test_what_hangs_on_the_bytes_stays(fresh_store: Store) -> None:
    pages = (Page(1, 595, 842, (Placed(0, 5, (90, 100, 120, 112)),)),)
    fresh_store.add(dataclasses.replace(holding(), pages=pages), b"x")
    fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    assert fresh_store.pages(FILE) == pages


def test_a_correction_outlives_the_document_and_holds_for_the_same_bytes(fresh_store: Store) -> None:
    fresh_store.add(holding(), b"x")
    fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    fresh_store.correct(correction(Field.NUMBER, "13", "dieu-18"))
    before = everything(fresh_store)
    fresh_store.remove(TRUE)
    assert fresh_store.doc_ids() == []
    assert [c.value for c in fresh_store.corrections(MISREAD)] == ["45/2012/NĐ-XX", "13"]
    held = fresh_store.add(holding(), b"x")
    assert held.document.id == TRUE
    assert everything(fresh_store) == before


def test_a_better_reading_makes_a_correction_moot_and_undo_gives_it_back(fresh_store: Store) -> None:
    fresh_store.add(holding(), b"x")
    fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    better = holding(TRUE)
    assert fresh_store.add(better, b"x") == better
    (kept,) = fresh_store.corrections(TRUE)
    assert kept.moot
    now = fresh_store.undo(kept)
    assert now is not None
    assert fresh_store.holding(FILE) == better


def test_a_place_that_a_new_reading_lacks_is_remarked_on(fresh_store: Store) -> None:
    fresh_store.add(holding(), b"x")
    fresh_store.correct(correction(Field.NUMBER, "13", "dieu-18"))
    shorter = dataclasses.replace(holding(), provisions=holding().provisions[:2])
    fresh_store.add(shorter, b"x")
    assert [d.code for d in fresh_store.diagnostics(FILE)] == ["correction_unused"]
    (kept,) = fresh_store.corrections(MISREAD)
    assert (kept.holds, kept.read) == (False, "18")
    assert kept.vi.endswith("(không áp dụng được cho bản đọc hiện nay)")
    # and another correction of the same source can still be made; the remark is not made twice
    fresh_store.correct(correction(Field.HEADING, "Một mới", "dieu-12"))
    assert [d.code for d in fresh_store.diagnostics(FILE)] == ["correction_unused"]
    assert [p.heading for p in fresh_store.within(Ref(MISREAD, Locator.parse("dieu-12")))] == ["Một mới"]


def test_a_corrected_source_joins_the_document_that_is_held(fresh_store: Store) -> None:
    fresh_store.add(holding(TRUE, "d" * 64), b"y")
    fresh_store.add(holding(), b"x")
    now = fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    assert now is not None
    assert now.holding.document.id == TRUE
    assert [source.sha256 for _, source in fresh_store.views(TRUE)] == [FILE, "d" * 64]
    fresh_store.undo(correction(Field.SO_HIEU, ""))
    assert fresh_store.doc_ids() == [TRUE, MISREAD]


def test_a_twin_of_another_kind_stands_beside(fresh_store: Store) -> None:
    fresh_store.add(holding(TRUE, "d" * 64, "Nghị quyết"), b"y")
    fresh_store.add(holding(), b"x")
    now = fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    assert now is not None
    assert str(now.holding.document.id) == "nd-xx/2012/45~2"
    # the kind was misread too: then it is the document that is held
    now = fresh_store.correct(correction(Field.LOAI, "Nghị quyết"))
    assert now is not None
    assert now.holding.document.id == TRUE


def test_two_summaries_never_become_one(fresh_store: Store) -> None:
    fresh_store.add(holding(TRUE, "d" * 64, official=False), b"y")
    fresh_store.add(holding(official=False), b"x")
    before = everything(fresh_store)
    with pytest.raises(BadCorrection, match="Kho đã có bản tóm lược của Nghị định 45/2012/NĐ-XX"):
        fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
    assert everything(fresh_store) == before


@pytest.mark.parametrize(
    ("mended", "says"),
    [
        (correction(Field.NUMBER, "12", "dieu-18"), "văn bản đã có Điều 12"),
        (correction(Field.NUMBER, "13", "dieu-99"), "bản đọc không có Điều 99"),
        (correction(Field.NUMBER, "13"), "là của một điều khoản"),
        (correction(Field.NGUOI_KY, "A", "dieu-18"), "là của cả văn bản"),
        (correction(Field.TRICH_YEU, "Về nuôi ong"), "vốn đã được đọc là “Về nuôi ong”"),
    ],
)
def test_a_refused_correction_changes_nothing(fresh_store: Store, mended: Correction, says: str) -> None:
    fresh_store.add(holding(), b"x")
    before, revision = everything(fresh_store), fresh_store.revision
    with pytest.raises(BadCorrection, match=says):
        fresh_store.correct(mended)
    assert (everything(fresh_store), fresh_store.revision) == (before, revision)


def test_an_undo_that_another_correction_rests_on_is_refused(fresh_store: Store) -> None:
    fresh_store.add(holding(), b"x")
    first = correction(Field.NUMBER, "20", "dieu-12")
    fresh_store.correct(first)
    fresh_store.correct(correction(Field.NUMBER, "12", "dieu-18"))
    with pytest.raises(BadCorrection, match="văn bản đã có Điều 12"):
        fresh_store.undo(first)


def test_bytes_that_are_not_held_keep_their_correction_until_they_are(fresh_store: Store) -> None:
    assert fresh_store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX")) is None
    assert fresh_store.add(holding(), b"x").document.id == TRUE
    (kept,) = fresh_store.corrections(TRUE)
    assert kept.read == "46/2012/NĐ-XX"


CHANGES = [
    correction(Field.SO_HIEU, "45/2012/NĐ-XX"),
    correction(Field.SO_HIEU, "15/2023/QĐ-UBND"),
    correction(Field.LOAI, "Quyết định"),
    correction(Field.CO_QUAN_BAN_HANH, "Ủy ban nhân dân tỉnh Phú Thọ"),
    correction(Field.NGAY_BAN_HANH, "2023-01-05"),
    correction(Field.NGAY_HIEU_LUC, ""),
    correction(Field.NGUOI_KY, "Nguyễn Văn A"),
    correction(Field.NUMBER, "13", "dieu-18"),
    correction(Field.NUMBER, "12", "dieu-18"),  # refused unless Điều 12 went elsewhere
    correction(Field.NUMBER, "20", "dieu-12"),
    correction(Field.NUMBER, "14", "dieu-12~2"),
    correction(Field.NUMBER, "2", "dieu-18/khoan-1"),
    correction(Field.HEADING, "", "dieu-18"),
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(CHANGES), max_size=8), twin=st.booleans())
def test_corrections_undone_give_the_same_holding(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[Correction], twin: bool
) -> None:
    with Store.open(tmp_path_factory.mktemp("kho")) as store:
        store.add(holding(MISREAD if twin else TRUE, "d" * 64, "Nghị quyết"), b"y")
        read = holding()
        read = dataclasses.replace(
            read, document=dataclasses.replace(read.document, id=store.settled(read.document, FILE))
        )
        store.add(read, b"x")
        once = everything(store)
        for change in chosen:
            before = everything(store)
            try:
                store.correct(change)
            except BadCorrection:
                assert everything(store) == before
        words = store.holding(FILE)
        assert words is not None
        assert [p.text for p in words.provisions] == [p.text for p in read.provisions]
        while left := store.corrections_of(FILE):
            for kept in left:
                try:
                    store.undo(kept)
                    break
                except BadCorrection:
                    continue
            else:
                pytest.fail("no correction can be undone")
        assert everything(store) == once


KILLED = """
import os, sys
from pathlib import Path
from corpus.store import Store
from tests.test_corrections import Field, correction

if __name__ == "__main__":
    home, left = Path(sys.argv[1]), int(sys.argv[2])

    def stop(statement):
        global left
        left -= 1
        if left == 0:
            os._exit(9)

    with Store.open(home) as store:
        store._db.set_trace_callback(stop)
        store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
"""


@pytest.mark.parametrize("steps", [2, 6, 10, 14, 18, 22])
def test_a_kill_at_any_statement_leaves_one_state_or_the_other(tmp_path: Path, steps: int) -> None:
    home, script = tmp_path / "kho", tmp_path / "killed.py"
    script.write_text(KILLED, encoding="utf-8")
    with Store.open(home) as store:
        store.add(holding(), b"x")
        before = everything(store)
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, str(script), str(home), str(steps)], check=False, cwd=root, env={"PYTHONPATH": str(root)}
    )
    assert done.returncode == 9
    with Store.open(home) as store:
        assert everything(store) == before
        store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
        assert store.doc_ids() == [TRUE]


def test_a_store_from_before_corrections_is_brought_up(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add(holding(), b"x")
    with sqlite3.connect(tmp_path / "corpus.db") as old:
        old.executescript(
            "DROP INDEX source_beside_text; ALTER TABLE source DROP COLUMN length;"
            "DROP TABLE correction; DROP TABLE reading; ALTER TABLE source DROP COLUMN recognised;"
            "DROP TABLE operation; DROP TABLE compiled; DROP TABLE unapplied;"
            "DROP TABLE page; DROP TABLE grid; ALTER TABLE diagnostic DROP COLUMN page;"
            "ALTER TABLE relation DROP COLUMN until; ALTER TABLE relation DROP COLUMN condition;"
            "PRAGMA user_version = 2;"
        )
    old.close()
    with Store.open(tmp_path) as store:
        assert store.corrections() == []
        store.correct(correction(Field.SO_HIEU, "45/2012/NĐ-XX"))
        assert store.doc_ids() == [TRUE]
