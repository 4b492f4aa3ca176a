"""Conditions in three values: what decides, what is not known and why, on which day a wording holds."""

import datetime

import pytest

from corpus.condition import Basis, Gap, Group, Leaf, Verdict, deciding, judged
from corpus.model import Interval
from corpus.reference import Ref

DAY = datetime.date(2026, 11, 25)


def basis(place: str = "dieu-1", start: datetime.date | None = None, end: datetime.date | None = None) -> Basis:
    return Basis(Ref.parse(f"nd-xx/2012/45#{place}"), "Điều 1", "f", Interval(start, end))


def leaf(field: str, *meets: str) -> Leaf:
    return Leaf(field, basis(), field, frozenset(meets or ("co",)))


UNREAD = Leaf("chưa đọc", basis("dieu-9"), why="chưa đọc được")
YES, NO, OPEN = {"a": "co", "b": "co"}, {"a": "khong", "b": "khong"}, {"a": "co"}


@pytest.mark.parametrize(
    ("every", "answers", "verdict"),
    [
        (True, YES, "dat"),
        (True, NO, "khong_dat"),
        (True, OPEN, "chua_ro"),
        # one that fails decides, whatever the other is
        (True, {"a": "khong"}, "khong_dat"),
        (False, NO, "khong_dat"),
        (False, OPEN, "dat"),
        (False, {"a": "khong"}, "chua_ro"),
    ],
)
def test_not_known_is_not_no(every: bool, answers: dict[str, str], verdict: str) -> None:
    outcome = judged(Group(every, (leaf("a"), leaf("b"))), answers, DAY)
    assert outcome is not None
    assert outcome.verdict == verdict


def test_only_what_decides_is_named() -> None:
    outcome = judged(Group(True, (leaf("a"), Group(False, (leaf("b"), leaf("c"))))), {"a": "co", "b": "khong"}, DAY)
    assert outcome is not None
    assert [part.condition.words for part in deciding(outcome)] == ["c"]


def test_a_rule_that_nobody_could_read_is_no_question_to_answer() -> None:
    unread = judged(Group(True, (leaf("a"), UNREAD)), {}, DAY)
    assert unread is not None
    assert unread.gap is Gap.CHUA_BIET_QUY_DINH
    # one answer may settle an "or"
    settled = judged(Group(False, (leaf("a"), UNREAD)), {}, DAY)
    assert settled is not None
    assert settled.gap is Gap.CHUA_TRA_LOI


def test_a_value_for_which_the_rule_is_not_known() -> None:
    condition = Leaf("a", basis(), "a", frozenset({"x"}), unclear=frozenset({"y"}), why="chữ mới chưa đọc được")
    verdicts = [judged(condition, {"a": value}, DAY) for value in "xyz"]
    assert [outcome and outcome.verdict for outcome in verdicts] == [
        Verdict.DAT,
        Verdict.CHUA_RO,
        Verdict.KHONG_DAT,
    ]


def test_a_wording_holds_from_its_first_day_up_to_its_end() -> None:
    old = Leaf("cũ", basis(end=DAY), "a", frozenset({"co"}))
    new = Leaf("mới", basis(start=DAY), "a", frozenset({"khong"}))
    both = Group(False, (old, new))
    before, after = judged(both, {"a": "co"}, DAY - datetime.timedelta(1)), judged(both, {"a": "co"}, DAY)
    assert before is not None
    assert after is not None
    assert (before.verdict, after.verdict) == (Verdict.DAT, Verdict.KHONG_DAT)
    assert judged(old, {"a": "co"}, DAY) is None
