"""The citations marked by hand: well written, and standing in the texts they were marked in."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.citation import find
from tests.bench.citations import Mark, Score, Stretch, count, groups, written
from tests.bench.data import DATA
from tests.bench.marked_texts import MarkedText, sha256_of

_BENCH = Path(__file__).parent / "bench"
_GOLD, _LATER = (
    [json.loads(line) for line in (_BENCH / f"citations_{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in ("gold", "later")
)
_ROWS = _GOLD + _LATER
_DOC = re.compile(
    r"self|here|above|-|\?/\d{4}/\d+|[a-z0-9-]+/(?:\d{4}|-)/[0-9a-z.]+|(?:luat|bo-luat|phap-lenh|cong-uoc|hien-phap):[a-z0-9-]*(?:/\d{4})?"
)
_PLACE = re.compile(
    r"(?:dinh_kem|phu_luc|mau|phan|chuong|muc|dieu|khoan|diem|tiet|gach)-[0-9A-Za-z.]+(?:/(?:mau|phan|muc|dieu|khoan|diem|tiet|gach)-[0-9A-Za-z.]+)*"
)


def test_there_are_enough_marks_of_many_kinds() -> None:
    assert sum(len(row["marks"]) for row in _GOLD) >= 600
    assert len({row["kind"] for row in _GOLD}) >= 15


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{Path(row['file']).name}-{row['start']}")
def test_marks_stand_in_order_inside_their_stretch(row: dict[str, object]) -> None:
    at = int(str(row["start"]))
    marks = row["marks"]
    assert isinstance(marks, list)
    for mark in marks:
        assert at <= mark["start"] < mark["end"] <= int(str(row["end"]))
        assert _DOC.fullmatch(mark["doc"]), mark
        assert all(_PLACE.fullmatch(place) for place in mark.get("places", [])), mark
        at = mark["end"]


def test_no_stretch_is_judged_twice() -> None:
    by_text: dict[tuple[str, str, str], list[tuple[int, int]]] = {}
    for row in _ROWS:
        by_text.setdefault((row["file"], row["form"], row.get("row", "")), []).append((row["start"], row["end"]))
    for spans in by_text.values():
        ordered = sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(ordered))


@pytest.mark.shared
def test_texts_are_the_ones_that_were_marked() -> None:
    changed = []
    for row in _ROWS:
        if row["form"] == "doc":  # catdoc is not on every machine; the benchmark names what it could not open
            continue
        text = MarkedText(row["file"], row["form"], row.get("row", "")).open(DATA)
        if sha256_of(text) != row["sha256"]:
            changed.append(row["file"])
    assert changed == []


@pytest.mark.parametrize(
    ("text", "doc", "places"),
    [
        ("điểm b khoản 2 Điều 5 Nghị định số 45/2012/NĐ-CP", "nd-cp/2012/45", ["dieu-5/khoan-2/diem-b"]),
        ("Thông tư số 06/2018", "?/2018/6", []),
        ("Luật Đất đai năm 2024", "luat:dat-dai/2024", []),
        ("theo Nghị định này", "self", []),
        ("xem khoản 2 Điều 5", "-", ["dieu-5/khoan-2"]),
    ],
)
def test_a_find_is_written_like_a_mark(text: str, doc: str, places: list[str]) -> None:
    (mark,) = (written(citation) for citation in find(text))
    assert (mark.doc, list(mark.places)) == (doc, places)


def _mark(start: int, end: int, doc: str, *places: str) -> Mark:
    return Mark(start, end, doc, places)


@pytest.mark.parametrize(
    ("marks", "found", "right", "targets", "given", "whole"),
    [
        # leading zeros and letter case are no difference; "here" and "self" say the same of the document
        ([_mark(0, 9, "here", "mau-01")], [_mark(0, 9, "self", "mau-1")], 1, 1, 1, 1),
        # a list that was cut in two loses nothing
        ([_mark(0, 9, "-", "dieu-1", "dieu-2")], [_mark(0, 4, "-", "dieu-1"), _mark(5, 9, "-", "dieu-2")], 2, 2, 2, 1),
        # the same place of another document is wrong on both sides
        ([_mark(0, 9, "nd-cp/2012/45", "dieu-1")], [_mark(2, 9, "-", "dieu-1")], 0, 1, 1, 0),
        ([_mark(0, 9, "self")], [], 0, 1, 0, 0),
        ([], [_mark(0, 9, "self")], 0, 0, 1, 0),
    ],
)
def test_targets_are_counted(
    marks: list[Mark], found: list[Mark], right: int, targets: int, given: int, whole: int
) -> None:
    score = Score()
    for side in groups(Stretch("a", "luat", " " * 20, tuple(marks), tuple(found))):
        count(score, *side)
    assert (score.right, score.targets, score.found, score.whole) == (right, targets, given, whole)


def test_neighbours_that_do_not_touch_are_compared_apart() -> None:
    stretch = Stretch("a", "luat", " " * 20, (_mark(0, 4, "self"),), (_mark(4, 9, "self"),))
    assert [(len(marks), len(found)) for marks, found in groups(stretch)] == [(1, 0), (0, 1)]
