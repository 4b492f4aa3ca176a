"""Operations applied to places: the wording of the day after, and what could not be applied. All texts are made up."""

import datetime
from dataclasses import replace

import pytest

from corpus.amendment import Operation
from corpus.consolidation import consolidated, in_order, wordings
from corpus.model import Holding, Provision
from ingest.amending import operations
from tests.test_amending import amending, held

LAW = """QUỐC HỘI
Luật số: 5/2030/QH16
LUẬT
CHỢ LÀNG
Hà Nội, ngày 20 tháng 6 năm 2030
Chương I
CHỢ PHIÊN
Điều 1. Phiên chợ
1. Chợ phiên họp hai phiên.
2. Phiên họp gồm:
a) Phiên sáng, phiên chiều;
b) Phiên trưa, nếu có.
3. Chợ phiên nghỉ ngày Tết.
Điều 2. Người bán hàng ở chợ phiên
Người bán nộp phí cho chợ phiên.
Chương II
CHỢ ĐÊM
Điều 3. Chợ đêm
1. Chợ đêm họp theo mùa.
2. Chợ đêm có đèn (300 m²).
Điều 4. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2031."""


@pytest.fixture
def village_market() -> Holding:
    return held(LAW, "b.txt")


def after(law: Holding, body: str) -> dict[str, str]:
    """The texts by address after one amending Điều; nothing may be left unapplied."""
    done = consolidated(law.provisions, acts(body))
    assert [left.reason for left in done.unapplied] == []
    return {str(p.ref.locator): p.text for p in done.places}


def acts(body: str) -> tuple[Operation, ...]:
    return operations(amending(f"Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng\n{body}"))


def refused(law: Holding, body: str) -> list[str]:
    done = consolidated(law.provisions, acts(body))
    assert done.places == law.provisions
    return [left.reason for left in done.unapplied]


def test_a_khoan_is_replaced_with_what_stands_below_it(village_market: Holding) -> None:
    now = after(village_market, "1. Sửa đổi, bổ sung khoản 2 Điều 1 như sau:\n“2. Phiên họp gồm:\na) Phiên đêm.”.")
    assert {k: v for k, v in now.items() if k.startswith("dieu-1/khoan-2")} == {
        "dieu-1/khoan-2": "2. Phiên họp gồm:",
        "dieu-1/khoan-2/diem-a": "a) Phiên đêm.",
    }
    assert now["dieu-1/khoan-3"] == "3. Chợ phiên nghỉ ngày Tết."


def test_new_places_stand_behind_the_one_named_and_all_below_it(village_market: Holding) -> None:
    now = after(
        village_market,
        "1. Bổ sung các khoản 2a, 2b vào sau khoản 2 Điều 1 như sau:\n“2a. Phiên mưa.\n2b. Phiên nắng.”.\n"
        "2. Bổ sung Điều 2a vào sau Điều 2 như sau:\n“Điều 2a. Người mua\nNgười mua trả tiền.”.",
    )
    assert list(now)[5:15] == [
        "dieu-1/khoan-2/diem-a",
        "dieu-1/khoan-2/diem-b",
        "dieu-1/khoan-2a",
        "dieu-1/khoan-2b",
        "dieu-1/khoan-3",
        "dieu-2",
        "dieu-2a",
        "chuong-II",
        "dieu-3",
        "dieu-3/khoan-1",
    ]


def test_a_new_place_without_a_neighbour_stands_by_its_number(village_market: Holding) -> None:
    now = after(village_market, "1. Bổ sung khoản 4 vào Điều 1 như sau:\n“4. Chợ có cổng.”.")
    assert list(now)[7:9] == ["dieu-1/khoan-3", "dieu-1/khoan-4"]


def test_a_repealed_chapter_takes_its_dieu_along(village_market: Holding) -> None:
    now = after(village_market, "1. Bãi bỏ Chương I.")
    assert list(now) == ["", "chuong-II", "dieu-3", "dieu-3/khoan-1", "dieu-3/khoan-2", "dieu-4"]


def test_a_chapter_is_found_whatever_its_figures(village_market: Holding) -> None:
    assert "dieu-3" not in after(village_market, "1. Bãi bỏ Chương 2.")


def test_only_the_heading_is_replaced(village_market: Holding) -> None:
    done = consolidated(
        village_market.provisions,
        acts(
            "1. Sửa đổi, bổ sung tên Điều 2 như sau:\n“Điều 2. Tiểu thương”.\n"
            "2. Sửa tên Chương II như sau:\n“Chương II\nCHỢ TỐI”."
        ),
    )
    found = {str(p.ref.locator): p for p in done.places}
    assert found["dieu-2"].text == "Điều 2. Tiểu thương\nNgười bán nộp phí cho chợ phiên."
    assert (found["dieu-2"].heading, found["chuong-II"].heading) == ("Tiểu thương", "CHỢ TỐI")


def test_the_lead_of_a_list_is_replaced_and_its_items_stay(village_market: Holding) -> None:
    now = after(village_market, "1. Sửa đổi đoạn mở đầu khoản 2 Điều 1 như sau:\n“Mỗi phiên gồm:”.")
    assert now["dieu-1/khoan-2"] == "2. Mỗi phiên gồm:"
    assert now["dieu-1/khoan-2/diem-a"] == "a) Phiên sáng, phiên chiều;"


@pytest.mark.parametrize(
    ("body", "place", "text"),
    [
        # throughout the place and those below it
        (
            "Thay thế cụm từ “phiên trưa” bằng cụm từ “phiên tối” tại Điều 1",
            "dieu-1/khoan-2/diem-b",
            "b) phiên tối, nếu có.",
        ),
        ("Thay thế cụm từ “chợ phiên” bằng cụm từ “chợ làng” tại Điều 2", "dieu-2", None),
        ("Bỏ cụm từ “hai” tại khoản 1 Điều 1", "dieu-1/khoan-1", "1. Chợ phiên họp phiên."),
        ("Bỏ cụm từ “, nếu có” tại điểm b khoản 2 Điều 1", "dieu-1/khoan-2/diem-b", "b) Phiên trưa."),
        ("Bổ sung cụm từ “hằng năm” vào sau cụm từ “Tết” tại khoản 3 Điều 1", "dieu-1/khoan-3", None),
        (
            "Bổ sung từ “đều” vào trước từ “nghỉ” tại khoản 3 Điều 1",
            "dieu-1/khoan-3",
            "3. Chợ phiên đều nghỉ ngày Tết.",
        ),
        ("Bổ sung cụm từ “Các” vào đầu khoản 3 Điều 1", "dieu-1/khoan-3", "3. Các Chợ phiên nghỉ ngày Tết."),
        ("Bổ sung cụm từ “và rằm” vào cuối khoản 3 Điều 1", "dieu-1/khoan-3", "3. Chợ phiên nghỉ ngày Tết và rằm."),
        (
            "Thay thế dấu “,” bằng từ “hoặc” trước cụm từ “phiên chiều” tại điểm a khoản 2 Điều 1",
            "dieu-1/khoan-2/diem-a",
            "a) Phiên sáng hoặc phiên chiều;",
        ),
        # raised figures are figures
        (
            "Thay thế cụm từ “300 m2” bằng cụm từ “400 m2” tại khoản 2 Điều 3",
            "dieu-3/khoan-2",
            "2. Chợ đêm có đèn (400 m2).",
        ),
    ],
)
def test_words_change_in_their_place(village_market: Holding, body: str, place: str, text: str | None) -> None:
    expected = (
        text
        or {
            "dieu-2": "Điều 2. Người bán hàng ở chợ làng\nNgười bán nộp phí cho chợ làng.",
            "dieu-1/khoan-3": "3. Chợ phiên nghỉ ngày Tết hằng năm.",
        }[place]
    )
    now = after(village_market, f"1. {body}.")
    assert now[place] == expected
    before = {str(p.ref.locator): p.text for p in village_market.provisions}
    assert {k for k in now if now[k] != before[k]} == {place}


def test_words_of_a_title_change_only_there(village_market: Holding) -> None:
    now = after(village_market, "1. Thay thế cụm từ “chợ phiên” bằng cụm từ “chợ làng” tại tên Điều 2.")
    assert now["dieu-2"] == "Điều 2. Người bán hàng ở chợ làng\nNgười bán nộp phí cho chợ phiên."


def test_every_character_belongs_to_one_piece_of_one_source(village_market: Holding) -> None:
    amendment = amending(
        "Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng\n"
        "1. Thay thế cụm từ “chợ phiên” bằng cụm từ “chợ làng” tại Điều 2.\n"
        "2. Bổ sung từ “đều” vào trước từ “nghỉ” tại khoản 3 Điều 1.\n"
        "3. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:\n“1. Chợ đêm họp quanh năm.”."
    )
    sources = {h.source.sha256: h.source.text for h in (village_market, amendment)}
    done = consolidated(village_market.provisions, operations(amendment))
    for place in done.places:
        spans = [(sources[piece.sha256], piece.span) for piece in place.pieces]
        assert "".join(text[span.start : span.end] for text, span in spans) == place.text
    found = {str(p.ref.locator): p for p in done.places}
    assert [str(by) for by in found["dieu-2"].brought_by] == ["qh16/2031/7#dieu-1/khoan-1"]
    assert {piece.sha256 for piece in found["dieu-2"].pieces} == set(sources)
    assert {piece.sha256 for piece in found["dieu-3/khoan-1"].pieces} == {amendment.source.sha256}
    assert found["dieu-4"].brought_by == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Bãi bỏ khoản 9 Điều 1", "Khoản 9 Điều 1 không có trong văn bản được sửa đổi"),
        ("Bãi bỏ Điều 77", "Điều 77 không có trong văn bản được sửa đổi"),
        ("Thay thế cụm từ “chợ nổi” bằng cụm từ “chợ làng” tại Điều 2", "không thấy “chợ nổi” tại Điều 2"),
        # a part of a word is another word
        ("Thay thế từ “phi” bằng từ “mi” tại Điều 2", "không thấy “phi” tại Điều 2"),
        ("Bãi bỏ Điều 2, trừ trường hợp chợ đang họp", "có ngoại lệ (“trừ …”) mà máy không áp dụng được"),
        (
            "Bổ sung khoản 2 vào sau khoản 1 Điều 1 như sau:\n“2. Chợ có cổng.”",
            "Khoản 2 Điều 1 đã có trong văn bản được sửa đổi",
        ),
        ("Sửa đổi, bổ sung khoản 2 Điều 1", "không đọc được lời văn mới"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_why(village_market: Holding, body: str, reason: str) -> None:
    assert refused(village_market, f"1. {body}.") == [reason]


def test_one_that_fails_does_not_hold_up_the_next(village_market: Holding) -> None:
    done = consolidated(village_market.provisions, acts("1. Bãi bỏ Điều 77.\n2. Bãi bỏ Điều 2."))
    assert [left.operation.place.vi for left in done.unapplied] == ["Điều 77"]
    assert "dieu-2" not in {str(p.ref.locator) for p in done.places}


def on(places: tuple[Provision, ...], day: datetime.date) -> dict[str, str]:
    return {str(p.ref.locator): p.text for p in places if p.valid.contains(day)}


def test_each_wording_has_its_days(village_market: Holding) -> None:
    first = acts("1. Sửa đổi, bổ sung khoản 1 Điều 3 như sau:\n“1. Chợ đêm họp quanh năm.”.")
    second = [replace(o, effective_on=datetime.date(2033, 1, 1)) for o in acts("1. Bãi bỏ khoản 1 Điều 3.")]
    places = wordings(village_market.provisions, [*first, *second]).places
    told = [(p.text, p.valid.start, p.valid.end) for p in places if str(p.ref.locator) == "dieu-3/khoan-1"]
    assert told == [
        ("1. Chợ đêm họp theo mùa.", None, datetime.date(2032, 1, 1)),
        ("1. Chợ đêm họp quanh năm.", datetime.date(2032, 1, 1), datetime.date(2033, 1, 1)),
    ]
    assert on(places, datetime.date(2031, 12, 31)) == {str(p.ref.locator): p.text for p in village_market.provisions}
    assert "dieu-3/khoan-1" not in on(places, datetime.date(2033, 1, 1))


def test_without_a_day_nothing_is_applied(village_market: Holding) -> None:
    undated = [replace(o, effective_on=None) for o in acts("1. Bãi bỏ Điều 2.")]
    done = wordings(village_market.provisions, undated)
    assert done.places == village_market.provisions
    assert [left.reason for left in done.unapplied] == ["không rõ ngày có hiệu lực"]


def test_on_one_day_the_text_issued_first_comes_first(village_market: Holding) -> None:
    late, early = acts("1. Bãi bỏ Điều 3."), acts("1. Thay thế từ “mùa” bằng từ “vụ” tại Điều 3.")
    other = replace(early[0], by=replace(early[0].by, doc_id=replace(early[0].by.doc_id, number="6")))
    issued = {late[0].by.doc_id: datetime.date(2031, 6, 20), other.by.doc_id: datetime.date(2031, 6, 1)}
    for given in ([*late, other], [other, *late]):
        ordered = in_order(given, issued)
        assert [o.by.doc_id.number for o in ordered] == ["6", "7"]
        assert wordings(village_market.provisions, ordered).unapplied == ()
