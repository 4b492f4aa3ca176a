"""Provinces merged on 1/7/2025, in rules that name them and in their own documents."""

import datetime

import pytest

from corpus.model import Document
from corpus.provinces import merged, notes, notes_of
from corpus.reference import DocId
from corpus.store import Store
from search_api.quote import quote_of
from search_api.reading import document_out
from tests.conftest import keep, place

BEFORE, SINCE = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
HA_GIANG = "tỉnh Hà Giang thuộc tỉnh Tuyên Quang"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Chợ trên địa bàn tỉnh Hà Giang.", [HA_GIANG]),
        ("các tỉnh Cao Bằng, Hà Giang và Yên Bái", [HA_GIANG, "tỉnh Yên Bái thuộc tỉnh Lào Cai"]),
        ("CÁC TỈNH CAO BẰNG, HÀ GIANG", [HA_GIANG]),
        ("tỉnh Hoà Bình", ["tỉnh Hòa Bình thuộc tỉnh Phú Thọ"]),
        ("tỉnh Bà Rịa – Vũng Tàu", ["tỉnh Bà Rịa - Vũng Tàu thuộc Thành phố Hồ Chí Minh"]),
        ("các tỉnh Cao Bằng,\nHà Giang và\nYên Bái", [HA_GIANG, "tỉnh Yên Bái thuộc tỉnh Lào Cai"]),
        # the name went on, the province larger
        ("tỉnh Phú Thọ", []),
        # untouched
        ("tỉnh Cao Bằng, thành phố Huế", []),
        # no province
        ("vì hòa bình của tỉnh", []),
        ("đường Hà Giang", []),
        ("xã Long An, tỉnh Cao Bằng", []),
        # provinces of another time
        ("tỉnh Hà Nam Ninh cũ", []),
        ("tỉnh Quảng Nam - Đà Nẵng cũ", []),
    ],
)
def test_a_rule_that_names_a_province_that_is_no_more(text: str, told: list[str]) -> None:
    note = f"Từ 1/7/2025: {'; '.join(told)} (Nghị quyết 202/2025/QH15)."
    assert notes(text, SINCE) == ((note,) if told else ())
    assert notes(text, BEFORE) == ()


@pytest.mark.parametrize(
    ("doc_id", "issued", "told"),
    [
        (
            "qd-ubnd/2015/8@ha-giang",
            datetime.date(2015, 3, 1),
            "tỉnh Hà Giang trước khi nhập tỉnh; từ 1/7/2025 thuộc tỉnh Tuyên",
        ),
        # a province that kept its name is a new one too
        ("nq-hdnd/2015/8@phu-tho", None, "tỉnh Phú Thọ trước khi nhập tỉnh; từ 1/7/2025 thuộc tỉnh Phú Thọ mới"),
        ("qd-ubnd/2020/8@ho-chi-minh", None, "Thành phố Hồ Chí Minh trước khi"),
        ("nq-hdnd/2025/23@phu-tho", datetime.date(2025, 8, 1), ""),
        ("nq-hdnd/2025/23@phu-tho", None, ""),
        ("qd-ubnd/2015/8@cao-bang", None, ""),
        ("nd-cp/2012/45", None, ""),
    ],
)
def test_a_document_of_a_merged_province(doc_id: str, issued: datetime.date | None, told: str) -> None:
    said = notes_of(DocId.parse(doc_id), issued, SINCE)
    assert len(said) == bool(told)
    assert told in "".join(said)
    assert notes_of(DocId.parse(doc_id), issued, BEFORE) == ()


def test_the_table_has_52_that_became_23() -> None:
    rows = merged()
    assert (len(rows), len({row.name for row in rows}), len({row.into for row in rows})) == (52, 52, 23)
    # each new one bears the name of one of the old
    assert {row.into for row in rows} <= {row.name for row in rows}


def test_the_note_is_shown_and_the_status_stays(fresh_store: Store) -> None:
    doc_id = DocId.parse("qd-ubnd/2015/8@ha-giang")
    document = Document(doc_id, "8/2015/QĐ-UBND", "Quyết định", ngay_ban_hanh=datetime.date(2015, 3, 1))
    rows = (place(doc_id, "", "QUYẾT ĐỊNH"), place(doc_id, "dieu-1", "Điều 1. Chợ ở tỉnh Hà Giang."))
    keep(fresh_store, document, rows)
    before, after = (document_out(doc_id, fresh_store, day, "") for day in (BEFORE, SINCE))
    assert before is not None
    assert after is not None
    assert before.nodes[0].notes == ()
    assert "Điều 54 Luật 64/2025/QH15" in after.nodes[0].notes[0]
    assert before.status.status is after.status.status
    quote = quote_of(rows[1].ref, fresh_store, SINCE, (), "", None)
    assert quote is not None
    assert [note.partition(":")[0][:20] for note in quote.notes] == ["Văn bản của tỉnh Hà ", "Từ 1/7/2025"]
