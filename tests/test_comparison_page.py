"""The page /so-sanh and the timeline of the document page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page

from corpus.diff import Change
from corpus.model import Document
from corpus.reference import DocId
from corpus.store import Store
from index import snapshot
from search_api.app import create_app
from search_api.clock import now
from search_api.comparison_page import side_markup
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder, keep, place
from tests.test_browser import browser, page, site
from tests.test_diff_api import fill

__all__ = ["browser", "page", "site"]
HOSTILE = '<script>alert("x")</script>'
SUMMARY = "Tóm lược bằng lời của Căn Cứ, không phải nguyên văn"
TWO_DAYS = "/so-sanh?noi=nd-xx/2012/45&den=2026-01-01"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    long = " ".join(f"từ{n}" for n in range(400))
    with Store.open(home) as store:
        fill(store)
        for number in ("1", "2"):
            doc_id = DocId("nd-xx", 2020, number)
            rows = [
                place(doc_id, "", f"NGHỊ ĐỊNH {number}"),
                place(doc_id, "dieu-1", f"Điều 1. {HOSTILE}", HOSTILE),
                place(doc_id, "dieu-1/khoan-1", f"1. {long} mức {number}00 {HOSTILE}."),
            ]
            keep(store, Document(doc_id, f"{number}/2020/NĐ-XX", "Nghị định"), rows)
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as opened:
        yield opened


def soup(client: TestClient, address: str, status: int = 200) -> BeautifulSoup:
    reply = client.get(address)
    assert reply.status_code == status
    assert HOSTILE not in reply.text
    return BeautifulSoup(reply.text, "html.parser")


def words(found: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(tag.get_text(" ").split()) for tag in found.select(selector)]


def test_two_days_stand_side_by_side(client: TestClient) -> None:
    found = soup(client, TWO_DAYS)
    assert words(found, "h1") == ["So sánh Nghị định 45/2012/NĐ-XX"]
    assert words(found, "thead th") == ["Nơi", "Ngày 14/10/2025", "Ngày 1/1/2026"]
    assert words(found, "tbody td") == [
        "2 nơi giống nhau",
        "1. Thùng ong mới: tối đa 200 triệu đồng.",
        "1. Thùng ong mới: tối đa 300 triệu đồng.",
        "2 nơi giống nhau",
    ]
    assert (words(found, "del"), words(found, "ins")) == (["200"], ["300"])
    assert words(found, "tbody th") == ["Khoản 1 Điều 1 Mức hỗ trợ Sửa lời"]
    assert [a["href"] for a in found.select("tbody th a")] == ["/van-ban/nd-xx/2012/45?on=2026-01-01#dieu-1/khoan-1"]
    # the day before the last known change was chosen, and stands in the form
    assert [i["value"] for i in found.select("#tu, #den")] == ["2025-10-14", "2026-01-01"]
    (day,) = found.select(".days a")
    assert day["href"] == "/so-sanh?noi=nd-xx%2F2012%2F45&tu=2025-10-14&den=2025-10-15"
    assert words(found, ".warning li") == [
        "Nghị định 45/2012/NĐ-XX được đính chính bởi 9/CV-XX không rõ từ ngày nào; "
        "kho chưa có lời văn sau đó, nên chưa biết những nơi nào đã đổi."
    ]


def test_what_is_not_held_is_said_and_a_summary_is_named_one(client: TestClient) -> None:
    found = soup(client, "/so-sanh?noi=tt-xx/2018/28&den=2026-01-01")
    assert words(found, "h2#ket-qua") == ["Đã có sửa đổi, nhưng kho chưa có lời văn để so sánh."]
    assert words(found, "tbody td.law") == ["1. Thùng tằm mới: tối đa 200 triệu đồng.", "Kho chưa có lời văn"]
    assert found.select("del, ins") == []
    assert [SUMMARY in line for line in words(found, ".standing")] == [True, True]


def test_two_documents_stand_side_by_side_with_long_equal_words_folded(client: TestClient) -> None:
    found = soup(client, "/so-sanh?noi=Nghị định 1/2020/NĐ-XX&noi_khac=nd-xx/2020/2%23")
    assert words(found, "thead th") == ["Nơi", "Nghị định 1/2020/NĐ-XX", "Nghị định 2/2020/NĐ-XX"]
    assert words(found, "tbody del, tbody ins") == ["1", "2", "100", "200"]
    (fold, _) = words(found, "tbody summary")
    assert fold.startswith("… ")
    assert fold.endswith(" từ giống nhau …")
    # folded, not left out
    assert all(f"từ{n}" in words(found, "tbody td")[-1].split() for n in range(400))


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/so-sanh?noi=trời hôm nay đẹp", 400, "Không đọc được viện dẫn “trời hôm nay đẹp”"),
        ("/so-sanh?noi=nd-xx/1999/1", 404, "Không có trong kho: nd-xx/1999/1"),
        ("/so-sanh?noi=nd-xx/2012/45&tu=2026-01-01&den=2024-01-01", 400, "Ngày đầu sau ngày cuối"),
        ("/so-sanh?noi=nd-xx/2012/45&tu=29/2", 400, "“29/2” không phải ngày có thật"),
        (f"/so-sanh?noi={HOSTILE}", 400, f"Không đọc được viện dẫn “{HOSTILE}”"),
    ],
)
def test_a_problem_keeps_what_was_typed(client: TestClient, address: str, status: int, title: str) -> None:
    found = soup(client, address, status)
    assert words(found, "[role=alert] h2") == [title]
    assert "Cần làm:" in words(found, "[role=alert]")[0]
    typed = found.select_one("#noi")
    assert typed is not None
    assert typed["value"] == address.partition("noi=")[2].partition("&")[0]


def test_without_a_place_there_is_the_form(client: TestClient) -> None:
    found = soup(client, "/so-sanh")
    assert len(found.select("form.sides")) == 1
    assert found.select("table, [role=alert]") == []


def test_a_place_and_a_document_lead_to_the_comparison(client: TestClient) -> None:
    document = soup(client, "/van-ban/nd-xx/2012/45?on=2026-01-01")
    assert {a["href"] for a in document.select("a[href^='/so-sanh']")} == {
        "/so-sanh?noi=nd-xx%2F2012%2F45&den=2026-01-01",
        "/so-sanh?noi=nd-xx%2F2012%2F45%23dieu-1%2Fkhoan-1&den=2026-01-01",
    }
    results = soup(client, "/tra-cuu?q=khoản 1 Điều 1 Nghị định 45/2012/NĐ-XX&on=2026-01-01")
    assert results.select("article a[href='/so-sanh?noi=nd-xx%2F2012%2F45%23dieu-1%2Fkhoan-1&den=2026-01-01']")


def test_the_document_page_tells_its_life(client: TestClient) -> None:
    found = soup(client, "/van-ban/nd-xx/2012/45?on=2020-01-01")
    assert words(found, "#dong-thoi-gian li") == [
        "21/5/2012 Ban hành (theo văn bản)",
        "5/7/2012 Có hiệu lực (theo văn bản)",
        "15/10/2025 , sau ngày đang xem Khoản 1 Điều 1: được sửa đổi, bổ sung bởi khoản 1 Điều 1 235/2025/NĐ-XX "
        "(không có trong kho) (theo văn bản)",
        "Được đính chính bởi 9/CV-XX (không có trong kho) (theo văn bản)",
    ]
    assert words(found, "#dong-thoi-gian h3") == ["Chưa rõ ngày"]


def test_one_side_of_a_text_marks_only_its_own_words() -> None:
    runs = [(Change.SAME, 0, 4), (Change.CHANGED, 4, 8), (Change.REMOVED, 8, 8), (Change.SAME, 8, 11)]
    assert side_markup("a < b & c d", runs, "ins") == "a &lt; <ins>b &amp;</ins> c d"
    assert side_markup("", [(Change.REMOVED, 0, 0)], "ins") == ""


# In the browser


@pytest.mark.browser
@pytest.mark.parametrize("address", [TWO_DAYS, "/so-sanh?noi=nd-xx/2020/1&noi_khac=nd-xx/2020/2", "/so-sanh"])
def test_a_comparison_fits_the_screen(page: Page, site: str, address: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("h1").count() == 1
    assert errors == []


@pytest.mark.browser
def test_comparing_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{site}/van-ban/nd-xx/2012/45?on=2026-01-01")
    plain.get_by_role("link", name="So sánh hai thời điểm").click()
    plain.fill("#tu", "2012-08-01")
    plain.get_by_role("button", name="So sánh").click()
    assert plain.locator("del").inner_text() == "200"
    assert plain.locator("ins").inner_text() == "300"
    assert "tu=2012-08-01" in plain.url
    context.close()
