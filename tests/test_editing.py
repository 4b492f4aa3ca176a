"""`cancu correct` and what readers see of it: the command, the API and the page over a small state."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from corpus.reference import DocId
from corpus.store import Store
from index import snapshot
from ingest.pipeline import find_files, ingest, set_aside
from search_api import cli, library
from search_api.app import create_app
from search_api.clock import now
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder

DECREE = """CHÍNH PHỦ
Số: 46/2030/NĐ-CP
Hà Nội, ngày 12 tháng 5 năm 2030
NGHỊ ĐỊNH
Về nuôi ong lấy mật
Điều 1. Phạm vi
Nghị định này nói về nuôi ong.
Điều 2. Mức hỗ trợ
1. Mua thùng ong.
2. Tập huấn."""
UNNUMBERED = "Điều 1. Một.\nĐiều 2. Hai."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder with a decree whose number 45 was read as 46, and a text without a number."""
    files, home = tmp_path / "files", tmp_path / "home"
    files.mkdir()
    (files / "quet-01.txt").write_text(DECREE, encoding="utf-8")
    (files / "khong-so.txt").write_text(UNNUMBERED, encoding="utf-8")
    with Store.open(home) as store:
        list(ingest(find_files([files]), store, home))
    monkeypatch.setenv("CANCU_HOME", str(home))
    monkeypatch.setattr(library, "open_encoder", lambda settings: HashEncoder())
    return home


@pytest.fixture
def doc_ids(home: Path) -> "DocIds":
    return DocIds(home)


class DocIds:
    """The documents held, asked when needed."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __call__(self) -> list[str]:
        with Store.open(self._home) as store:
            return [str(doc_id) for doc_id in store.doc_ids() if doc_id.kind != "khong-so"]


def correct(*arguments: str) -> int:
    return cli.main(["correct", *arguments])


@pytest.mark.parametrize(
    "ref", ["nd-cp/2030/46", "Nghị định 46/2030/NĐ-CP", "nd 46/2030", "quet-01.txt", "hash"], ids=lambda ref: ref
)
def test_a_number_is_mended_however_the_document_is_named(
    home: Path, doc_ids: DocIds, ref: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if ref == "hash":
        with Store.open(home) as store:
            ref = store.views(DocId.parse("nd-cp/2030/46"))[0][1].sha256[:12]
    assert correct(ref, "so_hieu", "45/2030/NĐ-CP", "--reason", "Dấu đỏ che số") == 0
    said = capsys.readouterr().err
    assert "Số hiệu đã sửa bởi người biên tập: đọc được “46/2030/NĐ-CP”, sửa thành “45/2030/NĐ-CP”" in said
    assert "Văn bản nd-cp/2030/46 nay là nd-cp/2030/45 (Nghị định 45/2030/NĐ-CP)." in said
    assert "Kho đã giữ" not in said
    assert "cancu index" in said
    assert doc_ids() == ["nd-cp/2030/45"]


def test_a_place_is_mended_and_taken_back(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert correct("Điều 2 Nghị định 46/2030/NĐ-CP", "number", "3", "--reason", "Mờ", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["doc_id"], done["moved_from"], done["joined"]) == ("nd-cp/2030/46", None, False)
    assert done["correction"]["locator"] == "dieu-3"
    assert (done["correction"]["read"], done["correction"]["value"]) == ("2", "3")
    assert done["correction"]["asserted_by"] == "editor"
    with Store.open(home) as store:
        places = [str(p.ref.locator) for p in store.wording(DocId.parse("nd-cp/2030/46")).provisions]  # type: ignore[union-attr]
    assert places == ["", "dieu-1", "dieu-3", "dieu-3/khoan-1", "dieu-3/khoan-2"]
    assert cli.main(["show", "khoản 2 Điều 3 Nghị định 46/2030/NĐ-CP"]) == 0
    shown = capsys.readouterr().out
    assert "2. Tập huấn." in shown
    assert "Điều 3: số thứ tự đã sửa bởi người biên tập: đọc được “2”, sửa thành “3”, lý do: Mờ, ngày" in shown
    # by its new address, and by the old one it would do as well
    assert correct("nd-cp/2030/46#dieu-3", "number", "--undo") == 0
    assert "trở về “2” như đã đọc" in capsys.readouterr().err
    assert cli.main(["show", "nd-cp/2030/46#dieu-2/khoan-2"]) == 0
    assert "người biên tập" not in capsys.readouterr().out
    assert correct("nd-cp/2030/46#dieu-3", "number", "--undo") == 1
    assert "Không có trong kho: sửa chữa số thứ tự" in capsys.readouterr().err


def test_a_corrected_place_is_undone_by_the_address_that_was_read(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    correct("nd-cp/2030/46#dieu-2", "number", "3", "--reason", "Mờ")
    assert correct("nd-cp/2030/46#dieu-2", "number", "--undo", "--json") == 0
    assert json.loads(capsys.readouterr().out)["undone"]["value"] == "3"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["nd-cp/2030/46", "so_hieu", "45/2030/NĐ-CP"], 2, "phải có lý do"),
        (["nd-cp/2030/46", "so_hieu", "45/2030/NĐ-CP", "--reason", "  "], 2, "phải có lý do"),
        (["nd-cp/2030/46", "so_hieu"], 2, "Thiếu hoặc thừa"),
        (["nd-cp/2030/46"], 2, "Thiếu hoặc thừa"),
        ([], 2, "Thiếu hoặc thừa"),
        (["nd-cp/2030/46", "so_hieu", "1/2030/NĐ-CP", "--undo"], 2, "Thiếu hoặc thừa"),
        (["nd-cp/2030/46", "text", "x", "--reason", "y"], 2, "lời văn của pháp luật không sửa"),
        (["nd-cp/2030/46", "ngay_ban_hanh", "30/2/2030", "--reason", "y"], 2, "không phải ngày có thật"),
        (["nd-cp/2030/46", "loai", "nghị địng", "--reason", "y"], 2, "Không có loại văn bản “nghị địng”"),
        (["nd-cp/2030/46", "number", "3", "--reason", "y"], 2, "là của một điều khoản"),
        (["nd-cp/2030/46#dieu-2", "number", "1", "--reason", "y"], 2, "văn bản đã có Điều 1"),
        (["nd-cp/2030/46#dieu-9", "number", "3", "--reason", "y"], 2, "bản đọc không có Điều 9"),
        (["Điều 9 nghị định 46/2030/NĐ-CP", "number", "3", "--reason", "y"], 2, "nd-cp/2030/46 không có Điều 9"),
        (["Điều 2 nghị định 46/2030/NĐ-CP", "nguoi_ky", "A", "--reason", "y"], 2, "Người ký là của cả văn bản"),
        (["nd-cp/2030/99", "so_hieu", "1/2030/NĐ-CP", "--reason", "y"], 1, "Không có trong kho: nd-cp/2030/99"),
        (["trời hôm nay đẹp", "so_hieu", "1/2030/NĐ-CP", "--reason", "y"], 2, "không thấy tệp, số hiệu"),
        (["nd-cp/2030/46", "nguoi_ky", "A", "--reason", "y", "--source", "khac.pdf"], 1, "nguồn khac.pdf"),
        (["--list"], 1, "Chưa có sửa chữa nào"),
        (["--list", "nd-cp/2030/46", "so_hieu"], 2, "Thiếu hoặc thừa"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    home: Path, doc_ids: DocIds, arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert correct(*arguments) == code
    assert says in capsys.readouterr().err
    assert doc_ids() == ["nd-cp/2030/46"]
    with Store.open(home) as store:
        assert store.corrections() == []


def test_a_date_in_vietnamese_and_an_unknown_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert correct("nd-cp/2030/46", "ngay_hieu_luc", "ngày 1 tháng 7 năm 2030", "--reason", "Điều 2 nói rõ") == 0
    assert "không đọc được, sửa thành “1/7/2030”" in capsys.readouterr().err
    assert correct("nd-cp/2030/46", "ngay-ban-hanh", "không rõ", "--reason", "Trang đầu mất") == 0
    assert "đọc được “12/5/2030”, sửa thành “không rõ”" in capsys.readouterr().err
    with Store.open(home) as store:
        document = store.document(DocId.parse("nd-cp/2030/46"))
    assert document is not None
    assert (document.ngay_ban_hanh, str(document.ngay_hieu_luc)) == (None, "2030-07-01")


def test_a_place_of_an_attached_text_is_named_by_its_address(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = "THỦ TƯỚNG CHÍNH PHỦ\nSố: 5/2030/QĐ-TTg\nQUYẾT ĐỊNH\nBan hành Quy chế\nĐiều 1. Ban hành.\nĐiều 2. Hiệu lực.\n"
    attached = "QUY CHẾ\nNuôi ong\n(Ban hành kèm theo Quyết định số 5/2030/QĐ-TTg)\n"
    text = own + attached + "\n".join(f"Điều {n}. Nơi {n}." for n in range(1, 5))
    (tmp_path / "qd.txt").write_text(text, encoding="utf-8")
    assert cli.main(["ingest", str(tmp_path / "qd.txt")]) == 0
    assert correct("Điều 4 Quyết định 5/2030/QĐ-TTg", "number", "5", "--reason", "y") == 2
    assert "qd-ttg/2030/5#dinh_kem-1/dieu-4" in capsys.readouterr().err
    assert correct("qd-ttg/2030/5#dinh_kem-1/dieu-4", "number", "5", "--reason", "y") == 0
    assert "Điều 5 Văn bản đính kèm 1: số thứ tự đã sửa" in capsys.readouterr().err


def test_the_kind_is_spelt_as_in_the_collection(home: Path) -> None:
    assert correct("nd-cp/2030/46", "loai", "quyết định", "--reason", "Đọc nhầm") == 0
    with Store.open(home) as store:
        document = store.document(DocId.parse("nd-cp/2030/46"))
    assert document is not None
    assert document.loai == "Quyết định"


def test_a_text_without_a_number_gets_one(doc_ids: DocIds) -> None:
    assert correct("khong-so.txt", "so_hieu", "9/2031/NĐ-CP", "--reason", "Số ở trang bìa") == 0
    assert doc_ids() == ["nd-cp/2030/46", "nd-cp/2031/9"]


def test_a_document_that_is_held_gets_another_source(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    correct("khong-so.txt", "loai", "Nghị định", "--reason", "Trang bìa")
    assert correct("khong-so.txt", "so_hieu", "46/2030/NĐ-CP", "--reason", "Trang bìa", "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["doc_id"], done["joined"]) == ("nd-cp/2030/46", True)
    with Store.open(home) as store:
        assert len(store.views(DocId.parse("nd-cp/2030/46"))) == 2
    # a field is mended in the source that it is shown from: here only the second file has a signer
    assert correct("khong-so.txt", "nguoi_ky", "Nguyễn A", "--reason", "y") == 0
    assert correct("nd-cp/2030/46", "nguoi_ky", "Nguyễn Văn A", "--reason", "y", "--json") == 0
    assert json.loads(capsys.readouterr().out)["correction"]["source"] == "khong-so.txt"
    # and a field of one of two sources is named by its file
    source = ["--source", "khong-so.txt"]
    assert correct("nd-cp/2030/46", "trich_yeu", "Về ong", "--reason", "y", *source) == 0
    with Store.open(home) as store:
        views = store.views(DocId.parse("nd-cp/2030/46"))
    assert {source.name: document.trich_yeu for document, source in views} == {
        "quet-01.txt": "Về nuôi ong lấy mật",
        "khong-so.txt": "Về ong",
    }


def test_the_list_names_each_correction_also_after_removal(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct("nd-cp/2030/46", "so_hieu", "45/2030/NĐ-CP", "--reason", "Mờ")
    correct("nd-cp/2030/45#dieu-2", "number", "3", "--reason", "Mờ")
    capsys.readouterr()
    assert correct("--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "nd-cp/2030/45 (quet-01.txt)",
        "nd-cp/2030/45 (quet-01.txt)",
    ]
    assert "Điều 3: số thứ tự đã sửa" in lines[1]
    assert correct("--list", "nd-cp/2030/45", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["field"], row["locator"]) for row in rows] == [("so_hieu", ""), ("number", "dieu-3")]
    assert cli.main(["remove", "nd-cp/2030/45"]) == 0
    assert correct("--list", "quet-01.txt") == 0
    assert correct("--list", "nd-cp/2030/46") == 0
    # and it can be taken back before the file comes again
    assert correct("quet-01.txt", "so_hieu", "--undo") == 0
    with Store.open(home) as store:
        assert [c.field for c in store.corrections()] == ["number"]


def put_aside(home: Path, name: str, data: bytes) -> str:
    """A file in quarantine, as an earlier release may have left it."""
    import hashlib

    sha256 = hashlib.sha256(data).hexdigest()
    folder = home / "quarantine" / sha256
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(data)
    report = {"name": name, "what": "Không đọc được số hiệu", "where": "", "remedy": ""}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return sha256


@pytest.mark.parametrize("by_hash", [False, True])
def test_a_file_in_quarantine_is_mended_by_name_or_hash(
    home: Path, doc_ids: DocIds, by_hash: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = put_aside(home, "bia-mat.txt", "Điều 1. Ba.\nĐiều 2. Bốn.".encode())
    ref = sha256[:10] if by_hash else "bia-mat.txt"
    assert correct(ref, "so_hieu", "7/2032/NĐ-CP", "--reason", "Số ở công văn gửi kèm") == 0
    assert "Tệp bia-mat.txt đã vào kho: " in capsys.readouterr().err
    assert doc_ids() == ["nd-cp/2030/46", "nd-cp/2032/7"]
    assert set_aside(home) == []
    with Store.open(home) as store:
        assert [source.name for _, source in store.views(DocId.parse("nd-cp/2032/7"))] == ["bia-mat.txt"]


def test_a_file_that_stays_in_quarantine_keeps_its_correction(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put_aside(home, "anh.pdf", b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert correct("anh.pdf", "so_hieu", "7/2032/NĐ-CP", "--reason", "Đọc bằng mắt") == 3
    assert "Tệp anh.pdf vẫn để riêng" in capsys.readouterr().err
    assert [entry.name for entry in set_aside(home)] == ["anh.pdf"]
    assert correct("--list", "anh.pdf") == 0
    assert "chưa vào kho (anh.pdf)" in capsys.readouterr().out


def test_two_files_of_one_name_are_told_apart_by_hash(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hashes = [put_aside(home, "a.txt", text.encode()) for text in ("Điều 1. Năm.", "Điều 1. Sáu.")]
    assert correct("a.txt", "so_hieu", "7/2032/NĐ-CP", "--reason", "y") == 2
    said = capsys.readouterr().err
    assert "Có 2 tệp tên “a.txt”" in said
    assert all(sha256[:12] in said for sha256 in hashes)


# What readers see


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    assert correct("nd-cp/2030/46", "so_hieu", "45/2030/NĐ-CP", "--reason", "Dấu <b>đỏ</b> che số") == 0
    assert correct("nd-cp/2030/45#dieu-2", "number", "3", "--reason", "Mờ") == 0
    with Store.open(home) as store:
        snapshot.build(store, home, HashEncoder(), now())
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as client:
        yield client


def test_the_api_tells_what_was_read_and_what_it_was_mended_to(client: TestClient) -> None:
    document = client.get("/api/documents/nd-cp/2030/45").json()
    assert [(c["field"], c["locator"], c["read"], c["value"]) for c in document["corrections"]] == [
        ("so_hieu", "", "46/2030/NĐ-CP", "45/2030/NĐ-CP"),
        ("number", "dieu-3", "2", "3"),
    ]
    assert {c["source"] for c in document["corrections"]} == {"quet-01.txt"}
    assert client.get("/api/documents/nd-cp/2030/46").status_code == 404
    for place, fields in (("dieu-1", ["so_hieu"]), ("dieu-3/khoan-1", ["so_hieu", "number"])):
        quote = client.get(f"/api/provisions/nd-cp/2030/45/{place}").json()
        assert [c["field"] for c in quote["corrections"]] == fields


def test_what_is_now_read_right_is_no_longer_told(
    home: Path, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newer reader gives the number by itself: the correction stays in the list and leaves the page."""
    with Store.open(home) as store:
        sha256 = store.views(DocId.parse("nd-cp/2030/45"))[0][1].sha256
        held = store.holding(sha256)
        assert held is not None
        store.add(held, b"")  # as if read anew, with 45 and Điều 3
        snapshot.build(store, home, HashEncoder(), now())
    document = client.get("/api/documents/nd-cp/2030/45").json()
    assert document["corrections"] == []
    capsys.readouterr()
    assert correct("--list") == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_page_of_the_document_and_the_answer_say_so(client: TestClient) -> None:
    page = BeautifulSoup(client.get("/van-ban/nd-cp/2030/45").text, "lxml")
    header = page.select_one("header.title")
    assert header is not None
    told = [item.get_text() for item in header.select(".corrections li")]
    assert told[0].startswith(
        "Số hiệu đã sửa bởi người biên tập: đọc được “46/2030/NĐ-CP”, sửa thành “45/2030/NĐ-CP”, "
        "lý do: Dấu <b>đỏ</b> che số, ngày "
    )
    beside = page.select('#dieu-3, [id="dieu-3"] .corrections li')
    assert any("đọc được “2”, sửa thành “3”" in item.get_text() for item in beside)
    assert not page.select('[id="dieu-1"] .corrections')
    found = client.get("/tra-cuu", params={"q": "Điều 3 nghị định 45/2030/NĐ-CP"}).text
    assert "đọc được “2”, sửa thành “3”" in found
