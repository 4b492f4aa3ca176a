"""The API, the pages and the command over a small state: answers by value, errors as problems, never 5xx."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.store import Store
from index import snapshot
from ingest.pipeline import find_files, ingest
from ingest.readers import ocr
from search_api import cli, library
from search_api.app import create_app
from search_api.clock import now
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder

SEED = Path(__file__).resolve().parents[1] / "corpus" / "seed"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder with the starting corpus, indexed by the tiny encoder."""
    home = tmp_path_factory.mktemp("home")
    with Store.open(home) as store:
        reports = list(ingest(find_files([SEED]), store, home))
        assert {report.outcome for report in reports} <= {"read", "read_with_warnings"}
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as client:
        yield client


def ask(client: TestClient, question: str, **fields: object) -> dict[str, object]:
    reply = client.post("/api/ask", json={"question": question, "on": "2026-11-25", **fields})
    assert reply.status_code == 200, reply.text
    found: dict[str, object] = reply.json()
    return found


def first(answer: dict[str, object]) -> dict[str, object]:
    quotes = answer["quotes"]
    assert isinstance(quotes, list)
    assert isinstance(quotes[0], dict)
    return quotes[0]


@pytest.mark.parametrize(
    "question",
    [
        "khoản 4 Điều 8 Thông tư 28/2018/TT-BTC",
        "khoan 4 dieu 8 thong tu 28/2018/tt-btc",
        "Điều 8 khoản 4 TT 28/2018/TT-BTC",
        "k4 đ8 tt 28/2018/tt-btc",
    ],
)
def test_an_address_in_any_spelling_goes_straight_there(client: TestClient, question: str) -> None:
    answer = ask(client, question)
    quote = first(answer)
    assert (answer["verdict"], quote["ref"]) == ("found", "tt-btc/2018/28#dieu-8/khoan-4")
    assert quote["official"] is False
    assert "50%" in str(quote["text"])
    assert "300 triệu" in str(quote["text"])
    assert "450 triệu" in str(quote["text"])
    assert any("64/2024/TT-BTC" in str(warning) for warning in quote["warnings"])  # type: ignore[attr-defined]
    assert quote["sources"]


def test_a_shared_number_gives_every_document_that_fits(client: TestClient) -> None:
    answer = ask(client, "Thông tư 26/2014", every_time=True)
    quotes = answer["quotes"]
    assert isinstance(quotes, list)
    assert {quote["ref"] for quote in quotes[:2]} == {"tt-bct/2014/26", "ttlt-btc-bct/2014/26"}


def test_what_no_longer_binds_is_left_out_on_the_day(client: TestClient) -> None:
    for quote in ask(client, "kinh phí khuyến công mức chi máy móc", k=50)["quotes"]:  # type: ignore[attr-defined]
        assert quote["status"]["status"] not in ("het_hieu_luc", "chua_hieu_luc"), quote["ref"]
    then = ask(client, "mức chi máy móc thiết bị khuyến công", on="2015-06-01", k=20)
    refs = {quote["ref"].partition("#")[0] for quote in then["quotes"]}  # type: ignore[attr-defined]
    assert "ttlt-btc-bct/2014/26" in refs
    assert "tt-btc/2018/28" not in refs


def test_another_year_is_another_document(client: TestClient) -> None:
    answer = ask(client, "235/2026/NĐ-CP")
    assert answer["verdict"] == "unsure"
    assert "Kho không có 235/2026/NĐ-CP" in str(answer["message"])
    assert first(answer)["ref"] == "nd-cp/2025/235"


@pytest.mark.parametrize("question", ["giấy phép lái xe", "giay phep lai xe", "thủ tục ly hôn đơn phương"])
def test_what_is_not_held_is_said_with_what_is(client: TestClient, question: str) -> None:
    answer = ask(client, question)
    assert answer["verdict"] == "not_found"
    coverage = answer["coverage"]
    assert isinstance(coverage, dict)
    assert coverage["documents"] == 77
    page = client.get("/tra-cuu", params={"q": question, "on": "2026-11-25"})
    assert "Không có trong kho" in page.text
    assert "77 văn bản" in page.text


def test_every_text_of_a_summary_says_that_it_is_one(client: TestClient) -> None:
    page = client.get("/tra-cuu", params={"q": "mức chi khuyến công quốc gia", "on": "2026-11-25"}).text
    assert page.count("Tóm lược bằng lời của Căn Cứ, không phải nguyên văn") >= page.count("<article") > 1
    document = client.get("/api/documents/tt-btc/2018/28").json()
    assert document["official"] is False
    assert document["confidence"] == "4 nguồn độc lập cùng nêu"
    assert any(source["official"] for source in document["sources"])


def test_a_place_by_address(client: TestClient) -> None:
    reply = client.get("/api/provisions/nd-cp/2012/45/dieu-5/khoan-1/diem-dd", params={"on": "2026-11-25"})
    assert reply.json()["address"] == "Điểm đ khoản 1 Điều 5"
    # the wording of 2012 was replaced on 15/10/2025
    for day, status in (("2025-10-14", "con_hieu_luc"), ("2025-10-15", "het_hieu_luc")):
        reply = client.get("/api/provisions/nd-cp/2012/45/dieu-1/khoan-2/diem-a", params={"on": day})
        assert reply.json()["status"]["status"] == status


def test_a_rewritten_khoan_is_not_shown_as_in_force(client: TestClient) -> None:
    quote = first(ask(client, "khoản 2 Điều 1 Nghị định 45/2012/NĐ-CP"))
    assert quote["ref"] == "nd-cp/2012/45#dieu-1/khoan-2"
    status = quote["status"]
    assert isinstance(status, dict)
    assert (status["status"], status["words"]) == ("het_hieu_luc", "Lời này chỉ áp dụng đến trước 15/10/2025")
    whole = first(ask(client, "Điều 1 Nghị định 45/2012/NĐ-CP"))
    assert "Bản 2012" not in str(whole["text"])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/documents/nd-cp/1999/1", 404, "Không có trong kho"),
        ("/api/provisions/nd-cp/2012/45/dieu-999", 404, "Không có trong kho"),
        ("/api/provisions/nd-cp/2012/45/cot-3", 400, "Không đọc được viện dẫn"),
        ("/api/documents/nd-cp/hai/1", 400, "Không đọc được viện dẫn"),
        ("/api/search?q=", 422, "Câu hỏi trống"),
        ("/api/search?q=a&on=2021-02-29", 422, "Ngày không có thật"),
        ("/api/search?q=a&k=0", 422, "không hợp lệ"),
        ("/api/nothing", 404, "Không có trang này"),
    ],
)
def test_errors_are_problems(client: TestClient, path: str, status: int, words: str) -> None:
    reply = client.get(path)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert words in problem["title"]
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("x" * 10_000, 422),
        ("\x00\x01\x07", 200),
        ("   ", 422),
        ("và là của thì", 200),
        ("hỗ trợ máy móc".encode().decode() + "\u0301", 200),
        ('"+-&&||!(){}[]^~*?:\\/ AND OR NOT', 200),
        ("<script>alert(1)</script>", 200),
        ("\ud800 lone".encode("utf-8", "replace").decode(), 200),
    ],
)
def test_hostile_questions_are_answered_or_refused(client: TestClient, question: str, status: int) -> None:
    assert client.post("/api/ask", json={"question": question}).status_code == status
    page = client.get("/tra-cuu", params={"q": question})
    assert page.status_code < 500
    assert "<script>alert" not in page.text


def test_decomposed_letters_are_the_same_question(client: TestClient) -> None:
    import unicodedata

    text = "Sở Công Thương gửi hồ sơ đăng ký kế hoạch khuyến công"
    one, other = (ask(client, unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert [q["ref"] for q in one["quotes"]] == [q["ref"] for q in other["quotes"]]  # type: ignore[attr-defined]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(min_size=1, max_size=200), day=st.dates())
def test_any_text_on_any_day_is_no_failure(client: TestClient, question: str, day: object) -> None:
    body = json.dumps({"question": question, "on": str(day)})
    reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert reply.status_code in (200, 422)


def test_openapi_names_every_path_with_examples(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/ask",
        "/api/search",
        "/api/documents",
        "/api/documents/{kind}/{year}/{number}",
        "/api/documents/{kind}/{year}/{number}/timeline",
        "/api/documents/{kind}/{year}/{number}/consolidated",
        "/api/diff",
        "/api/changes",
        "/api/check",
        "/api/check/{paper}",
        "/api/eligibility",
        "/api/eligibility/questions",
        "/api/provisions/{kind}/{year}/{number}/{locator}",
        "/api/sources/{sha256}/report",
        "/healthz",
    }
    assert described["components"]["schemas"]["AskRequest"]["properties"]["question"]["examples"]


def test_pages_carry_a_strict_policy(client: TestClient) -> None:
    for path in ("/", "/kho", "/kiem-tra", "/thay-doi", "/van-ban/nd-cp/2012/45", "/tra-cuu?q=nd+45"):
        reply = client.get(path)
        assert reply.status_code == 200
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert 'lang="vi"' in reply.text


# The command


@pytest.fixture
def command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_HOME", str(home))
    monkeypatch.setattr(library, "open_encoder", lambda settings: HashEncoder())


@pytest.mark.usefixtures("command")
def test_ask_prints_quotes_and_exits_with_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "khoản 4 Điều 8 Thông tư 28/2018/TT-BTC", "--on", "2026-11-25", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["quotes"][0]["ref"] == "tt-btc/2018/28#dieu-8/khoan-4"


@pytest.mark.usefixtures("command")
def test_ask_without_an_answer_exits_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["ask", "giấy phép lái xe"]) == 1
    assert "Kho có: 77 văn bản" in capsys.readouterr().out


def test_a_place_that_is_not_held_is_never_found(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "khoản 90 Điều 8 Thông tư 28/2018/TT-BTC"}).json()
    assert answer["verdict"] == "unsure"
    assert answer["message"].startswith("Kho không có khoản 90 Điều 8 Thông tư 28/2018/TT-BTC.")
    assert "đúng" not in answer["quotes"][0]["why"]
    two = "So sánh Nghị định 45/2012/NĐ-CP và Nghị định 99/2099/NĐ-CP"
    assert client.post("/api/ask", json={"question": two}).json()["verdict"] == "unsure"


@pytest.mark.usefixtures("command")
def test_show_and_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "Điều 18 NĐ 45/2012", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["ref"] == "nd-cp/2012/45#dieu-18"
    assert cli.main(["show", "nd-cp/1999/1"]) == 1
    assert cli.main(["show", "trời hôm nay đẹp"]) == 2
    assert cli.main(["doctor"]) == 0


@pytest.mark.usefixtures("command")
def test_show_prints_what_became_of_the_bodies_named(capsys: pytest.CaptureFixture[str]) -> None:
    place = ["show", "khoản 2 Điều 8 NĐ 45/2012", "--on", "2026-11-25"]
    cli.main([*place, "--json"])
    (quote,) = json.loads(capsys.readouterr().out)
    assert any("cấp huyện" in note for note in quote["notes"])
    cli.main(place)
    printed = capsys.readouterr().out
    assert all(f"Ghi chú: {note}" in printed for note in quote["notes"])


@pytest.mark.usefixtures("command")
def test_doctor_says_whether_scans_can_be_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "languages", lambda: frozenset({"vie"}))
    cli.main(["doctor"])
    assert "Nhận dạng chữ tiếng Việt trong ảnh quét: có." in capsys.readouterr().err
    monkeypatch.setattr(ocr, "languages", frozenset)
    cli.main(["doctor"])
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["ask", ""], ["ask", "a", "--on", "29/2"], ["nothing"], ["remove", "khong phai ma"]]
)
@pytest.mark.usefixtures("command")
def test_wrong_use_exits_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


def test_without_a_snapshot_the_exit_code_is_four(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CANCU_HOME", str(tmp_path))
    monkeypatch.setattr(library, "open_encoder", lambda settings: HashEncoder())
    assert cli.main(["ask", "a"]) == 4
    assert "cancu index" in capsys.readouterr().err


def test_a_circular_carries_the_rule_where_a_decree_of_the_matter_is_found_too(client: TestClient) -> None:
    answer = ask(client, "mức hỗ trợ kinh phí khuyến công cho cơ sở công nghiệp nông thôn", k=10)
    quotes = answer["quotes"]
    assert isinstance(quotes, list)
    ruled = {q["document_name"] for q in quotes for note in q["notes"] if "(khoản 3 Điều 58 Luật 64/2025/QH15)" in note}
    assert {"Thông tư 28/2018/TT-BTC", "Thông tư 36/2013/TT-BCT"} <= ruled
    assert "Nghị định 45/2012/NĐ-CP" not in ruled
