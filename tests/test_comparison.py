"""Trees of places side by side: which place is which, and what became of it."""

import pytest

from corpus.comparison import PlaceChange, compare_places
from corpus.diff import Change
from corpus.model import Provision
from corpus.reference import DocId
from tests.conftest import place

DOC, OTHER = DocId("nd-xx", 2012, "45"), DocId("nd-xx", 2025, "235")
HIVES = "Hộ nuôi ong được hỗ trợ mua thùng ong mới một lần trong năm"
HONEY = "Tập huấn kỹ thuật quay mật cho người nuôi ong ở miền núi"
QUEEN = "Trại giống cung cấp ong chúa đã được kiểm dịch trong tháng ba"


def tree(doc_id: DocId, rows: dict[str, str]) -> list[Provision]:
    return [place(doc_id, at, text) for at, text in rows.items()]


def told(changes: tuple[PlaceChange, ...]) -> list[tuple[str, str, str]]:
    """(kind, old address, new address) of what is not the same."""
    return [
        (c.kind.value, str(c.old.ref.locator) if c.old else "", str(c.new.ref.locator) if c.new else "")
        for c in changes
        if c.kind is not Change.SAME
    ]


BASE = {"": "NGHỊ ĐỊNH", "dieu-1": "Điều 1. Hỗ trợ", "dieu-1/khoan-1": f"1. {HIVES}.", "dieu-1/khoan-2": f"2. {HONEY}."}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (BASE, BASE, []),
        # the capitals of a heading, or of a document's head, and tone placement
        ({**BASE, "": "NGHỊ ĐỊNH\nVề nuôi ong"}, {**BASE, "": "Nghị định\nVỀ NUÔI ONG"}, []),
        ({**BASE, "dieu-1": "Điều 1. MỨC HÒA GIẢI"}, {**BASE, "dieu-1": "Điều 1. Mức hoà giải"}, []),
        (
            BASE,
            {**BASE, "dieu-1/khoan-2": f"2. {HONEY} và hải đảo."},
            [("changed", "dieu-1/khoan-2", "dieu-1/khoan-2")],
        ),
        (BASE, {**BASE, "dieu-1/khoan-3": f"3. {QUEEN}."}, [("added", "", "dieu-1/khoan-3")]),
        (BASE, {k: v for k, v in BASE.items() if k != "dieu-1/khoan-1"}, [("removed", "dieu-1/khoan-1", "")]),
        # a khoản put in between moves the next one down; it does not rewrite it
        (
            BASE,
            {
                **BASE,
                "dieu-1/khoan-2": f"2. {QUEEN}.",
                "dieu-1/khoan-3": f"3. {HONEY}.",
            },
            [("added", "", "dieu-1/khoan-2"), ("moved", "dieu-1/khoan-2", "dieu-1/khoan-3")],
        ),
        # one document, one address: rewritten, however different
        (BASE, {**BASE, "dieu-1/khoan-2": f"2. {QUEEN}."}, [("changed", "dieu-1/khoan-2", "dieu-1/khoan-2")]),
        # an Điều under a new number takes what is in it along
        (
            BASE,
            {
                "": "NGHỊ ĐỊNH",
                "dieu-1": "Điều 1. Giải thích từ ngữ về đàn ong và tổ ong",
                "dieu-2": "Điều 2. Hỗ trợ",
                "dieu-2/khoan-1": f"1. {HIVES}.",
                "dieu-2/khoan-2": f"2. {HONEY} và hải đảo.",
            },
            [
                ("added", "", "dieu-1"),
                ("moved", "dieu-1", "dieu-2"),
                ("moved", "dieu-1/khoan-1", "dieu-2/khoan-1"),
                ("changed", "dieu-1/khoan-2", "dieu-2/khoan-2"),
            ],
        ),
        # a khoản carried into another Điều
        (
            {**BASE, "dieu-2": "Điều 2. Giống", "dieu-2/khoan-1": f"1. {QUEEN}."},
            {
                "": "NGHỊ ĐỊNH",
                "dieu-1": "Điều 1. Hỗ trợ",
                "dieu-1/khoan-1": f"1. {HIVES}.",
                "dieu-2": "Điều 2. Giống",
                "dieu-2/khoan-1": f"1. {QUEEN}.",
                "dieu-2/khoan-2": f"2. {HONEY}.",
            },
            [("moved", "dieu-1/khoan-2", "dieu-2/khoan-2")],
        ),
        # two like khoản whose words are exchanged: each address keeps its own
        (
            {**BASE, "dieu-1/khoan-2": f"2. {HIVES} ở núi."},
            {**BASE, "dieu-1/khoan-1": f"1. {HIVES} ở núi.", "dieu-1/khoan-2": f"2. {HIVES}."},
            [("changed", "dieu-1/khoan-1", "dieu-1/khoan-1"), ("changed", "dieu-1/khoan-2", "dieu-1/khoan-2")],
        ),
        # one khoản goes here, another comes there: not a move
        (
            {**BASE, "dieu-2": "Điều 2. Giống"},
            {
                "": "NGHỊ ĐỊNH",
                "dieu-1": "Điều 1. Hỗ trợ",
                "dieu-1/khoan-1": f"1. {HIVES}.",
                "dieu-2": "Điều 2. Giống",
                "dieu-2/khoan-1": "1. Tập huấn kỹ thuật làm thùng cho hợp tác xã ở hải đảo.",
            },
            [("removed", "dieu-1/khoan-2", ""), ("added", "", "dieu-2/khoan-1")],
        ),
        # a khoản that became a điểm elsewhere
        (
            {**BASE, "dieu-2": "Điều 2. Giống", "dieu-2/khoan-1": "1. Như sau:"},
            {
                "": "NGHỊ ĐỊNH",
                "dieu-1": "Điều 1. Hỗ trợ",
                "dieu-1/khoan-1": f"1. {HIVES}.",
                "dieu-2": "Điều 2. Giống",
                "dieu-2/khoan-1": "1. Như sau:",
                "dieu-2/khoan-1/diem-a": f"a) {HONEY}.",
            },
            [("moved", "dieu-1/khoan-2", "dieu-2/khoan-1/diem-a")],
        ),
        ({}, BASE, [("added", "", at) for at in BASE]),
        (BASE, {}, [("removed", at, "") for at in BASE]),
        ({}, {}, []),
    ],
)
def test_what_became_of_each_place(
    old: dict[str, str], new: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    assert told(compare_places(tree(DOC, old), tree(DOC, new))) == expected


def test_two_places_side_by_side_are_compared_from_their_tops() -> None:
    old = tree(DOC, {"dieu-5": "Điều 5. Hỗ trợ", "dieu-5/khoan-1": f"1. {HIVES}.", "dieu-5/khoan-2": f"2. {QUEEN}."})
    new = tree(
        OTHER, {"dieu-9": "Điều 9. Hỗ trợ", "dieu-9/khoan-1": f"1. {HIVES} học.", "dieu-9/khoan-2": "2. Phạt tiền."}
    )
    assert told(compare_places(old, new, one_document=False)) == [
        ("changed", "dieu-5/khoan-1", "dieu-9/khoan-1"),
        # nothing in common but the number
        ("removed", "dieu-5/khoan-2", ""),
        ("added", "", "dieu-9/khoan-2"),
    ]


def test_the_printed_number_is_apart_from_the_words() -> None:
    old = tree(DOC, {**BASE, "dieu-1/khoan-2": f"2. {HONEY}."})
    new = tree(DOC, {**BASE, "dieu-1/khoan-2": f"2. {QUEEN}.", "dieu-1/khoan-3": f"3. {HONEY}."})
    (moved,) = [c for c in compare_places(old, new) if c.kind is Change.MOVED]
    label, body = moved.runs[0], moved.runs[-1]
    assert moved.place.text[body.new.start : body.new.end] == f"{HONEY}."
    assert moved.place.text[label.new.start : label.new.end] == "3"
    (run,) = [r for r in moved.runs if r.kind is Change.CHANGED]
    assert moved.old is not None
    assert (moved.old.text[run.old.start : run.old.end], moved.place.text[run.new.start : run.new.end]) == ("2", "3")


def test_summaries_without_the_places_between_keep_their_addresses() -> None:
    old = tree(DOC, {"": "TÓM LƯỢC", "dieu-8/khoan-4": "4. Máy mới: 50%."})
    new = tree(DOC, {"": "TÓM LƯỢC", "dieu-8/khoan-4": "4. Máy mới: 60%."})
    assert told(compare_places(old, new)) == [("changed", "dieu-8/khoan-4", "dieu-8/khoan-4")]
