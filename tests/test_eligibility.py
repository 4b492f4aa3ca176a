"""An eligibility check through its doors: the answers as typed, the API, the page, the command, the summary."""

import io
import json
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient

from corpus.rule_files import rule_book
from search_api import cli
from search_api.clock import today
from search_api.eligibility_answers import BadAnswer, read
from tests.test_app import client, home

__all__ = ["client", "home"]

ASKED = {
    "viec": "may_moc",
    "loai_hinh": "ho_kinh_doanh",
    "dia_ban": "xa",
    "nganh": "co_khi",
    "chi_phi": "800 triệu",
    "may_moi": "co",
    "on": "2026-11-25",
}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("800 triệu", 800_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1.5 tỉ", 1_500_000_000),
        ("1.200 triệu", 1_200_000_000),
        ("800.000.000", 800_000_000),
        ("800000000 đồng", 800_000_000),
        ("500 nghìn", 500_000),
    ],
)
def test_money_is_read(typed: str, value: int) -> None:
    assert read({"chi_phi": typed}, rule_book(), today()).answers == {"chi_phi": value}


@pytest.mark.parametrize(
    ("field", "typed", "what"),
    [
        ("von", "12", "thiếu đơn vị"),
        ("von", "nhiều", "Không đọc được số tiền"),
        ("von", "-5 tỷ", "Không đọc được số tiền"),
        ("von", "1.2.3 tỷ", "Không đọc được số tiền"),
        ("von", "1.5,5 tỷ", "Không đọc được số tiền"),
        ("von", "12.5 đồng", "Không đọc được số tiền"),
        ("von", "9" * 30, "quá lớn"),
        ("von", "9" * 5000, "Không đọc được số tiền"),
        ("lao_dong", "mười", "không phải số người"),
        ("viec", "<script>", "Không có lựa chọn"),
        ("on", "2021-02-29", "không phải ngày có thật"),
        ("on", "1900-01-01", "nằm ngoài khoảng"),
        ("la", "1", "Không có câu hỏi"),
    ],
)
def test_what_cannot_be_read_is_said(field: str, typed: str, what: str) -> None:
    with pytest.raises(BadAnswer, match=what) as caught:
        read({field: typed}, rule_book(), today())
    assert caught.value.field == field
    assert caught.value.remedy


def test_the_api_gives_the_sum_with_its_rule(client: TestClient) -> None:
    found = client.get("/api/eligibility", params=ASKED).json()
    first = found["supports"][0]
    assert (first["code"], first["verdict"]) == ("may-moc", "dat")
    (amount,) = first["amounts"]
    assert amount["highest"] == 300_000_000
    assert amount["steps"][0] == "50% × 800.000.000 đồng = 400.000.000 đồng."
    assert amount["basis"]["ref"] == "tt-btc/2018/28#dieu-8/khoan-4"
    assert amount["basis"]["page"] == "/van-ban/tt-btc/2018/28?on=2026-11-25#dieu-8/khoan-4"
    assert amount["basis"]["status"]["label"] == "Còn hiệu lực"
    assert "64/2024" in amount["basis"]["cautions"][0]
    answers = {code: value for code, value in ASKED.items() if code != "on"}
    assert client.post("/api/eligibility", json={"answers": answers, "on": ASKED["on"]}).json() == found
    assert client.get("/api/eligibility", params={"von": "12"}).status_code == 422
    assert len(client.get("/api/eligibility/questions").json()["questions"]) == 8


def test_the_sum_follows_the_day(client: TestClient) -> None:
    sums = []
    for day in ("2018-05-10", "2018-05-11"):
        found = client.get("/api/eligibility", params={**ASKED, "on": day}).json()
        support = next(s for s in found["supports"] if s["code"] == "may-moc")
        sums.append(support["amounts"][0]["highest"])
    assert sums == [200_000_000, 300_000_000]


def test_working_days_of_the_answer(client: TestClient) -> None:
    asked = {"viec": "tu_van", "loai_hinh": "doanh_nghiep", "nganh": "co_khi", "lao_dong": "8", "von": "2 tỷ"}
    found = client.get("/api/eligibility", params={**asked, "on": "2026-11-25"}).json()
    support = next(s for s in found["supports"] if s["code"] == "tu-van")
    (due,) = support["deadlines"]
    assert due["last"] == "2026-12-15"


def test_the_page_keeps_what_was_answered(client: TestClient) -> None:
    first = client.get("/dieu-kien").text
    assert "Câu 1 trong 8" in first
    step = client.get("/dieu-kien", params={**ASKED, "buoc": "5"}).text
    assert '<input type="hidden" name="viec" value="may_moc">' in step
    result = client.get("/dieu-kien", params=ASKED).text
    assert "<strong>300.000.000 đồng</strong>" in result
    assert 'href="/van-ban/tt-btc/2018/28?on=2026-11-25#dieu-8/khoan-4"' in result


def test_a_wrong_answer_gives_its_question_again(client: TestClient) -> None:
    reply = client.get("/dieu-kien", params={**ASKED, "von": "<script>12"})
    assert reply.status_code == 422
    assert "Câu 5 trong 8" in reply.text
    assert "<script>12" not in reply.text
    assert 'value="may_moc"' in reply.text


def test_the_summary_is_a_word_file(client: TestClient) -> None:
    reply = client.get("/dieu-kien.docx", params=ASKED)
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(reply.content)).paragraphs)
    assert "nhiều nhất 300.000.000 đồng" in text
    assert "Khoản 4 Điều 8 Thông tư 28/2018/TT-BTC" in text


def test_of_several_amounts_only_one_is_given(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Small by the turnover that was not answered, else medium: 50 or 100 million a year, never both."""
    asked = {"viec": "giai_phap_so", "loai_hinh": "doanh_nghiep", "nganh": "co_khi", "lao_dong": "35", "von": "25 tỷ"}
    summary = docx.Document(io.BytesIO(client.get("/dieu-kien.docx", params=asked).content))
    monkeypatch.setenv("CANCU_HOME", str(home))
    cli.main(["eligible", *(word for code, text in asked.items() for word in (f"--{code.replace('_', '-')}", text))])
    shown = [client.get("/dieu-kien", params=asked).text, capsys.readouterr().out]
    for text in [*shown, "\n".join(paragraph.text for paragraph in summary.paragraphs)]:
        first, both = text.index("Một trong 2 mức, chưa rõ mức nào"), text.index("50.000.000 đồng")
        assert first < both < text.index("100.000.000 đồng")


def test_what_is_not_met_is_said_with_its_caution_everywhere(
    client: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The circular of 2012 that excludes old machines was amended by one that could not be read."""
    asked = {**ASKED, "may_moi": "khong"}
    summary = docx.Document(io.BytesIO(client.get("/dieu-kien.docx", params=asked).content))
    monkeypatch.setenv("CANCU_HOME", str(home))
    options = [word for code, value in asked.items() for word in (f"--{code.replace('_', '-')}", value)]
    cli.main(["eligible", *options])
    shown = {
        "page": client.get("/dieu-kien", params=asked).text,
        "summary": "\n".join(paragraph.text for paragraph in summary.paragraphs),
        "terminal": capsys.readouterr().out,
    }
    for door, text in shown.items():
        refused = text[text.index("Máy phải mới") :]
        assert "Thông tư 20/2017/TT-BCT" in refused, door
        assert "không phải nguyên văn" in text, door


def test_the_command(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CANCU_HOME", str(home))
    options = [word for code, value in ASKED.items() for word in (f"--{code.replace('_', '-')}", value)]
    assert cli.main(["eligible", *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["supports"][0]["label"] == "Đạt điều kiện đã biết"
    assert cli.main(["eligible", "--viec", "thuong_hieu", "--on", "2026-11-25"]) == 1
    assert "CHƯA RÕ: Hỗ trợ xây dựng, đăng ký thương hiệu" in capsys.readouterr().out
    assert cli.main(["eligible", "--von", "12"]) == 2
    assert "thiếu đơn vị" in capsys.readouterr().err


def test_a_rule_is_never_surer_than_its_source(client: TestClient) -> None:
    reply = client.get("/api/eligibility", params=ASKED).json()
    bases = [condition["basis"] for support in reply["supports"] for condition in support["conditions"]]
    said = {basis["status"]["words"] for basis in bases if basis["status"]}
    assert any("theo nguồn đến" in words for words in said)
    page = client.get("/dieu-kien", params=ASKED).text
    summary = "\n".join(
        paragraph.text
        for paragraph in docx.Document(io.BytesIO(client.get("/dieu-kien.docx", params=ASKED).content)).paragraphs
    )
    for words in said:
        assert words in page
        assert words[1:] in summary
