"""Which document: identities and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import BadReference
from corpus.locator import Locator, Unit
from corpus.reference import DocId, Ref, ky_hieu_slug, slug

_DOC_IDS = st.builds(
    DocId,
    st.sampled_from(["nd-cp", "qh15", "ttlt-btc-bct", "nq-tw", "qd-ubnd"]),
    st.one_of(st.none(), st.integers(1945, 2099)),
    st.one_of(st.integers(1, 99999).map(str), st.just("15a")),
    st.sampled_from([None, "ha-noi", "dong-thap"]),
    st.integers(1, 3),
)


@given(_DOC_IDS, st.sampled_from(["", "dieu-5", "dieu-5/khoan-2/diem-dd"]))
def test_identities_and_addresses_read_what_they_print(doc_id: DocId, place: str) -> None:
    ref = Ref(doc_id, Locator.parse(place))
    assert DocId.parse(str(doc_id)) == doc_id
    assert Ref.parse(str(ref)) == ref


@given(st.lists(_DOC_IDS))
def test_identities_sort_even_without_a_year(doc_ids: list[DocId]) -> None:
    kinds = [doc_id.kind for doc_id in sorted(doc_ids)]
    assert kinds == sorted(kinds)


def test_identities_sort_by_number_as_numbers() -> None:
    printed = ["nd-cp/-/7", "nd-cp/2012/9", "nd-cp/2012/45", "nd-cp/2012/45@ha-noi", "nd-cp/2025/1", "tt-btc/2000/1"]
    assert [str(d) for d in sorted(DocId.parse(p) for p in reversed(printed))] == printed


@pytest.mark.parametrize(
    ("so_hieu", "year", "printed"),
    [
        ("45/2012/NĐ-CP", None, "nd-cp/2012/45"),
        ("45/2012/NÐ-CP", None, "nd-cp/2012/45"),  # Eth
        ("45/2012/NĐ–CP", None, "nd-cp/2012/45"),  # en dash
        ("45/2012/NĐ - CP", None, "nd-cp/2012/45"),
        ("04/2017/QH14", None, "qh14/2017/4"),
        ("64/2025/QHI15", None, "qh15/2025/64"),  # read so from scans
        ("26/2014/TTLT-BTC-BCT", None, "ttlt-btc-bct/2014/26"),
        ("26/2014/TTLT/BTC-BCT", None, "ttlt-btc-bct/2014/26"),
        ("19-NQ/TW", 2022, "nq-tw/2022/19"),
        ("19-NQ/TW", None, "nq-tw/-/19"),
        ("04/CT-BCT", 2021, "ct-bct/2021/4"),
        ("3384/BCT-CTĐP", 2021, "bct-ctdp/2021/3384"),
        # the year in the số hiệu is the document's
        ("45/2012/NĐ-CP", 2013, "nd-cp/2012/45"),
        ("15a/2020/QĐ-UBND", None, "qd-ubnd/2020/15a"),
        ("00/2020/QĐ-UBND", None, "qd-ubnd/2020/0"),
    ],
)
def test_a_so_hieu_gives_an_identity(so_hieu: str, year: int | None, printed: str) -> None:
    assert str(DocId.from_so_hieu(so_hieu, year)) == printed


def test_a_local_document_carries_its_province() -> None:
    doc_id = DocId.from_so_hieu("09/2021/QĐ-UBND", place="gia-lai")
    assert str(doc_id) == "qd-ubnd/2021/9@gia-lai"


@pytest.mark.parametrize("text", ["", "Nghị định", "45/2012", "15/10/2025", "NĐ-CP", "45/2012/NĐ-CP và 46"])
def test_other_words_give_no_identity(text: str) -> None:
    with pytest.raises(BadReference):
        DocId.from_so_hieu(text)


@pytest.mark.parametrize("text", ["", "nd-cp/2012", "nd-cp/12/45", "nd-cp/2012/45~", "ND-CP/2012/45", "nd-cp/2012/45#"])
def test_other_words_are_no_printed_identity(text: str) -> None:
    with pytest.raises(BadReference):
        DocId.parse(text)


@pytest.mark.parametrize(
    ("text", "slugged"),
    [("TTLT/BTC-BCT", "ttlt-btc-bct"), ("Đồng Tháp", "dong-thap"), ("Bà Rịa - Vũng Tàu", "ba-ria-vung-tau"), ("", "")],
)
def test_slug(text: str, slugged: str) -> None:
    assert slug(text) == slugged


@pytest.mark.parametrize(
    ("ky_hieu", "mended"),
    [
        ("QHI15", "qh15"),
        ("QHI5", "qh15"),
        ("QH135", "qh13"),
        ("UBTVQH145", "ubtvqh14"),
        ("QH1", "qh1"),
        ("QH16", "qh16"),
    ],
)
def test_misread_terms_of_the_quoc_hoi_are_mended(ky_hieu: str, mended: str) -> None:
    assert ky_hieu_slug(ky_hieu) == mended


def test_an_address_contains_those_inside_it() -> None:
    doc_id = DocId("nd-cp", 2012, "45")
    dieu = Ref(doc_id, Locator.of((Unit.DIEU, "5")))
    assert Ref(doc_id).contains(dieu)
    assert dieu.contains(Ref.parse("nd-cp/2012/45#dieu-5/khoan-2"))
    assert not dieu.contains(Ref.parse("nd-cp/2012/45#dieu-50"))
    assert not dieu.contains(Ref.parse("nd-cp/2013/45#dieu-5"))
