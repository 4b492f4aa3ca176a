"""From the store to articles and chunks."""

import datetime

import pytest

from corpus.locator import Locator
from corpus.model import Document, Interval, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from index.chunk import LONGEST, Article, article_locator, articles
from tests.conftest import DECREE, OLD, SUPPORT, keep, place

DAY = datetime.date


def _at(store: Store, address: str) -> list[Article]:
    return [article for article in articles(store) if str(article.ref) == address]


@pytest.mark.parametrize(
    ("locator", "article"),
    [
        ("dieu-5/khoan-2/diem-a", "dieu-5"),
        ("dinh_kem-1/dieu-3/khoan-1", "dinh_kem-1/dieu-3"),
        ("dieu-8/ghi_chu-1", "dieu-8"),
        ("muc-1/khoan-2", "muc-1"),
        ("phan-1/muc-2/khoan-3", "phan-1/muc-2"),
        ("phu_luc-1", "phu_luc-1"),
        ("khoan-1/diem-a", "khoan-1"),
        ("ghi_chu-2", "ghi_chu-2"),
        ("", ""),
    ],
)
def test_article_of_a_place(locator: str, article: str) -> None:
    assert str(article_locator(Locator.parse(locator))) == article


def test_articles_are_the_dieu_and_the_heads(sample_store: Store) -> None:
    assert [str(article.ref) for article in articles(sample_store)] == [
        "nd-xx/2012/45",
        "nd-xx/2012/45#dieu-1",
        "nd-xx/2012/45#dieu-2",
        "tt-xx/2014/26",
        "tt-xx/2014/26#dieu-3",
        "tt-xx/2018/28",
        "tt-xx/2018/28#dieu-8",
    ]


def test_ids_count_up_without_gaps(sample_store: Store) -> None:
    found = list(articles(sample_store))
    chunks = [chunk for article in found for chunk in article.chunks]
    assert [article.id for article in found] == list(range(7))
    assert [chunk.id for chunk in chunks] == list(range(len(chunks)))
    assert all(chunk.article == article.id for article in found for chunk in article.chunks)


def test_a_khoan_is_a_chunk_with_its_diem(sample_store: Store) -> None:
    (article,) = _at(sample_store, "tt-xx/2018/28#dieu-8")
    first, second = article.chunks
    assert [str(chunk.ref.locator) for chunk in article.chunks] == ["dieu-8/khoan-1", "dieu-8/khoan-2"]
    assert [first.text[p.start : p.end][:2] for p in first.places] == ["1.", "a)", "b)"]
    assert str(first.places[2].locator) == "dieu-8/khoan-1/diem-b"
    assert second.passage == (
        "Thông tư 28/2018/TT-XX Mức hỗ trợ người nuôi ong. Điều 8. Mức hỗ trợ\n"
        "2. Tập huấn kỹ thuật quay mật: tối đa 30 triệu đồng một lớp."
    )


def test_chuong_heads_its_dieu_and_is_no_article(sample_store: Store) -> None:
    (article,) = _at(sample_store, "nd-xx/2012/45#dieu-1")
    assert article.chunks[0].headings.split("\n")[-2:] == [
        "Chương 1. QUY ĐỊNH CHUNG",
        "Điều 1. Phạm vi điều chỉnh",
    ]
    assert article.chunks[0].text == "Nghị định này nói về nuôi ong."


def test_a_wording_binds_while_its_document_does(sample_store: Store) -> None:
    # the circular of 2018 replaces the one of 2014 from 1/5/2018
    assert {a.valid for a in articles(sample_store) if a.ref.doc_id == OLD} == {
        Interval(DAY(2014, 3, 1), DAY(2018, 5, 1))
    }
    assert {a.valid for a in articles(sample_store) if a.ref.doc_id == DECREE} == {Interval(DAY(2012, 7, 1), None)}
    assert {a.official for a in articles(sample_store) if a.ref.doc_id == OLD} == {False}
    assert {a.official for a in articles(sample_store) if a.ref.doc_id == SUPPORT} == {True}


def test_a_changed_khoan_gives_two_wordings_of_its_dieu(fresh_store: Store) -> None:
    doc_id = DocId("nd-xx", 2020, "7")
    change = DAY(2022, 1, 1)
    keep(
        fresh_store,
        Document(doc_id, "7/2020/NĐ-XX", "Nghị định"),
        [
            place(doc_id, "dieu-1", "Điều 1. Mức", "Mức"),
            place(doc_id, "dieu-1/khoan-1", "1. Mức cũ.", valid=Interval(None, change)),
            place(doc_id, "dieu-1/khoan-1", "1. Mức mới.", valid=Interval(change, None)),
            place(doc_id, "dieu-1/khoan-2", "2. Không đổi."),
        ],
    )
    found = _at(fresh_store, "nd-xx/2020/7#dieu-1")
    assert [(a.valid, [c.text for c in a.chunks]) for a in found] == [
        (Interval(None, change), ["1. Mức cũ.", "2. Không đổi."]),
        (Interval(change, None), ["1. Mức mới.", "2. Không đổi."]),
    ]
    # the khoản that did not change is encoded once
    assert found[0].chunks[1].text_hash == found[1].chunks[1].text_hash


def test_a_document_without_a_text_still_has_a_head(fresh_store: Store) -> None:
    doc_id = DocId("ct-xx", 2021, "4")
    keep(fresh_store, Document(doc_id, "4/CT-XX", "Chỉ thị", "Về đàn ong", aliases=("chỉ thị ong",)), [])
    (article,) = articles(fresh_store)
    assert str(article.ref) == "ct-xx/2021/4"
    assert article.chunks[0].text == "Chỉ thị 4/CT-XX\nVề đàn ong"
    assert article.chunks[0].headings == "Chỉ thị 4/CT-XX\nVề đàn ong\nchỉ thị ong"


def test_a_long_khoan_is_cut_and_nothing_is_lost(fresh_store: Store) -> None:
    doc_id = DocId("nd-xx", 2021, "9")
    sentences = " ".join(f"Câu thứ {n} nói về đàn ong." for n in range(200))
    endless = " ".join(f"ong{n}" for n in range(700))
    keep(
        fresh_store,
        Document(doc_id, "9/2021/NĐ-XX", "Nghị định"),
        [
            place(doc_id, "dieu-1", "Điều 1. Dài", "Dài"),
            place(doc_id, "dieu-1/khoan-1", "1. Mở đầu:"),
            place(doc_id, "dieu-1/khoan-1/diem-a", f"a) {sentences}"),
            place(doc_id, "dieu-1/khoan-1/diem-b", f"b) {endless}"),
        ],
    )
    (article,) = _at(fresh_store, "nd-xx/2021/9#dieu-1")
    assert max(len(chunk.text.split()) for chunk in article.chunks) <= LONGEST
    words = [word for chunk in article.chunks for word in chunk.text.split()]
    assert words == f"1. Mở đầu: a) {sentences} b) {endless}".split()
    assert str(article.chunks[-1].ref.locator) == "dieu-1/khoan-1/diem-b"


def test_context_is_short_and_keeps_the_heading(fresh_store: Store) -> None:
    doc_id = DocId("nd-xx", 2021, "9")
    keep(
        fresh_store,
        Document(doc_id, "9/2021/NĐ-XX", "Nghị định", "về " + "rất dài " * 40),
        [place(doc_id, "dieu-1", "Điều 1. Nuôi ong\nNuôi.", "Nuôi ong")],
    )
    (article,) = _at(fresh_store, "nd-xx/2021/9#dieu-1")
    assert len(article.chunks[0].context.split()) <= 36
    assert article.chunks[0].context.endswith(". Điều 1. Nuôi ong")


def test_a_repeal_of_one_place_does_not_end_the_document(fresh_store: Store) -> None:
    doc_id = DocId("nd-xx", 2021, "9")
    repeal = Relation(
        Ref(SUPPORT),
        RelationKind.BAI_BO,
        Ref.parse("nd-xx/2021/9#dieu-1"),
        "28/2018/TT-XX",
        "9/2021/NĐ-XX",
        DAY(2023, 1, 1),
    )
    keep(
        fresh_store,
        Document(doc_id, "9/2021/NĐ-XX", "Nghị định"),
        [place(doc_id, "dieu-1", "Điều 1. Nuôi", "Nuôi"), place(doc_id, "dieu-2", "Điều 2. Lấy mật", "Lấy mật")],
        relations=[repeal],
    )
    ends = {str(article.ref.locator): article.valid for article in articles(fresh_store)}
    assert ends == {"": Interval(), "dieu-1": Interval(None, DAY(2023, 1, 1)), "dieu-2": Interval()}
