"""Amendments applied in the store: the same wordings whatever the order of ingestion. All texts are made up."""

import datetime
import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus import acts
from corpus.corrections import Correction, Field
from corpus.locator import Locator
from corpus.model import Holding, Interval
from corpus.reference import DocId, Ref
from corpus.store import Store
from corpus.wording import Missing, of_day, tree_on
from search_api.amended import brought_words, unapplied_words
from search_api.quote import quote_of
from search_api.reading import document_out
from tests.conftest import place
from tests.test_amending import held
from tests.test_consolidation import LAW

MARKET = DocId.parse("qh16/2030/5")
BEFORE, FIRST, SECOND = datetime.date(2031, 12, 31), datetime.date(2032, 1, 1), datetime.date(2033, 1, 1)


def amendment(number: int, body: str, day: datetime.date, name: str = "Luật Chợ làng số 5/2030/QH16") -> Holding:
    return held(
        f"""QUỐC HỘI
Luật số: {number}/2031/QH16
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT
Hà Nội, ngày {number} tháng 6 năm 2031
Điều 1. Sửa đổi, bổ sung một số điều của {name}
{body}
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày {day.day} tháng {day.month} năm {day.year}.""",
        f"n{number}.txt",
    )


FIRST_LAW = amendment(
    7, "1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:\n“1. Chợ đêm họp theo vụ.”.\n2. Bãi bỏ khoản 3 Điều 1.", FIRST
)
SECOND_LAW = amendment(
    8,
    "1. Thay thế từ “vụ” bằng từ “quý” tại Điều 3.\n2. Bổ sung Điều 2a vào sau Điều 2 như sau:\n“Điều 2a. Người mua\n"
    "Người mua trả tiền.”.",
    SECOND,
)
ORIGINAL = held(LAW, "b.txt")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        yield store


def take_in(store: Store, holdings: Sequence[Holding]) -> None:
    for holding in holdings:
        store.add(holding, holding.source.text.encode())


def words(store: Store, day: datetime.date, place: str = "") -> dict[str, str]:
    tree = tree_on(store, Ref(MARKET, Locator.parse(place)), day)
    assert tree is not None
    return {str(p.ref.locator): p.text for p in tree.provisions}


@pytest.mark.parametrize("order", list(itertools.permutations((ORIGINAL, FIRST_LAW, SECOND_LAW))))
def test_the_order_of_ingestion_does_not_matter(store: Store, order: Sequence[Holding]) -> None:
    take_in(store, order)
    before, first, second = (words(store, day) for day in (BEFORE, FIRST, SECOND))
    assert before == {str(p.ref.locator): p.text for p in ORIGINAL.provisions}
    assert [w.get("dieu-3/khoan-1") for w in (before, first, second)] == [
        "1. Chợ đêm họp theo mùa.",
        "1. Chợ đêm họp theo vụ.",
        "1. Chợ đêm họp theo quý.",
    ]
    assert "dieu-1/khoan-3" in before
    assert "dieu-1/khoan-3" not in first
    assert list(second)[list(second).index("dieu-2") + 1] == "dieu-2a"
    assert store.uncompiled() == []


def test_a_place_says_which_places_brought_its_words(store: Store) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW))
    tree = tree_on(store, Ref(MARKET, Locator.parse("dieu-3/khoan-1")), SECOND)
    assert tree is not None
    (place,) = tree.provisions
    assert [str(by) for by in place.brought_by] == ["qh16/2031/7#dieu-1/khoan-1", "qh16/2031/8#dieu-1/khoan-1"]
    assert {piece.sha256 for piece in place.pieces} == {FIRST_LAW.source.sha256, SECOND_LAW.source.sha256}
    assert brought_words([place], store) == (
        "Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16 từ 1/1/2033.",
    )


@pytest.mark.parametrize("gone", [FIRST_LAW, SECOND_LAW])
def test_forgetting_an_amendment_takes_its_words_back(store: Store, gone: Holding) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW))
    store.remove(gone.document.id)
    left = SECOND_LAW if gone is FIRST_LAW else FIRST_LAW
    with Store.open(store.bytes_path("x").parents[2] / "other") as other:
        take_in(other, (left, ORIGINAL))
        for day in (BEFORE, FIRST, SECOND):
            assert words(store, day) == words(other, day)


def test_an_amendment_waits_for_its_law(store: Store) -> None:
    take_in(store, (FIRST_LAW,))
    assert store.unapplied(Ref(MARKET)) == []
    take_in(store, (ORIGINAL,))
    assert words(store, FIRST, "dieu-3/khoan-1") == {"dieu-3/khoan-1": "1. Chợ đêm họp theo vụ."}


def test_a_law_amended_by_name_is_found_and_one_with_a_longer_name_is_not(store: Store) -> None:
    law = held(LAW.replace("CHỢ LÀNG", "Chợ làng"), "b.txt")
    named = amendment(7, "1. Bãi bỏ Điều 2.", FIRST, "Luật Chợ làng")
    longer = amendment(8, "1. Bãi bỏ Điều 3.", FIRST, "Luật Chợ làng nổi")
    take_in(store, (named, longer, law))
    assert store.document(MARKET) is not None
    found = words(store, FIRST)
    assert ("dieu-2" in found, "dieu-3" in found) == (False, True)


def test_two_laws_of_one_name_are_not_guessed_between(store: Store) -> None:
    law = held(LAW, "b.txt")
    older = held(LAW.replace("5/2030/QH16", "4/2020/QH14").replace("2030", "2020"), "c.txt")
    take_in(store, (law, amendment(7, "1. Bãi bỏ Điều 2.", FIRST, "Luật Chợ làng")))
    assert "dieu-2" not in words(store, FIRST)
    take_in(store, (older,))
    assert "dieu-2" in words(store, FIRST)
    for doc_id in (MARKET, older.document.id):
        (waiting,) = store.unapplied(Ref(doc_id))
        assert "nhiều văn bản cùng tên" in waiting.reason


@pytest.mark.parametrize(
    ("body", "day", "reason"),
    [
        ("1. Bãi bỏ Điều 77.", FIRST, "Điều 77 không có trong văn bản được sửa đổi"),
        ("1. Thay thế cụm từ “chợ nổi” bằng cụm từ “chợ làng” tại Điều 2.", FIRST, "không thấy “chợ nổi” tại Điều 2"),
        ("1. Bãi bỏ Điều 2, trừ trường hợp chợ đang họp.", FIRST, "có ngoại lệ"),
        ("1. Bãi bỏ Điều 2.", datetime.date(2029, 1, 1), "trước ngày ban hành văn bản được sửa đổi"),
    ],
)
def test_what_cannot_be_applied_is_said_and_changes_nothing(
    store: Store, body: str, day: datetime.date, reason: str
) -> None:
    take_in(store, (ORIGINAL, amendment(7, body, day)))
    assert words(store, SECOND) == {str(p.ref.locator): p.text for p in ORIGINAL.provisions}
    tree = tree_on(store, Ref(MARKET), SECOND)
    assert tree is not None
    (gap,) = [gap for gap in tree.gaps if gap.reason]
    assert (gap.missing, reason in gap.reason) == (Missing.AFTER, True)
    (said,) = unapplied_words(Ref(MARKET), store, SECOND)
    assert said.startswith("Đã biết, chưa áp dụng được: Điều ")
    assert "Luật 7/2031/QH16" in said
    assert reason in said


def test_a_place_with_a_day_of_its_own_keeps_it_in_the_store(store: Store) -> None:
    late = amendment(7, "1. Bãi bỏ Điều 2.\n2. Bãi bỏ Điều 3.", FIRST)
    clause = f"từ ngày {FIRST.day} tháng {FIRST.month} năm {FIRST.year}"
    later = "trừ khoản 2 Điều 1 có hiệu lực từ ngày 01 tháng 01 năm 2033"
    text = late.source.text.replace(clause, f"{clause}, {later}")
    take_in(store, (ORIGINAL, held(text, "n7.txt")))
    there = [("dieu-2" in words(store, day), "dieu-3" in words(store, day)) for day in (BEFORE, FIRST, SECOND)]
    assert there == [(True, True), (False, True), (False, False)]


def test_places_that_a_new_wording_drops_are_known_to_be_gone(store: Store) -> None:
    body = "1. Sửa đổi, bổ sung khoản 2 Điều 1 như sau:\n“2. Phiên họp cả ngày.”."
    take_in(store, (ORIGINAL, amendment(7, body, FIRST)))
    tree = tree_on(store, Ref(MARKET), FIRST)
    assert tree is not None
    assert tree.gaps == ()
    assert "dieu-1/khoan-2/diem-a" not in {str(p.ref.locator) for p in tree.provisions}


def test_an_amendment_without_a_day_is_said(store: Store) -> None:
    undated = held(
        "QUỐC HỘI\nLuật số: 7/2031/QH16\nLUẬT\nĐiều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng số 5/2030/QH16\n"
        "1. Bãi bỏ Điều 2.",
        "u.txt",
    )
    take_in(store, (ORIGINAL, undated))
    assert "dieu-2" in words(store, SECOND)
    assert [w.reason for w in store.unapplied(Ref(MARKET))] == ["không rõ ngày có hiệu lực"]


def test_texts_that_amend_each_other_or_themselves_come_to_an_end(store: Store) -> None:
    one = amendment(7, "1. Bãi bỏ khoản 1 Điều 1.", FIRST, "Luật Đò ngang số 8/2031/QH16")
    other = amendment(8, "1. Bãi bỏ khoản 1 Điều 1.", FIRST, "Luật Đò dọc số 7/2031/QH16")
    own = amendment(9, "1. Bãi bỏ Điều 2.", FIRST, "Luật Đò chéo số 9/2031/QH16")
    take_in(store, (one, other, own))
    assert [w.reason for w in store.unapplied(Ref(own.document.id))] == ["văn bản sửa chính mình"]
    for doc in (one, other):
        tree = tree_on(store, Ref(doc.document.id), FIRST)
        assert tree is not None
        assert "dieu-1/khoan-1" not in {str(p.ref.locator) for p in tree.provisions}


def test_a_corrected_day_moves_the_wordings(store: Store) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW))
    sha256 = FIRST_LAW.source.sha256
    store.correct(Correction(sha256, Locator(), Field.NGAY_HIEU_LUC, "2032-06-01", "đọc nhầm", FIRST))
    assert words(store, datetime.date(2032, 5, 31), "dieu-3/khoan-1")["dieu-3/khoan-1"].endswith("mùa.")
    assert words(store, datetime.date(2032, 6, 1), "dieu-3/khoan-1")["dieu-3/khoan-1"].endswith("vụ.")


def test_what_is_read_back_is_what_was_written(store: Store, tmp_path: Path) -> None:
    take_in(store, (SECOND_LAW,))
    with sqlite3.connect(tmp_path / "corpus.db") as db:
        found = acts.of_source(db, SECOND_LAW.source.sha256, SECOND_LAW.document)
    db.close()
    assert found == SECOND_LAW.operations


def test_doctor_sees_wordings_that_do_not_follow(store: Store, tmp_path: Path) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW))
    with sqlite3.connect(tmp_path / "corpus.db") as db:
        db.execute("UPDATE compiled SET valid_to = '2035-01-01' WHERE locator = 'dieu-2'")
    db.close()
    assert store.uncompiled() == [MARKET]


def test_the_quote_and_the_page_show_the_words_of_the_day(store: Store) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW))
    for day, text in ((BEFORE, "1. Chợ đêm họp theo mùa."), (FIRST, "1. Chợ đêm họp theo vụ.")):
        quote = quote_of(Ref(MARKET, Locator.parse("dieu-3/khoan-1")), store, day, (), "", None)
        page = document_out(MARKET, store, day, "")
        assert quote is not None
        assert page is not None
        assert quote.text == text
        assert [node.text for node in page.nodes if node.locator == "dieu-3/khoan-1"] == [text]
        assert ("lời văn theo khoản 1 Điều 1 Luật 7/2031/QH16" in " ".join(quote.notes)) is (day == FIRST)


def test_a_place_that_comes_later_is_not_shown_before(store: Store) -> None:
    take_in(store, (ORIGINAL, SECOND_LAW))
    place = Ref(MARKET, Locator.parse("dieu-2a"))
    later = quote_of(place, store, FIRST, (), "", None)
    assert later is not None
    assert later.status.words == "Lời này áp dụng từ 1/1/2033"
    page = document_out(MARKET, store, FIRST, "")
    assert page is not None
    assert "dieu-2a" not in {node.locator for node in page.nodes}


def test_before_its_first_day_a_place_is_shown_as_it_will_first_read() -> None:
    days = (datetime.date(2014, 3, 1), datetime.date(2017, 1, 1), datetime.date(2019, 1, 1))
    first = place(MARKET, "dieu-4", "Điều 4. Lời một.", valid=Interval(days[0], days[1]))
    later = place(MARKET, "dieu-4", "Điều 4. Lời hai.", valid=Interval(days[2]))
    assert of_day([first, later], datetime.date(2013, 1, 1)) == [first]
    assert of_day([first, later], datetime.date(2018, 1, 1)) == [first]
    assert of_day([first, later], None) == [later]


def test_one_wording_a_place_is_taken_for_a_day(store: Store) -> None:
    take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW))
    wording = store.wording(MARKET)
    assert wording is not None
    place = Locator.parse("dieu-3/khoan-1")
    for day, text in ((BEFORE, "theo mùa."), (FIRST, "theo vụ."), (SECOND, "theo quý.")):
        found = [p.text for p in of_day(wording.provisions, day) if p.ref.locator == place]
        assert found == [f"1. Chợ đêm họp {text}"]
