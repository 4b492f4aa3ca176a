"""The page of the consolidated text of a day, of made-up laws."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from corpus.model import Document
from corpus.reference import DocId
from corpus.store import Store
from index import snapshot
from ingest.assemble import holding
from ingest.source_text import Line, SourceText
from search_api.app import create_app
from search_api.clock import now
from search_api.export.consolidated import consolidated
from search_api.export.page import render_consolidated
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder, keep, place
from tests.test_browser import browser, page, site
from tests.test_compiled import FIRST_LAW, MARKET, ORIGINAL, SECOND, SECOND_LAW, amendment, take_in
from tests.test_export import MOVING
from tests.test_quote import codified_source

__all__ = ["browser", "page", "site"]
ADDRESS = f"/van-ban/{MARKET}/hop-nhat"
SHORTER = "1. Sửa đổi, bổ sung Điều 3 như sau:\n“Điều 3. Chợ đêm\n1. Chợ đêm họp theo năm.”.\n2. Bãi bỏ khoản 9 Điều 4."
NAMED = Document(DocId("nd-xx", 2012, "45"), "45/2012/NĐ-XX", "Nghị định", '<script>alert("x")</script>')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    with Store.open(home) as store:
        third = amendment(9, SHORTER, SECOND.replace(year=2034))
        fourth = amendment(10, MOVING.replace("Điều 3.", "Điều 2."), SECOND.replace(year=2035))
        take_in(store, (ORIGINAL, FIRST_LAW, SECOND_LAW, third, fourth))
        keep(store, NAMED, (place(NAMED.id, "dieu-1", "Điều 1. Nuôi ong"),), official=False)
        snapshot.build(store, home, HashEncoder(), now())
    return home


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    chosen = Settings(home)
    with TestClient(create_app(chosen, Library(chosen, HashEncoder())), raise_server_exceptions=False) as opened:
        yield opened


def shown(client: TestClient, day: str) -> BeautifulSoup:
    reply = client.get(ADDRESS, params={"on": day})
    assert reply.status_code == 200
    return BeautifulSoup(reply.text, "html.parser")


def at(found: BeautifulSoup, anchor: str) -> Tag:
    tag = found.find(id=anchor)
    assert isinstance(tag, Tag)
    return tag


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def test_a_changed_place_has_its_note_beside_it(client: TestClient) -> None:
    place = at(shown(client, "2033-01-01"), "dieu-3/khoan-1")
    said, beside = place.select_one(".said"), place.select_one("aside")
    assert said is not None
    assert beside is not None
    assert words(said) == "1. Chợ đêm họp theo quý."
    assert words(beside).startswith("Khoản 1 Điều 3: lời văn theo khoản 1 Điều 1 Luật 8/2031/QH16 từ 1/1/2033.")
    assert [a["href"] for a in beside.select("a")] == [
        "/van-ban/qh16/2031/8?on=2033-01-01#dieu-1/khoan-1",
        "/so-sanh?noi=qh16%2F2030%2F5%23dieu-3%2Fkhoan-1&den=2033-01-01",
    ]
    for link in beside.select("a"):
        assert client.get(str(link["href"])).status_code == 200


def test_an_unchanged_place_has_none(client: TestClient) -> None:
    place = at(shown(client, "2033-01-01"), "dieu-4")
    assert place.select_one("aside") is None
    assert "changed" not in place["class"]
    assert shown(client, "2031-01-01").select("aside") == []


def test_the_head_says_what_it_is_and_what_it_includes(client: TestClient) -> None:
    found = shown(client, "2033-01-01")
    title = words(at(found, "van-ban"))
    assert "Văn bản hợp nhất do Căn Cứ lập, không phải văn bản hợp nhất chính thức; lời văn ngày 1/1/2033" in title
    assert "So với bản gốc: 1 nơi đổi lời, 1 nơi được thêm, 1 nơi bị bãi bỏ." in title
    assert [words(li) for li in found.select(".included li")] == [
        "Luật 7/2031/QH16 , từ 1/1/2032",
        "Luật 8/2031/QH16 , từ 1/1/2033",
    ]
    assert "lời văn ban đầu" in words(at(shown(client, "2031-01-01"), "van-ban"))


def test_a_repealed_place_keeps_its_number_and_says_by_what(client: TestClient) -> None:
    place = at(shown(client, "2032-01-01"), "dieu-1/khoan-3")
    assert words(place).startswith("3. (Đã bãi bỏ) Khoản 3 Điều 1: bãi bỏ theo khoản 2 Điều 1 Luật 7/2031/QH16 từ")
    assert "nghỉ ngày Tết" not in words(place)


def test_what_new_words_left_out_is_said_at_their_place(client: TestClient) -> None:
    found = shown(client, "2034-01-01")
    assert "Điều 3: không còn khoản 2 từ 1/1/2034." in words(at(found, "dieu-3"))
    assert found.find(id="dieu-3/khoan-2") is None
    # said once, at the Điều
    assert at(found, "dieu-3/khoan-1").select_one("aside") is None


def test_what_could_not_be_applied_is_told_first(client: TestClient) -> None:
    warning = at(shown(client, "2034-01-01"), "van-ban").select_one(".warning")
    assert warning is not None
    assert "Đã biết, chưa áp dụng được: Khoản 9 Điều 4 bị bãi bỏ bởi" in words(warning)
    assert at(shown(client, "2033-01-01"), "van-ban").select_one(".warning") is None


def test_a_place_with_another_number_says_which_it_had(client: TestClient) -> None:
    found = shown(client, "2035-01-01")
    assert "Khoản 4 Điều 1: trước là khoản 2 Điều 1" in words(at(found, "dieu-1/khoan-4"))
    assert "không còn" not in words(at(found, "dieu-1"))


def test_the_day_is_chosen_among_the_days_of_change(client: TestClient) -> None:
    found = shown(client, "2033-01-01")
    days = [str(a["href"]).partition("on=")[2] for a in found.select(".days a")]
    assert days == ["2031-01-01", "2032-01-01", "2033-01-01", "2034-01-01", "2035-01-01"]
    assert [words(a) for a in found.select(".days [aria-current]")] == ["1/1/2033"]
    assert found.select_one("input[type=date]")["value"] == "2033-01-01"  # type: ignore[index]


def test_it_is_linked_and_its_files_are(client: TestClient) -> None:
    document = BeautifulSoup(client.get(f"/van-ban/{MARKET}?on=2033-01-01").text, "html.parser")
    assert document.select_one(f'a[href="{ADDRESS}?on=2033-01-01"]') is not None
    files = [str(a["href"]) for a in shown(client, "2033-01-01").select(".title .actions a")][:2]
    kinds = [client.get(address).headers["content-type"].partition(";")[0] for address in files]
    assert kinds == ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/akn+xml"]


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        (f"/van-ban/{NAMED.id}/hop-nhat", 422, "kho chỉ có bản tóm lược bằng lời của Căn Cứ"),
        ("/van-ban/nd-cp/1900/1/hop-nhat", 404, "Không có trong kho"),
    ],
)
def test_without_the_text_the_page_says_why(client: TestClient, address: str, status: int, said: str) -> None:
    reply = client.get(address)
    assert (reply.status_code, said in reply.text) == (status, True)
    assert "<script>alert" not in reply.text


def test_merged_words_are_not_called_the_original(tmp_path: Path) -> None:
    rows = ("CHÍNH PHỦ", "Số: 30/2030/NĐ-CP", "NGHỊ ĐỊNH", "Điều 8. Mức chi", "Mức chi là 5%.")
    signed = holding("goc.docx", "cd" * 32, SourceText(tuple(Line(row) for row in rows), "x"))
    tail = ", được sửa đổi bởi Điều 1 Nghị định số 40/2031/NĐ-CP, có hiệu lực thi hành kể từ ngày 01/03/2032"
    with Store.open(tmp_path) as store:
        store.add(signed, b"g")
        original = consolidated(signed.document.id, store, SECOND)
        store.add(holding("pd.jsonl", "ab" * 32, codified_source("2034-02", "Mức chi là 7%.", tail)), b"p")
        merged = consolidated(signed.document.id, store, SECOND)
        pages = [render_consolidated(text, store) for text in (original, merged)]
    assert [next(text.all).place.text.split()[-1] for text in (original, merged)] == ["5%.", "7%."]
    # the head is that of the signed text
    assert [text.statement.partition("nguồn ")[2] for text in (original, merged)] == [
        "goc.docx.",
        "goc.docx; pd.jsonl, nói đến 1/2/2034.",
    ]
    assert ["lời văn ban đầu" in page for page in pages] == [True, False]


@pytest.mark.browser
def test_it_fits_the_screen_and_the_day_can_be_changed(page: Page, site: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{site}{ADDRESS}?on=2033-01-01")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    heights = page.evaluate("[...document.querySelectorAll('.actions a')].map((a) => a.getBoundingClientRect().height)")
    assert len(heights) > 4
    assert min(heights) >= 24
    page.locator(".days a").first.click()
    page.wait_for_url("**/hop-nhat?on=2031-01-01")
    assert "Chợ đêm họp theo mùa." in page.locator(".text").inner_text()
    page.emulate_media(media="print")
    assert not page.locator("form.day").is_visible()
    assert page.locator(".running").is_visible()
    assert errors == []
