"""Notes of the codification as relations, and from the reader into the store."""

import datetime
import json

import pytest

from corpus.codified_note import read_note
from corpus.locator import Locator
from corpus.model import CODIFICATION, RelationKind
from corpus.reference import DocId, Ref
from ingest import noted
from ingest.readers.codified import read

DAY = datetime.date
DIEU = Ref(DocId("nd-cp", 2030, "10"), Locator.parse("dieu-3"))
OWN = "Điều 3 Nghị định số 10/2030/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2030"
A = "Điều 1 Nghị định số 20/2032/NĐ-CP có hiệu lực thi hành kể từ ngày 15/06/2032"
B = "Điều 2, Điều 4 Luật số 7/2034/QH16 có hiệu lực thi hành kể từ ngày 01/01/2035"
K = RelationKind


def told(head: str) -> list[tuple[str, RelationKind, DAY | None]]:
    found = noted.relations(read_note(f"({OWN}, {head})"), DIEU, "10/2030/NĐ-CP")
    assert all(r.object == DIEU and r.asserted_by == CODIFICATION for r in found)
    return [(str(r.subject), r.kind, r.effective_on) for r in found]


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        (f"có nội dung được sửa đổi, có nội dung được bổ sung bởi {A}; {B}", [K.SUA_DOI, K.SUA_DOI, K.SUA_DOI]),
        # some of it was put in, or taken out: the Điều is amended
        (f"có nội dung được bổ sung bởi {A}", [K.SUA_DOI]),
        (f"có nội dung bị bãi bỏ bởi {A}", [K.SUA_DOI]),
        # all of it: only the first of several can have put it in, only the last have repealed it
        (f"được bổ sung bởi {A}", [K.BO_SUNG]),
        (f"được bổ sung, có nội dung được sửa đổi bởi {A}; {B}", [K.BO_SUNG, K.SUA_DOI, K.SUA_DOI]),
        (f"bị bãi bỏ bởi {B}", [K.BAI_BO, K.BAI_BO]),
        (f"có nội dung được sửa đổi, bị bãi bỏ bởi {B}; {A}", [K.BAI_BO, K.BAI_BO, K.SUA_DOI]),
        (f"được sửa đổi, bổ sung bởi {A}", [K.SUA_DOI]),
        (f"bị ngưng hiệu lực bởi {A}", [K.NGUNG]),
        # what was done is not said
        (f"bởi {A}", [K.LIEN_QUAN]),
        # a text whose number nobody gives
        ("được bãi bỏ theo quy định tại khoản 2 Điều 23 Luật Phí năm 2035", []),
    ],
)
def test_what_each_text_does(head: str, kinds: list[RelationKind]) -> None:
    assert [kind for _, kind, _ in told(head)] == kinds


def test_each_amending_place_has_its_own_relation_with_its_words() -> None:
    head = f"có nội dung được sửa đổi bởi {A}; {B}"
    assert told(head) == [
        ("nd-cp/2032/20#dieu-1", K.SUA_DOI, DAY(2032, 6, 15)),
        ("qh16/2034/7#dieu-2", K.SUA_DOI, DAY(2035, 1, 1)),
        ("qh16/2034/7#dieu-4", K.SUA_DOI, DAY(2035, 1, 1)),
    ]
    last = noted.relations(read_note(f"({OWN}, {head})"), DIEU, "10/2030/NĐ-CP")[-1]
    assert (last.subject_so_hieu, last.object_so_hieu) == ("7/2034/QH16", "10/2030/NĐ-CP")
    assert last.evidence == f"có nội dung được sửa đổi … {B}"


def test_a_suspension_of_some_of_it_says_so() -> None:
    found = noted.relations(read_note(f"({OWN}, có nội dung bị ngưng hiệu lực bởi {A})"), DIEU, "10/2030/NĐ-CP")
    assert [(r.kind, r.condition) for r in found] == [(K.NGUNG, "chỉ một phần nội dung")]


@pytest.mark.parametrize(
    ("head", "printed", "unprinted", "ends"),
    [
        (f"có nội dung được sửa đổi bởi {A}; {B}", DAY(2035, 1, 1), DAY(2035, 1, 1), None),
        # where the words of a repealed Điều are still printed, they are those from before
        (f"có nội dung được sửa đổi, bị bãi bỏ bởi {A}; {B}", DAY(2032, 6, 15), DAY(2035, 1, 1), DAY(2035, 1, 1)),
        (f"bị bãi bỏ bởi {A}", None, DAY(2032, 6, 15), DAY(2032, 6, 15)),
        # a suspension changes no words
        (f"bị ngưng hiệu lực bởi {A}", None, None, None),
        ("có nội dung được sửa đổi bởi Điều 1 Luật số 7/2034/QH16", None, None, None),
    ],
)
def test_the_days_of_the_words(head: str, printed: DAY | None, unprinted: DAY | None, ends: DAY | None) -> None:
    notes = read_note(f"({OWN}, {head})")
    assert noted.merged_to(notes, worded=True) == printed
    assert noted.merged_to(notes, worded=False) == unprinted
    assert noted.repealed_on(notes) == ends


def codified_row(article: str, text: str, tail: str, snapshot: str = "2036-01") -> dict[str, str]:
    return {
        "id": f"9.9.NĐ.1.{article}",
        "doc_number": "10/2030/NĐ-CP",
        "article": article,
        "title": "Nuôi ong",
        "text": text,
        "issued": "01/01/2030",
        "effective": "01/03/2030",
        "source_note": f"(Điều {article} {OWN.removeprefix('Điều 3 ')}{tail})",
        "snapshot": snapshot,
    }


def test_a_row_declares_its_relations_its_end_and_its_day() -> None:
    rows = [codified_row("3", "1. Nuôi ong.", f", bị bãi bỏ bởi {A}"), codified_row("4", "Thi hành.", "")]
    declared = read("x.jsonl", "\n".join(json.dumps(r) for r in rows).encode()).declared
    assert [(str(r.subject), r.kind, str(r.object)) for r in declared.relations] == [
        ("nd-cp/2032/20#dieu-1", K.BAI_BO, "nd-cp/2030/10#dieu-3")
    ]
    assert declared.until == (("dieu-3", DAY(2032, 6, 15)),)
    assert declared.as_of == DAY(2036, 1, 1)
    assert [(n.kind, str(n.ref.locator)) for n in declared.notes] == [
        ("ma_nguon", "dieu-3"),
        ("ghi_chu", "dieu-3"),
        ("ma_nguon", "dieu-4"),
    ]
