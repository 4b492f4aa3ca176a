"""The report on a file, its pages as pictures with a quote marked, the quarantine: by value, at every door."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from corpus.errors import BadReference
from corpus.originals import images_path
from corpus.store import Store
from index import snapshot
from ingest.layout import TAKEN_OUT
from ingest.pipeline import ingest_file
from search_api import cli, leaf, quarantine
from search_api.app import create_app
from search_api.clock import now
from search_api.leaf import parse_spans
from search_api.library import Library
from search_api.report import WHY_OUT
from search_api.settings import Settings
from tests.conftest import HashEncoder
from tests.pdf_maker import PageMaker, make_pdf
from tests.test_placed import decree

NAME = "nghị định 7.pdf"
TEXT = """THÔNG TƯ
Số: 8/2030/TT-BTC
Điều 1. Mức thu phí
Mức thu là \ufffd đồng một lượt.
Điều 2. Người nộp phí
Người nộp phí là hộ gia đình.
Điều 4. Miễn phí
Hộ nghèo được miễn phí.
Điều 5. Hiệu lực
Thông tư này có hiệu lực từ ngày ký.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A decree of three pages (the last one without words), a circular without pages, a file set aside."""
    home = tmp_path_factory.mktemp("home")
    files = tmp_path_factory.mktemp("tệp")
    (files / NAME).write_bytes(make_pdf([*decree(), PageMaker()]))
    (files / "thông tư 8.txt").write_text(TEXT, encoding="utf-8")
    (files / "hỏng.pdf").write_bytes(b"%PDF-1.4 cut")
    with Store.open(home) as store:
        for path in sorted(files.iterdir()):
            ingest_file(path, store, home)
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def hashes(home: Path) -> dict[str, str]:
    with Store.open(home) as store:
        return {
            source.name: source.sha256 for name in (NAME, "thông tư 8.txt") for _, source in store.sources_named(name)
        }


def yellow(png: bytes, box: tuple[float, float, float, float]) -> float:
    """The share of marked dots inside a box of points."""
    dots = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    scale = dots.shape[1] / 595
    left, top, right, bottom = (round(side * scale) for side in box)
    inside = dots[top:bottom, left:right]
    return float(np.mean((inside[..., 0] > 200) & (inside[..., 2] < 200)))


def test_the_report_tells_each_page(client: TestClient, hashes: dict[str, str]) -> None:
    report = client.get(f"/api/sources/{hashes[NAME]}/report").json()
    assert (report["document"], report["doc_id"], report["pages"]) == ("Nghị định 7/2030/NĐ-CP", "nd-cp/2030/7", 3)
    first, second, third = report["parts"]
    assert (first["label"], first["quality"], first["image"]) == ("Trang 1", 1.0, f"/nguon/{hashes[NAME]}/trang/1.png")
    assert first["taken_out"] == [
        {"text": "2. Hội có mức thu¹", "why": "dấu của chú thích; chú thích để bên cạnh"},
        {"text": "CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030", "why": "đầu trang lặp lại"},
    ]
    assert second["taken_out"][0]["why"] == "đầu trang lặp lại"
    assert (third["quality"], third["characters"]) == (None, 0)
    assert report["words"] == "Đọc chắc 100 % số ký tự; 3 dòng để ngoài lời văn, 1 trang không có chữ"


def test_a_text_without_pages_is_told_by_its_places(client: TestClient, hashes: dict[str, str]) -> None:
    report = client.get(f"/api/sources/{hashes['thông tư 8.txt']}/report").json()
    assert report["pages"] is None
    parts = {part["label"]: part for part in report["parts"]}
    assert list(parts) == ["Phần đầu và phần kết", "Điều 1", "Điều 2", "Điều 4", "Điều 5"]
    assert parts["Điều 1"]["doubts"] == [{"text": "Mức thu là \ufffd đồng một lượt.", "why": "có ký tự không đọc được"}]
    assert parts["Điều 1"]["quality"] == pytest.approx(len("Điều 1. Mức thu phí") / 46)
    # told by its line: the number after Điều 2 is not the next one
    assert [len(part["remarks"]) for part in report["parts"]] == [0, 0, 0, 1, 0]
    assert parts["Điều 4"]["remarks"][0].startswith("Sau Điều 2 là Điều 4")
    assert client.get(parts["Điều 4"]["page"]).status_code == 200


def test_a_quote_leads_to_its_page_with_its_boxes_marked(client: TestClient, hashes: dict[str, str]) -> None:
    quote = client.get("/api/provisions/nd-cp/2030/7/dieu-1/khoan-1").json()
    address = quote["original"]
    assert address.startswith(f"/nguon/{hashes[NAME]}/trang/1?doan=")
    shown = client.get(address).text
    assert "quy định về tổ chức và hoạt động của hội" in shown
    assert "Trang 1 / 3 của bản gốc" in shown
    png = client.get(address.replace("/trang/1", "/trang/1.png"))
    assert (png.status_code, png.headers["content-type"]) == (200, "image/png")
    # both printed lines of khoản 1, and neither the line above nor the one below
    assert yellow(png.content, (110, 152, 300, 160)) > 0.6
    assert yellow(png.content, (90, 168, 135, 176)) > 0.6
    assert yellow(png.content, (110, 130, 230, 140)) < 0.05
    assert yellow(png.content, (110, 186, 190, 192)) < 0.05
    plain = client.get(f"/nguon/{hashes[NAME]}/trang/1.png")
    assert yellow(plain.content, (90, 100, 500, 200)) == 0


def test_a_quote_over_two_pages_names_both(client: TestClient, hashes: dict[str, str]) -> None:
    address = client.get("/api/provisions/nd-cp/2030/7/dieu-2").json()["original"]
    page = client.get(address).text
    assert "Nằm trên các trang" in page
    second = client.get(address.replace("/trang/1", "/trang/2.png"))
    assert yellow(second.content, (90, 82, 170, 90)) > 0.6


def test_the_pages_of_document_and_results_lead_there(client: TestClient, hashes: dict[str, str]) -> None:
    document = client.get("/van-ban/nd-cp/2030/7").text
    assert document.count("trên trang gốc</a>") >= 2
    assert f'href="/nguon/{hashes[NAME]}"' in document
    results = client.get("/tra-cuu", params={"q": "khoản 2 Điều 1 Nghị định 7/2030/NĐ-CP"}).text
    assert "Xem trên trang gốc</a>" in results
    # a text without pages offers none
    assert "trên trang gốc</a>" not in client.get("/van-ban/tt-btc/2030/8").text


def test_the_report_page_shows_what_to_look_at(client: TestClient, hashes: dict[str, str]) -> None:
    page = client.get(f"/nguon/{hashes[NAME]}").text
    assert "Không có chữ nào đọc được ở trang này." in page
    assert f'<img src="/nguon/{hashes[NAME]}/trang/3.png"' in page
    assert "Đọc chắc 100 %, không có gì cần xem lại, 2 trang" in page
    assert "2 dòng, đầu trang lặp lại: <q>CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030</q>" in page
    text = client.get(f"/nguon/{hashes['thông tư 8.txt']}").text
    assert "có ký tự không đọc được" in text
    assert "<img" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/nguon/{other}",
        "/nguon/{other}/trang/1",
        "/nguon/{other}/trang/1.png",
        "/nguon/..%2f..%2fcorpus.db/trang/1.png",
        "/nguon/{sha}/trang/0",
        "/nguon/{sha}/trang/4",
        "/nguon/{sha}/trang/4.png",
        "/nguon/{sha}/trang/-1.png",
        "/nguon/{text}/trang/1",
        "/nguon/{text}/trang/1.png",
        # one held in quarantine only
        "/nguon/{aside}/trang/1.png",
        "/api/sources/{other}/report",
    ],
)
def test_nothing_but_pages_of_held_files_is_served(
    client: TestClient, hashes: dict[str, str], home: Path, path: str
) -> None:
    aside = next((home / "quarantine").iterdir()).name
    names = {"other": "0" * 64, "sha": hashes[NAME], "text": hashes["thông tư 8.txt"], "aside": aside}
    reply = client.get(path.format(**names))
    assert reply.status_code == 404
    assert "Không có" in reply.text


@pytest.mark.parametrize("doan", ["x", "5", "9-5", "5-5", "1-2,", "-1-5", "1-2," * 30 + "1-2", "1-99999999999"])
def test_a_stretch_that_is_none_is_a_bad_address(client: TestClient, hashes: dict[str, str], doan: str) -> None:
    assert client.get(f"/nguon/{hashes[NAME]}/trang/1.png", params={"doan": doan}).status_code == 400
    with pytest.raises(BadReference):
        parse_spans(doan)


def test_every_reason_for_leaving_a_line_out_is_said() -> None:
    assert set(WHY_OUT) >= TAKEN_OUT


def test_stretches_are_parsed() -> None:
    assert parse_spans("") == ()
    assert parse_spans("120-180,200-220") == ((120, 180), (200, 220))


def test_pages_wait_for_their_turn(
    client: TestClient, hashes: dict[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaf, "_WAIT", 0.01)
    kept = images_path(home, hashes[NAME]) / "2.png"
    assert client.get(f"/nguon/{hashes[NAME]}/trang/2.png").status_code == 200
    with leaf._turn(needed=True), leaf._turn(needed=True):
        # one that is kept needs no turn
        assert client.get(f"/nguon/{hashes[NAME]}/trang/2.png").status_code == 200
        kept.unlink()
        assert client.get(f"/nguon/{hashes[NAME]}/trang/2.png").status_code == 503
    assert client.get(f"/nguon/{hashes[NAME]}/trang/2.png").status_code == 200


def test_the_quarantine_says_what_where_and_what_to_do(client: TestClient) -> None:
    assert 'href="/de-rieng"' in client.get("/kho").text
    page = client.get("/de-rieng").text
    assert "hỏng.pdf" in page
    assert "<strong>Cần làm:</strong>" in page
    assert "<button>Đọc lại</button>" in page


def test_a_file_is_read_again_only_for_this_site(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = next((home / "quarantine").iterdir()).name
    send = {"data": {"sha256": sha256}}
    assert client.post("/de-rieng", **send).status_code == 403  # type: ignore[arg-type]
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
    ):
        assert client.post("/de-rieng", headers=headers, **send).status_code == 403  # type: ignore[arg-type]
    own = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert "hỏng.pdf vẫn để riêng" in client.post("/de-rieng", headers=own, **send).text  # type: ignore[arg-type]
    assert client.post("/de-rieng", headers=own, data={"sha256": "0" * 64}).status_code == 404
    with quarantine._reading:
        assert client.post("/de-rieng", headers=own, **send).status_code == 503  # type: ignore[arg-type]


def test_what_can_be_read_after_all_leaves_the_quarantine(tmp_path: Path) -> None:
    path = tmp_path / "sau này đọc được.txt"
    path.write_text(TEXT, encoding="utf-8")
    home = tmp_path / "home"
    with Store.open(home) as store:
        (report,) = ingest_file(path, store, home)
        store.remove(store.doc_ids()[0])
    folder = home / "quarantine" / report.sha256
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(path.read_bytes())
    fields = {"name": path.name, "what": "chưa đọc được", "where": "", "remedy": ""}
    (folder / "report.json").write_text(json.dumps(fields), encoding="utf-8")
    (again,) = quarantine.read_again(report.sha256, home)
    assert (again.doc_id, folder.exists()) == ("tt-btc/2030/8", False)


# The command


def run(home: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("CANCU_HOME", str(home))
    return cli.main(["report", *arguments])


def test_the_command_lists_every_file_the_worst_first(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, monkeypatch) == 0
    first, second, third = capsys.readouterr().out.splitlines()
    # 27 of 212 characters stand in the broken line: 87.26 %, rounded down
    assert first.split()[0] == "87,2"
    assert first.endswith("Thông tư 8/2030/TT-BTC  thông tư 8.txt")
    assert second.startswith("       100 %")
    assert third.startswith("Để riêng hỏng.pdf: ")


@pytest.mark.parametrize("what", [NAME, "Nghị định 7/2030/NĐ-CP", "nd-cp/2030/7", "SHA", "PATH"])
def test_the_command_reports_one_file_by_any_name(
    home: Path,
    hashes: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
) -> None:
    path = tmp_path / "tên khác.pdf"
    path.write_bytes(make_pdf([*decree(), PageMaker()]))
    what = {"SHA": hashes[NAME][:12], "PATH": str(path)}.get(what, what)
    assert run(home, monkeypatch, what) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == f"{NAME}: Nghị định 7/2030/NĐ-CP (nd-cp/2030/7), mã tệp {hashes[NAME][:12]}"
    assert "  Trang 3: không có chữ" in rows
    assert "  Để ngoài lời văn: 2 dòng, đầu trang lặp lại: “CÔNG BÁO/Số 1 + 2/Ngày 01-02-2030”" in rows
    assert run(home, monkeypatch, what, "--json") == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["sha256"] == hashes[NAME]


def test_what_is_not_held_ends_with_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, monkeypatch, "không có tệp này.pdf") == 1
    assert "Không có trong kho" in capsys.readouterr().err


def test_forgetting_a_document_forgets_its_pictures(tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = tmp_path / NAME
    path.write_bytes(make_pdf(decree()))
    with Store.open(home) as store:
        (report,) = ingest_file(path, store, home)
        leaf.picture_of(report.sha256, 1, (), store, home)
        assert [kept.name for kept in images_path(home, report.sha256).iterdir()] == ["1.png"]
        store.remove(store.doc_ids()[0])
    assert not images_path(home, report.sha256).exists()
