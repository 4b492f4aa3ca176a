"""The history of a place: its wordings by their days. All texts are made up."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.locator import Locator
from corpus.reference import Ref
from corpus.store import Store
from index import snapshot
from search_api import cli
from search_api.app import create_app
from search_api.clock import now
from search_api.history import UNCHANGED, history_out, printed_history
from search_api.history_wire import StretchOut
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder
from tests.test_compiled import BEFORE, FIRST, FIRST_LAW, MARKET, ORIGINAL, SECOND, SECOND_LAW, take_in
from tests.test_diff_api import BEES, DAY, fill

KHOAN = Ref(MARKET, Locator.parse("dieu-3/khoan-1"))


def told(stretch: StretchOut) -> tuple[object, ...]:
    return (stretch.start, stretch.end, stretch.text, stretch.brought_by)


THREE = [
    (None, FIRST, "1. Chợ đêm họp theo mùa.", ()),
    (
        FIRST,
        SECOND,
        "1. Chợ đêm họp theo vụ.",
        ("Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 7/2031/QH16 từ 1/1/2032.",),
    ),
    (
        SECOND,
        None,
        "1. Chợ đêm họp theo quý.",
        ("Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16 từ 1/1/2033.",),
    ),
]


def test_every_wording_has_its_days_and_what_brought_it(fresh_store: Store) -> None:
    take_in(fresh_store, (SECOND_LAW, ORIGINAL, FIRST_LAW))
    history = history_out(KHOAN, fresh_store, FIRST)
    assert [told(stretch) for stretch in history.stretches] == THREE
    assert (history.next_change, history.undated) == (SECOND, ())
    assert history_out(KHOAN, fresh_store, BEFORE).next_change == FIRST
    assert history_out(KHOAN, fresh_store, SECOND).next_change is None


def test_a_place_put_in_and_one_taken_out_have_no_words_on_the_other_days(fresh_store: Store) -> None:
    take_in(fresh_store, (ORIGINAL, FIRST_LAW, SECOND_LAW))
    for place, day, after in (("dieu-2a", SECOND, True), ("dieu-1/khoan-3", FIRST, False)):
        stretches = history_out(Ref(MARKET, Locator.parse(place)), fresh_store, FIRST).stretches
        assert {s.start is not None and s.start >= day: bool(s.text) for s in stretches} == {
            False: not after,
            True: after,
        }


def test_a_change_without_words_is_said_on_its_day_and_one_without_a_day_apart(fresh_store: Store) -> None:
    fill(fresh_store)
    silk = history_out(Ref.parse("tt-xx/2018/28#dieu-3/khoan-1"), fresh_store, DAY(2020, 1, 1))
    assert [(s.start, s.end, s.text, len(s.gaps)) for s in silk.stretches] == [
        (None, DAY(2024, 9, 1), "1. Thùng tằm mới: tối đa 200 triệu đồng.", 0),
        (DAY(2024, 9, 1), None, "1. Thùng tằm mới: tối đa 200 triệu đồng.", 1),
    ]
    assert "kho chưa có lời văn sau đó" in silk.stretches[1].gaps[0]
    # the old words are never passed off as those of the later days
    assert printed_history(silk)[3:6] == [
        f"   Lưu ý: {silk.stretches[1].gaps[0]}",
        f"   {UNCHANGED}:",
        "   1. Thùng tằm mới: tối đa 200 triệu đồng.",
    ]
    bees = history_out(Ref(BEES, Locator.parse("dieu-1")), fresh_store, DAY(2020, 1, 1))
    assert bees.undated == (
        "Nghị định 45/2012/NĐ-XX được đính chính bởi 9/CV-XX không rõ từ ngày nào; "
        "kho chưa có lời văn sau đó, nên chưa biết những nơi nào đã đổi.",
    )


def test_a_place_that_never_changed_has_one_wording(fresh_store: Store) -> None:
    take_in(fresh_store, (ORIGINAL,))
    assert [told(stretch) for stretch in history_out(KHOAN, fresh_store, FIRST).stretches] == [
        (None, None, "1. Chợ đêm họp theo mùa.", ())
    ]


def test_the_command_the_api_and_the_page_tell_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path) as store:
        take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW))
        snapshot.build(store, tmp_path, HashEncoder(), now())
    monkeypatch.setenv("CANCU_HOME", str(tmp_path))
    ask = ["show", str(KHOAN), "--history", "--on", "2032-01-01"]
    assert cli.main(ask) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "",
        "Từ đầu đến trước 1/1/2032",
        "   1. Chợ đêm họp theo mùa.",
    ]
    assert cli.main([*ask, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert cli.main(["show", "nd-cp/1999/1#dieu-1", "--history"]) == 1
    chosen = Settings(tmp_path)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder()))) as client:
        reply = client.get("/api/provisions/qh16/2030/5/dieu-3/khoan-1", params={"on": "2032-01-01"}).json()
        page = client.get("/so-sanh", params={"noi": str(KHOAN), "tu": "2031-01-01", "den": "2032-01-01"}).text
    assert reply["history"] == printed
    assert printed["next_change"] == "2033-01-01"
    assert "Lịch sử lời văn" in page
    assert "1. Chợ đêm họp theo quý." in page
