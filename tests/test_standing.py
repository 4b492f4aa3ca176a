"""Whether a document binds on a day, from all that the store holds."""

import datetime
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.model import Document, EffectStatus, Holding, Note, Relation, RelationKind, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.standing import standing
from corpus.store import Store
from search_api.export.consolidated import consolidated
from search_api.quote import quote_of
from search_api.reading import document_out
from tests.test_compiled import MARKET, ORIGINAL, SECOND, amendment, take_in

LAW, DECREE, NEW = DocId("qh13", 2014, "1"), DocId("nd-cp", 2015, "2"), DocId("qh15", 2025, "3")
DETAILS = Relation(Ref(DECREE), RelationKind.QUY_DINH_CHI_TIET, Ref(LAW), "2/2015/NĐ-CP", "1/2014/QH13")


def _hold(store: Store, document: Document, *relations: Relation, note: Note | None = None) -> None:
    sha256 = hashlib.sha256(str(document.id).encode()).hexdigest()
    source = Source(sha256, "a.txt", "text/plain", "", SourceRank.SIGNED, True, datetime.date(2025, 6, 1))
    store.add(Holding(document, source, (), (note,) if note else (), relations), b"x")


def _held(store: Store, ended: str, status: EffectStatus | None = None) -> None:
    _hold(store, Document(LAW, "1/2014/QH13", "Luật", ngay_hieu_luc=datetime.date(2015, 1, 1)))
    decree = Document(DECREE, "2/2015/NĐ-CP", "Nghị định", ngay_hieu_luc=datetime.date(2015, 2, 1), status=status)
    _hold(store, decree, DETAILS)
    end = Relation(Ref(NEW), RelationKind.BAI_BO, Ref(LAW), "3/2025/QH15", "1/2014/QH13", _day(ended))
    _hold(store, Document(NEW, "3/2025/QH15", "Luật", ngay_hieu_luc=_day(ended)), end)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("ended", "on", "status"),
    [
        # from 01/7/2025 on, and not before; the rule of before depends on contradiction
        ("2025-07-01", "2025-06-30", EffectStatus.KHONG_RO),
        ("2025-07-01", "2025-07-01", EffectStatus.HET_HIEU_LUC),
        ("2025-06-30", "2026-01-01", EffectStatus.KHONG_RO),
    ],
)
def test_a_document_ends_with_what_it_details(fresh_store: Store, ended: str, on: str, status: EffectStatus) -> None:
    _held(fresh_store, ended)
    assert standing(Ref(DECREE), fresh_store, _day(on)).status is status


def test_the_words_say_the_rule_and_its_exception(fresh_store: Store) -> None:
    _held(fresh_store, "2026-01-01")
    assert standing(Ref(DECREE), fresh_store, _day("2026-01-01")).words == (
        "Hết hiệu lực từ 1/1/2026 cùng Luật 1/2014/QH13 mà văn bản này quy định chi tiết, hướng dẫn (khoản 2 Điều 57 "
        "Luật 64/2025/QH15, sửa đổi bởi Luật 87/2025/QH15), trừ khi được công bố tiếp tục áp dụng"
    )


def test_a_basis_that_ended_in_part_ends_nothing(fresh_store: Store) -> None:
    _held(fresh_store, "2026-01-01")
    fresh_store.remove(NEW)
    end = Relation(Ref(NEW), RelationKind.BAI_BO, Ref(LAW), "3/2025/QH15", "1/2014/QH13", _day("2026-01-01"))
    part = replace(end, condition="trừ trường hợp quy định tại Điều 9")
    _hold(fresh_store, Document(NEW, "3/2025/QH15", "Luật", ngay_hieu_luc=_day("2026-01-01")), part)
    assert standing(Ref(DECREE), fresh_store, _day("2026-01-01")).status is EffectStatus.KHONG_RO


def test_a_programme_is_in_its_years(fresh_store: Store) -> None:
    document = Document(DECREE, "2/2015/NĐ-CP", "Quyết định", status=EffectStatus.KHONG_RO, status_note="Hết thời kỳ")
    _hold(fresh_store, document, note=Note(Ref(DECREE), "thoi_ky", "2021-01-01/2026-01-01"))
    assert standing(Ref(DECREE), fresh_store, _day("2022-12-31")).words == "Đang trong thời kỳ thực hiện 2021–2025"


def test_what_is_not_held_is_not_known(fresh_store: Store) -> None:
    assert standing(Ref(LAW), fresh_store, _day("2020-01-01")).status is EffectStatus.KHONG_RO


def test_two_texts_that_repeal_each_other_each_end_on_their_day(fresh_store: Store) -> None:
    first = Relation(Ref(NEW), RelationKind.BAI_BO, Ref(DECREE), "3/2025/QH15", "2/2015/NĐ-CP", _day("2025-08-01"))
    second = Relation(Ref(DECREE), RelationKind.BAI_BO, Ref(NEW), "2/2015/NĐ-CP", "3/2025/QH15", _day("2025-09-01"))
    _hold(fresh_store, Document(NEW, "3/2025/QH15", "Luật", ngay_hieu_luc=_day("2025-07-01")), first)
    _hold(fresh_store, Document(DECREE, "2/2015/NĐ-CP", "Nghị định", ngay_hieu_luc=_day("2015-02-01")), second)
    assert standing(Ref(DECREE), fresh_store, _day("2025-08-01")).words == "Hết hiệu lực từ 1/8/2025"
    assert standing(Ref(NEW), fresh_store, _day("2025-09-01")).words == "Hết hiệu lực từ 1/9/2025"


def test_a_circle_of_details_ends_nothing(fresh_store: Store) -> None:
    back = Relation(Ref(LAW), RelationKind.QUY_DINH_CHI_TIET, Ref(DECREE), "1/2014/QH13", "2/2015/NĐ-CP")
    _hold(fresh_store, Document(LAW, "1/2014/QH13", "Luật", ngay_hieu_luc=_day("2015-01-01")), back)
    _hold(fresh_store, Document(DECREE, "2/2015/NĐ-CP", "Nghị định", ngay_hieu_luc=_day("2015-02-01")), DETAILS)
    assert standing(Ref(DECREE), fresh_store, _day("2026-01-01")).status is EffectStatus.KHONG_RO


def told_places(home: Path, *acts: str) -> dict[str, tuple[str, str]]:
    """Status and words of each Điều of a law of which a source of 1/1/2034 says that it is in force."""
    asserted = replace(ORIGINAL.document, status=EffectStatus.CON_HIEU_LUC)
    body = "\n".join(f"{at}. {act}" for at, act in enumerate(acts, start=1))
    with Store.open(home) as store:
        source = replace(ORIGINAL.source, as_of=datetime.date(2034, 1, 1))
        take_in(store, (replace(ORIGINAL, document=asserted, source=source), amendment(9, body, SECOND)))
        found = document_out(MARKET, store, SECOND, "")
        assert found is not None
        binding = {node.locator: (node.in_force, node.warnings) for node in found.nodes}
        told = {}
        for place in ("dieu-1", "dieu-3/khoan-1", "dieu-3/khoan-2", "dieu-4"):
            quote = quote_of(Ref.parse(f"{MARKET}#{place}"), store, SECOND, (), "", None)
            assert quote is not None
            assert binding[place][0] is (quote.status.status is not EffectStatus.NGUNG_HIEU_LUC)
            told[place] = (str(quote.status.status), quote.status.words)
        assert binding["dieu-4"][1] == ((f"{told['dieu-4'][1]}.",) if "Điều 4" in told["dieu-4"][1] else ())
        made = consolidated(MARKET, store, SECOND)
        assert {str(p.place.ref.locator): p.gaps for p in made.all if p.gaps} == {
            place: warnings for place, (_, warnings) in binding.items() if warnings
        }
    return told


IN_FORCE = ("con_hieu_luc", "Còn hiệu lực")


def test_a_suspended_place_is_not_in_force(tmp_path: Path) -> None:
    suspended = ("ngung_hieu_luc", "Điều 4 ngưng hiệu lực từ 1/1/2033, không rõ đến ngày nào")
    assert told_places(tmp_path, "Ngưng hiệu lực Điều 4.") == {
        "dieu-1": IN_FORCE,
        "dieu-3/khoan-1": IN_FORCE,
        "dieu-3/khoan-2": IN_FORCE,
        "dieu-4": suspended,
    }


def test_a_place_replaced_by_words_that_are_held_goes_on(tmp_path: Path) -> None:
    act = "Thay thế khoản 1 Điều 3 như sau:\n“1. Chợ đêm họp theo năm.”."
    assert set(told_places(tmp_path, act).values()) == {IN_FORCE}


@pytest.mark.parametrize("rests_back", [False, True])
def test_what_guides_a_text_that_ended_with_its_basis_ends_too(fresh_store: Store, rests_back: bool) -> None:
    circular = DocId("tt-xx", 2016, "4")
    _held(fresh_store, "2026-01-01", EffectStatus.CON_HIEU_LUC)
    guides = Relation(Ref(circular), RelationKind.HUONG_DAN, Ref(DECREE), "4/2016/TT-XX", "2/2015/NĐ-CP")
    # a misread line that makes the two rest on each other is no reason to ask for ever
    back = Relation(Ref(DECREE), RelationKind.HUONG_DAN, Ref(circular), "2/2015/NĐ-CP", "4/2016/TT-XX")
    document = Document(circular, "4/2016/TT-XX", "Thông tư", status=EffectStatus.CON_HIEU_LUC)
    _hold(fresh_store, document, guides, *([back] if rests_back else []))
    told = [standing(Ref(circular), fresh_store, _day(day)) for day in ("2025-12-31", "2026-01-01")]
    ended = EffectStatus.CON_HIEU_LUC if rests_back else EffectStatus.HET_HIEU_LUC
    assert [one.status for one in told] == [EffectStatus.CON_HIEU_LUC, ended]
    assert rests_back or told[1].words.startswith("Hết hiệu lực từ 1/1/2026 cùng Nghị định 2/2015/NĐ-CP mà")
