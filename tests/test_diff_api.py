"""`cancu diff`, GET /api/diff and the timeline: by value, over a small store of invented documents."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.diff import Change
from corpus.model import Document, EffectStatus, Interval, Relation, RelationKind
from corpus.reference import DocId, Ref
from corpus.store import Store
from index import snapshot
from search_api import cli
from search_api.app import create_app
from search_api.clock import now
from search_api.comparison import day_before_last_change
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder, keep, place

DAY = datetime.date
BEES, NEW, SILK = DocId("nd-xx", 2012, "45"), DocId("nd-xx", 2025, "235"), DocId("tt-xx", 2018, "28")
CHANGED = DAY(2025, 10, 15)


def fill(store: Store) -> None:
    """A decree with a rewritten khoản, its amendment, and a circular changed in words that nobody holds."""
    keep(
        store,
        Document(
            BEES,
            "45/2012/NĐ-XX",
            "Nghị định",
            "Về nuôi ong",
            ngay_ban_hanh=DAY(2012, 5, 21),
            ngay_hieu_luc=DAY(2012, 7, 5),
        ),
        [
            place(BEES, "", "NGHỊ ĐỊNH\nVề nuôi ong"),
            place(BEES, "dieu-1", "Điều 1. Mức hỗ trợ", "Mức hỗ trợ"),
            place(BEES, "dieu-1/khoan-1", "1. Thùng ong mới: tối đa 200 triệu đồng.", valid=Interval(None, CHANGED)),
            replace(
                place(BEES, "dieu-1/khoan-1", "1. Thùng ong mới: tối đa 300 triệu đồng.", valid=Interval(CHANGED)),
                brought_by=(Ref(NEW),),
            ),
            place(BEES, "dieu-1/khoan-2", "2. Tập huấn kỹ thuật quay mật."),
            place(BEES, "dieu-2", "Điều 2. Thi hành", "Thi hành"),
        ],
        relations=[
            Relation(
                Ref.parse(f"{NEW}#dieu-1/khoan-1"),
                RelationKind.SUA_DOI,
                Ref.parse(f"{BEES}#dieu-1/khoan-1"),
                "235/2025/NĐ-XX",
                "45/2012/NĐ-XX",
                CHANGED,
            ),
            Relation(Ref(DocId("cv-xx", 2013, "9")), RelationKind.DINH_CHINH, Ref(BEES), "9/CV-XX", "45/2012/NĐ-XX"),
        ],
    )
    keep(
        store,
        Document(SILK, "28/2018/TT-XX", "Thông tư", "Về nuôi tằm", ngay_hieu_luc=DAY(2018, 5, 1)),
        [
            place(SILK, "", "THÔNG TƯ\nVề nuôi tằm"),
            place(SILK, "dieu-3", "Điều 3. Mức hỗ trợ", "Mức hỗ trợ"),
            place(SILK, "dieu-3/khoan-1", "1. Thùng tằm mới: tối đa 200 triệu đồng."),
        ],
        official=False,
        relations=[
            Relation(
                Ref(DocId("tt-xx", 2024, "64")),
                RelationKind.SUA_DOI,
                Ref.parse(f"{SILK}#dieu-3/khoan-1"),
                "64/2024/TT-XX",
                "28/2018/TT-XX",
                DAY(2024, 9, 1),
            )
        ],
    )


@pytest.fixture(scope="module")
def bee_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with Store.open(home) as store:
        fill(store)
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def bees(bee_home: Path) -> Iterator[TestClient]:
    chosen = Settings(bee_home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as client:
        yield client


def diff(client: TestClient, **fields: str) -> dict[str, Any]:
    reply = client.get("/api/diff", params={name.strip("_"): value for name, value in fields.items()})
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()
    return found


def test_two_days_differ_in_the_words_that_changed(bees: TestClient) -> None:
    found = diff(bees, ref="Điều 1 Nghị định 45/2012/NĐ-XX", from_="2025-10-14", to="2025-10-15")
    assert (found["verdict"], found["message"]) == (
        "different",
        "Khác nhau ở 1 nơi: sửa lời 1. Có sửa đổi mà kho chưa có lời văn.",
    )
    (changed,) = found["places"]
    (run,) = [run for run in changed["runs"] if run["kind"] != "same"]
    assert changed["old_text"][run["old_start"] : run["old_end"]].strip() == "200"
    assert changed["new_text"][run["new_start"] : run["new_end"]].strip() == "300"
    assert (changed["new_address"], changed["heading"], changed["words"]) == ("Khoản 1 Điều 1", "Mức hỗ trợ", "Sửa lời")
    assert (changed["same_before"], found["same_after"], found["same"]) == (1, 1, 2)
    # the correction that nobody dates or words is said, not dropped
    assert [gap["words"] for gap in found["gaps"]] == [
        "Nghị định 45/2012/NĐ-XX được đính chính bởi 9/CV-XX không rõ từ ngày nào; "
        "kho chưa có lời văn sau đó, nên chưa biết những nơi nào đã đổi."
    ]
    assert [side["status"]["status"] for side in (found["old"], found["new"])] == ["khong_ro", "khong_ro"]


def test_what_is_known_to_have_changed_is_never_no_change(bees: TestClient) -> None:
    found = diff(bees, ref="tt-xx/2018/28", from_="2020-01-01", to="2026-01-01")
    assert (found["verdict"], found["message"]) == (
        "unknown",
        "Đã có sửa đổi, nhưng kho chưa có lời văn để so sánh.",
    )
    (gap,) = found["gaps"]
    assert (gap["words"], gap["between"]) == (
        "Khoản 1 Điều 3 được sửa đổi, bổ sung bởi 64/2024/TT-XX từ 1/9/2024; kho chưa có lời văn sau đó.",
        True,
    )
    (unknown,) = found["places"]
    assert (unknown["kind"], unknown["old_text"][:7], unknown["new_text"]) == ("unknown", "1. Thùn", "")
    assert found["old"]["official"] is False
    # before and after the change by itself: nothing between the days, but the missing words are still named
    later = diff(bees, ref="tt-xx/2018/28", from_="2025-01-01", to="2026-01-01")
    assert (later["verdict"], later["places"], later["gaps"][0]["between"]) == ("same", [], False)
    assert later["message"] == "Lời văn kho có không khác nhau. Có sửa đổi mà kho chưa có lời văn."


def test_two_places_of_two_documents_side_by_side(bees: TestClient) -> None:
    found = diff(bees, ref="Điều 1 Nghị định 45/2012/NĐ-XX", ref2="tt-xx/2018/28#dieu-3")
    assert [(p["kind"], p["words"], p["old_address"], p["new_address"]) for p in found["places"]] == [
        ("changed", "Khác lời", "Khoản 1 Điều 1", "Khoản 1 Điều 3"),
        ("removed", "Chỉ có ở bên thứ nhất", "Khoản 2 Điều 1", ""),
    ]
    assert (found["old"]["on"], found["old"]["status"]) == (None, None)


@pytest.mark.parametrize(
    ("fields", "status", "title"),
    [
        ({"ref": "cot-3/khong", "from": "2024-01-01"}, 400, "Không đọc được viện dẫn"),
        ({"ref": "trời hôm nay đẹp", "from": "2024-01-01"}, 400, "Không đọc được viện dẫn"),
        ({"ref": "khoản 1, 2 Điều 1 Nghị định 45/2012/NĐ-XX", "from": "2024-01-01"}, 400, "Không đọc được viện dẫn"),
        ({"ref": "nd-xx/2012/45", "from": "2026-01-01", "to": "2024-01-01"}, 400, "Ngày đầu sau ngày cuối"),
        ({"ref": "nd-xx/2012/45"}, 400, "Thiếu ngày đầu"),
        ({"ref": "nd-xx/1999/1", "from": "2024-01-01"}, 404, "Không có trong kho"),
        # a place that is not there is not its document
        ({"ref": "Điều 9 Nghị định 45/2012/NĐ-XX", "from": "2024-01-01"}, 404, "Không có trong kho"),
        ({"ref": "nd-xx/2012/45", "ref2": "nd-xx/2012/45#dieu-9"}, 404, "Không có trong kho"),
        ({"ref": "nd-xx/2012/45", "from": "2021-02-29"}, 422, "Ngày không có thật"),
        ({}, 422, "Thiếu trường bắt buộc"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(
    bees: TestClient, fields: dict[str, str], status: int, title: str
) -> None:
    reply = bees.get("/api/diff", params=fields)
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
    assert title in reply.json()["title"]
    assert reply.json()["remedy"]


@settings(max_examples=25, deadline=None)
@given(ref=st.text(max_size=80), ref2=st.text(max_size=30), start=st.dates(), end=st.text(max_size=12))
def test_any_text_is_answered_or_refused(bees: TestClient, ref: str, ref2: str, start: DAY, end: str) -> None:
    fields = {"ref": ref, "ref2": ref2, "from": str(start), "to": end}
    assert bees.get("/api/diff", params=fields).status_code in (200, 400, 404, 422)
    typed = {"noi": ref, "noi_khac": ref2, "tu": str(start), "den": end}
    assert bees.get("/so-sanh", params=typed).status_code in (200, 400, 404)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(bees: TestClient, day: str) -> None:
    assert bees.get("/so-sanh", params={"noi": "nd-xx/2012/45", "den": day}).status_code == 200
    assert diff(bees, ref="nd-xx/2012/45", from_=day, to=day)["verdict"] == "same"


def test_the_timeline_of_a_document(bees: TestClient) -> None:
    found = bees.get("/api/documents/nd-xx/2012/45/timeline", params={"on": "2020-01-01"}).json()
    assert [(e["on"], e["words"], e["address"], e["by"], e["asserted_by"]) for e in found["events"]] == [
        ("2012-05-21", "Ban hành", "", None, ["theo văn bản"]),
        ("2012-07-05", "Có hiệu lực", "", None, ["theo văn bản"]),
        (
            "2025-10-15",
            "Được sửa đổi, bổ sung bởi",
            "Khoản 1 Điều 1",
            "khoản 1 Điều 1 235/2025/NĐ-XX",
            ["theo văn bản"],
        ),
    ]
    assert [(e["on"], e["kind"]) for e in found["undated"]] == [(None, "dinh_chinh")]
    assert (found["next_change"], found["status"]["status"]) == ("2025-10-15", "khong_ro")
    assert bees.get("/api/documents/nd-xx/1999/1/timeline").status_code == 404
    assert bees.get("/api/documents/nd-xx/hai/1/timeline").status_code == 400


def test_the_last_change_of_a_place_is_found(fresh_store: Store) -> None:
    fill(fresh_store)
    dieu, end = Ref.parse(f"{BEES}#dieu-1"), DAY(2026, 1, 1)
    assert day_before_last_change(dieu, fresh_store, end) == DAY(2025, 10, 14)
    assert day_before_last_change(dieu, fresh_store, DAY(2020, 1, 1)) == DAY(2020, 1, 1)
    assert day_before_last_change(Ref.parse(f"{SILK}#dieu-3"), fresh_store, end) == DAY(2024, 8, 31)


def test_openapi_describes_the_comparison_with_examples(bees: TestClient) -> None:
    described = bees.get("/api/openapi.json").json()
    parameters = {p["name"]: p for p in described["paths"]["/api/diff"]["get"]["parameters"]}
    assert set(parameters) == {"ref", "ref2", "from", "to"}
    assert all("description" in p for p in parameters.values())
    assert described["components"]["schemas"]["GapOut"]["properties"]["words"]["examples"]


@pytest.mark.parametrize("kind", list(Change))
def test_every_change_has_words(kind: Change) -> None:
    assert kind.vi[0].isupper()


# The command


@pytest.fixture
def command(bee_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_HOME", str(bee_home))


@pytest.mark.usefixtures("command")
def test_the_command_marks_what_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "nd-xx/2012/45#dieu-1", "--from", "2025-10-14", "--to", "2025-10-15"]) == 0
    out = capsys.readouterr().out
    assert "Khoản 1 Điều 1 (sửa lời)\n   1. Thùng ong mới: tối đa [-200-]{+300+} triệu đồng." in out
    assert "Điều 1 Nghị định 45/2012/NĐ-XX, ngày 14/10/2025 [Nguyên văn" in out
    assert "Còn 2 nơi giống nhau." in out


@pytest.mark.usefixtures("command")
def test_the_command_says_that_a_summary_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "tt-xx/2018/28", "--from", "2020-01-01", "--to", "2026-01-01"]) == 0
    out = capsys.readouterr().out
    assert "[Tóm lược, không phải nguyên văn" in out
    assert "Lưu ý: Khoản 1 Điều 3 được sửa đổi, bổ sung bởi 64/2024/TT-XX từ 1/9/2024" in out
    assert "Trước đó: 1. Thùng tằm mới" in out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nd-xx/2012/45", "--from", "2025-10-15", "--to", "2025-10-15"], 1),
        (["nd-xx/1999/1", "--from", "2024-01-01"], 1),
        (["nd-xx/2012/45"], 2),
        (["nd-xx/2012/45", "--from", "2026-01-01", "--to", "2024-01-01"], 2),
        (["trời hôm nay đẹp", "--from", "2024-01-01"], 2),
        (["nd-xx/2012/45#dieu-1", "tt-xx/2018/28#dieu-3"], 0),
    ],
)
@pytest.mark.usefixtures("command")
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert cli.main(["diff", *arguments]) == code


@pytest.mark.usefixtures("command")
def test_json_is_that_of_the_api(bees: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "nd-xx/2012/45", "--from", "2024-01-01", "--to", "2026-01-01", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    served = diff(bees, ref="nd-xx/2012/45", from_="2024-01-01", to="2026-01-01")
    assert printed == {**served, "snapshot": ""}
    assert EffectStatus(printed["new"]["status"]["status"]) is EffectStatus.KHONG_RO
