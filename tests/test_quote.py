"""A quote: exact words, standing on a day, warnings, sources, marks."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import EffectStatus, Note, Relation, RelationKind, SourceRank
from corpus.reference import DocId, Ref
from corpus.store import Store
from ingest.assemble import holding
from ingest.declared import read_front_matter
from ingest.readers import codified
from ingest.source_text import Declared, Line, SourceText
from search_api.quote import marks, quote_of
from search_api.reading import document_out
from tests.test_assemble import BODY, FRONT

DAY = datetime.date(2030, 8, 1)
KHOAN = Ref.parse("tt-btc/2030/28#dieu-8/khoan-4")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one summary."""
    with Store.open(tmp_path) as opened:
        text = SourceText(
            tuple(Line(row) for row in BODY.split("\n")),
            "text/plain",
            rank=SourceRank.SUMMARY,
            official=False,
            declared=read_front_matter(FRONT),
        )
        opened.add(holding("a.txt", "ab" * 32, text), b"a")
        yield opened


def add_official(store: Store) -> None:
    rows = (
        "BỘ TÀI CHÍNH",
        "Số: 28/2030/TT-BTC",
        "THÔNG TƯ",
        "Về mức chi",
        "Điều 8. Mức chi hoạt động",
        "1. Hỗ trợ một.",
        "2. Hỗ trợ hai.",
        "3. Hỗ trợ ba.",
        "4. Hỗ trợ mua máy.",
    )
    store.add(holding("tt28.docx", "cd" * 32, SourceText(tuple(Line(row) for row in rows), "x")), b"b")


def test_summary_says_what_it_is(store: Store) -> None:
    quote = quote_of(KHOAN, store, DAY, (), "", None)
    assert quote is not None
    assert quote.text == "4. Máy móc: 50%.\na) Máy mới."
    assert (quote.address, quote.document_name, quote.heading) == (
        "Khoản 4 Điều 8",
        "Thông tư 28/2030/TT-BTC",
        "Mức chi",
    )
    assert (quote.official, quote.confidence, quote.as_of) == (False, "một nguồn nêu", datetime.date(2030, 9, 9))
    assert [(s.label, s.url, s.official) for s in quote.sources] == [("bo.gov.vn", "https://bo.gov.vn/1", True)]
    assert quote.warnings == (
        "Có thể đã được sửa đổi.",
        "Thông tư 28/2030/TT-BTC được sửa đổi, bổ sung bởi 64/2031/TT-BTC từ 1/1/2031.",
    )
    assert quote.page == "/van-ban/tt-btc/2030/28?on=2030-08-01#dieu-8/khoan-4"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (datetime.date(2030, 5, 10), EffectStatus.CHUA_HIEU_LUC),
        (datetime.date(2030, 5, 11), EffectStatus.CON_HIEU_LUC),
        (datetime.date(2030, 12, 31), EffectStatus.CON_HIEU_LUC),
        # the wording's own end, though the document goes on
        (datetime.date(2031, 1, 1), EffectStatus.HET_HIEU_LUC),
    ],
)
def test_standing_follows_the_day(store: Store, day: datetime.date, status: EffectStatus) -> None:
    quote = quote_of(KHOAN, store, day, (), "", None)
    assert quote is not None
    assert quote.status.status is status


def test_past_what_the_source_knows_the_words_say_so(store: Store) -> None:
    quote = quote_of(KHOAN, store, datetime.date(2030, 12, 1), (), "", None)
    assert quote is not None
    assert quote.status.words == "Còn hiệu lực theo nguồn đến 9/9/2030"
    assert quote.status.next_change == datetime.date(2031, 1, 1)


def test_official_wording_takes_the_summarys_place(store: Store) -> None:
    add_official(store)
    quote = quote_of(KHOAN, store, DAY, (), "", None)
    assert quote is not None
    assert (quote.official, quote.text, quote.confidence) == (True, "4. Hỗ trợ mua máy.", "")
    document = document_out(KHOAN.doc_id, store, DAY, "s")
    assert document is not None
    (node,) = [n for n in document.nodes if n.locator == "dieu-8/khoan-4"]
    assert node.summaries == ("4. Máy móc: 50%.",)
    # what only the summary knows stays known
    assert quote.status.status is EffectStatus.CON_HIEU_LUC


def test_a_newer_summary_takes_the_older_ones_place(store: Store) -> None:
    text = SourceText(
        (Line("Điều 8. Mức chi"), Line("4. Máy móc: 60%.")),
        "text/plain",
        rank=SourceRank.SUMMARY,
        official=False,
        declared=read_front_matter(FRONT),
    )
    store.add(holding("a.txt", "ef" * 32, text), b"c")
    assert [source.sha256[:2] for _, source in store.views(KHOAN.doc_id)] == ["ef"]
    quote = quote_of(KHOAN, store, DAY, (), "", None)
    assert quote is not None
    assert quote.text == "4. Máy móc: 60%."


def test_a_place_that_is_not_held(store: Store) -> None:
    assert quote_of(Ref.parse("tt-btc/2030/28#dieu-99"), store, DAY, (), "", None) is None
    assert quote_of(Ref(DocId.parse("nd-cp/2030/1")), store, DAY, (), "", None) is None


@pytest.mark.parametrize(
    ("text", "terms", "found"),
    [
        ("Máy móc tiên tiến", ["máy_móc"], ["Máy móc"]),
        # without marks any marks match
        ("Máy móc tiên tiến", ["may_moc"], ["Máy móc"]),
        # with marks only the same word
        ("mây móc", ["máy_móc"], []),
        # old and new tone placement are one
        ("hóa chất", ["hoá"], ["hóa"]),
        # words that touch are marked as one
        ("hỗ trợ máy móc", ["hỗ_trợ", "máy_móc"], ["hỗ trợ máy móc"]),
        ("máymóc", ["máy"], []),
    ],
)
def test_marks_stand_where_the_words_are(text: str, terms: list[str], found: list[str]) -> None:
    assert [text[m.start : m.end] for m in marks(text, terms)] == found


def add_summary(store: Store, front: str, body: str) -> None:
    text = SourceText(
        tuple(Line(row) for row in body.split("\n")),
        "text/plain",
        rank=SourceRank.SUMMARY,
        official=False,
        declared=read_front_matter(front),
    )
    store.add(holding("b.txt", "fe" * 32, text), b"d")


REPLACED = """
so_hieu = "45/2030/NĐ-CP"
loai = "Nghị định"
ngay_ban_hanh = 2030-01-01
ngay_hieu_luc = 2030-02-01
tinh_trang = "con_hieu_luc"
tinh_den = 2032-01-01
do_tin_cay = "verified:4"

[[quy_dinh]]
vi_tri = "dieu-1/khoan-2/diem-a"
do_tin_cay = "verified:3"
het_ap_dung = 2031-01-01

[[quy_dinh]]
vi_tri = "dieu-1/khoan-2/diem-b"
do_tin_cay = "single"
"""
REPLACED_BODY = "NGHỊ ĐỊNH 45/2030/NĐ-CP\nĐiều 1. Phạm vi\n2. Gồm:\na) Lời cũ.\nb) Lời còn.\nĐiều 2. Khác"


@pytest.mark.parametrize(("place", "left_out"), [("dieu-1", "điểm a khoản 2"), ("dieu-1/khoan-2", "điểm a")])
def test_words_that_no_longer_apply_are_not_quoted_inside_a_place_in_force(
    store: Store, place: str, left_out: str
) -> None:
    add_summary(store, REPLACED, REPLACED_BODY)
    ref = Ref.parse(f"nd-cp/2030/45#{place}")
    before = quote_of(ref, store, datetime.date(2030, 12, 31), (), "", None)
    after = quote_of(ref, store, datetime.date(2031, 1, 1), (), "", None)
    assert before is not None
    assert after is not None
    assert "Lời cũ" in before.text
    assert "Lời cũ" not in after.text
    assert "Lời còn" in after.text
    assert f"Không áp dụng vào ngày này nên không dẫn ở đây: {left_out}." in after.warnings
    # the place itself can still be opened, as what it is
    itself = quote_of(Ref.parse("nd-cp/2030/45#dieu-1/khoan-2/diem-a"), store, datetime.date(2031, 1, 1), (), "", None)
    assert itself is not None
    assert itself.status.status is EffectStatus.HET_HIEU_LUC
    assert itself.text == "a) Lời cũ."


def test_a_quote_is_as_sure_as_its_least_sure_part(store: Store) -> None:
    add_summary(store, REPLACED, REPLACED_BODY)
    day = datetime.date(2030, 6, 1)
    for place, words in (
        ("dieu-1/khoan-2/diem-a", "3 nguồn độc lập cùng nêu"),
        ("dieu-1/khoan-2", "một nguồn nêu"),
        # the document's own confidence is about its number and dates, not about the content of an Điều
        ("dieu-2", "một nguồn nêu"),
    ):
        quote = quote_of(Ref.parse(f"nd-cp/2030/45#{place}"), store, day, (), "", None)
        assert quote is not None
        assert quote.confidence == words, place


def test_a_later_source_does_not_stretch_what_an_earlier_one_says(store: Store) -> None:
    rows = (Line("Số: 28/2030/TT-BTC"), Line("THÔNG TƯ"), Line("Điều 8. Mức chi"), Line("1. Hỗ trợ."))
    late = SourceText(rows, "x", declared=Declared(as_of=datetime.date(2035, 1, 1)))
    store.add(holding("late.docx", "dd" * 32, late), b"e")
    quote = quote_of(Ref.parse("tt-btc/2030/28#dieu-8"), store, datetime.date(2034, 1, 1), (), "", None)
    assert quote is not None
    assert quote.official
    assert quote.status.words == "Còn hiệu lực theo nguồn đến 9/9/2030"


def test_an_official_wording_is_not_credited_to_the_summarys_sources(store: Store) -> None:
    front = FRONT.replace("chinh_thuc = true", "chinh_thuc = false")
    add_summary(store, front, BODY)
    add_official(store)
    quote = quote_of(KHOAN, store, DAY, (), "", None)
    assert quote is not None
    assert [s.label for s in quote.sources] == ["tt28.docx"]


def test_a_consolidated_wording_is_unknown_before_its_last_amendment(store: Store) -> None:
    add_official(store)
    rows = (Line("Điều 8. Mức chi", heading=True), Line("1. Lời đã sửa."))
    place = Ref.parse("tt-btc/2030/30#dieu-8")
    declared = Declared(
        so_hieu="30/2030/TT-BTC",
        loai="Thông tư",
        ngay_ban_hanh=datetime.date(2030, 1, 1),
        ngay_hieu_luc=datetime.date(2030, 2, 1),
        ngay_het_hieu_luc=datetime.date(2040, 1, 1),
        notes=(Note(place, "hop_nhat_den", "2032-03-01"),),
    )
    source = SourceText(rows, "application/x-codified+jsonl", rank=SourceRank.CODIFIED, declared=declared)
    store.add(holding("c.jsonl", "ac" * 32, source), b"f")
    for ref in (place, Ref.parse("tt-btc/2030/30#dieu-8/khoan-1")):
        for day, status in (
            (datetime.date(2032, 2, 29), EffectStatus.KHONG_RO),
            (datetime.date(2032, 3, 1), EffectStatus.CON_HIEU_LUC),
            (datetime.date(2030, 1, 1), EffectStatus.CHUA_HIEU_LUC),
        ):
            quote = quote_of(ref, store, day, (), "", None)
            assert quote is not None
            assert quote.status.status is status, (ref, day)
    document = document_out(place.doc_id, store, datetime.date(2031, 1, 1), "s")
    assert document is not None
    assert "Lời hợp nhất các sửa đổi đến 1/3/2032; chưa rõ lời vào ngày này." in document.nodes[-1].warnings


def codified_source(snapshot: str, text: str, tail: str = "") -> SourceText:
    row = {
        "id": "9.9.NĐ.1.8",
        "doc_number": "30/2030/NĐ-CP",
        "article": "8",
        "doc_type": "Nghị định",
        "title": "Mức chi",
        "text": text,
        "effective": "01/02/2030",
        "source_note": f"(Điều 8 Nghị định số 30/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/02/2030{tail})",
        "snapshot": snapshot,
    }
    return codified.read("c.jsonl", json.dumps(row).encode())


def test_words_of_a_later_day_are_said_to_be_so_though_nobody_asserts_the_status(store: Store) -> None:
    """Of a codified text no source says that it binds; each state of it gives the words of its days."""
    place, days = Ref.parse("nd-cp/2030/30#dieu-8"), (datetime.date(2034, 2, 1), datetime.date(2036, 1, 1))
    tail = ", có nội dung được sửa đổi bởi Điều 1 Luật số 5/2035/QH16 có hiệu lực thi hành kể từ ngày 01/07/2035"
    amended = "Điều 8 Nghị định 30/2030/NĐ-CP được sửa đổi, bổ sung bởi Điều 1 5/2035/QH16 từ 1/7/2035."
    merged = "Lời hợp nhất các sửa đổi đến 1/7/2035; chưa rõ lời vào ngày này."

    def told() -> list[tuple[str, tuple[str, ...]]]:
        quotes = [quote_of(place, store, day, (), "", None) for day in days]
        return [(quote.text.split("\n")[-1], quote.warnings) for quote in quotes if quote]

    store.add(holding("new.jsonl", "ae" * 32, codified_source("2036-01", "Mức chi là 7%.", tail)), b"h")
    assert told() == [("Mức chi là 7%.", (merged, amended)), ("Mức chi là 7%.", ())]
    store.add(holding("old.jsonl", "ad" * 32, codified_source("2034-02", "Mức chi là 5%.")), b"g")
    assert told() == [("Mức chi là 5%.", (amended,)), ("Mức chi là 7%.", ())]


@pytest.mark.parametrize(
    ("day", "status"), [("2030-12-31", EffectStatus.CON_HIEU_LUC), ("2031-01-01", EffectStatus.KHONG_RO)]
)
def test_words_that_an_amendment_replaced_are_not_in_force(tmp_path: Path, day: str, status: EffectStatus) -> None:
    rows = ("BỘ TÀI CHÍNH", "Số: 28/2030/TT-BTC", "THÔNG TƯ", "Điều 8. Mức chi", "1. Một.", "2. Hai.")
    held = holding("tt28.docx", "cd" * 32, SourceText(tuple(Line(row) for row in rows), "x"))
    document = replace(held.document, status=EffectStatus.CON_HIEU_LUC, ngay_hieu_luc=datetime.date(2030, 5, 11))
    khoan = Ref.parse("tt-btc/2030/28#dieu-8/khoan-2")
    amended = Relation(
        Ref.parse("tt-btc/2030/64#dieu-1"),
        RelationKind.SUA_DOI,
        khoan,
        "64/2030/TT-BTC",
        "28/2030/TT-BTC",
        datetime.date(2031, 1, 1),
    )
    source = replace(held.source, as_of=datetime.date(2031, 6, 1))
    with Store.open(tmp_path) as opened:
        opened.add(replace(held, document=document, source=source, relations=(amended,)), b"b")
        quotes = [
            quote_of(ref, opened, datetime.date.fromisoformat(day), (), "", None)
            for ref in (khoan, Ref.parse("tt-btc/2030/28#dieu-8/khoan-1"))
        ]
    assert [q and q.status.status for q in quotes] == [status, EffectStatus.CON_HIEU_LUC]
