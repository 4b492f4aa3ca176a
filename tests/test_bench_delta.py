"""The benches of days: what counts as right, on rows made by hand."""

import datetime

from tests.bench.delta import asked, figures
from tests.bench.wordings import Codified

DAYS = (datetime.date(2035, 2, 15), datetime.date(2036, 2, 1))


def row(article: str, text: str, tail: str, snapshot: str) -> Codified:
    own = "Nghị định số 10/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2030"
    return {
        "id": f"9.9.NĐ.1.{article}",
        "id_2026_01": f"9.9.NĐ.1.{article}",
        "doc_number": "10/2030/NĐ-CP",
        "article": article,
        "title": "Nuôi ong",
        "text": text,
        "issued": "01/01/2030",
        "effective": "01/03/2030",
        "source_note": f"(Điều {article} {own}{tail})",
        "snapshot": snapshot,
    }


def amended(on: str) -> str:
    by = "Điều 1 Nghị định số 5/2034/NĐ-CP có hiệu lực thi hành kể từ ngày"
    return f", có nội dung được sửa đổi bởi {by} {on}"


def test_each_class_is_right_when_its_words_are_those_of_its_row() -> None:
    older, newer = "1. Nuôi ong nội.", "1. Nuôi ong ngoại và ong lai."
    tails = {"1": amended("01/07/2035"), "2": amended("01/07/2034"), "3": amended("01/07/2036"), "4": ""}
    old = [row(article, older, "", "2035-02") for article in tails]
    new = [row(article, newer, tail, "2036-01") for article, tail in tails.items()]
    found = list(asked(old, new, DAYS))
    assert [(a.kind, a.right, a.best) for a in found] == [
        ("told", (True, True), (False, True)),
        ("late", (True, True), (True, True)),
        ("ahead", (True, True), (False, False)),
        ("untold", (True, True), (False, True)),
    ]
    ours, best = figures(found)
    assert (ours["told"], ours["old_share"], ours["new_share"], ours["certain"], ours["said"]) == (1, 1.0, 1.0, 1.0, 1)
    assert (best["old_share"], best["new_share"]) == (0.0, 1.0)
