"""Law in time."""

import datetime
from dataclasses import replace

import pytest

from corpus.locator import Locator
from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind, Source, SourceRank
from corpus.reference import DocId, Ref
from corpus.timeline import Event, EventKind, Timeline, amendments, effect, status_on

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


def _suspended_place() -> Relation:
    return replace(_relation(RelationKind.NGUNG, "2024-01-01", "dieu-5"), until=_day("2030-01-01"))


CON, HET, CHUA, NGUNG, KHONG_RO = (
    EffectStatus.CON_HIEU_LUC,
    EffectStatus.HET_HIEU_LUC,
    EffectStatus.CHUA_HIEU_LUC,
    EffectStatus.NGUNG_HIEU_LUC,
    EffectStatus.KHONG_RO,
)
_DAY = datetime.date(2026, 1, 1)


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
    whole = replace(early, object=Ref(_ID))  # of the document without a place
    assert amendments(_document(), relations, datetime.date(2021, 1, 1)) == [whole, undated]
    assert amendments(_document(), relations, datetime.date(2025, 1, 1)) == [whole, late, undated]
    assert amendments(_document(), relations, None) == [whole, late, undated]


def test_amendments_of_a_place_are_those_that_may_touch_it() -> None:
    other = Ref(DocId("tt-btc", 2025, "9"))
    named, elsewhere = (
        _relation(RelationKind.SUA_DOI, "2020-01-01", "dieu-5"),
        _relation(RelationKind.SUA_DOI, "2020-01-01", "dieu-6"),
    )
    title = _relation(RelationKind.SUA_DOI, "2020-01-01")
    of_another = replace(title, subject=other)
    relations = [title, named, elsewhere, of_another]
    inside, untouched = (Ref.parse(f"{_ID}#{place}").locator for place in ("dieu-5/khoan-1", "dieu-7"))
    assert amendments(_document(), relations, None, inside) == [named, of_another]
    assert amendments(_document(), relations, None, untouched) == [title, of_another]


# Suspension and the timeline


@pytest.mark.parametrize(
    ("relations", "on", "status", "next_change"),
    [
        ([_relation(RelationKind.DINH_CHI, "2020-06-01")], "2020-05-31", CON, "2030-01-01"),
        ([_relation(RelationKind.DINH_CHI, "2020-06-01")], "2020-06-01", EffectStatus.NGUNG_HIEU_LUC, "2030-01-01"),
        ([_relation(RelationKind.NGUNG, "2020-06-01")], "2029-12-31", EffectStatus.NGUNG_HIEU_LUC, "2030-01-01"),
        # over is over; one Điều suspended is not all of it; a day nobody says suspends nothing
        ([_relation(RelationKind.NGUNG, "2020-06-01")], "2030-01-01", HET, None),
        ([_relation(RelationKind.NGUNG, "2020-06-01", "dieu-5")], "2021-01-01", CON, "2030-01-01"),
        ([_relation(RelationKind.NGUNG, None)], "2021-01-01", CON, "2030-01-01"),
    ],
)
def test_a_suspended_document_does_not_bind(
    relations: list[Relation], on: str, status: EffectStatus, next_change: str | None
) -> None:
    found = status_on(_document("2018-05-11", "2030-01-01"), relations, datetime.date.fromisoformat(on), None)
    assert (found.status, found.next_change) == (status, _day(next_change))


def _source(*, official: bool = True, as_of: str | None = None) -> Source:
    rank = SourceRank.SIGNED if official else SourceRank.SUMMARY
    return Source("ab" * 32, "x", "x", "", rank, official, _day(as_of))


def _told(events: tuple[Event, ...]) -> list[tuple[str | None, str, str, tuple[str, ...]]]:
    return [(e.on.isoformat() if e.on else None, e.kind.value, str(e.place.locator), e.asserted_by) for e in events]


def test_the_timeline_is_sorted_and_says_who_says_so() -> None:
    document = replace(_document("2018-05-11", "2025-01-01"), ngay_ban_hanh=_day("2018-03-28"))
    relations = [
        _relation(RelationKind.SUA_DOI, "2020-01-01", "dieu-5"),
        _relation(RelationKind.THAY_THE, "2025-01-01"),
        _relation(RelationKind.BO_SUNG, "2020-01-01"),
        replace(_relation(RelationKind.SUA_DOI, "2020-01-01", "dieu-5"), asserted_by="facts", confidence="single"),
        _relation(RelationKind.BAI_BO, None, "dieu-7"),
        # what it does to others, and what changes nothing, is no part of its life
        Relation(Ref(_ID), RelationKind.SUA_DOI, _OTHER, "", "", _day("2019-01-01")),
        _relation(RelationKind.HUONG_DAN, "2019-01-01"),
    ]
    timeline = Timeline.of(document, [(document, _source())], relations)
    assert _told(timeline.events) == [
        ("2018-03-28", "ban_hanh", "", ("text",)),
        ("2018-05-11", "co_hieu_luc", "", ("text",)),
        ("2020-01-01", "sua_doi", "dieu-5", ("text", "facts")),
        ("2020-01-01", "bo_sung", "", ("text",)),
        ("2025-01-01", "het_hieu_luc", "", ("text",)),
        ("2025-01-01", "thay_the", "", ("text",)),
    ]
    assert _told(timeline.undated) == [(None, "bai_bo", "dieu-7", ("text",))]
    assert timeline.events[2].confidence == "single"
    assert [timeline.next_change(datetime.date(2018, 5, day)) for day in (10, 11)] == [
        datetime.date(2018, 5, 11),
        datetime.date(2020, 1, 1),
    ]
    assert timeline.next_change(datetime.date(2025, 1, 1)) is None
    assert timeline.status_on(datetime.date(2024, 12, 31)).status is CON
    assert timeline.status_on(datetime.date(2025, 1, 1)).status is HET


def test_a_day_that_an_editor_set_is_said_to_be_his() -> None:
    document = replace(_document("2018-05-11"), ngay_ban_hanh=_day("2018-03-28"))
    timeline = Timeline.of(document, [(document, _source())], [], {("ab" * 32, "ngay_hieu_luc")})
    assert [event.asserted_by for event in timeline.events] == [("text",), ("editor",)]


def test_sources_that_differ_on_a_day_stand_side_by_side() -> None:
    official, summary = _document("2018-05-11"), _document("2018-05-15", status=CON)
    views = [(official, _source()), (summary, _source(official=False, as_of="2026-01-01"))]
    timeline = Timeline.of(replace(official, status=CON), views, [])
    assert _told(timeline.events) == [
        ("2018-05-11", "co_hieu_luc", "", ("text",)),
        ("2018-05-15", "co_hieu_luc", "", ("facts",)),
    ]
    assert timeline.status_on(datetime.date(2026, 1, 1)).words == "Còn hiệu lực"


@pytest.mark.parametrize(
    ("document", "undated"),
    [
        (_document(), ["ban_hanh", "co_hieu_luc"]),
        # it has ended, nobody says when
        (_document("2018-05-11", status=HET), ["ban_hanh", "het_hieu_luc"]),
    ],
)
def test_days_nobody_says_are_not_guessed(document: Document, undated: list[str]) -> None:
    timeline = Timeline.of(document, [(document, _source())], [])
    assert [event.kind.value for event in timeline.undated] == undated


def test_who_gives_no_day_adds_to_who_gives_one() -> None:
    relations = [
        replace(_relation(RelationKind.SUA_DOI, None), asserted_by="portal"),
        _relation(RelationKind.SUA_DOI, "2020-01-01"),
    ]
    timeline = Timeline.of(_document("2018-05-11"), [], relations)
    assert _told(timeline.events)[-1] == ("2020-01-01", "sua_doi", "", ("text", "portal"))
    assert all(event.kind is not EventKind.SUA_DOI for event in timeline.undated)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_event_has_words(kind: EventKind) -> None:
    assert kind.vi[0].isupper()
    assert EventKind.SUA_DOI.vi == "Được sửa đổi, bổ sung bởi"


# What keeps something out, ends, or speaks for other days


def _ending(on: str, place: str = "", condition: str = "", until: str | None = None) -> Relation:
    kind = RelationKind.NGUNG if until else RelationKind.BAI_BO
    return replace(_relation(kind, on, place), condition=condition, until=_day(until))


MOT_PHAN = EffectStatus.HET_HIEU_LUC_MOT_PHAN


@pytest.mark.parametrize(
    ("relation", "on", "status", "words"),
    [
        # a repeal "trừ trường hợp …" is no end
        (_ending("2025-01-01", condition="trừ trường hợp quy định tại Điều 7"), "2024-12-31", CON, "Còn hiệu lực"),
        (
            _ending("2025-01-01", condition="trừ trường hợp quy định tại Điều 7"),
            "2025-01-01",
            MOT_PHAN,
            "Hết hiệu lực từ 1/1/2025, trừ trường hợp quy định tại Điều 7",
        ),
        (
            _ending("2025-01-01", condition="một số biểu mẫu của"),
            "2025-01-01",
            MOT_PHAN,
            "Hết hiệu lực một phần từ 1/1/2025: một số biểu mẫu của văn bản này",
        ),
        # one place
        (_ending("2025-01-01", "dieu-5"), "2025-01-01", MOT_PHAN, "Còn hiệu lực; hết hiệu lực một phần: Điều 5"),
        (_ending("2025-01-01", "dieu-5"), "2024-12-31", CON, "Còn hiệu lực"),
        # a suspension that ends
        (_ending("2025-01-01", until="2025-03-01"), "2024-12-31", CON, "Còn hiệu lực"),
        (
            _ending("2025-01-01", until="2025-03-01"),
            "2025-02-28",
            EffectStatus.NGUNG_HIEU_LUC,
            "Ngưng hiệu lực từ 1/1/2025 đến trước 1/3/2025",
        ),
        (_ending("2025-01-01", until="2025-03-01"), "2025-03-01", CON, "Còn hiệu lực"),
    ],
)
def test_what_keeps_something_out_or_ends(relation: Relation, on: str, status: EffectStatus, words: str) -> None:
    day = datetime.date.fromisoformat(on)
    told = status_on(_document("2018-05-11", status=CON), [relation], day, datetime.date(2026, 1, 1))
    assert (told.status, told.words) == (status, words)


@pytest.mark.parametrize(
    ("place", "status", "words"),
    [
        ("dieu-5/khoan-1", HET, "Điều 5 bị bãi bỏ bởi 64/2024/TT-BTC từ 1/1/2025"),
        ("dieu-6", CON, "Còn hiệu lực"),
    ],
)
def test_a_repealed_place_does_not_bind_and_the_others_do(place: str, status: EffectStatus, words: str) -> None:
    at = Ref.parse(f"{_ID}#{place}").locator
    day = datetime.date(2025, 1, 1)
    told = status_on(_document("2018-05-11", status=CON), [_ending("2025-01-01", "dieu-5")], day, day, place=at)
    assert (told.status, told.words) == (status, words)


@pytest.mark.parametrize(
    ("note", "term", "on", "words"),
    [
        # a programme's years tell of every day
        ("Hết thời kỳ", ("2021-01-01", "2026-01-01"), "2020-12-31", "Chưa đến thời kỳ thực hiện 2021–2025"),
        ("Hết thời kỳ", ("2021-01-01", "2026-01-01"), "2022-12-31", "Đang trong thời kỳ thực hiện 2021–2025"),
        ("Hết thời kỳ", ("2021-01-01", "2026-01-01"), "2026-01-01", "Hết thời kỳ thực hiện 2021–2025"),
        ("Hết thời kỳ", (None, "2021-01-01"), "2020-12-31", "Đang trong thời kỳ thực hiện đến năm 2020"),
        # other words speak for their own day and later ones
        ("Hết hạn", None, "2026-01-01", "Hết hạn"),
        ("Hết hạn", None, "2025-12-31", "Hết hạn, theo nguồn tính đến 1/1/2026; không rõ vào ngày này"),
        # what never bound anybody never did
        ("Không phải văn bản quy phạm pháp luật", None, "2020-01-01", "Không phải văn bản quy phạm pháp luật"),
    ],
)
def test_words_of_status_are_not_said_of_earlier_days(
    note: str, term: tuple[str | None, str] | None, on: str, words: str
) -> None:
    document = _document(status=KHONG_RO, note=note)
    years = Interval(_day(term[0]), _day(term[1])) if term else None
    told = status_on(document, [], datetime.date.fromisoformat(on), datetime.date(2026, 1, 1), years)
    assert (told.status, told.words) == (KHONG_RO, words)


@pytest.mark.parametrize(
    ("day", "as_of", "status", "words"),
    [
        # the repealing text is of 2024, and nobody says from when
        ("2023-12-31", "2023-06-01", CON, "Còn hiệu lực theo nguồn đến 1/6/2023"),
        ("2024-01-01", "2023-06-01", KHONG_RO, "Bị bãi bỏ bởi 64/2024/TT-BTC, không rõ từ ngày nào"),
        ("2026-01-01", "2023-06-01", KHONG_RO, "Bị bãi bỏ bởi 64/2024/TT-BTC, không rõ từ ngày nào"),
        # a source of a later year says that it still binds
        ("2026-01-01", "2025-06-01", CON, "Còn hiệu lực theo nguồn đến 1/6/2025"),
    ],
)
def test_a_repeal_without_a_day_leaves_the_status_unknown(
    day: str, as_of: str, status: EffectStatus, words: str
) -> None:
    found = status_on(
        _document("2018-05-11", status=CON),
        [_relation(RelationKind.BAI_BO, None)],
        datetime.date.fromisoformat(day),
        _day(as_of),
    )
    assert (found.status, found.words) == (status, words)


@pytest.mark.parametrize(
    ("acts", "place", "status", "words"),
    [
        # a place that is suspended binds no more than a document that is; the rest goes on
        ([_suspended_place()], "dieu-5", NGUNG, "Điều 5 ngưng hiệu lực từ 1/1/2024 đến trước 1/1/2030"),
        ([_suspended_place()], "dieu-5/khoan-1", NGUNG, "Điều 5 ngưng hiệu lực từ 1/1/2024 đến trước 1/1/2030"),
        ([_suspended_place()], "dieu-6", CON, "Còn hiệu lực theo nguồn đến 1/6/2023"),
        # nobody says from when
        (
            [_relation(RelationKind.BAI_BO, None, "dieu-5")],
            "dieu-5/khoan-1",
            KHONG_RO,
            "Điều 5 bị bãi bỏ bởi 64/2024/TT-BTC, không rõ từ ngày nào",
        ),
        ([_relation(RelationKind.BAI_BO, None, "dieu-5")], "dieu-6", CON, "Còn hiệu lực theo nguồn đến 1/6/2023"),
        (
            [_relation(RelationKind.NGUNG, None)],
            "",
            KHONG_RO,
            "Bị ngưng hiệu lực bởi 64/2024/TT-BTC, không rõ từ ngày nào",
        ),
        # the portal names the act without its day, the text with it
        (
            [_relation(RelationKind.BAI_BO, None, "dieu-5"), _relation(RelationKind.BAI_BO, "2027-01-01", "dieu-5")],
            "dieu-5",
            CON,
            "Còn hiệu lực theo nguồn đến 1/6/2023",
        ),
    ],
)
def test_a_place_that_is_suspended_or_may_be_repealed(
    acts: list[Relation], place: str, status: EffectStatus, words: str
) -> None:
    document = _document("2018-05-11", status=CON)
    told = status_on(document, acts, _DAY, datetime.date(2023, 6, 1), place=Locator.parse(place))
    assert (told.status, told.words) == (status, words)


@pytest.mark.parametrize("status", [CON, EffectStatus.HET_HIEU_LUC_MOT_PHAN, None])
def test_a_place_repealed_by_name_has_ended_whatever_is_known_of_the_whole(status: EffectStatus | None) -> None:
    repeal = _relation(RelationKind.BAI_BO, "2024-01-01", "dieu-5")
    told = status_on(_document("2018-05-11", status=status), [repeal], _DAY, None, place=Locator.parse("dieu-5"))
    assert (told.status, told.words) == (HET, "Điều 5 bị bãi bỏ bởi 64/2024/TT-BTC từ 1/1/2024")


@pytest.mark.parametrize(
    ("document", "acts"),
    [
        # most of it still binds, and all of it may have been repealed
        (_document("2018-05-11", status=EffectStatus.HET_HIEU_LUC_MOT_PHAN), []),
        (
            _document("2018-05-11", status=CON),
            [replace(_relation(RelationKind.BAI_BO, "2020-01-01"), condition="trừ Điều 3")],
        ),
    ],
)
def test_what_binds_in_part_may_be_repealed_too(document: Document, acts: list[Relation]) -> None:
    told = status_on(document, [*acts, _relation(RelationKind.BAI_BO, None)], _DAY, datetime.date(2023, 6, 1))
    assert told.status is KHONG_RO
