"""Law in time."""

import datetime

import pytest

from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.timeline import amendments, effect, status_on

_ID = DocId("tt-btc", 2018, "28")
_OTHER = Ref(DocId("tt-btc", 2024, "64"))


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _document(
    start: str | None = None, end: str | None = None, status: EffectStatus | None = None, note: str = ""
) -> Document:
    return Document(
        _ID,
        "28/2018/TT-BTC",
        "Thông tư",
        ngay_hieu_luc=_day(start),
        ngay_het_hieu_luc=_day(end),
        status=status,
        status_note=note,
    )


def _relation(kind: RelationKind, on: str | None, place: str = "") -> Relation:
    target = Ref.parse(f"{_ID}#{place}") if place else Ref(_ID)
    return Relation(_OTHER, kind, target, "64/2024/TT-BTC", "28/2018/TT-BTC", _day(on))


CON, HET, CHUA, KHONG_RO = (
    EffectStatus.CON_HIEU_LUC,
    EffectStatus.HET_HIEU_LUC,
    EffectStatus.CHUA_HIEU_LUC,
    EffectStatus.KHONG_RO,
)


@pytest.mark.parametrize(
    ("document", "on", "as_of", "status", "words", "next_change"),
    [
        # both ends known: half-open
        (
            _document("2018-05-11", "2025-01-01"),
            "2018-05-10",
            None,
            CHUA,
            "Chưa có hiệu lực, có hiệu lực từ 11/5/2018",
            "2018-05-11",
        ),
        (
            _document("2018-05-11", "2025-01-01"),
            "2018-05-11",
            None,
            CON,
            "Còn hiệu lực đến trước 1/1/2025",
            "2025-01-01",
        ),
        (
            _document("2018-05-11", "2025-01-01"),
            "2024-12-31",
            None,
            CON,
            "Còn hiệu lực đến trước 1/1/2025",
            "2025-01-01",
        ),
        (_document("2018-05-11", "2025-01-01"), "2025-01-01", None, HET, "Hết hiệu lực từ 1/1/2025", None),
        # no end is not "in force": someone must say so
        (
            _document("2018-05-11"),
            "2020-01-01",
            "2026-01-01",
            KHONG_RO,
            "Có hiệu lực từ 11/5/2018; không rõ hiện còn hiệu lực hay không",
            None,
        ),
        (_document("2018-05-11", status=CON), "2020-01-01", "2026-01-01", CON, "Còn hiệu lực", None),
        (
            _document("2018-05-11", status=CON),
            "2027-01-01",
            "2026-01-01",
            CON,
            "Còn hiệu lực theo nguồn đến 1/1/2026",
            None,
        ),
        (
            _document("2018-05-11", status=CON),
            "2018-01-01",
            "2026-01-01",
            CHUA,
            "Chưa có hiệu lực, có hiệu lực từ 11/5/2018",
            "2018-05-11",
        ),
        # an assertion without its day is none
        (_document(status=CON), "2020-01-01", None, KHONG_RO, "Không rõ hiệu lực", None),
        # the start is not known
        (
            _document(status=CON),
            "2020-01-01",
            "2026-01-01",
            KHONG_RO,
            "Không rõ ngày bắt đầu; theo nguồn còn hiệu lực ngày 1/1/2026",
            None,
        ),
        (_document(status=CON), "2026-01-01", "2026-01-01", CON, "Còn hiệu lực", None),
        (
            _document(end="2025-01-01"),
            "2020-01-01",
            None,
            KHONG_RO,
            "Không rõ ngày bắt đầu có hiệu lực; hết hiệu lực từ 1/1/2025",
            "2025-01-01",
        ),
        # ended on a known day: before it, it had not ended
        (
            _document(end="2025-01-01", status=HET),
            "2020-01-01",
            None,
            KHONG_RO,
            "Không rõ ngày bắt đầu có hiệu lực; hết hiệu lực từ 1/1/2025",
            "2025-01-01",
        ),
        (_document(end="2025-01-01", status=HET), "2025-01-01", None, HET, "Hết hiệu lực từ 1/1/2025", None),
        # ended, nobody says when
        (
            _document(status=HET),
            "2020-01-01",
            "2026-01-01",
            KHONG_RO,
            "Đã hết hiệu lực trước 1/1/2026, không rõ từ ngày nào",
            None,
        ),
        (_document(status=HET), "2026-02-01", "2026-01-01", HET, "Hết hiệu lực, không rõ từ ngày nào", None),
        # nothing at all, a note, a status without days
        (_document(), "2020-01-01", None, KHONG_RO, "Không rõ hiệu lực", None),
        (_document(note="văn bản của Đảng"), "2020-01-01", None, KHONG_RO, "văn bản của Đảng", None),
        (
            _document("2018-05-11", status=EffectStatus.HET_HIEU_LUC_MOT_PHAN),
            "2020-01-01",
            None,
            EffectStatus.HET_HIEU_LUC_MOT_PHAN,
            "Hết hiệu lực một phần",
            None,
        ),
    ],
)
def test_status_on_a_day(
    document: Document, on: str, as_of: str | None, status: EffectStatus, words: str, next_change: str | None
) -> None:
    found = status_on(document, [], datetime.date.fromisoformat(on), _day(as_of))
    assert (found.status, found.words, found.next_change) == (status, words, _day(next_change))


@pytest.mark.parametrize(
    ("relations", "end"),
    [
        ([], "2030-01-01"),
        ([_relation(RelationKind.THAY_THE, "2025-01-01")], "2025-01-01"),
        ([_relation(RelationKind.BAI_BO, "2026-01-01"), _relation(RelationKind.THAY_THE, "2025-01-01")], "2025-01-01"),
        # one Điều repealed, an amendment, an unknown day, another document
        ([_relation(RelationKind.BAI_BO, "2025-01-01", "dieu-5")], "2030-01-01"),
        ([_relation(RelationKind.SUA_DOI, "2025-01-01")], "2030-01-01"),
        ([_relation(RelationKind.BAI_BO, None)], "2030-01-01"),
        ([Relation(Ref(_ID), RelationKind.THAY_THE, _OTHER, "", "", datetime.date(2025, 1, 1))], "2030-01-01"),
    ],
)
def test_effect_ends_with_the_first_thing_that_ends_all_of_it(relations: list[Relation], end: str) -> None:
    document = _document("2018-05-11", "2030-01-01")
    assert effect(document, relations) == Interval(datetime.date(2018, 5, 11), _day(end))


def test_effect_without_facts_is_unknown_and_open() -> None:
    assert effect(_document(), []) == Interval(None, None)


def test_amendments_are_those_that_may_have_begun() -> None:
    early, late = _relation(RelationKind.SUA_DOI, "2020-01-01", "dieu-5"), _relation(RelationKind.BO_SUNG, "2025-01-01")
    undated = _relation(RelationKind.DINH_CHINH, None)
    relations = [early, late, undated, _relation(RelationKind.THAY_THE, "2019-01-01")]
    assert amendments(_document(), relations, datetime.date(2021, 1, 1)) == [early, undated]
    assert amendments(_document(), relations, datetime.date(2025, 1, 1)) == [early, late, undated]
    assert amendments(_document(), relations, None) == [early, late, undated]
