"""The benchmark on amendments, on texts of our own."""

import gzip
import json
from pathlib import Path

import pytest

from tests.bench.amendments import Wanted, agreement, compare, read_wanted, shares
from tests.test_amending import amending, held
from tests.test_consolidation import LAW

_OURS, _BY = "5/2030/QH16", "7/2031/QH16"


def wanted(number: str, text: str) -> Wanted:
    return Wanted(_OURS, number, text, (_BY,))


@pytest.mark.parametrize(
    ("ours", "codified", "score"),
    [
        ("Điều 1. Tên\n1. Một.", "Tên\n1. Một", 1.0),
        # repealed places stay in the codified text as a remark
        ("Điều 1. Tên\n1. Một.", "Tên\n1. Một.\n2. (được bãi bỏ)", 1.0),
        ("Điều 1. Tên\nA", "Tên\nB", 0.75),
        # a repealed Điều has no text at all
        (None, "Tên\n", 1.0),
        (None, "Tên\n1. Một.", 0.0),
    ],
)
def test_agreement_counts_letters(ours: str | None, codified: str, score: float) -> None:
    assert agreement(ours, codified) == score


def test_the_three_systems_differ_where_they_should() -> None:
    amendment = amending("""Điều 1. Sửa đổi, bổ sung một số điều của Luật Chợ làng
1. Sửa đổi, bổ sung Điều 2 như sau:
“Điều 2. Tiểu thương
Tiểu thương trả tiền.”.
2. Bổ sung từ “đều” vào trước từ “nghỉ” tại khoản 3 Điều 1.
3. Bãi bỏ khoản 1 Điều 3.""")
    articles = [
        wanted("2", "Tiểu thương\nTiểu thương trả tiền."),
        wanted("3", "Chợ đêm\n1. (được bãi bỏ)\n2. Chợ đêm có đèn (300 m²)."),
    ]
    found = compare(articles, {_OURS: [held(LAW, "b.txt")], _BY: [amendment]})
    rows = [
        shares("ours", [(c.ours, c.wanted) for c in found], {}),
        shares("whole", [(c.whole, c.wanted) for c in found], {(_OURS, "3"): [("docx", "docx_typo")]}),
        shares("none", [(c.original, c.wanted) for c in found], {}),
    ]
    assert [(row["close_share"], row["clean_share"]) for row in rows] == [(1.0, 1.0), (0.5, 1.0), (0.0, 0.0)]


def test_only_dieu_whose_texts_are_all_held_are_taken(tmp_path: Path) -> None:
    rows = [{"id": n, "doc_number": _OURS, "article": n, "title": "Tên", "text": "Lời"} for n in ("1", "2", "3")]
    notes = [
        {"id": "1", "amendments": [{"by_doc": _BY}]},
        {"id": "2", "amendments": [{"by_doc": _BY}, {"by_doc": "8/2032/QH16"}]},
        {"id": "3", "amendments": []},
    ]
    for name, lines in (("c", rows), ("n", notes)):
        with gzip.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    assert read_wanted(tmp_path / "c", tmp_path / "n", {_OURS, _BY}) == [Wanted(_OURS, "1", "Tên\nLời", (_BY,))]
