"""A check through its doors: the command, the API, the page."""

import json
import re
import threading
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpus.store import Store
from search_api import cli, library
from search_api import draft as drafts
from search_api.routes import check as route
from tests.conftest import HashEncoder
from tests.test_app import client, home

__all__ = ["client", "home"]

GOOD = "Theo Nghị quyết số 19-NQ/TW ngày 16 tháng 6 năm 2022 về nông nghiệp, nông dân, nông thôn.\n"
BAD = "Theo Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2021.\n"
DRAFT = """NGHỊ ĐỊNH
Về <script>alert(1)</script> ong
Căn cứ Thông tư liên tịch số 26/2014/TTLT-BTC-BCT;
Điều 1. Bãi bỏ
1. Bãi bỏ Thông tư số 28/2018/TT-BTC.
2. Theo khoản 4 Điều này.
"""


@pytest.fixture(autouse=True)
def _state(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_HOME", str(home))
    monkeypatch.setattr(library, "open_encoder", lambda settings: HashEncoder())


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "du-thao.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


# The command


def test_the_command_groups_findings_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", written(tmp_path, DRAFT), "--on", "2026-11-25"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("du-thao.txt: Nghị định, 1 Điều, 3 viện dẫn, xét ngày 25/11/2026\n")
    assert "LỖI (2)" in out
    assert "  Dòng 6, Khoản 2 Điều 1: “khoản 4 Điều này”\n    Dự thảo không có khoản 4 Điều 1.\n" in out
    assert "hết hiệu lực từ 11/5/2018" in out
    assert "TÁC ĐỘNG: bãi bỏ Thông tư 28/2018/TT-BTC" in out


def test_without_an_index_every_dieu_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANCU_HOME", str(tmp_path / "empty"))
    cli.main(["check", written(tmp_path, DRAFT), "--json"])
    out, told = capsys.readouterr()
    assert (json.loads(out)["near"], json.loads(out)["near_left_out"]) == ([], 1)
    assert told.startswith("Chưa tìm quy định gần nghĩa.")


def test_the_command_says_in_json_why_it_writes_no_comments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", written(tmp_path, BAD), "--json", "--comments", str(tmp_path / "x.docx")]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["what"].startswith("Ghi chú Word chỉ gắn được")


def test_the_command_says_where_it_cannot_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "none" / "x.docx"
    assert cli.main(["check", written(tmp_path, BAD), "--table", str(there)]) == 2
    told = capsys.readouterr().err
    assert (str(there) in told, "Traceback" in told) == (True, False)


def test_the_command_says_that_nothing_must_be_mended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", written(tmp_path, GOOD), "--on", "2026-11-25"]) == 0
    assert "Không thấy điều gì phải sửa." in capsys.readouterr().out


def test_the_command_writes_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", written(tmp_path, BAD), "--on", "2026-11-25", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    (finding,) = found["findings"]
    assert (finding["code"], finding["severity"], finding["place"]["line"]) == ("ngay_khong_co_that", "loi", 1)
    assert "19/2/2021" in finding["remedy"]
    assert found["counts"] == {"loi": 1, "canh_bao": 0, "can_xem": 0}
    assert found["citations"][0]["targets"][0]["ref"] == "ct-bct/2021/4"


@pytest.mark.parametrize("arguments", [["check"], ["check", "khong-co.txt"], ["check", "x.txt", "--on", "2021-02-29"]])
def test_wrong_use_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = cli.main(arguments)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    assert code == 2
    assert capsys.readouterr().err


# The API


def test_the_api_takes_text_and_a_file_alike(client: TestClient) -> None:
    by_text = client.post("/api/check", json={"text": BAD, "on": "2026-11-25"})
    by_file = client.post("/api/check", files={"file": ("dự thảo", BAD.encode())}, data={"on": "2026-11-25"})
    assert (by_text.status_code, by_file.status_code) == (200, 200)
    assert by_text.json() == by_file.json()
    assert by_text.json()["findings"][0]["code"] == "ngay_khong_co_that"
    pasted = client.post("/api/check", data={"text": BAD, "on": "2026-11-25"}, files={"file": ("", b"")})
    assert pasted.json()["findings"] == by_text.json()["findings"]


@pytest.mark.parametrize(
    ("sent", "status", "title"),
    [
        ({"json": {"text": ""}}, 422, "trống"),
        ({"json": {"text": BAD, "on": "2021-02-29"}}, 422, "Ngày không có thật"),
        ({"json": {"text": BAD, "khác": 1}}, 422, "trường lạ"),
        ({"json": {"text": "x" * (drafts.MAX_TEXT + 1)}}, 422, "dài quá"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 422, "không phải JSON"),
        ({"content": b"\xff\xfe", "headers": {"content-type": "text/plain"}}, 422, "không phải JSON"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 422, "nội dung gửi lên"),
        ({"files": {"file": ("a.pdf", b"%PDF-1.4 broken")}}, 422, "a.pdf"),
        ({"files": {"file": ("a.txt", BAD.encode())}, "data": {"on": "hôm qua"}}, 422, "Ngày không có thật"),
        ({"data": {"text": "  "}, "files": {"file": ("", b"")}}, 422, "Chưa có dự thảo"),
        ({"content": b"", "headers": {"content-length": str(60 * 2**20)}}, 413, "quá lớn"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    client: TestClient, sent: dict[str, object], status: int, title: str
) -> None:
    reply = client.post("/api/check", **sent)  # type: ignore[arg-type]
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert title in reply.text
    assert reply.json()["remedy"]


def test_findings_beyond_the_limit_are_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search_api.check_wire.MAX_FINDINGS", 2)
    found = client.post("/api/check", json={"text": "Hạn là ngày 31 tháng 11 năm 2030.\n" * 5}).json()
    assert (len(found["findings"]), found["findings_left_out"], found["counts"]["loi"]) == (2, 3, 5)


def test_a_body_without_a_length_is_counted(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "MAX_BODY", 1000)
    reply = client.post("/api/check", content=(b" " * 100 for _ in range(20)))
    assert (reply.status_code, "quá lớn" in reply.json()["title"]) == (413, True)


def test_a_check_waits_for_its_turn(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(route, "_turns", taken)
    monkeypatch.setattr(route, "_WAIT", 0.01)
    reply = client.post("/api/check", json={"text": BAD})
    assert (reply.status_code, reply.json()["title"]) == (503, "Đang kiểm tra những dự thảo khác")


def test_the_contract_describes_both_bodies(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["paths"]["/api/check"]["post"]
    assert set(described["requestBody"]["content"]) == {"application/json", "multipart/form-data"}
    assert {"200", "413", "422", "503"} <= set(described["responses"])


def test_a_draft_is_not_kept(client: TestClient, home: Path) -> None:
    before = {path: path.stat().st_size for path in home.rglob("*") if path.is_file()}
    with Store.open(home) as store:
        revision = store.revision
    client.post("/api/check", files={"file": ("bí mật.txt", DRAFT.encode())})
    after = {path: path.stat().st_size for path in home.rglob("*") if path.is_file()}
    assert {path for path in after if "corpus.db" not in path.name} == {p for p in before if "corpus.db" not in p.name}
    with Store.open(home) as store:
        assert store.revision == revision


# The page


def test_the_form_and_its_findings(client: TestClient) -> None:
    form = client.get("/kiem-tra")
    assert form.status_code == 200
    assert 'enctype="multipart/form-data"' in form.text
    page = client.post("/kiem-tra", files={"file": ("du-thao.txt", DRAFT.encode())}, data={"on": "2026-11-25"})
    assert page.status_code == 200
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))
    assert "Kiểm tra: du-thao.txt" in text
    assert "Dự thảo không có khoản 4 Điều 1." in text
    assert "Bãi bỏ: Thông tư 28/2018/TT-BTC" in text
    assert "/van-ban/tt-btc/2018/28?on=2026-11-25" in page.text


def test_the_page_says_that_nothing_must_be_mended(client: TestClient) -> None:
    page = client.post("/kiem-tra", data={"text": GOOD, "on": "2026-11-25"}, files={"file": ("", b"")})
    assert "Không thấy điều gì phải sửa" in page.text


def test_words_of_a_draft_are_escaped(client: TestClient) -> None:
    name = "<script>alert(2)</script>.txt"
    text = "Theo Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2021 <b>và</b> Luật <script>alert(1)</script> năm 2024.\n"
    page = client.post("/kiem-tra", files={"file": (name, text.encode())})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("data", "file", "status", "words"),
    [
        ({}, ("", b""), 422, "Chưa có dự thảo nào"),
        ({"on": "2021-02-29", "text": "giữ lại"}, ("", b""), 422, "giữ lại</textarea>"),
        ({}, ("a.pdf", b"%PDF-1.4 broken"), 422, "a.pdf"),
    ],
)
def test_the_form_comes_back_with_the_reason(
    client: TestClient, data: dict[str, str], file: tuple[str, bytes], status: int, words: str
) -> None:
    page = client.post("/kiem-tra", data=data, files={"file": file})
    assert (page.status_code, words in page.text, 'role="alert"' in page.text) == (status, True, True)


# The files


@pytest.mark.parametrize("paper", ["bang-so-sanh", "hop-nhat"])
def test_the_api_and_the_page_give_files(client: TestClient, paper: str) -> None:
    for path in (f"/api/check/{paper}", f"/kiem-tra/{paper}"):
        reply = client.post(path, data={"text": DRAFT}, files={"file": ("", b"")})
        assert reply.status_code == 200
        assert reply.headers["content-disposition"] == f'attachment; filename="{paper}.docx"'
        assert reply.headers["cache-control"] == "no-store"
        assert reply.content[:2] == b"PK"


@pytest.mark.parametrize("name", ["a" * 190, "dự\x01 thảo\ufffe"])
def test_any_name_may_stand_in_a_file(client: TestClient, name: str) -> None:
    body = json.dumps({"text": f"{DRAFT}Ong\uffff.", "name": name})
    for paper in ("bang-so-sanh", "hop-nhat"):
        assert client.post(f"/api/check/{paper}", content=body).status_code == 200
    long = client.post("/api/check/hop-nhat", files={"file": (f"{name}{'b' * 90}.txt", DRAFT.encode())})
    assert long.status_code == 200


def test_comments_need_a_word_file(client: TestClient) -> None:
    reply = client.post("/api/check/ghi-chu", json={"text": BAD})
    assert (reply.status_code, reply.json()["title"]) == (422, "Ghi chú Word chỉ gắn được vào dự thảo dạng DOCX")
    page = client.post("/kiem-tra/ghi-chu", data={"text": BAD}, files={"file": ("", b"")})
    assert page.status_code == 422
    assert "Ghi chú Word chỉ gắn được vào dự thảo dạng DOCX" in page.text
    assert client.post("/api/check/khong-co", json={"text": BAD}).status_code in (404, 422)


def test_the_form_offers_the_files(client: TestClient) -> None:
    page = client.get("/kiem-tra").text
    assert re.findall(r'formaction="/kiem-tra/([a-z-]+)"', page) == ["ghi-chu", "bang-so-sanh", "hop-nhat"]


def test_the_page_shows_what_is_near(client: TestClient) -> None:
    text = "THÔNG TƯ\nĐiều 1. Mức chi\nMức chi hỗ trợ ứng dụng máy móc tiên tiến cho cơ sở công nghiệp nông thôn.\n"
    near = client.post("/api/check", json={"text": text, "on": "2026-11-25"}).json()["near"]
    assert [item["here"] for item in near] == ["Điều 1"] * 3
    assert all(item["target"]["held"] for item in near)
    page = client.post("/kiem-tra", data={"text": text, "on": "2026-11-25"}, files={"file": ("", b"")}).text
    assert "Quy định gần nghĩa (3)" in page
    assert near[0]["target"]["name"] in page
