"""The page in headless Chromium: a question to its quote, the keyboard, narrow screens, no script errors."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from search_api.app import create_app
from search_api.library import Library
from search_api.settings import Settings
from tests.conftest import HashEncoder
from tests.test_app import home

__all__ = ["home"]
pytestmark = pytest.mark.browser
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    """The address of a running service."""
    chosen = Settings(home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = uvicorn.Config(create_app(chosen, Library(chosen, HashEncoder())), port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(params=[(1280, 900), (360, 740)], ids=["desk", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    opened = browser.new_page(viewport={"width": width, "height": height})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def test_a_question_leads_to_its_quote_and_its_place(page: Page, site: str) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("khoản 4 Điều 8 Thông tư 28/2018/TT-BTC")
    page.keyboard.press("Enter")
    first = page.locator("article").first
    first.wait_for()
    assert "Khoản 4 Điều 8" in first.inner_text()
    assert "Tóm lược bằng lời của Căn Cứ, không phải nguyên văn" in first.inner_text()
    assert "64/2024/TT-BTC" in first.inner_text()
    first.locator("h2 a, h3 a").first.click()
    page.wait_for_url("**/van-ban/tt-btc/2018/28**")
    assert page.url.endswith("#dieu-8/khoan-4")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert errors == []


def test_what_is_not_held_is_a_view_of_its_own(page: Page, site: str) -> None:
    page.goto(f"{site}/tra-cuu?q=giấy phép lái xe")
    assert "Không có trong kho" in page.locator("h1").inner_text()
    assert "77 văn bản" in page.locator("main").inner_text()
    # what was typed can be edited
    assert page.locator("input[name=q]").input_value() == "giấy phép lái xe"


@pytest.mark.parametrize("path", ["/", "/tra-cuu?q=mức chi khuyến công", "/van-ban/nd-cp/2012/45", "/kho", "/kiem-tra"])
def test_nothing_is_wider_than_the_screen(page: Page, site: str, path: str) -> None:
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("document.querySelectorAll('h1').length") == 1


DRAFT = """NGHỊ ĐỊNH
Sửa đổi Nghị định số 45/2012/NĐ-CP về khuyến công
Căn cứ Thông tư liên tịch số 26/2014/TTLT-BTC-BCT ngày 18 tháng 02 năm 2014;
Điều 1. Sửa đổi Nghị định số 45/2012/NĐ-CP
1. Bãi bỏ Điều 4.
2. Theo khoản 4 Điều này và Chỉ thị số 04/CT-BCT ngày 29 tháng 02 năm 2021.
"""


def test_a_draft_is_checked_without_scripts(browser: Browser, site: str, tmp_path: Path) -> None:
    path = tmp_path / "du-thao.txt"
    path.write_text(DRAFT, encoding="utf-8")
    for width in (1280, 360):
        context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(f"{site}/kiem-tra")
        page.set_input_files("input[type=file]", path)
        page.fill("input[name=on]", "2026-11-25")
        page.get_by_role("button", name="Kiểm tra").click()
        page.wait_for_selector(".findings")
        assert "không có thật" in page.locator(".findings").first.inner_text()
        assert page.locator("h1").inner_text() == "Kiểm tra: du-thao.txt"
        context.close()


def test_the_findings_are_not_wider_than_the_screen(page: Page, site: str) -> None:
    page.goto(f"{site}/kiem-tra")
    page.fill("textarea", DRAFT)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.wait_for_selector(".findings")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_results_work_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(site)
    plain.fill("input[name=q]", "NĐ 45/2012")
    plain.locator("form button").first.click()
    assert "Nghị định 45/2012/NĐ-CP" in plain.locator("article").first.inner_text()
    context.close()
