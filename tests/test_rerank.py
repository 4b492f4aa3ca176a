"""What a question wants, whether a place states it, and the second look."""

import pytest

from corpus.model import Interval
from corpus.reference import DocId, Ref
from index.plan import in_words_of_law
from index.rerank import NAMED, RELATED, STATED, Bearings, answers, reranked
from index.search import Hit
from index.wants import Want, holds, periods, tells, wanted


def hit(ref: str, score: float | None, text: str) -> Hit:
    at = Ref.parse(ref)
    return Hit(at, at, Interval(), 0, score, {}, {}, text, (0, len(text)))


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("được hỗ trợ bao nhiêu tiền?", {Want.AMOUNT}),
        ("duoc ho tro bao nhieu", {Want.AMOUNT}),
        ("tối đa bao nhiêu phần trăm", {Want.AMOUNT}),
        ("hạn nộp hồ sơ ngày nào", {Want.TIME}),
        ("khiếu nại trong bao lâu", {Want.TIME}),
        ("ai quyết định", {Want.BODY}),
        # "ai" inside a word is no question
        ("khai thuế", set()),
        ("điều kiện hỗ trợ", set()),
    ],
)
def test_what_a_question_wants(question: str, wants: set[Want]) -> None:
    assert wanted(question) == wants


@pytest.mark.parametrize(
    ("text", "want", "stated"),
    [
        ("tối đa 50% chi phí", Want.AMOUNT, True),
        ("không quá 300 triệu đồng", Want.AMOUNT, True),
        ("Điều 5 khoản 3", Want.AMOUNT, False),
        ("trong 15 ngày làm việc", Want.TIME, True),
        ("trước ngày 15 tháng 6", Want.TIME, True),
        ("Sở Công Thương thẩm định", Want.BODY, True),
        ("đủ điều kiện", Want.BODY, False),
    ],
)
def test_what_a_text_states(text: str, want: Want, stated: bool) -> None:
    assert holds(text, want) is stated


def test_a_machine_is_no_question_word() -> None:
    assert tells("máy", folded=False)
    assert not tells("mấy", folded=False)
    assert not tells("may", folded=True)


def test_periods_are_spans_of_years() -> None:
    assert periods("giai đoạn 2026 - 2030") == {("2026", "2030")}
    assert periods("năm 2026") == frozenset()


def test_a_sum_of_another_period_is_no_answer() -> None:
    question = "Chương trình 2026-2030 có bao nhiêu tiền?"
    assert not answers(question, "Chương trình giai đoạn 2026 - 2030")
    assert not answers(question, "Chương trình 2021-2025: 400 tỷ đồng")
    assert answers(question, "Chương trình giai đoạn 2026-2030: 400 tỷ đồng")


def test_places_that_state_the_sum_come_first() -> None:
    hits = [hit("nd-cp/2030/1#dieu-1", 3.0, "Có hỗ trợ máy."), hit("nd-cp/2030/2#dieu-1", 2.5, "Tối đa 50% giá máy.")]
    found = reranked("được hỗ trợ bao nhiêu tiền", hits, Bearings(), 2)
    assert [(str(h.ref), h.score) for h in found] == [
        ("nd-cp/2030/2#dieu-1", 2.5 + STATED),
        ("nd-cp/2030/1#dieu-1", 3.0),
    ]


def test_named_places_stay_first_and_their_kin_rise() -> None:
    named, kin = DocId.parse("nd-cp/2030/1"), DocId.parse("nd-cp/2031/2")
    hits = [
        hit("nd-cp/2030/1", None, "đầu văn bản"),
        hit("nd-cp/2029/9#dieu-1", 4.0, "xa"),
        hit("nd-cp/2031/2#dieu-1", 3.5, "văn bản sửa đổi"),
        hit("nd-cp/2030/1#dieu-18", 3.0, "hiệu lực"),
    ]
    found = reranked("nghị định 1/2030 còn hiệu lực không", hits, Bearings({named}, {kin}), 3)
    assert [(str(h.ref), h.score) for h in found] == [
        ("nd-cp/2030/1", None),
        ("nd-cp/2030/1#dieu-18", 3.0 + NAMED),
        ("nd-cp/2031/2#dieu-1", 3.5 + RELATED),
    ]


@pytest.mark.parametrize("question", ["xưởng tôi mua máy", "xuong toi mua may"])
def test_everyday_words_become_words_of_the_law(question: str) -> None:
    assert in_words_of_law(question) == ("cơ sở công nghiệp nông thôn", "máy móc thiết bị tiên tiến")
